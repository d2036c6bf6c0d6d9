"""What a printed figure says is an interval around its value; sums, ratios and means of figures keep their bounds."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

PLACES = Decimal("1E-12")
"""Quotients are kept to twelve places, bounds rounded outwards: a millionth of a unit in ‰."""

ZERO, ONE = Decimal(0), Decimal(1)


class Interval(NamedTuple):
    """A value and the bounds it may lie in."""

    low: Decimal
    value: Decimal
    high: Decimal


def printed(value: Decimal, quantum: Decimal) -> Interval:
    """What a figure with this last digit says.

    >>> printed(Decimal("48.18"), Decimal("0.01")).high
    Decimal('48.185')
    """
    half = quantum / 2
    return Interval(value - half, value, value + half)


def total(items: Iterable[Interval]) -> Interval:
    """The sum, exactly."""
    low = value = high = ZERO
    for item in items:
        low, value, high = low + item.low, value + item.value, high + item.high
    return Interval(low, value, high)


def product(one: Interval, other: Interval) -> Interval:
    """The product: a rate times its base."""
    corners = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
    return Interval(min(corners), one.value * other.value, max(corners))


def quotient(above: Interval, below: Interval) -> Interval | None:
    """The quotient; None where the divisor may be zero or less."""
    if below.low <= 0:
        return None
    corners = [a / b for a in (above.low, above.high) for b in (below.low, below.high)]
    return Interval(min(corners), above.value / below.value, max(corners))


def mean(pairs: Sequence[Sequence[Interval]]) -> Interval | None:
    """The mean of the first of each pair, weighted by the second; None where the weights may be zero in sum.

    Both bounds are exact: each is the corner where every value and every weight pulls the same way.
    """
    if sum(weight.low for _, weight in pairs) <= 0:
        return None
    middle = _weighted([(x.value, w.value) for x, w in pairs])
    return Interval(
        _pulled([(x.low, w) for x, w in pairs], middle, down=True),
        middle,
        _pulled([(x.high, w) for x, w in pairs], middle, down=False),
    )


def growth(pairs: Sequence[Sequence[Interval]]) -> Interval | None:
    """The growth of a sum from each part's level and growth: all levels over all implied priors, x / (1 + g), less one.

    None where a part's growth leaves it no prior. As a mean: 1 / (1 + G) is the mean of 1 / (1 + g) weighted by x.
    """
    if any(g.low <= -1 for _, g in pairs):
        return None
    shrunk = mean([(Interval(ONE / (1 + g.high), ONE / (1 + g.value), ONE / (1 + g.low)), x) for x, g in pairs])
    if shrunk is None or shrunk.low <= 0:
        return None
    return Interval(ONE / shrunk.high - 1, ONE / shrunk.value - 1, ONE / shrunk.low - 1)


def prior(level: Interval, change: Interval) -> Interval | None:
    """What a level was a year before, from its growth: x / (1 + g)."""
    return quotient(level, Interval(1 + change.low, 1 + change.value, 1 + change.high))


def rounded(interval: Interval) -> Interval:
    """The interval to `PLACES`, bounds outwards, without trailing zeros."""
    return Interval(
        interval.low.quantize(PLACES, ROUND_FLOOR).normalize(),
        interval.value.quantize(PLACES, ROUND_HALF_EVEN).normalize(),
        interval.high.quantize(PLACES, ROUND_CEILING).normalize(),
    )


def _pulled(pairs: Sequence[tuple[Decimal, Interval]], start: Decimal, down: bool) -> Decimal:
    """The lowest or highest weighted mean of these values: heavy weights on one side of it, light ones on the other.

    Where that side ends is the mean itself, so it is found again until it gets no lower (higher) (Dinkelbach 1967; two
    rounds, mostly). Asking for progress, not for equal sides, ends it where the last digit of a quotient wavers.
    """
    while True:
        heavy = [(x < start) is down for x, _ in pairs]
        found = _weighted([(x, w.high if h else w.low) for (x, w), h in zip(pairs, heavy, strict=True)])
        if found >= start if down else found <= start:
            return start
        start = found


def _weighted(pairs: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    above = below = ZERO
    for x, weight in pairs:
        above += x * weight
        below += weight
    return above / below
