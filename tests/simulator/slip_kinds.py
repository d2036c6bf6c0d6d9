"""The mistakes clerks make, one function each: it changes figures of a page and can take the change back."""

from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

from tests.simulator.books import Book
from tests.simulator.figures import Fig, Form, Run, Verb, plain
from tests.simulator.identities import Key, Sheet
from tests.simulator.metrics import BREAKDOWNS
from tests.simulator.page import Block, every_line, figures

_LARGER = {
    "万元": Form("亿元", 8, 0),
    "元": Form("万元", 4, 0),
    "人": Form("万人", 4, 0),
    "名": Form("万名", 4, 0),
    "笔": Form("万笔", 4, 0),
}
_SMALLER = {
    "亿元": Form("万元", 4, 0),
    "万元": Form("元", 0, 0),
    "万人": Form("人", 0, 0),
    "万名": Form("名", 0, 0),
    "万笔": Form("笔", 0, 0),
}
_OPPOSITE = {"增长": "下降", "增加": "减少", "上升": "下降", "提高": "降低", "回升": "回落"}
_OPPOSITE |= {down: up for up, down in _OPPOSITE.items()}

Slip = tuple[list[tuple[Fig, str]], Callable[[], None]]
"""The figures that are wrong now, each with its true value, and the way back."""


class Page:
    """The figures of one page with what a slip needs to know of them."""

    def __init__(self, blocks: list[Block], book: Book, rng: Random) -> None:
        self.rng, self.book = rng, book
        self.lines = list(every_line(blocks))
        self.figs = figures(blocks)
        self.count = Counter(key(f) for f in self.figs)
        self.names = [p.name for p in book.parts]
        self.verbs = {id(f): run for runs in self.lines for run in runs if isinstance(run, Verb) for f in run.governs}

    def plain_figs(self) -> list[Fig]:
        """Figures that stand once on the page, undamaged, with digits of their own that speak for one fact."""
        once = (f for f in self.figs if self.count[key(f)] == 1 and f.scaled and f.raw and not f.shared)
        return [f for f in once if not f.optional and not f.damaged]

    def broken(self, slack: Fraction) -> list[frozenset[Key]]:
        """The identities that do not hold."""
        return Sheet(self.figs, slack, self.names).broken()


def key(fig: Fig) -> Key:
    """What the figure is of."""
    return fig.entity, fig.metric, fig.measure


def _changed(fig: Fig, **changes: object) -> Slip:
    """The figure written with other digits or another unit, its true value, and the way back."""
    old = copy(fig)
    before = plain(fig.value)
    for name, value in changes.items():
        setattr(fig, name, value)
    fig.write()

    def undo() -> None:
        for name in (*changes, "raw", "label"):
            setattr(fig, name, getattr(old, name))

    return [(fig, before)], undo


def _both(one: Slip, other: Slip) -> Slip:
    """Two changes that make one mistake."""

    def undo() -> None:
        one[1]()
        other[1]()

    return one[0] + other[0], undo


def _power(exponent: int) -> Callable[[Page], Slip | None]:
    """A decimal point moved by one to three places."""

    def slip(page: Page) -> Slip | None:
        fig = page.rng.choice(page.plain_figs())
        if fig.form.exp == 0 or page.rng.random() < 0.5 or fig.form.decimals < exponent:
            return _changed(fig, scaled=fig.scaled * 10**exponent) if fig.form.decimals else None
        return _changed(fig, form=replace(fig.form, decimals=fig.form.decimals - exponent))

    return slip


def _unit(page: Page) -> Slip | None:
    """亿元 for 万元, 万人 for 人, or the other way round: a factor of ten thousand."""
    fig = page.rng.choice(page.plain_figs())
    other = page.rng.choice([_LARGER, _SMALLER]).get(fig.form.suffix)
    if other is None or fig.bare:
        return None
    return _changed(fig, form=replace(other, decimals=fig.form.decimals))


def _percent(page: Page) -> Slip | None:
    """% for ‰ and ‰ for %."""
    figs = [f for f in page.plain_figs() if f.metric in {"risk.overdue_rate", "risk.npl_rate"}]
    if not figs:
        return None
    fig = page.rng.choice(figs)
    wrong = Form("%", -2, fig.form.decimals) if fig.form.suffix == "‰" else Form("‰", -3, fig.form.decimals)
    return _changed(fig, form=wrong)


def _verb(page: Page) -> Slip | None:
    """下降 for 增长: only where the verb speaks of one figure alone."""
    figs = [f for f in page.plain_figs() if id(f) in page.verbs and page.verbs[id(f)].raw in _OPPOSITE]
    figs = [f for f in figs if len(page.verbs[id(f)].governs) == 1]
    if not figs:
        return None
    fig = page.rng.choice(figs)
    verb = page.verbs[id(fig)]
    wrong, undo = _changed(fig, down=not fig.down)
    verb.raw = _OPPOSITE[verb.raw]

    def back() -> None:
        verb.raw = _OPPOSITE[verb.raw]
        undo()

    return wrong, back


def _swapped(page: Page) -> Slip | None:
    """Two neighbours of one kind in each other's place."""
    pairs = [pair for runs in page.lines for pair in _neighbours(runs) if all(page.count[key(f)] == 1 for f in pair)]
    usable = {id(f) for f in page.plain_figs()}
    pairs = [(a, b) for a, b in pairs if a.scaled != b.scaled and {id(a), id(b)} <= usable]
    if not pairs:
        return None
    first, second = page.rng.choice(pairs)
    other = copy(second)
    return _both(
        _changed(second, scaled=first.scaled, form=first.form), _changed(first, scaled=other.scaled, form=other.form)
    )


def _neighbours(runs: list[Run]) -> list[tuple[Fig, Fig]]:
    figs = [r for r in runs if isinstance(r, Fig)]
    same = pairwise(figs)
    return [
        (a, b)
        for a, b in same
        if (a.entity, a.measure, a.form.suffix, a.down) == (b.entity, b.measure, b.form.suffix, b.down)
    ]


def _digit(page: Page) -> Slip | None:
    """One digit typed wrong."""
    fig = page.rng.choice(page.plain_figs())
    text = list(str(fig.scaled))
    place = page.rng.randrange(len(text))
    text[place] = page.rng.choice([d for d in "123456789" if d != text[place]])
    return _changed(fig, scaled=int("".join(text)))


def _transposed(page: Page) -> Slip | None:
    """Two digits in the wrong order."""
    fig = page.rng.choice(page.plain_figs())
    text = list(str(fig.scaled))
    places = [i for i in range(len(text) - 1) if text[i] != text[i + 1] and text[i + 1] != "0"]
    if not places:
        return None
    place = page.rng.choice(places)
    text[place], text[place + 1] = text[place + 1], text[place]
    return _changed(fig, scaled=int("".join(text)))


def _folded(page: Page) -> Slip | None:
    """A category's share added to another one's and shown as zero."""
    groups = [tuple(prefix + p for p in parts) for prefix, parts, _ in BREAKDOWNS]
    figs = {key(f): f for f in page.plain_figs() if f.measure == "level" and ".share." in f.metric}
    pairs = [
        (a, b)
        for g in groups
        for m in g[:-1]
        for e in ("total", *page.names)
        if (a := figs.get((e, m, "level"))) and (b := figs.get((e, g[-1], "level"))) and a.form == b.form
    ]
    if not pairs:
        return None
    emptied, grown = page.rng.choice(pairs)
    return _both(_changed(grown, scaled=grown.scaled + emptied.scaled), _changed(emptied, scaled=0))


def _left_out(page: Page) -> Slip | None:
    """A total that lacks one sub-centre."""
    figs = [f for f in page.plain_figs() if f.entity == "total" and f.measure == "level" and page.book.parts]
    figs = [f for f in figs if isinstance(page.book.parts[0].now.get(f.metric), int) and ".share." not in f.metric]
    if not figs:
        return None
    fig = page.rng.choice(figs)
    missing = page.rng.choice(page.book.parts).now[fig.metric]
    less = int(missing * Fraction(10) ** (fig.form.decimals - fig.form.exp))
    return _changed(fig, scaled=fig.scaled - less) if 0 < less < fig.scaled else None


SLIPS: dict[str, Callable[[Page], Slip | None]] = {
    "unit_10": _power(1),
    "unit_100": _power(2),
    "unit_1000": _power(3),
    "unit_10000": _unit,
    "percent_permille": _percent,
    "verb": _verb,
    "swapped": _swapped,
    "digit": _digit,
    "transposed": _transposed,
    "folded": _folded,
    "part_left_out": _left_out,
}
