"""The rollup words of the metric catalogue mean something, and what is wrong is refused by name."""

import pytest

from shared.catalogue.metrics import load_metrics
from shared.catalogue.rollups import load_rollups, read_ratio
from shared.errors import CatalogueError


def test_every_metric_is_rolled_up_one_way_or_says_none():
    """Each metric is a sum, a weighted share, a ratio of sums, or says `none`."""
    rules = load_rollups()

    for metric in load_metrics().values():
        found = (metric.id in rules.sums) + (metric.id in rules.weighted) + (metric.id in rules.ratios)
        assert found == (metric.rollup != "none"), metric.id


def test_a_ratio_may_have_several_terms():
    """(a+b+c)/d is read as three terms over a base."""
    ratio = load_rollups().ratios["utilisation.rate"]

    assert ratio.terms == ("loan.balance", "loan.project_balance", "bond.balance")
    assert ratio.base == "contribution.balance"


@pytest.mark.parametrize("text", ["mean", "ratio:", "ratio:loan.balance", "ratio:loan.balance/nothing.such"])
def test_a_wrong_ratio_is_refused(text):
    """A word that is no ratio, or one of unknown metrics, is refused with the text in the message."""
    with pytest.raises(CatalogueError, match=text):
        read_ratio(text, load_metrics())


def test_an_unknown_metric_is_refused(tmp_path):
    """A metric that is absent as zero must exist."""
    file = tmp_path / "rollups.toml"
    file.write_text('[[absent_as_zero]]\nmetric = "loan.nothing"\nreason = "x"\n')

    with pytest.raises(CatalogueError, match=r"loan\.nothing"):
        load_rollups(file)
