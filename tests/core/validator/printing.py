"""Exact figures printed as a report prints them: in its units, rounded or cut, as facts with text."""

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Literal

from shared.catalogue.identities import split_key
from shared.catalogue.metrics import load_metrics
from shared.model import Centre, Extraction, Fact, ReportHeader
from tests.core.validator.random_books import AMOUNTS, COUNTS, Figures

Mode = Literal["rounded", "cut", "mixed"]
CENTRE = Centre(code="990100", name="某市住房公积金管理中心", city="某市", province="某省", province_code="990000")
IN_TEN_THOUSANDS = ("income.", "expense.", "surplus.amount", "allocation.", "reserve.", "admin_expense.", "risk.")
HEADS = ("employees", "loan.issued_count", "loan.cumulative_count")


def unit_of(key: str) -> tuple[str, Decimal, Decimal]:
    """Unit word, its size in the base unit, and the quantum in the unit: how such a figure is usually printed."""
    metric, measure = split_key(key)
    if measure == "yoy_points":
        return "个百分点", Decimal("0.01"), Decimal("0.01")
    if key == "risk.overdue_rate":
        return "‰", Decimal("0.001"), Decimal("0.01")
    if measure == "yoy_rate" or load_metrics()[metric].unit == "ratio":
        return "%", Decimal("0.01"), Decimal("0.01")
    if metric in AMOUNTS:
        small = metric.startswith(IN_TEN_THOUSANDS)
        return ("万元", Decimal(10**4), Decimal("0.01")) if small else ("亿元", Decimal(10**8), Decimal("0.01"))
    if metric.endswith(HEADS):
        return "万人", Decimal(10**4), Decimal("0.01")
    return "家", Decimal(1), Decimal(1)


def printed(entity: str, key: str, exact: Fraction, cut: bool, start: int) -> Fact:
    """One figure as a fact."""
    word, size, step = unit_of(key)
    scaled = abs(exact) / Fraction(size * step)
    count = int(scaled) if cut else int(scaled + Fraction(1, 2))
    return fact_of(entity, key, (-count if exact < 0 else count), step, (word, size), start)


def fact_of(entity: str, key: str, count: int, step: Decimal, unit: tuple[str, Decimal], start: int) -> Fact:  # noqa: PLR0917
    """A fact from the count of its last digit's units."""
    metric, measure = split_key(key)
    word, size = unit
    raw = f"{abs(count) * step:,}{word}" if measure != "level" else f"{count * step:,}{word}"
    return Fact(
        entity=entity,
        metric=metric,
        measure=measure,
        value=count * step * size,
        unit=load_metrics()[metric].unit,
        quantum=step * size,
        raw=raw,
        start=start,
        end=start + len(raw),
    )


def keys_of(figures: Figures) -> list[str]:
    """The figures that are printed, in the catalogue's order."""
    order = {metric: at for at, metric in enumerate(load_metrics())}
    shown = [k for k in figures if k[0] not in "<#" and k.partition(":")[0] in order]
    assert set(AMOUNTS) | set(COUNTS) <= set(shown)
    return sorted(shown, key=lambda k: (":" in k, order[k.partition(":")[0]]))


def report(random: Random, books: dict[str, Figures], mode: Mode) -> Extraction:
    """The books printed: every figure rounded, every figure cut, or each one as chance will have it."""
    facts = []
    for entity, figures in books.items():
        for key in keys_of(figures):
            cut = mode == "cut" or (mode == "mixed" and random.random() < 0.5)
            facts.append(printed(entity, key, figures[key], cut, 20 * len(facts)))
    return extraction(facts)


def extraction(facts: list[Fact], period: str = "2022") -> Extraction:
    """An annual report with these facts."""
    header = ReportHeader(report_id="0" * 64, source="made.txt", centre=CENTRE, period=period, document="annual_report")
    return Extraction(report=header, facts=tuple(facts))
