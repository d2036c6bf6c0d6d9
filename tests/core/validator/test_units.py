"""A rate that no exact identity binds, and that is ten times too large, can only be a slip of the unit."""

from decimal import Decimal
from random import Random

from services.validator.check import check
from shared.model import TOTAL, Extraction
from tests.core.validator.printing import extraction, report
from tests.core.validator.random_books import books


def with_surplus_rate(times: str) -> Extraction:
    """A report about one body whose 增值收益率 is so many times the true one."""
    random = Random(8)
    facts = list(report(random, books(random, 0), "rounded").facts)
    at = next(n for n, f in enumerate(facts) if (f.metric, f.measure) == ("surplus.rate", "level"))
    facts[at] = facts[at].model_copy(update={"value": facts[at].value * Decimal(times)})
    return extraction(facts)


def test_ten_times_the_surplus_rate_is_an_error_with_its_value():
    """Ten times off, the soft rule on 增值收益率 names the rate and what it should be."""
    true = next(f for f in with_surplus_rate("1").facts if (f.metric, f.measure) == ("surplus.rate", "level"))
    (found,) = [f for f in check(with_surplus_rate("10")).findings if f.severity == "error"]

    assert (found.entity, found.metrics[0]) == (TOTAL, "surplus.rate")
    assert found.suggestion
    assert found.suggestion.value == true.value


def test_somewhat_off_stays_a_warning():
    """A third off is implausible and no more: monthly means may differ."""
    found = [f for f in check(with_surplus_rate("1.33")).findings if f.severity != "info"]

    assert [(f.severity, f.rule) for f in found] == [("warning", "surplus.rate")]
