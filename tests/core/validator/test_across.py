"""A report against the centre's earlier ones: restated, joined by a body, or with a year between them missing."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

from services.validator.across import periods_needed
from services.validator.check import check
from shared.model import TOTAL, Extraction, Fact, Finding, Verdict
from shared.state import CentreState, StateFigure
from tests.core.validator.printing import CENTRE, extraction, printed, report
from tests.core.validator.random_books import books

STOCKS = ("contribution.cumulative", "contribution.balance", "withdrawal.cumulative", "loan.cumulative_amount")


def state(period: str, figures: dict[str, Fact]) -> CentreState:
    """What was reported for a period."""
    kept = tuple(
        StateFigure(
            entity=TOTAL,
            metric=metric,
            measure="level",
            value=f.value,
            unit=f.unit,
            quantum=f.quantum,
            raw=f.raw,
            start=0,
            end=0,
            report_id="1" * 64,
            status="disclosed",
        )
        for metric, f in figures.items()
    )
    return CentreState(centre=CENTRE, period=period, version=1, figures=kept, findings=(), reports=())


def two_years(change: Callable[[str], Decimal] = lambda m: Decimal(1)) -> tuple[Extraction, CentreState]:
    """A report of 2022 and what 2021 had reported: the exact openings, times a factor by metric."""
    random = Random(9)
    made = books(random, 0)
    figures = made[TOTAL]
    then = {}
    for metric in (
        m for m in (k.removeprefix("<") for k in figures if k.startswith("<")) if f"{m}:yoy_rate" in figures
    ):
        fact = printed(TOTAL, metric, figures["<" + metric], False, 0)
        then[metric] = fact.model_copy(
            update={"value": (fact.value * change(metric) / fact.quantum).quantize(Decimal(1)) * fact.quantum}
        )
    return report(random, made, "rounded"), state("2021", then)


def warnings(found: tuple[Finding, ...]) -> list[Finding]:
    """All that is more than a last digit."""
    return [f for f in found if f.severity != "info"]


def test_last_years_report_that_agrees_is_silent_and_counted():
    """Openings implied by growth that meet last year's closings raise nothing; each is one more identity that holds."""
    made, before = two_years()
    alone, both = check(made), check(made, {"2021": before})

    assert not warnings(both.findings)
    assert both.verdicts[Verdict.HOLDS] >= alone.verdicts[Verdict.HOLDS] + 15


def test_a_restated_year_is_one_warning_with_both_values():
    """Two openings that differ from last year's report are told together, as a restatement and never as an error."""
    made, before = two_years(lambda m: Decimal("0.9") if m in {"income.total", "expense.total"} else Decimal(1))
    (found,) = warnings(check(made, {"2021": before}).findings)

    assert (found.rule, found.severity) == ("across.restated", "warning")
    assert set(found.metrics) == {"income.total", "expense.total"}
    assert "上年报告为" in found.message


def test_a_body_that_joined_explains_a_jump_of_all_stocks():
    """Where every stock opens higher than it closed a body has joined: one warning, not a surge."""
    made, before = two_years(lambda m: Decimal("0.8") if m in STOCKS else Decimal(1))
    (found,) = warnings(check(made, {"2021": before}).findings)

    assert found.rule == "across.merger"
    assert set(found.metrics) == set(STOCKS)


def test_a_body_that_joined_within_the_year_is_no_error():
    """Growth over the closing before the merger breaks the roll-forwards of all stocks together: one warning."""
    random = Random(4)
    figures = books(random, 0)[TOTAL]
    for key, joined in (("contribution.cumulative", 5), ("withdrawal.cumulative", 3), ("contribution.balance", 2)):
        figures[key] += joined * 10**8
        figures[f"{key}:yoy_rate"] = figures[key] / figures["<" + key] - 1
    keep = (*STOCKS[:3], "contribution.amount", "withdrawal.amount", "withdrawal.rate")
    facts = [f for f in report(random, {TOTAL: figures}, "rounded").facts if f.metric in keep]
    found = warnings(check(extraction(facts)).findings)

    assert [(f.rule, f.severity) for f in found] == [("across.merger", "warning")]


def test_one_slip_is_not_taken_for_a_merger():
    """A stock misprinted alone stays an error."""
    random = Random(4)
    facts = list(report(random, books(random, 0), "rounded").facts)
    at = next(n for n, f in enumerate(facts) if (f.metric, f.measure) == ("contribution.cumulative", "level"))
    facts[at] = facts[at].model_copy(update={"value": facts[at].value * 10})

    assert [f.severity for f in warnings(check(extraction(facts)).findings)][:1] == ["error"]


def test_a_bulletin_is_compared_with_nothing():
    """A month's growth is over the same month a year before: no earlier state is needed."""
    made, _ = two_years()
    bulletin = made.report.model_copy(update={"document": "bulletin", "period": "2022-09"})

    assert periods_needed(made.report) == ("2021", "2020")
    assert periods_needed(bulletin) == ()
