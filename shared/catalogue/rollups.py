"""How centres add up: the metric catalogue's `rollup` words and `rollups.toml`, compiled and cross-checked."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from shared.catalogue.metrics import Metric, load_metrics
from shared.catalogue.toml import read_entries
from shared.errors import CatalogueError
from shared.model import Frozen

FILE = Path(__file__).parent / "rollups.toml"

_RATIO = re.compile(r"ratio:(?:\(([\w.+ ]+)\)|([\w.]+))/([\w.]+)")


class AbsentAsZero(Frozen):
    """A metric that a report without this business leaves out."""

    metric: str
    reason: str


class Ratio(Frozen):
    """A ratio of sums: the terms over the base."""

    terms: tuple[str, ...]
    base: str


class Rollups(Frozen):
    """Which metrics are summed, weighted (by which), or a ratio of sums; and what counts as zero where it is absent."""

    sums: tuple[str, ...]
    weighted: Mapping[str, str]
    ratios: Mapping[str, Ratio]
    zero: frozenset[str]


def read_ratio(text: str, known: Mapping[str, Metric]) -> Ratio:
    """A ratio as the catalogues write it. Raises CatalogueError for another form or an unknown metric.

    >>> read_ratio("ratio:risk.overdue_amount/loan.balance", load_metrics()).base
    'loan.balance'
    """
    found = _RATIO.fullmatch(text)
    if not found:
        raise CatalogueError(f'"{text}" is no ratio: write ratio:TERM/BASE or ratio:(TERM+TERM)/BASE')
    terms = tuple(t.strip() for t in (found[1] or found[2]).split("+"))
    if unknown := [m for m in (*terms, found[3]) if m not in known]:
        raise CatalogueError(f'"{text}" names {", ".join(unknown)}, which is no metric')
    return Ratio(terms=terms, base=found[3])


@cache
def load_rollups(path: Path = FILE) -> Rollups:
    """The rollup of every metric that has one.

    Raises CatalogueError, naming the entry, for a word that is no rollup or a metric that is not known.

    >>> load_rollups().ratios["withdrawal.rate"].terms
    ('withdrawal.amount',)
    """
    known = load_metrics()
    zero = read_entries(path, "absent_as_zero", AbsentAsZero)
    if unknown := [entry.metric for entry in zero if entry.metric not in known]:
        raise CatalogueError(f"{path.name}: absent_as_zero names {', '.join(unknown)}, which is no metric")
    simple = {"sum", "none", "weighted"}
    try:
        ratios = {m.id: read_ratio(m.rollup, known) for m in known.values() if m.rollup not in simple}
    except CatalogueError as error:
        raise CatalogueError(f"metrics: rollup = {error}") from error
    return Rollups(
        sums=tuple(m.id for m in known.values() if m.rollup == "sum"),
        weighted={m.id: m.weight for m in known.values() if m.weight},
        ratios=ratios,
        zero=frozenset(entry.metric for entry in zero),
    )
