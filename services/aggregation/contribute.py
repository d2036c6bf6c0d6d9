"""A centre's state in, what it brings to a sum out: its whole, or its parts where the report states no whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from services.aggregation.ways import Figures, Part, Term, ways
from shared.catalogue.rollups import load_rollups
from shared.interval import printed
from shared.model import TOTAL, Measure
from shared.period import year
from shared.state import CentreLine, CentreState

BALANCE = "contribution.balance"
AGREEING = 3
"""How many sums must balance before a body is taken to contain others."""
MOST_PARTS = 10
"""Above so many bodies containment is not looked for: every set of them would have to be tried."""


class Brought(NamedTuple):
    """What one body brings to one figure of the rollup."""

    figures: Figures
    suspect: bool


@dataclass(frozen=True)
class Contribution:
    """What one centre brings: its line in the rollup, and for its whole, or each of its parts, what it brings to each
    of `ways`."""

    line: CentreLine
    parts: tuple[tuple[Brought | None, ...], ...]


def contribute(state: CentreState) -> Contribution:
    """What `state` brings to its province.

    The whole (`total`) alone where the report states one; else every body that stands in no other body. Parts are
    never counted beside their whole.
    """
    whole = any(figure.entity == TOTAL for figure in state.figures)
    bodies: dict[str, dict[tuple[str, Measure], Term]] = {}
    for figure in state.figures:
        if not whole or figure.entity == TOTAL:
            term = Term(printed(figure.value, figure.quantum), figure.status == "suspect")
            bodies.setdefault(figure.entity, {})[figure.metric, figure.measure] = term
    counted = [bodies[name] for name in outermost(bodies)]
    parts = tuple(tuple(_brought(way.take(body)) for way in ways(year(state.period))) for body in counted)
    return Contribution(_line(state, counted), parts)


def outermost(bodies: Mapping[str, Part]) -> list[str]:
    """The bodies that stand in no other one, found from the books.

    A body contains others where its amounts are their sums: in at least AGREEING metrics and against none.
    """
    names = list(bodies)
    inner: set[str] = set()
    if len(names) <= MOST_PARTS:
        for name in names:
            others = [n for n in names if n not in (name, *inner)]
            sets = (s for size in range(len(others), 1, -1) for s in combinations(others, size))
            inner |= set(next((s for s in sets if _contains(bodies[name], [bodies[n] for n in s])), ()))
    return [n for n in names if n not in inner]


def _contains(whole: Part, parts: Sequence[Part]) -> bool:
    agreed = 0
    for metric in load_rollups().sums:
        found = [part.get((metric, "level")) for part in (whole, *parts)]
        terms = [t.interval for t in found if t]
        if len(terms) < len(found) or not terms[0].value:
            continue
        low, high = sum(t.low for t in terms[1:]), sum(t.high for t in terms[1:])
        if terms[0].high < low or terms[0].low > high:
            return False
        agreed += 1
    return agreed >= AGREEING


def _brought(terms: Sequence[Term] | None) -> Brought | None:
    return Brought(tuple(t.interval for t in terms), any(t.suspect for t in terms)) if terms else None


def _line(state: CentreState, parts: Sequence[Part]) -> CentreLine:
    balances = [part.get((BALANCE, "level")) for part in parts]
    known = [b.interval.value for b in balances if b]
    best = state.reports[0]
    return CentreLine(
        code=state.centre.code,
        name=state.centre.name,
        period=state.period,
        version=state.version,
        errors=sum(f.severity == "error" for f in state.findings),
        warnings=sum(f.severity == "warning" for f in state.findings),
        document=best.document,
        received_at=max(r.received_at for r in state.reports),
        balance=sum(known, Decimal(0)) if known and len(known) == len(parts) else None,
    )
