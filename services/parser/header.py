"""Which report a document is: who reports, for when, of which kind, published when.

Read from the document itself: every piece that looks like its title is read, and the one that the rest of the text
bears out is believed (the year and the body the text speaks of most), so that links to other years or other cities
do not win. The file's name is asked last.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import PurePath

from services.parser.document import Document
from services.parser.period import period_in, period_of_page, year_in, year_of_month_end, years_of
from services.parser.published import published_in
from services.parser.title_reading import Reading, read_piece
from services.parser.titles import HEAD, opening, patterns, pieces, plain_line
from shared.catalogue.bodies import root
from shared.catalogue.header import load_header_words
from shared.catalogue.regions import Regions, load_regions
from shared.errors import Rejected
from shared.model import Centre, DocumentKind, ReportHeader

LONGEST_NAME = 24
"""Characters before 住房公积金管理中心 in which a body's name is looked for."""

_CENTRE = re.compile(r"(?:住房)?(?:公积金|资金)(?:管理)?中心")
_DEPARTMENT = re.compile(r"住房和?城乡建设厅|住建厅")
_FIGURE = re.compile(r"\d[.,\d]*\s?(?:亿|万|元|%|‰|％|人|家|户|笔|\n|\t|$)")


def read_header(document: Document, source: str, report_id: str, regions: Regions | None = None) -> ReportHeader:
    """The header of a report that nobody has announced.

    `regions` is the table of who reports (default: this installation's). Raises Rejected: `not_a_report` where the
    text is none, `unknown_centre` where the body is not in the table, `unknown_period` where no year can be found.
    """
    regions, text = regions or load_regions(), document.text
    name = plain_line(PurePath(source).stem)
    readings = _readings(text, regions)
    _must_be_a_report(text, readings)
    best = readings[0] if readings else None
    year = _year(text, readings, name)
    centre = _centre(text, readings, name, year, regions)
    period, kind = _period(text, best, year)
    return ReportHeader(
        report_id=report_id,
        source=source,
        centre=centre,
        period=period,
        document=kind,
        published=published_in(text, _end(period)),
    )


def _readings(text: str, regions: Regions) -> list[Reading]:
    """What the possible titles say, the most believable first."""
    found = list(pieces(text)) or [p for p in (opening(text),) if p]
    read = [r for r in (read_piece(p, regions) for p in found) if r.year or r.centre or r.stranger]
    years = {r.year: text.count(f"{r.year}年") for r in read if r.year}
    named = {r.name: text.count(_short(r.name)) for r in read if r.name}
    top_year, top_name = max(years.values(), default=0), max(named.values(), default=0)

    def belief(r: Reading) -> int:
        borne_out = 3 * bool(r.year and years[r.year] == top_year) + 2 * bool(r.name and named[r.name] == top_name)
        return 2 * r.piece.strength + borne_out + bool(r.year) + bool(r.centre or r.stranger)

    return sorted(read, key=lambda r: (-belief(r), r.piece.at))


def _short(name: str) -> str:
    return (root(name) or (name,))[-1]


def _must_be_a_report(text: str, readings: Sequence[Reading]) -> None:
    """A title and some of the figures of a report, or without a title many of them."""
    said = {w for w in load_header_words().measures if w in text}
    enough = len(said) >= 2 if readings else _with_figures(text, said) >= 4
    if enough and _FIGURE.search(text):
        return
    if readings:
        raise Rejected(
            "not_a_report",
            f"标题像年度报告（{readings[0].piece.text}），但正文里没有缴存、提取、贷款的数字，可能只有图片"
            " (it is titled like a report but holds no figures; perhaps they are in images)",
        )
    raise Rejected(
        "not_a_report",
        "这不是住房公积金年度报告、解读或月度、季度数据：没有这样的标题，也没有足够的指标"
        " (neither a title nor the figures of a housing provident fund report)",
    )


def _with_figures(text: str, words: set[str]) -> int:
    return sum(bool(re.search(rf"{w}[^\d\n。;；]{{0,12}}\s?\d", text)) for w in words)


def _year(text: str, readings: Sequence[Reading], name: str) -> int:
    """From the best title that has one, the year's end the text speaks of most, or the file's name."""
    if found := next((r.year for r in readings if r.year), None):
        return found
    years, ends = years_of(text)
    if ends:
        return ends.most_common(1)[0][0]
    if found := year_of_month_end(text[:HEAD]) or year_in(name):
        return found
    if years and years.most_common(1)[0][1] >= 3:
        return years.most_common(1)[0][0]
    raise Rejected(
        "unknown_period",
        "标题、正文和文件名里都没有报告年度，请在标题中写明，例如“2024年年度报告”"
        " (no report year in title, text or file name)",
    )


def _centre(text: str, readings: Sequence[Reading], name: str, year: int, regions: Regions) -> Centre:
    """From the best title that names a body, the offices the text names, or the file's name."""
    titled = next((r for r in readings if r.centre or r.stranger), None)
    if titled and titled.stranger:
        raise _unknown(titled.stranger, regions)
    named = regions.find_in(name)
    found = (titled and titled.centre) or _office(text, regions) or (named[0].centre if named else None)
    if found is None:
        raise _unknown(None, regions)
    until = regions.bodies[found.code].until
    if until and year > until:
        raise Rejected(
            "unknown_centre",
            f"{found.name}在{until}年之后已不再单独报告，而这份报告是{year}年的"
            f" ({found.code} ended with {until}; see until in shared/catalogue/regions/bodies.toml)",
        )
    return found


def _office(text: str, regions: Regions) -> Centre | None:
    """The body whose office (X市住房公积金管理中心) the text names most often, else the province's department."""
    for office in (_CENTRE, _DEPARTMENT):
        named: Counter[str] = Counter()
        for found in islice(office.finditer(text), 200):
            before = plain_line(text[max(0, found.start() - LONGEST_NAME) : found.start()])
            if place := regions.ending(before):
                named[place.centre.code] += 1
        if named:
            return regions.centre(named.most_common(1)[0][0])
    return None


def _unknown(name: str | None, regions: Regions) -> Rejected:
    how = "请在 shared/catalogue/regions/bodies.toml 增加一条 [[body]] (add a [[body]] to that file)"
    if name is None:
        return Rejected(
            "unknown_centre", f"标题、正文和文件名里都没有认识的公积金中心。{how}: no known centre is named"
        )
    if silent := regions.silence(name):
        whole = regions.centre(silent.within)
        return Rejected(
            "unknown_centre",
            f"“{name}”不单独报告，其数字在{whole.name if whole else silent.within}的报告里"
            f" ({name} publishes no report of its own; its figures are in {silent.within}'s)",
        )
    return Rejected("unknown_centre", f"不认识的中心“{name}”。{how}: {name} is not in the table of centres")


def _period(text: str, best: Reading | None, year: int) -> tuple[str, DocumentKind]:
    if best is None:
        return str(year), "annual_report"
    if best.period or patterns().yearly.search(best.piece.text):
        return best.period or str(year), best.document
    period = period_in(best.piece.text, year)
    if period is None and patterns().monthly.search(best.piece.text) and best.document != "interpretation":
        period = period_of_page(text[:HEAD], year)
    return (period, "bulletin") if period else (str(year), best.document)


def _end(period: str) -> date:
    """A day that no publication of this period precedes: the new year, or the beginning of a bulletin's month."""
    year, rest = int(period[:4]), period[4:]
    if not rest:
        return date(year + 1, 1, 1)
    return date(year, int(rest[1:]) * 3 if rest[0] == "Q" else int(rest[1:]), 1)
