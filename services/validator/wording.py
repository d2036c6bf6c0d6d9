"""Figures and findings in words a clerk reads: Chinese, with English after it. Pure."""

import re
from decimal import ROUND_HALF_UP, Decimal

from shared.catalogue.metrics import load_metrics
from shared.model import TOTAL, Fact, Measure

SCALES = {"亿": Decimal(10**8), "万": Decimal(10**4), "千": Decimal(1000), "百": Decimal(100)}
TAIL = re.compile(r"(亿|万|千|百)?(元|人|名|笔|户|家|个单位|平方米|个百分点|%|％|‰)?$")
MEASURES_ZH: dict[Measure, str] = {"level": "", "yoy_rate": "增长率", "yoy_points": "的变化"}
MEASURES_EN: dict[Measure, str] = {"level": "", "yoy_rate": ", growth", "yoy_points": ", change in points"}
SIGNIFICANT = 3


def name_zh(entity: str, metric: str, measure: Measure) -> str:
    """A figure's name in Chinese.

    >>> name_zh("total", "withdrawal.amount", "yoy_rate")
    '提取额增长率'
    """
    body = "" if entity == TOTAL else entity
    return f"{body}{load_metrics()[metric].label_zh}{MEASURES_ZH[measure]}"


def name_en(entity: str, metric: str, measure: Measure) -> str:
    """A figure's name in English: its id, its measure and its body."""
    body = "" if entity == TOTAL else f" of {entity}"
    return f"{metric}{MEASURES_EN[measure]}{body}"


def shown(value: Decimal, quantum: Decimal, fact: Fact) -> str:
    """A value as this report would print it: the unit of the fact's own text, the digits of the quantum.

    A rate far below one per cent is shown in per mille.

    >>> from decimal import Decimal as D
    >>> shown(D("0.00007"), D("0.00001"), Fact(entity="total", metric="risk.npl_rate", measure="level",
    ...     value=D("0.0007"), unit="ratio", quantum=D("0.0001"), raw="0.07%", start=0, end=5))
    '0.07‰'
    """
    if fact.measure != "level":
        return f"{'下降' if value < 0 else '增长'}{_ratio(abs(value), quantum, fact, None)}"
    tail = TAIL.search(fact.raw.strip())
    scale, word = (tail[1], tail[2]) if tail else (None, None)
    if fact.unit == "ratio":
        return _ratio(value, quantum, fact, word)
    divisor = SCALES.get(scale or "", Decimal(1))
    return f"{_plain(value / divisor, quantum / divisor)}{scale or ''}{word or ''}"


def printed(fact: Fact) -> str:
    """A figure as the report prints it, a change with the direction that was read.

    >>> from decimal import Decimal as D
    >>> printed(Fact(entity="total", metric="loan.to_balance_ratio", measure="yoy_points", value=D("-0.0335"),
    ...     unit="ratio", quantum=D("0.0001"), raw="3.35个百分点", start=0, end=8))
    '下降3.35个百分点'
    """
    if fact.measure == "level":
        return fact.raw
    return f"{'下降' if fact.value < 0 else '增长'}{fact.raw.lstrip('-－')}"


def _ratio(value: Decimal, quantum: Decimal, fact: Fact, word: str | None) -> str:
    if fact.measure == "yoy_points":
        return f"{_plain(value * 100, quantum * 100)}个百分点"
    if word == "‰" or (quantum < Decimal("0.0001") and fact.metric.startswith("risk.")):
        return f"{_plain(value * 1000, quantum * 1000)}‰"
    return f"{_plain(value * 100, quantum * 100)}%"


def _plain(value: Decimal, quantum: Decimal) -> str:
    return format(value.quantize(quantum.normalize() if quantum < 1 else Decimal(1), ROUND_HALF_UP), "f")


def rounded_to(value: Decimal, quantum: Decimal) -> Decimal:
    """A computed value without digits that say nothing: at the quantum, or three figures where that is finer.

    >>> rounded_to(Decimal("0.0000693012"), Decimal("0.0001"))
    Decimal('0.0000693')
    """
    if not value:
        return Decimal(0)
    step = min(quantum.adjusted(), value.adjusted() - SIGNIFICANT + 1)
    return value.quantize(Decimal(1).scaleb(step), ROUND_HALF_UP) if step < 0 else value.quantize(Decimal(1))
