"""READ FIRST. What the centres of a province bring in, the province's rollup out: recomputed, never incremented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.aggregation.contribute import Brought, Contribution
from services.aggregation.ways import Way, ways
from shared.catalogue.bodies import Province
from shared.interval import rounded
from shared.model import Centre
from shared.period import year
from shared.state import Coverage, ProvinceState, RollupValue

Given = Sequence[tuple[str, Brought]]
"""Who brings what to one figure, by centre code."""


@dataclass(frozen=True)
class Whole:
    """What is added up: a province (or any other named set of centres), a period, and who is expected to report.

    `before` is its rollup of a year before, for the share of that year's balance that has reported.
    """

    province: Province
    period: str
    expected: Sequence[Centre]
    before: ProvinceState | None = None


def roll_up(contributions: Sequence[Contribution], whole: Whole, now: datetime, version: int = 1) -> ProvinceState:
    """The rollup of `contributions`; bodies that are not expected are in no sum, `outside` names them.

    >>> roll_up([contribute(state)], Whole(province, "2022", regions.centres("210000", 2022)), now).coverage.provisional
    True
    """
    wanted = {centre.code for centre in whole.expected}
    counted = sorted((c for c in contributions if c.line.code in wanted), key=lambda c: c.line.code)
    reported = [c.line.code for c in counted]
    silent = wanted - set(reported)
    bodies = [(c.line.code, part) for c in counted for part in c.parts]
    offered = [[(code, part[n]) for code, part in bodies] for n in range(len(ways(year(whole.period))))]
    values = (_value(way, each, silent) for way, each in zip(ways(year(whole.period)), offered, strict=True))
    return ProvinceState(
        province_code=whole.province.code,
        province=whole.province.name,
        period=whole.period,
        version=version,
        values=tuple(v for v in values if v),
        coverage=coverage(reported, whole),
        centres=tuple(c.line for c in counted),
        outside=tuple(sorted(c.line.code for c in contributions if c.line.code not in wanted)),
        computed_at=now,
    )


def coverage(reported: Sequence[str], whole: Whole) -> Coverage:
    """Who of those expected has reported, by number and by last year's balance (None while one of those is unknown)."""
    wanted = [centre.code for centre in whole.expected]
    missing = tuple(sorted(set(wanted) - set(reported)))
    return Coverage(
        expected=len(wanted),
        reported=len(wanted) - len(missing),
        missing=missing,
        balance_share=_balance_share(wanted, missing, whole.before),
        provisional=bool(missing),
    )


def _value(way: Way, offered: Sequence[tuple[str, Brought | None]], silent: set[str]) -> RollupValue | None:
    """One figure of the rollup; None where no centre brings anything to it."""
    given = [(code, brought) for code, brought in offered if brought]
    if not given:
        return None
    found = way.combine([brought.figures for _, brought in given])
    interval = rounded(found) if found and way.method != "sum" else found
    lacking = silent if len(given) == len(offered) else silent | {code for code, brought in offered if not brought}
    suspect = {code for code, brought in given if brought.suspect}
    return RollupValue(
        metric=way.metric,
        measure=way.measure,
        unit=way.unit,
        method=way.method,
        value=interval and interval.value,
        low=interval and interval.low,
        high=interval and interval.high,
        centres=len({code for code, _ in given}),
        missing=tuple(sorted(lacking)),
        suspect=tuple(sorted(suspect)),
        suspect_share=_share(given, suspect, way.weight) if suspect else None,
    )


def _share(given: Given, suspect: set[str], weight: int) -> Decimal | None:
    """What part of the weight the suspect centres carry; None where the whole is nothing."""
    carried = [(code in suspect, abs(brought.figures[weight].value)) for code, brought in given]
    whole = sum((x for _, x in carried), Decimal(0))
    part = sum((x for doubted, x in carried if doubted), Decimal(0))
    return (part / whole).quantize(Decimal("0.0001")) if whole else None


def _balance_share(wanted: Sequence[str], missing: Sequence[str], before: ProvinceState | None) -> Decimal | None:
    if not missing:
        return Decimal(1)
    known = {line.code: line.balance for line in before.centres} if before else {}
    balances = [(code, known.get(code)) for code in wanted]
    whole = sum((b for _, b in balances if b), Decimal(0))
    if not whole or any(b is None for _, b in balances):
        return None
    reported = sum((b for code, b in balances if b and code not in missing), Decimal(0))
    return (reported / whole).quantize(Decimal("0.0001"))
