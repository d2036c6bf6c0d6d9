"""Invented accounts that balance: centres whose figures keep every identity in exact arithmetic, before any rounding.

Everything additive is a whole number (yuan, persons, loans, square metres); ratios are fractions of those. A centre
is one or several leaves that live through the years; the whole is always the sum of its leaves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random

from tests.simulator.leaf import Leaf
from tests.simulator.metrics import SHARE_BASE
from tests.simulator.places import PartName, Place, part_names

Number = int | Fraction
TOTAL = "total"

_QUOTIENTS: dict[str, tuple[tuple[str, ...], str]] = {
    "withdrawal.rate": (("withdrawal.amount",), "contribution.amount"),
    "loan.to_balance_ratio": (("loan.balance",), "contribution.balance"),
    "utilisation.rate": (("loan.balance", "loan.project_balance", "bond.balance"), "contribution.balance"),
    "surplus.rate": (("surplus.amount",), "_mean_balance"),
    "risk.overdue_rate": (("risk.overdue_amount",), "loan.balance"),
    "risk.npl_rate": (("risk.npl_balance",), "loan.balance"),
    "housing_contribution.rate": (
        ("loan.issued_amount", "loan.subsidised_issued_amount", "loan.project_issued_amount", "_housing_withdrawal"),
        "contribution.amount",
    ),
}


@dataclass(slots=True)
class Entity:
    """One body's figures of one year (`now`) and of the year before (`prior`)."""

    name: str
    now: dict[str, Number]
    prior: dict[str, Number]
    aliases: tuple[str, ...] = ()
    inner: list["Entity"] = field(default_factory=list)

    def growth(self, metric: str) -> Fraction | None:
        """The rate of change against the year before, or nothing where there was no figure then."""
        before = self.prior.get(metric)
        if not before or before < 0 or metric not in self.now:
            return None
        return Fraction(self.now[metric] - before, before)

    def change(self, metric: str) -> Fraction | None:
        """The change of a ratio, as a fraction (0.0258 is 2.58 points)."""
        if metric not in self.now or metric not in self.prior:
            return None
        return Fraction(self.now[metric] - self.prior[metric])


@dataclass(slots=True)
class Book:
    """One centre in one year: the whole and its parts; `apart` when the report numbers the parts and has no total."""

    place: Place
    year: int
    total: Entity
    parts: list[Entity] = field(default_factory=list)
    apart: bool = False

    @property
    def entities(self) -> list[Entity]:
        """The whole first, then its parts, then the bodies inside a part."""
        return [self.total, *self.parts, *(i for p in self.parts for i in p.inner)]


def ratios(sums: dict[str, int], commercial: int) -> dict[str, Number]:
    """Additive figures with every ratio that follows from them; `commercial` are the city's other housing loans."""
    figures: dict[str, Number] = dict(sums)
    for metric, (tops, bottom) in _QUOTIENTS.items():
        if sums[bottom]:
            figures[metric] = Fraction(sum(sums[t] for t in tops), sums[bottom])
    for metric, base in SHARE_BASE.items():
        if sums[base]:
            figures[metric] = Fraction(sums[metric], sums[base])
        else:
            del figures[metric]
    if sums["loan.balance"]:
        figures["loan.market_share"] = Fraction(sums["loan.balance"], sums["loan.balance"] + commercial)
    return figures


def _parameters(rng: Random) -> dict[str, Number]:
    """Figures that are decided and not earned: limits, committee, banks."""
    single = rng.choice([30, 35, 40, 45, 50, 50, 60, 60, 65, 70, 80]) * 10000
    wage = rng.randint(5200, 13500)
    return {
        "loan.cap_single": single,
        "loan.cap_dual": single + rng.choice([0, 10, 10, 20, 20, 30, 40, 50]) * 10000,
        "contribution.base_cap": wage * 3,
        "contribution.base_floor": rng.choice([1540, 1620, 1710, 1800, 1850, 1950, 1980, 2080, 2200, 2280, 2490]),
        "org.committee_members": rng.randint(17, 31),
        "contribution.banks": rng.randint(3, 16),
        "loan.banks": rng.randint(3, 19),
    }


def history(
    rng: Random, place: Place, first: int, years: int, *, names: list[PartName] | None = None, size: float = 0
) -> Iterator[Book]:
    """The books of one centre for `years` years from `first`, with sub-centres of these names (none, or 2 and more).

    >>> book = next(history(Random(1), Place("盘锦市", "辽宁省", "210000", ()), 2022, 1))
    >>> book.total.now["contribution.balance"] + book.total.now["withdrawal.cumulative"] == (
    ...     book.total.now["contribution.cumulative"])
    True
    """
    if names is None:
        count = rng.choice([0, 0, 0, 2, 2, 2, 3, 3, 4])
        names = part_names(rng, place, count) if count else []
    size = size or 10 ** rng.uniform(8.9, 11.6)
    weights = [rng.uniform(1, 3), *(rng.uniform(0.05, 1) for _ in names[1:])]
    culture = rng.random()
    leaves = [Leaf(rng, size * w / sum(weights), culture) for w in weights]
    fixed = _parameters(rng)
    share, commercial = rng.uniform(0.15, 0.6), 0
    before: list[dict[str, Number]] = []
    for year in range(first - 1, first + years):
        sums = [leaf.year() for leaf in leaves]
        whole = _added(sums)
        commercial = int((commercial or whole["loan.balance"] / share) * rng.uniform(0.97, 1.12))
        now = [ratios(s, commercial) for s in (whole, *sums)]
        now[0] |= fixed
        for part in now[1:]:
            part["contribution.banks"] = rng.randint(1, int(fixed["contribution.banks"]))
            part["loan.banks"] = rng.randint(1, int(fixed["loan.banks"]))
            part["loan.cap_single"] = fixed["loan.cap_single"]
            part["loan.cap_dual"] = fixed["loan.cap_dual"] + rng.choice([0, 0, 100_000])
        if before:
            parts = [Entity(n.name, x, y, n.aliases) for n, x, y in zip(names, now[1:], before[1:], strict=False)]
            yield Book(place, year, Entity(TOTAL, now[0], before[0]), parts)
        before = now


def _added(sums: list[dict[str, int]]) -> dict[str, int]:
    """The additive figures of several bodies together."""
    return {key: sum(s[key] for s in sums) for key in sums[0]}


def nested(book: Book, name: str) -> Book:
    """The same books told in two levels: the first two parts inside one body of this name, and no total."""
    first, second, *rest = book.parts
    now, prior = ({**_joined(a, b)} for a, b in ((first.now, second.now), (first.prior, second.prior)))
    outer = Entity(name, now, prior, inner=[first, second])
    return Book(book.place, book.year, book.total, [outer, *rest], apart=True)


def _joined(one: dict[str, Number], other: dict[str, Number]) -> dict[str, Number]:
    """The figures of two bodies as one: sums, and ratios that follow from the sums."""
    bases = {m: (one.get(b, 0), other.get(b, 0)) for m, b in SHARE_BASE.items()}
    sums: dict[str, int] = {}
    for key in one.keys() | other.keys():
        a, b = one.get(key, 0), other.get(key, 0)
        if key in SHARE_BASE:
            a, b = a * bases[key][0], b * bases[key][1]
        sums[key] = int(a + b)
    share = one.get("loan.market_share") or 1
    commercial = int(one["loan.balance"] / share - one["loan.balance"])
    joined = ratios(sums, commercial)
    for key in ("contribution.banks", "loan.banks", "loan.cap_single", "loan.cap_dual"):
        joined[key] = max(one[key], other[key])
    return joined
