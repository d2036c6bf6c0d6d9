"""A province's own report against the sum of its centres' reports: a control total. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from services.validator.wording import name_zh, shown
from shared.books.interval import Interval, by_last_digit, meets, scaled
from shared.catalogue.metrics import load_metrics
from shared.model import TOTAL, Extraction, Fact, Finding
from shared.state import CentreState, StateFigure


def control_total(extraction: Extraction, centres: Sequence[CentreState], expected: Sequence[str]) -> list[Finding]:
    """One warning that lists every amount of the province's report that is not the sum of its centres'.

    In: the province's own report, what is believed of its centres in the same period, and the codes of all centres
    that report there. An amount is compared only where every one of them has it, beyond suspicion. Never an error: the
    province's report may count a body that reports elsewhere.
    """
    by_code = {state.centre.code: _sound(state) for state in centres}
    if not expected or not set(expected) <= set(by_code):
        return []
    clashes = list(_clashes(extraction, [by_code[code] for code in expected]))
    if not clashes:
        return []
    metrics = tuple(fact.metric for fact, _ in clashes)
    details = ";".join(_detail(fact, total) for fact, total in clashes)
    first, total = clashes[0]
    return [
        Finding(
            rule="across.control_total",
            severity="warning",
            entity=TOTAL,
            metrics=metrics,
            disclosed=first.value,
            expected=total,
            tolerance=first.quantum / 2,
            message=f"全省数与各中心报告之和不符:{details}。",
            message_en=f"the province's figures are not the sum of its centres' reports ({', '.join(metrics)})",
        )
    ]


def _sound(state: CentreState) -> dict[str, StateFigure]:
    return {
        f.metric: f
        for f in state.figures
        if f.entity == TOTAL and f.measure == "level" and f.status != "suspect"
    }  # fmt: skip


def _clashes(extraction: Extraction, centres: Sequence[dict[str, StateFigure]]) -> Iterator[tuple[Fact, Decimal]]:
    """Every amount that cannot be the sum, with that sum."""
    metrics = load_metrics()
    for fact in extraction.facts:
        summed = fact.entity == TOTAL and fact.measure == "level" and metrics[fact.metric].rollup == "sum"
        if not summed or not all(fact.metric in figures for figures in centres):
            continue
        parts = [_wide(figures[fact.metric]) for figures in centres]
        if not meets(_wide(fact), (sum(low for low, _ in parts), sum(high for _, high in parts))):
            yield fact, sum((figures[fact.metric].value for figures in centres), Decimal(0))


def _wide(figure: Fact | StateFigure) -> Interval:
    return by_last_digit(scaled(figure.value), scaled(figure.quantum), difference=False)


def _detail(fact: Fact, total: Decimal) -> str:
    name = name_zh(TOTAL, fact.metric, "level")
    return f"{name}印为{fact.raw},各中心之和为{shown(total, fact.quantum, fact)}"
