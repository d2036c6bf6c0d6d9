"""The kinds of documents: annual report, interpretation, bulletin, provincial report, each as blocks with truth."""

from dataclasses import dataclass
from random import Random

from tests.simulator import annual, bulletin, changes, interpretation, layout, provincial, quirks, statement
from tests.simulator.books import Book, history, nested
from tests.simulator.hand import hand
from tests.simulator.metrics import GROWING, KIND, MOVING, TELLING
from tests.simulator.page import settle
from tests.simulator.places import MUNICIPALITIES, PLACES, PartName, Place
from tests.simulator.writer import Voice, Writer

OFTEN = {"annual": 7.0, "interpretation": 1.0, "bulletin": 1.0, "provincial": 0.6, "apart": 0.5}
"""How often each kind comes up beside the others."""
KINDS = tuple(OFTEN)


@dataclass(slots=True)
class Made:
    """A page before it is put into a format, with what its header says."""

    writer: Writer
    document: str
    period: str
    name: str


def make(rng: Random, kind: str, form: str, book: Book | None = None) -> Made:
    """One page of a kind for a format, of given books or of new ones."""
    document = "annual_report"
    book = book or _book(rng, kind)
    period = str(book.year)
    name = provincial.short(book.place.province) if kind == "provincial" else book.place.short
    month, quarterly = rng.randint(1, 12), rng.random() < 0.35
    if kind == "bulletin":
        month = month // 4 * 3 + 3 if quarterly else month
        document = "bulletin"
        period = f"{book.year}Q{month // 3}" if quarterly else f"{book.year}-{month:02d}"
        book = bulletin.to_date(book, month, rng)
    w = writer(rng, book)
    if kind == "bulletin":
        bulletin.write(w, month, quarterly)
    elif kind == "interpretation":
        document = "interpretation"
        w.hand.comma = rng.choice(["", w.hand.comma])
        interpretation.write(w)
    elif kind == "provincial":
        provincial.write(w)
    elif kind == "annual" and rng.random() < (0.75 if form == "xlsx" else 0.06):
        statement.write(w)
    else:
        annual.write(w, layout.layout(rng, len(book.parts), book.year))
    settle(w.blocks, w.voice.ascii_marks)
    return Made(w, document, period, name)


def _book(rng: Random, kind: str) -> Book:
    """New books for a kind of document."""
    if kind == "provincial":
        return provincial.book(rng)
    if kind == "apart":
        return _apart(rng)
    return next(history(rng, rng.choice(PLACES), rng.randint(2015, 2025), 1))


def _apart(rng: Random) -> Book:
    """A city whose report numbers its bodies and has no total, sometimes with bodies inside a body."""
    place: Place = rng.choice([p for p in PLACES if p.province_code not in MUNICIPALITIES])
    mark = "区" if place.province.endswith("自治区") else "省"
    other = PartName(rng.choice([f"{mark}直分中心", f"{mark}直住房公积金中心", f"{mark}资金中心"]), ())
    if rng.random() < 0.6:
        names = [PartName("市中心", ()), PartName(rng.choice(["铁路分中心", "油田分中心", "高新区分中心"]), ()), other]
        return nested(next(history(rng, place, rng.randint(2015, 2025), 1, names=names)), f"{place.short}中心")
    book = next(history(rng, place, rng.randint(2015, 2025), 1, names=[PartName(f"{place.short}中心", ()), other]))
    book.apart = True
    return book


def writer(rng: Random, book: Book) -> Writer:
    """A writer with a hand, a voice and habits of its own."""
    style = hand(rng, book.total.now["contribution.balance"])
    style.cut = rng.random() < 0.15
    return Writer(rng, book, style, _voice(rng), changes.habits(rng, book.year), quirks.quirks(rng), _hidden(rng))


def _voice(rng: Random) -> Voice:
    """Words that one report keeps to."""
    ends = ["{Y}年末"] * 12 + ["截至{Y}年末", "截至{Y}年底", "到{Y}年末", "截至{Y}年12月31日", "年末"]
    ends += ["截止{Y}年末", "截止{Y}年底", "{Y}年底", "{Y}年"]
    return Voice(
        year_end=rng.choice(ends),
        joiner=rng.choice(["", "", "", "", "、", "、", "，", "共", " ", "，金额", "、金额"]),
        year_word=rng.choice(["{Y}年"] * 9 + ["当年", "全年", "{Y}年度", "本年度", "报告期内"]),
        drop=rng.choice([0, 0, 0, 0.05, 0.3, 1.0] if rng.random() < 0.5 else [0, 0.03]),
        ascii_marks=rng.random() < 0.08,
    )


def _hidden(rng: Random) -> set[tuple[str, str]]:
    """Figures that this report doesn't disclose anywhere."""
    few = rng.choice([0, 0.01, 0.04])
    hidden = {(m, "level") for m in KIND if m not in TELLING and rng.random() < few}
    hidden |= {(m, "yoy_rate") for m in GROWING if rng.random() < few * 2}
    return hidden | {(m, "yoy_points") for m in MOVING if rng.random() < few * 2}
