"""The shapes an identity can take once its terms are known: two sides that meet, a weighted mean, a change in points.

Each shape answers `holds` (can it be true?) and `solve` (what must one term be for it to be true?).
"""

from collections.abc import Sequence
from itertools import product
from typing import Protocol

from shared.books.formula import Gain, Leaf, Node, Slack, Values
from shared.books.interval import ONE, Interval, TooCoarse, common, divide, meets, multiply, subtract


class Formula(Protocol):
    """What an identity says of its terms."""

    def holds(self, v: Values, w: Slack) -> bool:
        """True where some values within the intervals satisfy it; raises TooCoarse where that cannot be said."""

    def solve(self, term: int, v: Values, w: Slack) -> Interval | None:
        """What `term` must be for it to hold, the others as they are; None where that cannot be said."""


class Balance:
    """Two sides that must meet."""

    def __init__(self, left: Node, right: Node) -> None:
        self.left, self.right = left, right

    def holds(self, v: Values, w: Slack) -> bool:
        return meets(self.left.range(v, w), self.right.range(v, w))

    def solve(self, term: int, v: Values, w: Slack) -> Interval | None:
        mine, other = (self.left, self.right) if term in self.left.terms else (self.right, self.left)
        return mine.solve(other.range(v, w), term, v, w)


class Growth:
    """A stock's growth is what came in over what was there: g = d / (x − d).

    In the second reading the growth may also have been taken from two published stocks: then last year's is a
    multiple of this year's quantum, within one last digit of x − d, and x over it gives the growth.
    """

    def __init__(self, level: int, growth: int, flow: Node) -> None:
        self.level, self.growth, self.flow = level, growth, flow
        self.balance = Balance(Gain(level, growth), flow)

    def holds(self, v: Values, w: Slack) -> bool:
        return self.balance.holds(v, w) or (w[self.level] > 0 and self._published(v, w))

    def _published(self, v: Values, w: Slack) -> bool:
        quantum, stock = w[self.level], v[self.level]
        shown = stock[0] + quantum // 2
        growth = v[self.growth]
        low, high = divide((shown, shown), (ONE + growth[0], ONE + growth[1]))
        before = subtract(stock, self.flow.range(v, w))
        low, high = max(low, before[0] - quantum), min(high, before[1] + quantum)
        return low <= high and -(-low // quantum) <= high // quantum

    def solve(self, term: int, v: Values, w: Slack) -> Interval | None:
        return self.balance.solve(term, v, w)


class Weighted:
    """A whole's ratio is the mean of its parts' ratios, weighted by their bases.

    Exact though the bases stand above and below the line: for a given mean S the sum of (ratio − S) · base falls as S
    grows, so only the ends of S are tried.
    """

    def __init__(self, whole: Node, ratios: Sequence[Node], bases: Sequence[Node]) -> None:
        self.whole, self.pairs = whole, tuple(zip(ratios, bases, strict=True))

    def holds(self, v: Values, w: Slack) -> bool:
        low, high = self.whole.range(v, w)
        least = most = 0
        for ratio, base in self.pairs:
            r, b = ratio.range(v, w), base.range(v, w)
            if b[0] < 0:
                b = (0, max(b[1], 0))
            least += multiply((r[0] - high, r[0] - high), b)[0]
            most += multiply((r[1] - low, r[1] - low), b)[1]
        return least <= 0 <= most

    def solve(self, term: int, v: Values, w: Slack) -> Interval | None:
        if term in self.whole.terms:
            return self.whole.solve(self._mean(v, w), term, v, w)
        mine = next(pair for pair in self.pairs if term in pair[0].terms | pair[1].terms)
        mean, rest = self.whole.range(v, w), (0, 0)
        for ratio, base in self.pairs:
            if ratio is not mine[0]:
                part = multiply(subtract(ratio.range(v, w), mean), base.range(v, w))
                rest = (rest[0] + part[0], rest[1] + part[1])
        if term in mine[1].terms:
            return mine[1].solve(divide(rest, subtract(mean, mine[0].range(v, w))), term, v, w)
        gap = divide(rest, mine[1].range(v, w))
        return mine[0].solve((mean[0] - gap[1], mean[1] - gap[0]), term, v, w)

    def _mean(self, v: Values, w: Slack) -> Interval:
        pairs = [(r.range(v, w), b.range(v, w)) for r, b in self.pairs]
        high = max(self._tilted(sorted(((r[1], b) for r, b in pairs), reverse=True), n) for n in range(len(pairs) + 1))
        low = min(self._tilted(sorted((r[0], b) for r, b in pairs), n) for n in range(len(pairs) + 1))
        return low, high

    @staticmethod
    def _tilted(pairs: Sequence[tuple[int, Interval]], heavy: int) -> int:
        """The mean with the first `heavy` bases at their greatest and the others at their least."""
        bases = [b[1] if n < heavy else max(b[0], 0) for n, (_, b) in enumerate(pairs)]
        if not sum(bases):
            raise TooCoarse
        return sum(r * b for (r, _), b in zip(pairs, bases, strict=True)) // sum(bases)


class RatioChange:
    """A change of stock / base in points, from this year's stocks and what flowed: s/b − (s − i)/(b − j).

    Stock and base occur twice, so the corners are tried; the change is monotone along every edge between them.
    """

    def __init__(self, change: int, stock: int, base: int, inflow: Node, growth: Node) -> None:
        self.change, self.stock, self.base = Leaf(change), stock, base
        self.inflow, self.growth = inflow, growth

    def _range(self, v: Values, w: Slack) -> Interval:
        corners = product(v[self.stock], v[self.base], self.inflow.range(v, w), self.growth.range(v, w))
        before = [(s, b, s - i, b - j) for s, b, i, j in corners]
        if min(min(b, c) for _, b, _, c in before) <= 0:
            raise TooCoarse
        changes = [s * ONE // b - p * ONE // c for s, b, p, c in before]
        return min(changes) - 1, max(changes) + 1

    def holds(self, v: Values, w: Slack) -> bool:
        return meets(v[self.change.index], self._range(v, w))

    def solve(self, term: int, v: Values, w: Slack) -> Interval | None:
        return self._range(v, w) if term == self.change.index else None


class ChangeByGrowth:
    """A change of x / y in points, from the ratio and both growths: r − p = r · (1 + h) / (1 + g).

    In the second reading both ratios may have been taken from published x and y, each a last digit off.
    """

    def __init__(self, change: int, ratio: int, over: tuple[int, int], under: tuple[int, int]) -> None:
        self.change, self.ratio, self.over, self.under = change, ratio, over, under

    def _less(self, v: Values) -> Interval:
        """1 − (1 + h) / (1 + g)"""
        g, h = v[self.over[1]], v[self.under[1]]
        low, high = divide((ONE + h[0], ONE + h[1]), (ONE + g[0], ONE + g[1]))
        return ONE - high, ONE - low

    def _slack(self, v: Values, w: Slack) -> int:
        """How far published parts can move the change: by their last digits' share in this year's and last year's."""
        parts = [(w[level], v[level]) for level, _ in (self.over, self.under)]
        if not any(quantum for quantum, _ in parts):
            return 0
        share = sum(divide((quantum, quantum), level)[1] for quantum, level in parts)
        before = subtract((ONE, ONE), self._less(v))
        return multiply(multiply(v[self.ratio], (share, share)), (ONE + before[0], ONE + before[1]))[1]

    def _range(self, v: Values, w: Slack) -> Interval:
        low, high = multiply(v[self.ratio], self._less(v))
        slack = self._slack(v, w)
        return low - slack, high + slack

    def holds(self, v: Values, w: Slack) -> bool:
        return meets(v[self.change], self._range(v, w))

    def solve(self, term: int, v: Values, w: Slack) -> Interval | None:
        if term == self.change:
            return self._range(v, w)
        slack = self._slack(v, w)
        change = v[self.change][0] - slack, v[self.change][1] + slack
        if term == self.ratio:
            return divide(change, self._less(v))
        if term not in {self.over[1], self.under[1]}:
            return None
        times = subtract((ONE, ONE), divide(change, v[self.ratio]))
        g, h = v[self.over[1]], v[self.under[1]]
        low, high = (
            divide((ONE + h[0], ONE + h[1]), times)
            if term == self.over[1]
            else multiply(times, (ONE + g[0], ONE + g[1]))
        )
        return low - ONE, high - ONE


def judged(formula: Formula, v: Values, w: Slack) -> bool | None:
    """`holds`, or None where a divisor is too coarse to say."""
    try:
        return formula.holds(v, w)
    except TooCoarse:
        return None


def required(formula: Formula, term: int, v: Values, w: Slack) -> Interval | None:
    """`solve`, or None where that cannot be said."""
    try:
        found = formula.solve(term, v, w)
    except TooCoarse:
        return None
    return common(found, found) if found else None
