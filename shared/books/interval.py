"""Interval arithmetic on scaled integers, rounded outwards: what is inside is possible, what is outside is not.

A number x is kept as the integer x·10¹². Sums are exact; products and quotients widen by at most 10⁻¹² on each side, so
a verdict "violated" is never caused by the arithmetic itself.
"""

from decimal import Decimal

DIGITS = 12
ONE: int = 10**DIGITS
FAR: int = 10**40
"""Beyond every figure: an end of an interval that is open."""

Interval = tuple[int, int]


class TooCoarse(ArithmeticError):
    """A divisor may be zero within its rounding: nothing can be said."""


def scaled(number: Decimal) -> int:
    """The number in units of 10⁻¹².

    >>> scaled(Decimal("0.5"))
    500000000000
    """
    return int(number.scaleb(DIGITS))


def unscaled(number: int) -> Decimal:
    """The decimal of a scaled integer; its inverse is `scaled`."""
    return Decimal(number).scaleb(-DIGITS)


def rounded(value: int, quantum: int) -> Interval:
    """What a figure says that was rounded to the nearest multiple of its quantum."""
    return value - quantum // 2, value + quantum // 2


def by_last_digit(value: int, quantum: int, difference: bool) -> Interval:
    """What a figure may say when it was cut, not rounded.

    Cut towards zero its size is anywhere up to one quantum more. `difference` is for percentage points, often taken
    from two published rates of which each was rounded or cut: one and a half quanta either way.
    """
    half = quantum // 2
    if difference:
        return value - 3 * half, value + 3 * half
    if value > 0:
        return value - half, value + quantum
    return value - quantum, value + (half if value else quantum)


def meets(a: Interval, b: Interval) -> bool:
    """True where two intervals have a point in common."""
    return a[0] <= b[1] and b[0] <= a[1]


def common(a: Interval, b: Interval) -> Interval | None:
    """What two intervals have in common, or None."""
    low, high = max(a[0], b[0]), min(a[1], b[1])
    return (low, high) if low <= high else None


def multiply(a: Interval, b: Interval) -> Interval:
    """Every product of a number of `a` and one of `b`."""
    if a[0] >= 0 and b[0] >= 0:
        return a[0] * b[0] // ONE, -(-a[1] * b[1] // ONE)
    products = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return min(products) // ONE, -(-max(products) // ONE)


def divide(a: Interval, b: Interval) -> Interval:
    """Every quotient; raises TooCoarse where the divisor may be zero."""
    if b[1] < 0:
        a, b = (-a[1], -a[0]), (-b[1], -b[0])
    if b[0] <= 0:
        raise TooCoarse
    low = a[0] * ONE // (b[1] if a[0] >= 0 else b[0])
    high = -(-a[1] * ONE // (b[0] if a[1] >= 0 else b[1]))
    return low, high


def subtract(a: Interval, b: Interval) -> Interval:
    """Every difference of a number of `a` and one of `b`."""
    return a[0] - b[1], a[1] - b[0]


def middle(a: Interval) -> int:
    """The middle of an interval."""
    return (a[0] + a[1]) // 2


def closed(a: Interval) -> bool:
    """True where both ends are figures, false for "at most" and "at least"."""
    return a[1] - a[0] < FAR // 2
