"""What a title says: whose report it is, of when, and of which kind."""

import re
from typing import NamedTuple

from services.parser.period import period_in, stamped, year_in
from services.parser.title_line import patterns
from services.parser.titles import Piece
from shared.catalogue.header import load_header_words
from shared.catalogue.regions import Regions
from shared.model import Centre, DocumentKind

_DATE_TAIL = re.compile(r"(?:20\d\d年?|[\d一二三四五六七八九十年度月季末底上下半前至第全份()\-—~])+$")
_OFFICE = re.compile(r"(?:管理)?(?:中心|局)(?!.{0,12}分中心)")
_DATE_HEAD = re.compile(r"^(?:20\d\d年?度?)?的?")
_QUOTES = "《》〈〉“”\"'【】[]()「」、,:|-—_·*#"
_ABOUT = re.compile(r"^.*(?:关于|公布|发布|印发|披露|公开|现将|转发|公告)")


class Reading(NamedTuple):
    """What a piece says; None where it is silent. `stranger` is a body that the table does not have."""

    piece: Piece
    centre: Centre | None
    name: str
    stranger: str | None
    year: int | None
    period: str | None
    document: DocumentKind


def read_piece(piece: Piece, regions: Regions) -> Reading:
    """What one piece says."""
    text, p = piece.text, patterns()
    kind = p.kind.search(text)
    centre, name, stranger = _body(text, kind.start() if kind else len(text), regions)
    yearly = p.yearly.search(text)
    said = yearly or kind
    year = year_in(text, said.start() if said else len(text))
    period = None if yearly or year is None else period_in(text, year)
    if year is None and not yearly and (month := stamped(text)):
        year, period = month
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
    stem = _DATE_HEAD.sub("", _ABOUT.sub("", before).strip(_QUOTES))
    if len(stem) > 1 and not stem.endswith(words.everyone) and stem.endswith(words.places):
        return None, "", stem
    found = regions.find_in(text)
    return (found[-1].centre, text[found[-1].start : found[-1].end], None) if found else (None, "", None)
