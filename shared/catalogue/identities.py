"""What must be true of a report's figures: one `[[identity]]` for each rule, read from `identities.toml`.

A term is `metric` or `metric:measure` (`contribution.balance:yoy_rate`), with a sign where it is added up. The kinds
are named here and computed in shared/books; there is no expression language.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field

from shared.catalogue.metrics import Metric, load_metrics
from shared.catalogue.toml import read_entries
from shared.errors import CatalogueError
from shared.model import Frozen, Measure, Severity

FILE = Path(__file__).parent / "identities.toml"

Kind = Literal[
    "sum",  # figure = terms
    "same",  # figure = the only term
    "shares",  # terms add to 1
    "ratio",  # figure = terms (and share_of x shares) / base
    "growth",  # figure's growth = terms / (figure - terms)
    "prior_sum",  # figure = terms, all as they stood a year before
    "flow_points",  # figure's change in points, from terms / base and their growth
    "stock_points",  # figure's change in points, from stock / base and what flowed
    "parts",  # whole = sum of its parts, for each of `metrics`
    "parts_prior",  # the same a year before
    "weighted",  # whole's ratio = parts' ratios weighted by base, for each of `metrics`
    "weighted_prior",  # the same a year before
    "between",  # whole's ratio lies between its parts', for each of `metrics`
    "between_prior",  # the same a year before
    "rate_parts",  # whole's amount = sum of the parts' rate x base
    "common_base",  # base x (1 - figure) / figure is the same for every entity
    "order",  # figure <= the only term
    "band",  # terms / base (or figure less that) lies in low..high
    "limit",  # a limit of the law: terms / base at least low, at most high
    "bridge",  # figure's growth, its stock two reports apart
]

PER_METRIC: frozenset[Kind] = frozenset(
    {"parts", "parts_prior", "weighted", "weighted_prior", "between", "between_prior"}
)
OVER_PARTS: frozenset[Kind] = PER_METRIC | {"rate_parts", "common_base"}


class Identity(Frozen):
    """One rule of the books.

    Terms in `zero_if_missing` count as zero where a report is silent; any other missing term makes it undecidable.
    Those in `omissible` may also have been left out though they are not zero. The rule speaks only where those in
    `silent` are absent or zero. A part that `may_be_negative` may be more than its whole. `mean`: the base is the mean
    of its opening and its end. `unit_proof`: the band is so sure that a figure ten times off can only be a slip of the
    unit. `valid_from` and `valid_to` are report years. `passes` and `fails` are examples, a figure being [value,
    quantum]; `fails` replaces some of those in `passes`.
    """

    id: str
    ref: str
    kind: Kind
    statement_zh: str
    statement_en: str
    figure: str | None = None
    terms: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    share_of: str | None = None
    shares: tuple[str, ...] = ()
    metrics: tuple[str, ...] | Literal["sum", "weighted", "ratio"] = ()
    zero_if_missing: tuple[str, ...] = ()
    omissible: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    may_be_negative: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    mean: bool = False
    unit_proof: bool = False
    severity: Severity = "error"
    bulletins: bool = False
    valid_from: int | None = None
    valid_to: int | None = None
    source: str
    message_zh: str
    message_en: str
    passes: dict[str, tuple[Decimal, Decimal]] = Field(default_factory=dict)
    fails: dict[str, tuple[Decimal, Decimal]] = Field(default_factory=dict)

    def applies(self, year: int, bulletin: bool) -> bool:
        """True where the rule speaks of a report of that year and kind."""
        in_force = (self.valid_from or year) <= year <= (self.valid_to or year)
        return in_force and (self.bulletins or not bulletin)


def split_term(term: str) -> tuple[int, str]:
    """Sign and key of a term.

    >>> split_term("-withdrawal.cumulative")
    (-1, 'withdrawal.cumulative')
    """
    return (-1 if term[0] == "-" else 1), term.lstrip("+-")


def split_key(key: str) -> tuple[str, Measure]:
    """Metric and measure of a key; raises CatalogueError for a measure there is not.

    >>> split_key("loan.balance:yoy_rate")
    ('loan.balance', 'yoy_rate')
    """
    metric, _, measure = key.partition(":")
    for known in get_args(Measure):
        if (measure or "level") == known:
            return metric, known
    raise CatalogueError(f"{key}: there is no measure {measure}")


@cache
def load_identities(path: Path = FILE) -> tuple[Identity, ...]:
    """All identities in the order of the file, every term checked against the metrics.

    Raises CatalogueError, naming the entry, for an unknown field or metric and for an id given twice for one year.

    >>> next(i.ref for i in load_identities() if i.id == "risk.npl_rate")
    'I22'
    """
    identities = read_entries(path, "identity", Identity)
    cross_check(identities, load_metrics())
    return tuple(identities)


def cross_check(identities: list[Identity], metrics: Mapping[str, Metric]) -> None:
    """Raises CatalogueError where an identity names a metric that is not, or two of one id are in force at once."""
    seen: dict[str, list[Identity]] = {}
    for identity in identities:
        listed = identity.metrics if isinstance(identity.metrics, tuple) else ()
        single = tuple(t for t in (identity.figure, identity.share_of) if t)
        for term in (
            *identity.terms,
            *identity.base,
            *identity.shares,
            *identity.zero_if_missing,
            *identity.silent,
            *listed,
            *single,
        ):
            metric, _ = split_key(split_term(term)[1])
            if metric not in metrics:
                raise CatalogueError(f"identities.toml: {identity.id}: there is no metric {metric}")
        for other in seen.setdefault(identity.id, []):
            if (other.valid_to or 9999) >= (identity.valid_from or 0):
                raise CatalogueError(f"identities.toml: {identity.id} is given twice for one report year")
        seen[identity.id].append(identity)
