"""A report that contradicts itself everywhere was misread: it is told so, and nothing in it is called an error."""

from random import Random

from services.validator.check import check
from tests.core.validator.printing import extraction, report
from tests.core.validator.random_books import books


def misread(every: int) -> list[str]:
    """Severities found where every so many-th amount was read with another's digits."""
    random = Random(2)
    facts = list(report(random, books(random, 2), "rounded").facts)
    for at in range(0, len(facts), every):
        facts[at] = facts[at].model_copy(update={"value": facts[at].value * 7 + facts[at].quantum * 3})
    found = check(extraction(facts)).findings
    if any("读取有误" in f.message for f in found):
        assert not [f for f in found if f.severity == "error"]
    return [f.severity for f in found]


def test_a_misread_report_is_doubted_and_not_accused():
    """With one figure in six wrong there are many warnings that doubt the reading, and no error."""
    assert "error" not in misread(6)
    assert misread(6).count("warning") > 5


def test_a_single_wrong_figure_is_still_an_error():
    """One wrong figure in a report is called what it is."""
    assert "error" in misread(10_000)
