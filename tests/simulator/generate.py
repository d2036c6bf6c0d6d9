"""Reports by seed: each one from its own stream of chance, so that any can be made again alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from tests.simulator import pages, render_html, render_office, render_pdf, render_text
from tests.simulator.books import Book, history
from tests.simulator.damage import spoil
from tests.simulator.page import Block, figures
from tests.simulator.places import PLACES
from tests.simulator.slips import plant

FORMATS = ("txt", "html", "docx", "xlsx", "pdf")
KINDS = pages.KINDS


@dataclass(frozen=True, slots=True)
class Options:
    """What to generate: `damage` and `slips` are chances; with `years` above 1 that many reports share one centre."""

    formats: Sequence[str] = FORMATS
    kinds: Sequence[str] = KINDS
    damage: float = 0
    slips: float = 0
    years: int = 1


@dataclass(slots=True)
class Generated:
    """One report: what an upload would be, and what is true of it.

    `truth` are gold rows in document order; `errors` the planted slip as the findings file lists it; `text` the page
    as plain text, whatever the format; `damage` names what was done to it.
    """

    source: str
    content: bytes
    truth: list[dict[str, object]]
    errors: list[dict[str, object]]
    header: dict[str, str]
    book: Book
    text: str
    kind: str = "annual"
    blocks: list[Block] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)


def render(blocks: list[Block], rng: Random, form: str, text: str) -> bytes:
    """The page in one of the formats."""
    if form == "html":
        return render_html.encode(render_html.html(blocks, rng), rng)
    if form == "docx":
        return render_office.word(blocks, rng)
    if form == "xlsx":
        return render_office.sheet(blocks, rng)
    return render_pdf.pdf(blocks, rng) if form == "pdf" else render_text.encode(text, rng)


def truth(blocks: list[Block]) -> list[dict[str, object]]:
    """The gold rows of a page: every figure once, where it is first disclosed."""
    return [fig.truth() for fig in figures(blocks) if not fig.repeat]


@lru_cache(maxsize=4)
def _years(seed: str, centre: int, years: int) -> list[Book]:
    """The books of one centre through the years."""
    rng = Random(f"{seed}:centre:{centre}")
    return list(history(rng, PLACES[centre % len(PLACES)], rng.randint(2010, 2026 - years), years))


def report(seed: int | str, index: int, options: Options | None = None) -> Generated:
    """Report number `index` of a seed."""
    options = options or Options()
    rng = Random(f"{seed}:{index}")
    form = rng.choice(list(options.formats))
    kind = rng.choices(list(options.kinds), [pages.OFTEN[k] for k in options.kinds])[0]
    book = None
    if options.years > 1 and kind not in {"provincial", "apart"}:
        book = _years(str(seed), index // options.years, options.years)[index % options.years]
    made = pages.make(rng, kind, form, book)
    blocks, book = made.writer.blocks, made.writer.book
    harm = spoil(blocks, rng) if rng.random() < options.damage else []
    errors = plant(blocks, book, rng) if rng.random() < options.slips else []
    text = render_text.text(blocks, rng)
    code = book.place.province_code
    header = {"period": made.period, "document": made.document, "name": made.name, "province_code": code}
    source, content = f"{seed}-{index:05d}.{form}", render(blocks, rng, form, text)
    return Generated(source, content, truth(blocks), errors, header, book, text, kind, blocks, harm)


def reports(seed: int | str, count: int, **options: object) -> Iterator[Generated]:
    """`count` reports, one after another, each with its truth; keywords as in `Options`.

    >>> [g.source for g in reports(7, 2, formats=("txt",), kinds=("annual",))]
    ['7-00000.txt', '7-00001.txt']
    """
    chosen = Options(**options)  # type: ignore[arg-type]
    for index in range(count):
        yield report(seed, index, chosen)
