"""Which report a document is: who reports, for when, of which kind, published when.

Read from the document itself: of everything that looks like a title, the one is believed that the rest of the text
bears out (see `belief`), so that links to other years or other cities do not win. The file's name is asked last.
"""

import re
from datetime import date
from pathlib import PurePath

from services.parser.belief import ENOUGH, Evidence
from services.parser.document import Document
from services.parser.office import office_in
from services.parser.period import period_in, period_of_page, year_in, year_of_month_end, years_of
from services.parser.published import published_in
from services.parser.title_line import patterns, plain_line
from services.parser.titles import HEAD
from shared.catalogue.regions import Regions, load_regions
from shared.errors import Rejected
from shared.model import Centre, DocumentKind, ReportHeader

LIMIT = 200_000
"""Characters in which header and figures are looked for: three times the longest report known."""

_FIGURE = re.compile(r"(?<![\d.,/年月-])\d[.,\d]*\s?(?:亿|万|元|%|‰|％|人|家|户|笔|\n|\t|$)")


def read_header(document: Document, source: str, report_id: str, regions: Regions | None = None) -> ReportHeader:
    """The header of a report that nobody has announced.

    `regions` is the table of who reports (default: this installation's). Raises Rejected: `not_a_report` where the
    text is none, `unknown_centre` where the body is not in the table, `unknown_period` where no year can be found.
    """
    regions = regions or load_regions()
    name = plain_line(PurePath(source).stem)
    evidence = Evidence(document.text[:LIMIT], regions)
    _must_be_a_report(evidence)
    year = _year(evidence, name)
    centre = _centre(evidence, name, year, regions)
    period, kind = _period(evidence, year)
    return ReportHeader(
        report_id=report_id,
        source=source,
        centre=centre,
        period=period,
        document=kind,
        published=published_in(document.text, _end(period)),
    )


def _must_be_a_report(evidence: Evidence) -> None:
    """A title and some of the figures of a report, or without a title many of them."""
    if evidence.believed and len(evidence.measures) >= 2 and _FIGURE.search(evidence.text):
        return
    if len(evidence.with_figures) >= 4:
        return
    titled = evidence.believed or (not evidence.measures and evidence.doubtful)
    if titled:
        raise Rejected(
            "not_a_report",
            f"标题像年度报告（{titled[0].piece.text}），但正文里没有缴存、提取、贷款的数字，可能只有图片；请换有文字的版本"
            " (titled like a report but without figures, perhaps they are in images: send a version with text)",
        )
    raise Rejected(
        "not_a_report",
        "这不是住房公积金年度报告、解读或月度、季度数据：没有这样的标题，也没有足够的指标；报告的片段请用 --passage"
        " (neither a title nor the figures of a housing provident fund report; read a part of one with --passage)",
    )


def _year(evidence: Evidence, name: str) -> int:
    """From the best title that has one, the year's end the text speaks of most, or the file's name."""
    if found := next((r.year for r in evidence.believed if r.year), None):
        return found
    years, ends = years_of(evidence.text)
    if ends:
        return ends.most_common(1)[0][0]
    titled = {r.year for r in evidence.doubtful if r.year}
    stated = year_of_month_end(evidence.text[:HEAD]) or (titled.pop() if len(titled) == 1 else None)
    if found := stated or year_in(name):
        return found
    if years and years.most_common(1)[0][1] >= ENOUGH:
        return years.most_common(1)[0][0]
    raise Rejected(
        "unknown_period",
        "标题、正文和文件名里都没有报告年度，请在标题或文件名中写明，例如“2024年年度报告”"
        " (no report year in title, text or file name: put it into one of them)",
    )


def _centre(evidence: Evidence, name: str, year: int, regions: Regions) -> Centre:
    """From the best title that names a body, the offices the text names, other titles, or the file's name."""
    ours = (r for r in evidence.believed if r.year in {year, None})
    titled = next((r for r in ours if r.centre or r.stranger), None)
    if titled and titled.stranger:
        raise _unknown(titled.stranger, regions)
    found = (titled and titled.centre) or _named(evidence, name, year, regions)
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


def _named(evidence: Evidence, name: str, year: int, regions: Regions) -> Centre | None:
    """Who reports where the title does not say it; other reports' titles count where they all name one body."""
    whole_province = any(patterns().province.search(r.piece.text) for r in evidence.believed[:1])
    if found := office_in(evidence.own_text, regions, whole_province):
        return found
    if places := regions.find_in(name):
        return places[0].centre
    titled = [r for r in evidence.readings if r.centre]
    centres = {r.centre for r in titled if r.year == year} or {r.centre for r in titled}
    return centres.pop() if len(centres) == 1 else None


def _unknown(name: str | None, regions: Regions) -> Rejected:
    if name is None:
        return Rejected(
            "unknown_centre",
            "标题、正文和文件名里都没有认识的公积金中心，请在标题或文件名中写明，例如“盘锦市2022年年度报告”"
            " (no known centre in title, text or file name: put it into one of them)",
        )
    ends = (name[at:] for at in range(len(name) - 1))
    if silent := next((s for s in map(regions.silence, ends) if s), None):
        whole = regions.centre(silent.within)
        return Rejected(
            "unknown_centre",
            f"“{name}”不单独报告，其数字在{whole.name if whole else silent.within}的报告里"
            f" ({name} publishes no report of its own; its figures are in {silent.within}'s)",
        )
    return Rejected(
        "unknown_centre",
        f"不认识的中心“{name}”，若它单独报告，请在 shared/catalogue/regions/bodies.toml 增加一条 [[body]]"
        f" ({name} is not in the table of centres: add a [[body]] there if it reports for itself)",
    )


def _period(evidence: Evidence, year: int) -> tuple[str, DocumentKind]:
    """The period and the kind that the title gives, a month or quarter from the page's head where it has none."""
    best = next(iter(evidence.believed), None) or next((r for r in evidence.doubtful if r.year == year), None)
    if best is None:
        return str(year), "annual_report"
    if best.period or patterns().yearly.search(best.piece.text):
        return best.period or str(year), best.document
    period = period_in(best.piece.text, year)
    if period is None and patterns().monthly.search(best.piece.text) and best.document != "interpretation":
        period = period_of_page(evidence.text[:HEAD], year)
    return (period, "bulletin") if period else (str(year), best.document)


def _end(period: str) -> date:
    """A day that no publication of this period precedes: the new year, or the beginning of a bulletin's month."""
    year, rest = int(period[:4]), period[4:]
    if not rest:
        return date(year + 1, 1, 1)
    return date(year, int(rest[1:]) * 3 if rest[0] == "Q" else int(rest[1:]), 1)
