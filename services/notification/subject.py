"""A centre's or province's state in, what rules look at out: bodies with their figures as intervals."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from shared.interval import Interval, printed
from shared.model import TOTAL, Finding, Measure
from shared.state import CentreState, Coverage, ProvinceState, Scope, StateFigure


@dataclass(frozen=True)
class Reading:
    """One figure as a rule sees it.

    `doubt` is the error that speaks against it; `missing` names the centres a province's figure lacks.
    """

    interval: Interval
    raw: str = ""
    report_id: str | None = None
    start: int = 0
    end: int = 0
    doubt: str | None = None
    finding: Finding | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """One body in one period: a centre's whole, a sub-centre, or a province."""

    scope: Scope
    code: str
    name: str
    entity: str
    period: str
    readings: Mapping[tuple[str, Measure], Reading]
    reported: int = 1
    expected: int = 1
    covered: Decimal = Decimal(1)


def subjects_of(state: CentreState, metrics: Collection[str] | None = None) -> list[Subject]:
    """The centre's whole (scope `centre`) and each of its sub-centres (scope `entity`), with figures of `metrics`."""
    bodies: dict[str, dict[tuple[str, Measure], Reading]] = {}
    for figure in state.figures:
        if metrics is None or figure.metric in metrics:
            reading = _reading(figure, state.findings)
            bodies.setdefault(figure.entity, {})[figure.metric, figure.measure] = reading
    name = state.centre.name
    return [
        Subject(
            scope="centre" if entity == TOTAL else "entity",
            code=state.centre.code,
            name=name if entity == TOTAL else f"{name}（{entity}）",
            entity=entity,
            period=state.period,
            readings=readings,
        )
        for entity, readings in bodies.items()
    ]


def province_of(state: ProvinceState) -> Subject:
    """The province as one body; a figure with suspect centres in it is in doubt."""
    readings = {
        (v.metric, v.measure): Reading(
            interval=Interval(v.low, v.value, v.high),
            doubt=f"suspect: {', '.join(v.suspect)}" if v.suspect else None,
            missing=v.missing,
        )
        for v in state.values
        if v.value is not None and v.low is not None and v.high is not None
    }
    return Subject(
        scope="province",
        code=state.province_code,
        name=state.province,
        entity=TOTAL,
        period=state.period,
        readings=readings,
        reported=state.coverage.reported,
        expected=state.coverage.expected,
        covered=_covered(state.coverage),
    )


def _covered(coverage: Coverage) -> Decimal:
    """What part of a province has reported: by last year's balance where that is known, else by number."""
    if coverage.balance_share is not None:
        return coverage.balance_share
    return Decimal(coverage.reported) / coverage.expected if coverage.expected else Decimal(0)


def imagined(period: str, figures: Mapping[str, Decimal], errors: Iterable[str] = ()) -> Subject:
    """A centre with these levels, as the timelines of rules give them: the last digit written is the last printed."""
    readings: dict[tuple[str, Measure], Reading] = {}
    for metric, value in figures.items():
        exponent = value.as_tuple().exponent
        quantum = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        doubt = "an error" if metric in errors else None
        readings[metric, "level"] = Reading(printed(value, quantum), raw=format(value, "f"), doubt=doubt)
    return Subject("centre", "000000", "某中心", TOTAL, period, readings)


def _reading(figure: StateFigure, findings: Iterable[Finding]) -> Reading:
    doubted = figure.status in ("suspect", "corrected")
    return Reading(
        interval=printed(figure.value, figure.quantum),
        raw=figure.raw,
        report_id=figure.report_id,
        start=figure.start,
        end=figure.end,
        doubt=figure.rule if doubted else None,
        finding=next((f for f in findings if f.severity == "error" and f.rule == figure.rule), None)
        if doubted
        else None,
    )
