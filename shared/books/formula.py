"""Formulas over intervals: what a formula can be, and what one of its terms must be for it to hold.

`range` goes up from the terms; `solve` goes back down to one term. Where every term occurs once both are exact
(natural interval evaluation); formulas.py has the few shapes in which a term occurs twice.

`v` holds the terms' intervals; `w` how far a published figure may lie from the true one (zero in the first reading).
"""

from collections.abc import Sequence
from typing import Protocol

from shared.books.interval import FAR, ONE, Interval, divide, multiply, subtract

Values = Sequence[Interval]
Slack = Sequence[int]


class Node(Protocol):
    """A part of a formula."""

    terms: frozenset[int]

    def range(self, v: Values, w: Slack) -> Interval:
        """Every value this part can have."""

    def solve(self, want: Interval, term: int, v: Values, w: Slack) -> Interval | None:
        """What `term` must be for this part to lie in `want`; None where that cannot be said."""


class Leaf:
    """One figure."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.terms = frozenset({index})

    def range(self, v: Values, w: Slack) -> Interval:
        return v[self.index]

    def solve(self, want: Interval, term: int, v: Values, w: Slack) -> Interval | None:
        return want


class Known:
    """A number or a band that no report states."""

    terms: frozenset[int] = frozenset()

    def __init__(self, low: int = -FAR, high: int = FAR) -> None:
        self.bounds = (low, high)

    def range(self, v: Values, w: Slack) -> Interval:
        return self.bounds

    def solve(self, want: Interval, term: int, v: Values, w: Slack) -> Interval | None:
        return None


class Sum:
    """Signed parts added up."""

    def __init__(self, parts: Sequence[tuple[int, Node]]) -> None:
        self.parts = tuple(parts)
        self.plus = tuple(n for s, n in parts if s > 0)
        self.minus = tuple(n for s, n in parts if s < 0)
        self.terms = frozenset().union(*(n.terms for _, n in parts))

    def range(self, v: Values, w: Slack) -> Interval:
        low = high = 0
        for node in self.plus:
            a, b = node.range(v, w)
            low, high = low + a, high + b
        for node in self.minus:
            a, b = node.range(v, w)
            low, high = low - b, high - a
        return low, high

    def solve(self, want: Interval, term: int, v: Values, w: Slack) -> Interval | None:
        others = Sum([(s, n) for s, n in self.parts if term not in n.terms]).range(v, w)
        sign, node = next((s, n) for s, n in self.parts if term in n.terms)
        rest = subtract(want, others)
        return node.solve(rest if sign > 0 else (-rest[1], -rest[0]), term, v, w)


class Product:
    """One part times another."""

    def __init__(self, a: Node, b: Node) -> None:
        self.a, self.b = a, b
        self.terms = a.terms | b.terms

    def range(self, v: Values, w: Slack) -> Interval:
        return multiply(self.a.range(v, w), self.b.range(v, w))

    def solve(self, want: Interval, term: int, v: Values, w: Slack) -> Interval | None:
        node, other = (self.a, self.b) if term in self.a.terms else (self.b, self.a)
        return node.solve(divide(want, other.range(v, w)), term, v, w)


class Quotient:
    """One part over another; raises TooCoarse where the lower one may be zero."""

    def __init__(self, over: Node, under: Node) -> None:
        self.over, self.under = over, under
        self.terms = over.terms | under.terms

    def range(self, v: Values, w: Slack) -> Interval:
        return divide(self.over.range(v, w), self.under.range(v, w))

    def solve(self, want: Interval, term: int, v: Values, w: Slack) -> Interval | None:
        if term in self.over.terms:
            return self.over.solve(multiply(want, self.under.range(v, w)), term, v, w)
        return self.under.solve(divide(self.over.range(v, w), want), term, v, w)


class Prior:
    """Last year's figure, from this year's and its growth: x / (1 + g).

    In the second reading last year's published figure stands in its place, one last digit away at most.
    """

    def __init__(self, level: int, growth: int) -> None:
        self.level, self.growth = level, growth
        self.terms = frozenset({level, growth})

    def range(self, v: Values, w: Slack) -> Interval:
        g = v[self.growth]
        low, high = divide(v[self.level], (ONE + g[0], ONE + g[1]))
        return low - w[self.level], high + w[self.level]

    def solve(self, want: Interval, term: int, v: Values, w: Slack) -> Interval | None:
        loose = (want[0] - w[self.level], want[1] + w[self.level])
        if term == self.level:
            g = v[self.growth]
            return multiply(loose, (ONE + g[0], ONE + g[1]))
        low, high = divide(v[self.level], loose)
        return low - ONE, high - ONE


class Gain:
    """What a stock grew by, from its end and its growth: x · g / (1 + g)."""

    def __init__(self, level: int, growth: int) -> None:
        self.level, self.growth = level, growth
        self.terms = frozenset({level, growth})

    def _share(self, g: Interval) -> Interval:
        if ONE + g[0] <= 0:
            return -FAR, FAR
        return g[0] * ONE // (ONE + g[0]), -(-g[1] * ONE // (ONE + g[1]))

    def range(self, v: Values, w: Slack) -> Interval:
        return multiply(v[self.level], self._share(v[self.growth]))

    def solve(self, want: Interval, term: int, v: Values, w: Slack) -> Interval | None:
        if term == self.level:
            return divide(want, self._share(v[self.growth]))
        low, high = v[self.level]
        if low <= want[1]:
            return None
        return want[0] * ONE // (high - want[0]), -(-want[1] * ONE // (low - want[1]))


class Rest:
    """What others lend, from own loans and the share of all loans: x · (1 − s) / s."""

    def __init__(self, level: int, share: int) -> None:
        self.level, self.share = level, share
        self.terms = frozenset({level, share})

    def _odds(self, s: Interval) -> Interval:
        low, high = divide((ONE, ONE), s)
        return low - ONE, high - ONE

    def range(self, v: Values, w: Slack) -> Interval:
        return multiply(v[self.level], self._odds(v[self.share]))

    def solve(self, want: Interval, term: int, v: Values, w: Slack) -> Interval | None:
        if term == self.level:
            return divide(want, self._odds(v[self.share]))
        low, high = divide(want, v[self.level])
        return divide((ONE, ONE), (ONE + low, ONE + high))


class Hull:
    """Anything between the least and the greatest part: where a weighted mean lies whatever its weights."""

    def __init__(self, parts: Sequence[Node]) -> None:
        self.parts = tuple(parts)
        self.terms = frozenset().union(*(n.terms for n in parts))

    def range(self, v: Values, w: Slack) -> Interval:
        ranges = [n.range(v, w) for n in self.parts]
        return min(r[0] for r in ranges), max(r[1] for r in ranges)

    def solve(self, want: Interval, term: int, v: Values, w: Slack) -> Interval | None:
        low, high = Hull([n for n in self.parts if term not in n.terms]).range(v, w)
        node = next(n for n in self.parts if term in n.terms)
        if high < want[0]:
            return node.solve((want[0], FAR), term, v, w)
        return node.solve((-FAR, want[1]) if low > want[1] else (-FAR, FAR), term, v, w)
