"""A document's error findings in, the standing of each figure they speak against out: corrected or suspect."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from shared.model import Fact, Finding, Measure
from shared.state import FigureStatus, StateFigure

Key = tuple[str, str, Measure]
"""Which figure: entity, metric, measure."""


class Doubt(NamedTuple):
    """Why a figure cannot stand as printed; `value` is what it should be, where there is one explanation alone."""

    rule: str
    value: Decimal | None


def key_of(told: Fact | StateFigure) -> Key:
    """Which figure a fact is about."""
    return told.entity, told.metric, told.measure


def doubts(findings: Iterable[Finding], known: Mapping[Key, Fact]) -> dict[Key, Doubt]:
    """The doubted figures of one document, `known` being its facts.

    An `error` finding with one explanation alone speaks against the figure that its suggestion corrects, any other
    against the figure it names first. A figure is corrected when all that speak against it agree on its value.
    """
    claims: dict[Key, list[Doubt]] = {}
    for finding in findings:
        if finding.severity == "error" and finding.metrics:
            key, doubt = _claim(finding, known)
            claims.setdefault(key, []).append(doubt)
    return {key: _verdict(said) for key, said in claims.items()}


def _claim(finding: Finding, known: Mapping[Key, Fact]) -> tuple[Key, Doubt]:
    wanted = finding.suggestion
    if wanted and all(other == wanted for other in finding.explanations):
        key = wanted.entity, wanted.metric, wanted.measure
        if key in known:
            return key, Doubt(finding.rule, wanted.value)
    return (finding.entity, finding.metrics[0], finding.measure), Doubt(finding.rule, None)


def _verdict(said: list[Doubt]) -> Doubt:
    agreed = len({doubt.value for doubt in said}) == 1
    return Doubt(said[0].rule, said[0].value if agreed else None)


def in_force(fact: Fact, report_id: str, doubt: Doubt | None) -> StateFigure:
    """The figure as it is believed: printed, mended in reading, corrected by its one explanation, or suspect.

    A corrected figure keeps what was printed in `disclosed`.
    """
    status: FigureStatus = "disclosed"
    rule, value, quantum, disclosed = None, fact.value, fact.quantum, None
    if fact.repairs:
        status, rule = "repaired", ", ".join(fact.proofs or fact.repairs)
    if doubt:
        status, rule = "suspect", doubt.rule
        if doubt.value is not None:
            status, value, quantum, disclosed = "corrected", doubt.value, _scaled(fact, doubt.value), fact.value
    return StateFigure(
        entity=fact.entity,
        metric=fact.metric,
        measure=fact.measure,
        value=value,
        unit=fact.unit,
        quantum=quantum,
        raw=fact.raw,
        start=fact.start,
        end=fact.end,
        report_id=report_id,
        status=status,
        rule=rule,
        disclosed=disclosed,
    )


def _scaled(fact: Fact, value: Decimal) -> Decimal:
    """The quantum of a corrected value: a slip by a power of ten moves the last digit as well."""
    if not fact.value or not value:
        return fact.quantum
    factor = abs(value / fact.value)
    return fact.quantum * factor if factor.normalize().as_tuple().digits == (1,) else fact.quantum
