"""Reports by seed: each one from its own stream of chance, so that any can be made again alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from tests.simulator import annual, changes, layout, render_html, render_text
from tests.simulator.books import Book, history
from tests.simulator.damage import spoil
from tests.simulator.hand import hand
from tests.simulator.metrics import GROWING, KIND, MOVING, TELLING
from tests.simulator.places import PLACES
from tests.simulator.slips import plant
from tests.simulator.writer import Block, Voice, Writer, figures, settle

FORMATS = ("txt", "html")


@dataclass(slots=True)
class Generated:
    """One report: what an upload would be, and what is true of it.

    `truth` are gold rows in document order; `errors` the planted slips as the findings file lists them.
    """

    source: str
    content: bytes
    truth: list[dict[str, object]]
    errors: list[dict[str, object]]
    book: Book
    document: str = "annual_report"
    period: str = ""
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)

    @property
    def header(self) -> dict[str, str]:
        """What the report says about itself."""
        place = self.book.place
        return {
            "period": self.period,
            "document": self.document,
            "name": place.short,
            "province_code": place.province_code,
        }


def _voice(rng: Random) -> Voice:
    """Words that one report keeps to."""
    ends = ["{Y}年末"] * 8 + ["截至{Y}年末", "截至{Y}年底", "到{Y}年末", "截至{Y}年12月31日", "年末"]
    return Voice(
        year_end=rng.choice(ends),
        joiner=rng.choice(["", "", "", "、", "、", "，", "共", " "]),
        drop=rng.choice([0, 0, 0, 0.05, 0.3, 1.0] if rng.random() < 0.5 else [0, 0.03]),
        ascii_marks=rng.random() < 0.08,
    )


def _hidden(rng: Random) -> set[tuple[str, str]]:
    """Figures that this report doesn't disclose anywhere."""
    few = rng.choice([0, 0.01, 0.04])
    hidden = {(m, "level") for m in KIND if m not in TELLING and rng.random() < few}
    hidden |= {(m, "yoy_rate") for m in GROWING if rng.random() < few * 2}
    return hidden | {(m, "yoy_points") for m in MOVING if rng.random() < few * 2}


def page(rng: Random, book: Book) -> Writer:
    """An annual report as blocks."""
    style = hand(rng, book.total.now["contribution.balance"])
    style.cut = rng.random() < 0.15
    w = Writer(rng, book, style, _voice(rng), changes.habits(rng), _hidden(rng))
    annual.write(w, layout.layout(rng, len(book.parts)))
    settle(w.blocks, w.voice.ascii_marks)
    return w


def truth(blocks: list[Block]) -> list[dict[str, object]]:
    """The gold rows of a page: every figure once, where it is first disclosed."""
    return [fig.truth() for fig in figures(blocks) if not fig.repeat]


def report(
    seed: int | str, index: int, formats: Sequence[str] = FORMATS, damage: float = 0, slips: float = 0
) -> Generated:
    """Report number `index` of a seed; `damage` and `slips` are the chances that it is damaged and has a mistake."""
    rng = Random(f"{seed}:{index}")
    place = rng.choice(PLACES)
    book = next(history(rng, place, rng.randint(2015, 2025), 1))
    w = page(rng, book)
    harm = spoil(w.blocks, rng) if rng.random() < damage else []
    errors = plant(w.blocks, book, rng) if rng.random() < slips else []
    kind = rng.choice(list(formats))
    text = render_text.text(w.blocks, rng)
    if kind == "html":
        content = render_html.encode(render_html.html(w.blocks, rng), rng)
    else:
        content = render_text.encode(text, rng)
    source = f"{seed}-{index:05d}.{kind}"
    made = Generated(source, content, truth(w.blocks), errors, book, period=str(book.year), text=text, blocks=w.blocks)
    made.damage = harm
    return made


def reports(
    seed: int | str, count: int, formats: Sequence[str] = FORMATS, damage: float = 0, slips: float = 0
) -> Iterator[Generated]:
    """`count` reports, one after another, each with its truth.

    >>> [g.source for g in reports(7, 2, formats=("txt",))]
    ['7-00000.txt', '7-00001.txt']
    """
    for index in range(count):
        yield report(seed, index, formats, damage, slips)
