"""The two real reports, labelled by hand: every identity stands as it was worked out on paper."""

from collections import Counter
from decimal import Decimal

import pytest

from services.validator.check import check
from shared.books.book import Book
from shared.books.instance import Instance, verdict
from shared.books.rules import rules_for
from shared.model import Extraction, Finding, Verdict
from tests.golden.gold_reports import HAIXI, PANJIN, gold_report

W, P, Y, HX = "total", "盘锦中心", "油田分中心", "haixi"
OK, ONE, BAD = Verdict.HOLDS, Verdict.LAST_DIGIT, Verdict.VIOLATED

# rows of the hand-made table: identity, then whole, 盘锦中心, 油田分中心 and 海西; None where it is not disclosed
TABLE = {
    "contribution.balance": (OK, OK, OK, OK),
    "withdrawal.rate": (OK, OK, OK, OK),
    "contribution.cumulative_growth": (OK, OK, OK, ONE),
    "contribution.balance_growth": (OK, OK, OK, OK),
    "withdrawal.cumulative_growth": (OK, OK, OK, OK),
    "withdrawal.rate_points": (OK, OK, OK, OK),
    "contribution.active_employers_growth": (OK, OK, OK, None),
    "contribution.active_employees_growth": (OK, OK, OK, None),
    "loan.balance_growth": (OK, OK, OK, None),
    "loan.cumulative_count_growth": (ONE, ONE, OK, None),
    "loan.cumulative_amount_growth": (ONE, OK, ONE, None),
    "loan.to_balance_ratio": (OK, OK, OK, None),
    "utilisation.rate": (OK, OK, OK, None),
    "loan.to_balance_ratio_points": (OK, OK, BAD, None),
    "utilisation.rate_points": (OK, OK, ONE, None),
    "deposit.total": (OK, OK, OK, None),
    "income.total": (OK, OK, OK, None),
    "expense.total": (OK, OK, OK, None),
    "surplus.amount": (OK, OK, OK, OK),
    "allocation.total": (OK, OK, OK, OK),
    "admin_expense.total": (OK, OK, OK, None),
    "surplus.rate": (OK, OK, OK, None),
    "housing_contribution.rate": (OK, OK, OK, None),
    "housing_contribution.rate_by_share": (None, None, None, OK),
    "risk.overdue_rate": (OK, None, None, None),
    "risk.npl_rate": (None, None, None, BAD),
    "same.reserve": (OK, OK, OK, None),
    "same.utilisation_points": (OK, OK, BAD, None),
    "org.staff_total": (None, OK, OK, None),
    "contribution.base": (OK, None, None, OK),
    "order.net_new_employees": (OK, OK, OK, None),
    "order.contribution": (OK, OK, OK, OK),
    "order.withdrawing_employees": (OK, OK, OK, None),
    "reasonable.employee_interest": (OK, OK, OK, None),
    "reasonable.loan_interest": (OK, OK, OK, None),
    "reasonable.expense": (OK, OK, OK, BAD),
    "reasonable.liquidity": (OK, OK, OK, None),
    "reserve.adequacy": (OK, OK, OK, OK),
}


def judged(extraction: Extraction) -> list[tuple[Instance, Verdict]]:
    """Every identity laid on the report, with how it stands."""
    book = Book(extraction.facts, extraction.misses)
    instances, _ = rules_for(int(extraction.report.period), False).lay(book)
    return [(i, verdict(i, book)) for i in instances]


@pytest.fixture(scope="module")
def stands() -> dict[tuple[str, str], Verdict]:
    """How each identity within an entity stands, in both reports."""
    found = {(i.identity.id, i.entity): v for i, v in judged(gold_report(*PANJIN)) if i.metric is None}
    return found | {(i.identity.id, HX): v for i, v in judged(gold_report(*HAIXI))}


@pytest.mark.parametrize("identity", TABLE)
def test_identity_stands_as_worked_out_by_hand(identity, stands):
    """Whole, both sub-centres and the second report have the verdict that was found on paper."""
    assert tuple(stands.get((identity, e)) for e in (W, P, Y, HX)) == TABLE[identity]


def test_shares_of_every_group_add_to_the_whole(stands):
    """Twelve share groups in each of the three entities, two in the second report: all hold."""
    of = Counter(e for (identity, e), v in stands.items() if ".share." in identity and v == OK)

    assert of == {W: 12, P: 12, Y: 12, HX: 2}


def test_whole_and_parts_stand_as_worked_out_by_hand():
    """All 46 sums and 13 sums of the year before hold, and the shares but the two of a folded category."""
    laid = judged(gold_report(*PANJIN))
    across = [(i.identity.ref, i.metric, v) for i, v in laid if i.metric or i.identity.ref == "I27"]
    held = Counter(ref for ref, _, v in across if v == OK)

    assert held["I24"] == 46
    assert held["I26"] == 13
    assert held["I27"] == 3
    assert {(ref, metric) for ref, metric, v in across if v == BAD} == {
        ("I25", "withdrawal.share.death"),
        ("I25", "withdrawal.share.other"),
        ("I26b", "loan.to_balance_ratio"),
        ("I26b", "housing_contribution.rate"),
    }
    assert not [v for ref, _, v in across if v == ONE]


def errors(findings: tuple[Finding, ...]) -> list[Finding]:
    """The findings of severity error."""
    return [f for f in findings if f.severity == "error"]


def test_haixi_has_its_one_error_and_its_value():
    """不良率 0.07% is the only error, and 0.07‰ what it should be."""
    (error,) = errors(check(gold_report(*HAIXI)).findings)

    assert (error.entity, error.metrics[0], error.disclosed) == ("total", "risk.npl_rate", Decimal("0.0007"))
    assert error.suggestion
    assert error.suggestion.value == Decimal("0.00007")
    assert error.suggestion.slip == "per_mille"
    assert error.expected == Decimal("0.0000693")
    assert error.tolerance == Decimal("0.00005")


def test_panjin_has_its_two_errors():
    """The wrong verb of 个贷率 is named with its value; the 30 points of 住房贡献率 with what would fit, no slip."""
    verb, points = errors(check(gold_report(*PANJIN)).findings)

    assert (verb.entity, verb.metrics[0], verb.measure) == (Y, "loan.to_balance_ratio", "yoy_points")
    assert verb.suggestion
    assert (verb.suggestion.value, verb.suggestion.slip) == (Decimal("-0.0213"), "sign")
    assert {"loan.to_balance_ratio_points", "same.utilisation_points"} <= set(verb.suggestion.proofs)
    assert (points.entity, points.metrics[0], points.measure) == (Y, "housing_contribution.rate", "yoy_points")
    assert points.suggestion is None
    assert points.expected == Decimal("-0.1345")
    assert {(s.entity, s.slip) for s in points.explanations} == {(Y, "digits_lost"), (W, None), (P, None)}


def test_panjin_folded_category_is_a_warning():
    """死亡 inside 其他 explains both clashes; since no figure need be wrong it is a warning."""
    found = [f for f in check(gold_report(*PANJIN)).findings if f.metrics[0] == "withdrawal.share.other"]

    assert [(f.entity, f.severity, f.suggestion and f.suggestion.slip) for f in found] == [(Y, "warning", "folded")]


def test_last_digits_are_info_and_nothing_else_is_found():
    """Beside the errors and the folded category there are only last digits, five in one report, one in the other."""
    severities = Counter(f.severity for f in check(gold_report(*PANJIN)).findings)
    haixi = check(gold_report(*HAIXI)).findings

    assert severities == {"error": 2, "warning": 1, "info": 5}
    assert [f.rule for f in haixi] == ["risk.npl_rate", "reasonable.expense", "contribution.cumulative_growth"]
