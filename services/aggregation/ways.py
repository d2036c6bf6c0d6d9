"""The catalogue's rollups in, the ways of adding up out: what each body must bring, and how that is put together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from shared.catalogue.metrics import load_metrics
from shared.catalogue.rollups import Ratio, load_rollups
from shared.interval import Interval, growth, mean, prior, product, quotient, total
from shared.model import Measure, Unit


class Term(NamedTuple):
    """One figure as a sum sees it."""

    interval: Interval
    suspect: bool


Part = Mapping[tuple[str, Measure], Term]
"""The figures of one body, by metric and measure."""

Terms = tuple[Term, ...]
Figures = tuple[Interval, ...]


@dataclass(frozen=True)
class Way:
    """One figure of a rollup: `take` is what a body must bring, `combine` puts together what all bring.

    `weight` is the term that says how much of the whole a body carries.
    """

    metric: str
    measure: Measure
    unit: Unit
    method: str
    take: Callable[[Part], Terms | None]
    combine: Callable[[Sequence[Figures]], Interval | None]
    weight: int = 0


@cache
def ways(of_year: int) -> tuple[Way, ...]:
    """Every figure that is rolled up for a report year, from the catalogue.

    >>> {way.method for way in ways(2022) if way.metric == "loan.balance"}
    {'sum', 'growth from implied priors'}
    """
    rules, found = load_rollups(), list[Way]()
    for metric in load_metrics().values():
        if not (metric.valid_from or of_year) <= of_year <= (metric.valid_to or of_year):
            continue
        if metric.rollup == "sum":
            found += _sums(metric.id, metric.unit)
        elif metric.id in rules.weighted:
            found.append(_weighted(metric.id, rules.weighted[metric.id]))
        elif metric.id in rules.ratios:
            found += _ratios(metric.id, rules.ratios[metric.id], rules.zero)
    return tuple(found)


def _sums(metric: str, unit: Unit) -> list[Way]:
    level: tuple[str, Measure] = (metric, "level")
    both = _all(level, (metric, "yoy_rate"))
    return [
        Way(metric, "level", unit, "sum", _all(level), lambda figures: total(x for (x,) in figures)),
        Way(metric, "yoy_rate", "ratio", "growth from implied priors", both, growth),
    ]


def _weighted(metric: str, weight: str) -> Way:
    return Way(metric, "level", "ratio", f"weighted:{weight}", _all((metric, "level"), (weight, "level")), mean, 1)


def _ratios(metric: str, ratio: Ratio, zero: frozenset[str]) -> list[Way]:
    method = load_metrics()[metric].rollup

    def level(part: Part) -> Terms | None:
        return _ratio_terms(part, metric, ratio, zero)

    def points(part: Part) -> Terms | None:
        return _points_terms(part, metric, ratio, zero)

    return [
        Way(metric, "level", "ratio", method, level, _ratio_of_sums, 1),
        Way(metric, "yoy_points", "ratio", "points from implied priors", points, _change_of_ratio, 1),
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


def _points_terms(part: Part, metric: str, ratio: Ratio, zero: frozenset[str]) -> Terms | None:
    """Numerator and base now, and both a year before: from the change in points and the growth of the base."""
    now = _ratio_terms(part, metric, ratio, zero)
    moved, grown = part.get((metric, "yoy_points")), part.get((ratio.base, "yoy_rate"))
    rate = now and quotient(now[0].interval, now[1].interval)
    base = now and grown and prior(now[1].interval, grown.interval)
    if not (now and rate and base and moved and grown):
        return None
    then = Interval(*(r - m for r, m in zip(rate, reversed(moved.interval), strict=True)))
    doubt = moved.suspect or grown.suspect
    return *now, Term(product(then, base), doubt), Term(base, doubt)


def _ratio_of_sums(figures: Sequence[Figures]) -> Interval | None:
    return quotient(total(f[0] for f in figures), total(f[1] for f in figures))


def _change_of_ratio(figures: Sequence[Figures]) -> Interval | None:
    now = _ratio_of_sums(figures)
    then = quotient(total(f[2] for f in figures), total(f[3] for f in figures))
    return Interval(now.low - then.high, now.value - then.value, now.high - then.low) if now and then else None


def _all(*names: tuple[str, Measure]) -> Callable[[Part], Terms | None]:
    """Takes exactly these figures; a body that lacks one brings nothing."""

    def take(part: Part) -> Terms | None:
        found: Terms = ()
        for name in names:
            term = part.get(name)
            if term is None:
                return None
            found = (*found, term)
        return found

    return take
