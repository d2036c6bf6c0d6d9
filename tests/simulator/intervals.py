"""Closed intervals of exact fractions: what a printed figure can mean, and what follows from several of them."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple


class Span(NamedTuple):
    """Every number from `low` to `high`."""

    low: Fraction
    high: Fraction

    def __add__(self, other: "Span") -> "Span":  # type: ignore[override]
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Span") -> "Span":
        return Span(self.low - other.high, self.high - other.low)

    def __mul__(self, other: "Span") -> "Span":  # type: ignore[override]
        corners = [a * b for a in self for b in other]
        return Span(min(corners), max(corners))

    def over(self, other: "Span") -> "Span | None":
        """The quotient, or nothing where the divisor may be zero."""
        if other.low <= 0 <= other.high:
            return None
        return self * Span(1 / other.high, 1 / other.low)

    def meets(self, other: "Span") -> bool:
        """Whether some number lies in both."""
        return self.low <= other.high and other.low <= self.high


ONE = Span(Fraction(1), Fraction(1))
NONE = Span(Fraction(0), Fraction(0))


def total(spans: Iterable[Span]) -> Span:
    """The sum of several."""
    result = NONE
    for span in spans:
        result = result + span
    return result
