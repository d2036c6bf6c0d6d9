"""This report against the centre's earlier ones: what was then, and what this year's growth says it was. Pure.

A clash here is never an error: a report may restate last year, and a body may have joined. It is told as a warning.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.validator.wording import name_zh
from shared.books.book import Book, key_of
from shared.books.formula import Prior
from shared.books.interval import (
    Interval,
    TooCoarse,
    by_last_digit,
    meets,
    middle,
    rounded,
    scaled,
    subtract,
    unscaled,
)
from shared.catalogue.identities import Identity, load_identities, split_key
from shared.catalogue.metrics import load_metrics
from shared.model import Fact, Finding, ReportHeader, Verdict
from shared.period import year_before
from shared.state import CentreState, StateFigure

STOCKS_TO_MERGE = 3
OPENING = "across.opening"


@dataclass(frozen=True)
class Comparison:
    """A figure of an earlier period in both reports: what was printed then and what follows from this one."""

    then: StateFigure
    now: Interval
    verdict: Verdict
    fact: Fact
    rule: str


def periods_needed(report: ReportHeader) -> tuple[str, ...]:
    """The earlier periods that a report is compared with: the year before, and the one before that for a gap.

    A bulletin is compared with nothing: its growth is over the same month a year before.

    >>> from shared.model import Centre
    >>> periods_needed(ReportHeader(report_id="", source="", centre=None, period="2022", document="annual_report"))
    ('2021', '2020')
    """
    if report.document == "bulletin" or not report.period.isdigit():
        return ()
    return year_before(report.period), year_before(year_before(report.period))


def across(
    report: ReportHeader, book: Book, prior: Mapping[str, CentreState]
) -> tuple[list[Finding], Counter[Verdict]]:
    """Findings and verdicts of the report against the centre's earlier states, by period."""
    periods = periods_needed(report)
    if not periods:
        return [], Counter()
    if periods[0] in prior:
        compared = list(_openings(book, _figures(prior[periods[0]])))
    elif periods[1] in prior:
        compared = list(_bridges(report, book, _figures(prior[periods[1]])))
    else:
        return [], Counter()
    clashes = [c for c in compared if c.verdict == Verdict.VIOLATED]
    entities = dict.fromkeys(c.then.entity for c in clashes)
    findings = [_finding([c for c in clashes if c.then.entity == entity]) for entity in entities]
    return findings, Counter(c.verdict for c in compared)


def _figures(state: CentreState) -> dict[tuple[str, str], StateFigure]:
    sound = (f for f in state.figures if f.status != "suspect" and f.measure == "level")
    return {(f.entity, f.metric): f for f in sound}


def _openings(book: Book, then: Mapping[tuple[str, str], StateFigure]) -> Iterator[Comparison]:
    """Every figure with its change, against what last year's report printed."""
    for (entity, metric), figure in then.items():
        level = book.slot(entity, metric)
        for measure in ("yoy_rate", "yoy_points"):
            change = book.slot(entity, key_of(metric, measure))
            if min(level, change) >= 0 and book.facts[level] and book.facts[change]:
                compared = _compare(book, (level, change), figure, OPENING, _closing(figure))
                if compared:
                    yield compared


def _closing(figure: StateFigure) -> Interval:
    return by_last_digit(scaled(figure.value), scaled(figure.quantum), difference=False)


def _before(book: Book, slots: tuple[int, int], points: bool, wide: bool) -> Interval:
    column = book.wide if wide else book.exact
    values, slack = [column[s] for s in slots], [book.quanta[s] if wide else 0 for s in slots]
    return subtract(values[0], values[1]) if points else Prior(0, 1).range(values, slack)


def _compare(book: Book, slots: tuple[int, int], figure: StateFigure, rule: str, then: Interval) -> Comparison | None:
    """What the figure and its change say of the year before, against what is known of it; None where too coarse."""
    fact = book.facts[slots[1]]
    assert fact
    points = fact.measure == "yoy_points"
    try:
        exact, wide = (_before(book, slots, points, wide) for wide in (False, True))
    except TooCoarse:
        return None
    known = rounded(scaled(figure.value), scaled(figure.quantum)) if rule == OPENING else then
    verdict = Verdict.HOLDS if meets(exact, known) else Verdict.LAST_DIGIT if meets(wide, then) else Verdict.VIOLATED
    return Comparison(figure, exact, verdict, fact, rule)


def _bridges(report: ReportHeader, book: Book, then: Mapping[tuple[str, str], StateFigure]) -> Iterator[Comparison]:
    """Across a missing year: last year's flow is what the cumulative grew by, less this year's flow."""
    for identity in load_identities():
        if identity.kind == "bridge" and identity.applies(int(report.period), bulletin=False):
            for entity in book.rows:
                compared = _bridge(book, identity, entity, then)
                if compared:
                    yield compared


def _bridge(
    book: Book, identity: Identity, entity: str, then: Mapping[tuple[str, str], StateFigure]
) -> Comparison | None:
    flow_metric, stock_metric = split_key(identity.figure or "")[0], identity.terms[0]
    flow, growth, stock = (book.slot(entity, k) for k in (flow_metric, identity.figure or "", stock_metric))
    figure = then.get((entity, stock_metric))
    if figure is None or min(flow, growth, stock) < 0 or not book.facts[growth]:
        return None
    between = subtract(subtract(book.wide[stock], book.wide[flow]), _closing(figure))
    return _compare(book, (flow, growth), figure, identity.id, between)


def _finding(clashes: list[Comparison]) -> Finding:
    """One finding an entity: a body that joined where all stocks start higher, else last year restated."""
    stocks = [c for c in clashes if load_metrics()[c.then.metric].kind == "stock" and c.fact.measure == "yoy_rate"]
    higher = [c for c in stocks if middle(c.now) > scaled(c.then.value)]
    merged = len(higher) >= STOCKS_TO_MERGE and len(higher) == len(stocks) and clashes[0].rule == OPENING
    first = higher[0] if merged else clashes[0]
    rule = "across.merger" if merged else "across.restated" if first.rule == OPENING else first.rule
    zh, en = _words(rule)
    details = ";".join(_detail(c) for c in clashes)
    return Finding(
        rule=rule,
        severity="warning",
        entity=first.then.entity,
        metrics=tuple(dict.fromkeys((first.then.metric, *(c.then.metric for c in clashes)))),
        measure=first.fact.measure,
        disclosed=first.fact.value,
        message=f"{zh}:{details}。",
        message_en=f"{en} ({', '.join(c.then.metric for c in clashes)})",
    )


def _words(rule: str) -> tuple[str, str]:
    if rule == "across.merger":
        return (
            "期初各存量都高于上年报告的期末,可能有机构并入",
            "all stocks open higher than they closed: a body may have joined",
        )
    if rule == "across.restated":
        return (
            "由增减幅度推算的上年数与上年报告不同,可能已重述",
            "last year, as this report implies it, is not what was reported",
        )
    return "与前年的报告接不上", "does not connect with the report of two years ago"


def _detail(c: Comparison) -> str:
    name = name_zh(c.then.entity, c.then.metric, "level")
    implied = format(unscaled(middle(c.now)).quantize(c.then.quantum), "f")
    if c.rule != OPENING:
        return f"{name}前年为{c.then.raw},本年增减幅度推出上年发生额{implied}"
    return f"{name}上年报告为{c.then.raw},本报告推算为{implied}"
