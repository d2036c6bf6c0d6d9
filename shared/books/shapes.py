"""What each kind of identity says, as a formula: built once from the catalogue's entry, never parsed from text."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from shared.books.formula import Hull, Known, Leaf, Node, Prior, Product, Quotient, Rest, Sum
from shared.books.formulas import Balance, ChangeByGrowth, Formula, Growth, RatioChange, Weighted
from shared.books.interval import FAR, ONE, scaled
from shared.catalogue.identities import Identity, Kind, split_key, split_term


class Shape:
    """The terms of an identity within one entity, in order, and its formula over them."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self.keys: list[str] = []
        self.formula: Formula = _FORMULAS[identity.kind](self, identity)
        self.figure = self.keys.index(identity.figure) if identity.figure else 0

    def at(self, key: str) -> int:
        """The index of a term; a new one is added at the end."""
        if key not in self.keys:
            self.keys.append(key)
        return self.keys.index(key)

    def leaf(self, key: str) -> Leaf:
        """The term as a part of a formula."""
        return Leaf(self.at(key))

    def prior(self, key: str) -> Prior:
        """The term a year before, from its growth."""
        return Prior(self.at(key), self.at(f"{key}:yoy_rate"))

    def total(self, terms: Sequence[str], prior: bool = False) -> Node:
        """Signed terms added up, a lone one as it is."""
        parts = [(sign, self.prior(key) if prior else self.leaf(key)) for sign, key in map(split_term, terms)]
        return parts[0][1] if len(parts) == 1 and parts[0][0] > 0 else Sum(parts)


def of_entity(identity: Identity) -> Shape:
    """The shape of an identity that stays within one entity."""
    return Shape(identity)


def _figure(identity: Identity) -> str:
    assert identity.figure, f"{identity.id}: this kind computes a figure"
    return identity.figure


def _sum(shape: Shape, i: Identity) -> Formula:
    return Balance(shape.leaf(_figure(i)), shape.total(i.terms))


def _ratio(shape: Shape, i: Identity) -> Formula:
    figure, over = shape.leaf(_figure(i)), shape.total(i.terms)
    if i.share_of:
        over = Sum([(1, over), (1, Product(shape.leaf(i.share_of), shape.total(i.shares)))])
    return Balance(figure, Quotient(over, shape.total(i.base)))


def _growth(shape: Shape, i: Identity) -> Formula:
    key = _figure(i)
    return Growth(shape.at(split_key(key)[0]), shape.at(key), shape.total(i.terms))


def _prior_sum(shape: Shape, i: Identity) -> Formula:
    return Balance(shape.prior(split_key(_figure(i))[0]), shape.total(i.terms, prior=True))


def _flow_points(shape: Shape, i: Identity) -> Formula:
    key = _figure(i)
    pairs = [(shape.at(term), shape.at(f"{term}:yoy_rate")) for term in (i.terms[0], i.base[0])]
    return ChangeByGrowth(shape.at(key), shape.at(split_key(key)[0]), pairs[0], pairs[1])


def _stock_points(shape: Shape, i: Identity) -> Formula:
    change, stock, base = shape.at(_figure(i)), shape.at(i.terms[0]), shape.at(i.base[0])
    return RatioChange(change, stock, base, shape.total(i.terms[1:]), shape.total(i.base[1:]))


def _order(shape: Shape, i: Identity) -> Formula:
    figure = shape.leaf(_figure(i))
    return Balance(Sum([(1, shape.total(i.terms)), (-1, figure)]), Known(0, FAR))


def _band(shape: Shape, i: Identity) -> Formula:
    over, under = shape.total(i.terms), shape.total(i.base)
    if i.mean:
        half = Known(ONE // 2, ONE // 2)
        under = Product(half, Sum([(1, under), (1, shape.prior(i.base[0]))]))
    quotient: Node = Quotient(over, under)
    if i.figure:
        quotient = Sum([(1, shape.leaf(i.figure)), (-1, quotient)])
    return Balance(quotient, Known(_bound(i.low, -FAR), _bound(i.high, FAR)))


def _bound(limit: Decimal | None, otherwise: int) -> int:
    return otherwise if limit is None else scaled(limit)


def _shares(shape: Shape, i: Identity) -> Formula:
    return Balance(shape.total(i.terms), Known(ONE, ONE))


_FORMULAS = {
    "sum": _sum,
    "same": _sum,
    "shares": _shares,
    "ratio": _ratio,
    "growth": _growth,
    "prior_sum": _prior_sum,
    "flow_points": _flow_points,
    "stock_points": _stock_points,
    "order": _order,
    "band": _band,
    "limit": _band,
}


@cache
def shares_of(count: int) -> Formula:
    """So many shares add to the whole."""
    return Balance(Sum([(1, Leaf(n)) for n in range(count)]), Known(ONE, ONE))


@cache
def over_parts(kind: Kind, parts: int) -> Formula:
    """The formula of an identity between a whole and its parts.

    Terms stand one after another: whole, then parts, for each of value, growth or change, base, growth of base; a
    whole has no base.
    """
    return _OVER_PARTS[kind](parts)


def _leaves(start: int, parts: int) -> list[Leaf]:
    return [Leaf(start + k) for k in range(1, parts + 1)]


def _before(n: int) -> list[Node]:
    """Ratio less change, for the whole and each part."""
    return [Sum([(1, Leaf(k)), (-1, Leaf(n + 1 + k))]) for k in range(n + 1)]


def _parts_prior(n: int) -> Formula:
    return Balance(Prior(0, n + 1), Sum([(1, Prior(k, n + 1 + k)) for k in range(1, n + 1)]))


def _weighted_prior(n: int) -> Formula:
    bases = [Prior(2 * n + 1 + k, 3 * n + 1 + k) for k in range(1, n + 1)]
    return Weighted(_before(n)[0], _before(n)[1:], bases)


def _rate_parts(n: int) -> Formula:
    return Balance(Leaf(0), Sum([(1, Product(Leaf(k), Leaf(n + k))) for k in range(1, n + 1)]))


_OVER_PARTS: Mapping[Kind, Callable[[int], Formula]] = {
    "parts": lambda n: Balance(Leaf(0), Sum([(1, leaf) for leaf in _leaves(0, n)])),
    "parts_prior": _parts_prior,
    "weighted": lambda n: Weighted(Leaf(0), _leaves(0, n), _leaves(n, n)),
    "weighted_prior": _weighted_prior,
    "between": lambda n: Balance(Leaf(0), Hull(_leaves(0, n))),
    "between_prior": lambda n: Balance(_before(n)[0], Hull(_before(n)[1:])),
    "rate_parts": _rate_parts,
    "common_base": lambda _: Balance(Rest(0, 1), Rest(2, 3)),
}


@cache
def at_most(known: int) -> Formula:
    """Some of a whole's parts are no more than the whole."""
    return Balance(Sum([(1, Leaf(0)), *((-1, Leaf(k)) for k in range(1, known + 1))]), Known(0, FAR))
