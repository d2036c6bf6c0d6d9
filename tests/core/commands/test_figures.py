"""Figures for people: the way a report prints them, and never another value than the stored one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commands.figures import figure, moved


@pytest.mark.parametrize(
    ("value", "unit", "measure", "shown"),
    [
        ("4818000000", "CNY", "level", "48.18亿元"),
        ("-4698800", "CNY", "level", "-469.88万元"),
        ("0", "CNY", "level", "0元"),
        ("320554100", "CNY", "level", "3.205541亿元"),
        ("0.0006901882", "ratio", "level", "≈0.6902‰"),
        ("76200", "count", "level", "7.62万"),
        ("297", "count", "level", "297"),
        ("1250000", "m2", "level", "125万平方米"),
        ("0.6633", "ratio", "level", "66.33%"),
        ("0.00069", "ratio", "level", "0.69‰"),
        ("0.0049", "ratio", "level", "4.9‰"),
        ("0", "ratio", "level", "0%"),
        ("1", "ratio", "level", "100%"),
        ("0.1235", "ratio", "yoy_rate", "+12.35%"),
        ("-0.1171", "CNY", "yoy_rate", "-11.71%"),
        ("-0.1123", "ratio", "yoy_points", "-11.23个百分点"),
    ],
)
def test_a_figure_reads_as_in_a_report(value, unit, measure, shown):
    """Money in 亿元 and 万元, rates in % and small ones in ‰, changes with their sign."""
    assert figure(Decimal(value), unit, measure) == shown


def test_a_figure_that_is_not_there_is_a_dash():
    """A missing value is seen to be missing; it is never shown as zero."""
    assert figure(None, "CNY") == "—"


@given(st.decimals(-(10**14), 10**14, places=2), st.integers(-8, 3))
def test_a_figure_without_the_mark_is_exactly_what_is_stored(value, places):
    """Moving the point back gives the same value, unless the text says ≈, and then it is off by less than a place."""
    shown = moved(value, places)
    back = Decimal(shown.removeprefix("≈").replace(",", "")).scaleb(-places)

    if shown.startswith("≈"):
        assert abs(back - value) <= Decimal("0.00005").scaleb(-places)
    else:
        assert back == value
