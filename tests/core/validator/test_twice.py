"""One figure stated twice, each time otherwise: the report is asked which it is, and never accused."""

from decimal import Decimal
from random import Random

from services.validator.check import check
from tests.core.validator.printing import report
from tests.core.validator.random_books import books


def stated_again(factor: Decimal):
    """The findings of the rule where the first figure of a clean report stands once more, times a factor."""
    random = Random(3)
    clean = report(random, books(random, 1), "rounded")
    again = clean.facts[0].model_copy(update={"value": clean.facts[0].value * factor, "start": 9_000, "end": 9_009})
    checked = check(clean.model_copy(update={"repeats": (again,)}))
    return [f for f in checked.findings if f.rule == "same_fact"]


def test_two_values_of_one_figure_are_a_warning_with_both_places():
    """Two statements of one figure that cannot both be true are one warning that points at both."""
    (finding,) = stated_again(Decimal(2))
    assert finding.severity == "warning"
    assert finding.expected == finding.disclosed * 2
    assert len({quote.start for quote in finding.quotes}) == 2
    assert "两处不一致" in finding.message


def test_the_same_value_twice_says_nothing():
    """A figure that is merely repeated is no finding."""
    assert stated_again(Decimal(1)) == []
