"""READ FIRST. What the centres of a province bring in, the province's rollup out: recomputed, never incremented."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache

from services.aggregation.contribute import Contribution, Part, Term
from shared.catalogue.bodies import Province
from shared.catalogue.metrics import load_metrics
from shared.catalogue.rollups import Ratio, load_rollups
from shared.interval import (
    Interval,
    growth,
    mean,
    prior,
    product,
    quotient,
    rounded,
    total,
)
from shared.model import Centre, Measure
from shared.period import year
from shared.state import Coverage, ProvinceState, RollupValue

Terms = tuple[Term, ...]
Take = Callable[[Part], Terms | None]
Combine = Callable[[Sequence[Terms]], Interval | None]


@dataclass(frozen=True)
class Way:
    """One figure of the rollup: what each body must bring (`take`), how that is put together, and which term weighs."""

    metric: str
    measure: Measure
    method: str
    take: Take
    combine: Combine
    weight: int = 0


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
    wanted = [centre.code for centre in whole.expected]
    counted = sorted((c for c in contributions if c.line.code in wanted), key=lambda c: c.line.code)
    values = (_value(way, counted, wanted) for way in ways(year(whole.period)))
    return ProvinceState(
        province_code=whole.province.code,
        province=whole.province.name,
        period=whole.period,
        version=version,
        values=tuple(v for v in values if v),
        coverage=coverage([c.line.code for c in counted], whole),
        centres=tuple(c.line for c in counted),
        outside=tuple(sorted(c.line.code for c in contributions if c.line.code not in wanted)),
        computed_at=now,
    )


@cache
def ways(of_year: int) -> tuple[Way, ...]:
    """Every figure that is rolled up for a report year, from the catalogue."""
    rules, known = load_rollups(), load_metrics()
    found: list[Way] = []
    for metric in known.values():
        if not (metric.valid_from or of_year) <= of_year <= (metric.valid_to or of_year):
            continue
        if metric.rollup == "sum":
            found += _sums(metric.id)
        elif metric.id in rules.weighted:
            found.append(_weighted(metric.id, rules.weighted[metric.id]))
        elif metric.id in rules.ratios:
            found += _ratios(metric.id, rules.ratios[metric.id], rules.zero)
    return tuple(found)


def _sums(metric: str) -> list[Way]:
    level: tuple[str, Measure] = (metric, "level")
    grown: tuple[str, Measure] = (metric, "yoy_rate")
    return [
        Way(metric, "level", "sum", _all(level), lambda terms: total(x.interval for (x,) in terms)),
        Way(metric, "yoy_rate", "growth from implied priors", _all(level, grown), lambda terms: growth(_pairs(terms))),
    ]


def _weighted(metric: str, weight: str) -> Way:
    take = _all((metric, "level"), (weight, "level"))
    return Way(metric, "level", f"weighted:{weight}", take, lambda t: mean([(x.interval, w.interval) for x, w in t]), 1)


def _ratios(metric: str, ratio: Ratio, zero: frozenset[str]) -> list[Way]:
    method = load_metrics()[metric].rollup

    def points(part: Part) -> Terms | None:
        """Numerator and base now, and both a year before, from the change in points and the growth of the base."""
        now = _ratio_terms(part, metric, ratio, zero)
        moved, grown = part.get((metric, "yoy_points")), part.get((ratio.base, "yoy_rate"))
        rate = now and quotient(now[0].interval, now[1].interval)
        base = now and grown and prior(now[1].interval, grown.interval)
        if not (now and rate and base and moved and grown):
            return None
        then = Interval(*(r - m for r, m in zip(rate, reversed(moved.interval), strict=True)))
        doubt = moved.suspect or grown.suspect
        return *now, Term(product(then, base), doubt), Term(base, doubt)

    return [
        Way(metric, "level", method, lambda part: _ratio_terms(part, metric, ratio, zero), _ratio_of_sums, 1),
        Way(metric, "yoy_points", "points from implied priors", points, _change_of_ratio, 1),
    ]


def _ratio_terms(part: Part, metric: str, ratio: Ratio, zero: frozenset[str]) -> Terms | None:
    """Numerator and base of one body: from its amounts; else its printed ratio times the base; else absent as zero."""
    base = part.get((ratio.base, "level"))
    if base is None:
        return None
    terms = [part.get((term, "level")) for term in ratio.terms]
    known = [term for term in terms if term]
    stated = part.get((metric, "level"))
    absent = {name for name, term in zip(ratio.terms, terms, strict=True) if not term}
    if absent and stated:
        return Term(product(stated.interval, base.interval), stated.suspect), base
    if absent and not (known and absent <= zero):
        return None
    return Term(total(t.interval for t in known), any(t.suspect for t in known)), base


def _ratio_of_sums(terms: Sequence[Terms]) -> Interval | None:
    return quotient(total(t[0].interval for t in terms), total(t[1].interval for t in terms))


def _change_of_ratio(terms: Sequence[Terms]) -> Interval | None:
    now = _ratio_of_sums(terms)
    then = quotient(total(t[2].interval for t in terms), total(t[3].interval for t in terms))
    return Interval(now.low - then.high, now.value - then.value, now.high - then.low) if now and then else None


def _pairs(terms: Sequence[Terms]) -> list[tuple[Interval, Interval]]:
    return [(one.interval, other.interval) for one, other in terms]


def _all(*names: tuple[str, Measure]) -> Take:
    """Takes exactly these figures; a body that lacks one brings nothing."""

    def take(part: Part) -> Terms | None:
        found = tuple(term for name in names if (term := part.get(name)))
        return found if len(found) == len(names) else None

    return take


def _value(way: Way, counted: Sequence[Contribution], wanted: Sequence[str]) -> RollupValue | None:
    """One figure of the rollup; None where no centre brings anything to it."""
    taken = [(c.line.code, way.take(part)) for c in counted for part in c.parts]
    terms = [(code, t) for code, t in taken if t]
    if not terms:
        return None
    found = way.combine([t for _, t in terms])
    interval = rounded(found) if found and way.method != "sum" else found
    suspect = {code for code, t in terms if any(x.suspect for x in t)}
    lacking = {code for code, t in taken if not t} | (set(wanted) - {c.line.code for c in counted})
    return RollupValue(
        metric=way.metric,
        measure=way.measure,
        unit=load_metrics()[way.metric].unit if way.measure == "level" else "ratio",
        method=way.method,
        value=interval and interval.value,
        low=interval and interval.low,
        high=interval and interval.high,
        centres=len({code for code, _ in terms}),
        missing=tuple(sorted(lacking)),
        suspect=tuple(sorted(suspect)),
        suspect_share=_share([(code in suspect, t[way.weight].interval.value) for code, t in terms]),
    )


def _share(carried: Sequence[tuple[bool, Decimal]]) -> Decimal | None:
    """What part of the weight is suspect; None where nothing is, or where the whole is nothing."""
    whole = sum((abs(weight) for _, weight in carried), Decimal(0))
    part = sum((abs(weight) for suspect, weight in carried if suspect), Decimal(0))
    return (part / whole).quantize(Decimal("0.0001")) if part and whole else None


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
