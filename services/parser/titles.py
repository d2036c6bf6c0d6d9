"""What in a document looks like its title, and what such a line says: whose report, of when, of which kind.

A title is looked for in three shapes: a line of its own (also split over lines, also letter-spaced), the sentence
现将…公布如下, and, past the head of the document, lines that name a report; the last may be links to other reports.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from services.parser.period import period_in, year_in
from shared.catalogue.header import HeaderWords, load_header_words
from shared.catalogue.regions import Regions
from shared.model import Centre, DocumentKind

HEAD = 3000
"""Characters in which a title may be split over lines or letter-spaced."""

LINE = 90
"""The longest title, without its spaces."""

HITS = 60
"""So many lines past the head are looked at; a document that names more reports is a list."""

_TRAIL = re.compile(r"[>»›]")
_SENTENCE = re.compile(r"[。;]")
_ANNOUNCED = re.compile(
    r"现[将就把](?P<title>[^。;]{4,70}?)(?:予以|进行|情况)?(?:公布|披露|公告|公示|公开|发布|解读|通报|报告)(?:如下|于后|:|,|$)"
)
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR_WORDS = re.compile(r"[二2][〇○零0][〇○零一二三四五六七八九\d]{2}(?=年)")
_DATE_TAIL = re.compile(r"(?:20\d\d年?|[\d一二三四五六七八九十年度月季末底上下半前至第全份()\-—~])+$")
_OFFICE = re.compile(r"(?:管理)?(?:中心|局)(?!.{0,12}分中心)")
_QUOTES = "《》〈〉“”\"'【】[]()「」、,:|-—_·*#"
_ABOUT = re.compile(r"^.*(?:关于|公布|发布|印发|披露|公开|现将|转发|公告)")


class Piece(NamedTuple):
    """A stretch that may be a title, in plain form; a stronger one is believed before a weaker one."""

    at: int
    strength: int
    text: str


class Reading(NamedTuple):
    """What a piece says; None where it is silent. `stranger` is a body that the table does not have."""

    piece: Piece
    centre: Centre | None
    name: str
    stranger: str | None
    year: int | None
    period: str | None
    document: DocumentKind


class _Patterns(NamedTuple):
    subject: re.Pattern[str]
    yearly: re.Pattern[str]
    kind: re.Pattern[str]
    retold: re.Pattern[str]
    monthly: re.Pattern[str]
    other: re.Pattern[str]
    part: re.Pattern[str]


def _any(*lists: tuple[str, ...]) -> re.Pattern[str]:
    words = sorted({w for words in lists for w in words}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def patterns(words: HeaderWords | None = None) -> _Patterns:
    """The lists of `header.toml` as one pattern each."""
    w = words or load_header_words()
    return _Patterns(
        subject=_any(w.subjects),
        yearly=_any(w.annual),
        kind=_any(w.annual, w.disclosure, w.interpretation, w.bulletin),
        retold=_any(w.interpretation),
        monthly=re.compile(f"^(?!.*(?:年度|全年)).*(?:{_any(w.bulletin).pattern})"),
        other=_any(w.not_titles),
        part=_any(w.parts),
    )


def plain_line(line: str) -> str:
    """A line in half width without spaces, with the year in digits.

    >>> plain_line("盘 锦 市 二〇二二年 年度报告")
    '盘锦市2022年年度报告'
    """
    line = "".join(unicodedata.normalize("NFKC", line[: 4 * LINE]).split())
    return _YEAR_WORDS.sub(lambda m: m[0].translate(_NUMERALS), line)


def pieces(text: str) -> Iterator[Piece]:
    """Everything in `text` that may be its title: 3 a line of its own, 2 an announcement, 1 a line past the head."""
    yield from _in_head(text[:HEAD])
    yield from _announced(text)
    yield from _later(text)


def _in_head(head: str) -> Iterator[Piece]:
    """Title lines of the head, letter-spaced or split over up to three lines; the offset is that of the plain head.

    A merged cell comes as many equal cells with tabs between: each is read once.
    """
    lines = ("".join("".join(dict.fromkeys(line.split("\t"))).split()) for line in head.splitlines())
    tight = "\n".join(line for line in lines if line)
    done = -1
    for found in patterns().kind.finditer(tight):
        if found.start() < done:
            continue
        start = tight.rfind("\n", 0, found.start()) + 1
        done = tight.find("\n", found.end()) % (len(tight) + 1)
        before = [plain_line(line) for line in tight[max(0, start - LINE) : start].split("\n")[-3:-1]]
        if title := _joined(before, _TRAIL.split(plain_line(tight[start:done]))[-1]):
            after = [plain_line(line) for line in tight[done + 1 : done + LINE].split("\n")[:2]]
            yield Piece(start, 3, _with_year(title, [*before, *after]))


def _title(line: str) -> str | None:
    p = patterns()
    fits = len(line) <= LINE and p.subject.search(line) and p.kind.search(line)
    return line if fits and not _SENTENCE.search(line) and not p.other.search(line) else None


def _joined(before: list[str], line: str) -> str | None:
    """The line, or with one or two short lines before it that name the body or the money, as a title."""
    if title := _title(line):
        return title
    for n in range(1, len(before) + 1):
        short = all(len(part) <= LINE // 2 for part in (*before[-n:], line))
        if short and patterns().subject.search(before[-n]) and (title := _title("".join((*before[-n:], line)))):
            return title
    return None


def _with_year(title: str, around: list[str]) -> str:
    """A year that stands alone on a line beside a title without one belongs to it."""
    if year_in(title) is None:
        alone = next((t for t in around if len(t) <= 10 and year_in(t)), "")
        return f"{title}({alone.strip('()')})" if alone else title
    return title


def _announced(text: str) -> Iterator[Piece]:
    for at in _finds(text, 0, ("现将", "现就", "现把")):
        sentence = plain_line(text[at : at + 2 * LINE])
        if (found := _ANNOUNCED.match(sentence)) and patterns().kind.search(sentence, 0, found.end()):
            yield Piece(at, 2, found["title"] + ("解读" if "解读" in found[0] else ""))


def _later(text: str) -> Iterator[Piece]:
    for at in _finds(text, HEAD, ("报告", "解读", "公报")):
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at) % (len(text) + 1)
        if end - start <= 2 * LINE and (title := _title(plain_line(text[start:end]))):
            yield Piece(start, 1, title)


def _finds(text: str, start: int, words: tuple[str, ...]) -> Iterator[int]:
    """Where the words stand, `HITS` of each at most."""
    for word in words:
        at = text.find(word, start)
        for _ in range(HITS):
            if at < 0:
                break
            yield at
            at = text.find(word, at + 1)


def read_piece(piece: Piece, regions: Regions) -> Reading:
    """What one piece says."""
    text, p = piece.text, patterns()
    kind = p.kind.search(text)
    centre, name, stranger = _body(text, kind.start() if kind else len(text), regions)
    yearly = p.yearly.search(text)
    said = yearly or kind
    year = year_in(text, said.start() if said else len(text))
    period = None if yearly or year is None else period_in(text, year)
    document: DocumentKind = "bulletin" if period else "interpretation" if p.retold.search(text) else "annual_report"
    return Reading(piece, centre, name, stranger, year, period, document)


def _body(text: str, kind: int, regions: Regions) -> tuple[Centre | None, str, str | None]:
    """The body a title names: known (with the name it uses), or a stranger, or nobody."""
    subject = patterns().subject.search(text)
    if subject is None:
        return None, "", None
    before = _DATE_TAIL.sub("", text[: subject.start()].rstrip(_QUOTES)).strip(_QUOTES)
    office = _OFFICE.match(text, subject.end())
    place = regions.ending(before + text[subject.start() : office.end()]) if office else None
    if place:
        return place.centre, before, None
    place = regions.ending(before)
    part = patterns().part.search(text, subject.end(), max(kind, subject.end()))
    if part:
        return _part(text[place.start if place else 0 : part.end()].strip(_QUOTES), regions)
    if place:
        return place.centre, before[place.start :], None
    return _elsewhere(before, text, regions)


def _part(name: str, regions: Regions) -> tuple[Centre | None, str, str | None]:
    """A title about a part of a body: the part itself if the table has it, never its whole."""
    found = regions.ending(name)
    if found and patterns().part.search(found.centre.name):
        return found.centre, name, None
    return None, "", name


def _elsewhere(before: str, text: str, regions: Regions) -> tuple[Centre | None, str, str | None]:
    """No name right before the money: one further away (X市关于公布2022年住房公积金…), or a stranger."""
    words = load_header_words()
    stem = _ABOUT.sub("", before).strip(_QUOTES)
    if stem and stem not in words.everyone and stem.endswith(words.places):
        return None, "", stem
    found = regions.find_in(text)
    return (found[-1].centre, text[found[-1].start : found[-1].end], None) if found else (None, "", None)
