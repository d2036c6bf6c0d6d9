"""What copying, scanning and converting do to a page: lost characters, glued figures, strayed separators.

The truth keeps what was meant. Where even the books could not tell what was meant, the figure becomes optional.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from random import Random

from tests.simulator.figures import Fig, Run
from tests.simulator.page import Block, every_line

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ACT = re.compile(r"〔(\d{4})〕(\d+号)")
_LEGAL = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?|[1-9]\d*(\.\d+)?|0\.\d+")


def spoil(blocks: list[Block], rng: Random) -> list[str]:
    """Damage a page in a few places; the names of what was done."""
    done = []
    lines = [runs for runs in every_line(blocks) if any(isinstance(r, Fig) for r in runs)]
    for name in rng.choices(list(_KINDS), _OFTEN, k=rng.randint(1, 7)):
        if any(_KINDS[name](rng, line) for line in rng.sample(lines, min(len(lines), 40))):
            done.append(name)
    if rng.random() < 0.3 and _lost_breaks(rng, blocks):
        done.append("lost_breaks")
    if rng.random() < 0.2 and _lost_dates(blocks):
        done.append("lost_dates")
    return done


def _hurt(fig: Fig, raw: str) -> None:
    fig.raw = fig.label = raw
    fig.damaged = True


def _whole(line: list[Run]) -> list[Fig]:
    """Figures not yet damaged that have digits and a unit of their own."""
    figs = (r for r in line if isinstance(r, Fig) and not r.shared)
    return [f for f in figs if f.raw and not (f.damaged or f.optional or f.bare or f.numeral)]


def _lost_unit(rng: Random, line: list[Run]) -> bool:
    """新开户单位297,: the 家 is gone."""
    figs = [f for f in _whole(line) if f.form.suffix in {"家", "个"} and f.metric.endswith("_employers")]
    if not figs:
        return False
    fig = rng.choice(figs)
    _hurt(fig, fig.raw.removesuffix(fig.form.suffix).rstrip())
    return True


def _lost_yuan(rng: Random, line: list[Run]) -> bool:
    """4,709万: the 元 is gone."""
    figs = [f for f in _whole(line) if f.form.suffix in {"万元", "亿元"}]
    if not figs:
        return False
    fig = rng.choice(figs)
    _hurt(fig, fig.raw.removesuffix("元"))
    return True


def _strayed_comma(rng: Random, line: list[Run]) -> bool:
    """320,55.41万元 for 32,055.41万元: the digits are right."""
    figs = [f for f in _whole(line) if re.match(r"\d{2,3},\d{3}", f.raw)]
    if not figs:
        return False
    fig = rng.choice(figs)
    head, tail = fig.raw.split(",", 1)
    moved = f"{head}{tail[0]},{tail[1:]}" if rng.random() < 0.7 or len(head) < 2 else f"{head[:-1]},{head[-1]}{tail}"
    _hurt(fig, moved)
    return True


def _space_inside(rng: Random, line: list[Run]) -> bool:
    """48. 18亿元."""
    figs = [f for f in _whole(line) if "." in f.raw]
    if not figs:
        return False
    fig = rng.choice(figs)
    _hurt(fig, fig.raw.replace(".", rng.choice([" .", ". "]), 1))
    return True


def _half_wide(rng: Random, line: list[Run]) -> bool:
    """4８.1８亿元."""
    figs = [f for f in _whole(line) if len(f.raw) > 3]
    if not figs:
        return False
    fig = rng.choice(figs)
    wide = (chr(ord(c) + 0xFEE0) if c in "0123456789." and rng.random() < 0.5 else c for c in fig.raw)
    _hurt(fig, "".join(wide))
    return True


def _empty_decimals(rng: Random, line: list[Run]) -> bool:
    """0.% for 0.00%."""
    figs = [f for f in _whole(line) if re.fullmatch(r"0\.0+%", f.raw)]
    if not figs:
        return False
    fig = rng.choice(figs)
    _hurt(fig, "0.%")
    fig.form = type(fig.form)(fig.form.suffix, fig.form.exp, 0)
    return True


def _glued_rates(rng: Random, line: list[Run]) -> bool:
    """6.86%0.54%5.63%2022年末: the marks between and after percentages are gone."""
    after = [i for i in range(1, len(line)) if _is_rate(line[i - 1]) and isinstance(line[i], str)]
    marks = [i for i in after if str(line[i])[:1] in {"、", "，", "。", "；", ",", ";"}]
    if not marks:
        return False
    first = rng.choice(marks)
    for index in [i for i in marks if first <= i <= first + rng.choice([0, 2, 4, 6])]:
        fig, text = line[index - 1], line[index]
        assert isinstance(fig, Fig)
        assert isinstance(text, str)
        line[index] = text[1:]
        fig.damaged = True
    return True


def _is_rate(run: Run) -> bool:
    return isinstance(run, Fig) and run.raw[-1:] in {"%", "％"}


def _glued_loans(rng: Random, line: list[Run]) -> bool:
    """1184,709万元 for 118笔4,709万元."""
    spots = [
        i
        for i in range(len(line) - 2)
        if isinstance(a := line[i], Fig)
        and isinstance(b := line[i + 2], Fig)
        and isinstance(line[i + 1], str)
        and len(str(line[i + 1])) <= 1
        and a.form.suffix in {"笔", "万笔"}
        and b.form.suffix.endswith("元")
        and a.scaled
        and not (a.damaged or b.damaged or a.wide or b.wide or a.gap or b.gap)
    ]
    if not spots:
        return False
    spot = rng.choice(spots)
    count, amount = line[spot], line[spot + 2]
    assert isinstance(count, Fig)
    assert isinstance(amount, Fig)
    _hurt(count, count.raw.removesuffix("笔"))
    _hurt(amount, amount.raw)
    line[spot + 1] = ""
    if not count.raw.endswith("万") and not _only_reading(count, amount):
        count.optional = amount.optional = True
    return True


def _only_reading(count: Fig, amount: Fig) -> bool:
    """Whether one split alone gives well-formed numbers and a loan of a possible size (50,000 to 2,000,000 yuan)."""
    number = amount.raw.removesuffix(amount.form.suffix)
    glued = count.raw + number
    readings = 0
    for cut in range(1, len(glued)):
        loans, money = glued[:cut], glued[cut:]
        if _LEGAL.fullmatch(loans) and _LEGAL.fullmatch(money):
            size = float(money.replace(",", "")) * 10**amount.form.exp / float(loans.replace(",", "") or 1)
            readings += 50_000 <= size <= 2_000_000
    return readings == 1


def _lost_dates(blocks: list[Block]) -> bool:
    """2023213 for 2023年2月13日, 〔201526号 for 〔2015〕26号: the small characters are gone."""
    hurt = False
    for runs in every_line(blocks):
        for index, run in enumerate(runs):
            if isinstance(run, str) and (_DATE.search(run) or _ACT.search(run)):
                runs[index] = _ACT.sub(r"〔\1\2", _DATE.sub(r"\1\2\3", run))
                hurt = True
    return hurt


def _lost_breaks(rng: Random, blocks: list[Block]) -> bool:
    """Two or three paragraphs run together."""
    spots = [i for i, (a, b) in enumerate(pairwise(blocks)) if a.kind == b.kind == "p"]
    if not spots:
        return False
    spot = rng.choice(spots)
    blocks[spot].runs = blocks[spot].runs + blocks[spot + 1].runs
    del blocks[spot + 1]
    return True


_KINDS: dict[str, Callable[[Random, list[Run]], bool]] = {
    "lost_unit": _lost_unit,
    "lost_yuan": _lost_yuan,
    "strayed_comma": _strayed_comma,
    "space_inside": _space_inside,
    "half_wide": _half_wide,
    "empty_decimals": _empty_decimals,
    "glued_rates": _glued_rates,
    "glued_loans": _glued_loans,
}
_OFTEN = [2, 2, 2, 2, 2, 1, 4, 3]
KINDS = (*_KINDS, "lost_breaks", "lost_dates")
