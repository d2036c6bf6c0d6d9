"""A rule decides from the whole interval of a figure, from amounts if they are there, never from one in doubt."""

from decimal import Decimal

import pytest

from services.aggregation.contribute import contribute
from services.aggregation.roll_up import Whole, roll_up
from services.notification.evaluate import evaluate
from services.notification.measure import needs_prior
from services.notification.subject import province_of
from shared.catalogue.alerts import load_alerts
from shared.catalogue.regions import load_regions
from tests.builders import NOW, believed, centre, checked, error, fact
from tests.core.notification.conditions import LOANS, OVERDUE, RATE, RULES, centre_body, look


@pytest.mark.parametrize(
    ("printed", "holds", "severity"),
    [
        ("0.00049", "clear", None),
        ("0.00050", "undecidable", "notice"),
        ("0.00051", "firing", "notice"),
        ("0.00100", "firing", "notice"),
        ("0.00101", "firing", "warning"),
        ("0.00150", "firing", "warning"),
        ("0.0015", "firing", "warning"),
        ("0.00151", "firing", "critical"),
        ("0.002", "firing", "warning"),
    ],
)
def test_a_printed_rate_fires_only_where_all_it_may_mean_is_above(printed, holds, severity):
    """0.50‰ with two decimals may be 0.495‰ or 0.505‰; the severest level that is passed for certain counts."""
    found = look("overdue_rate", centre_body(fact(RATE, printed)))

    assert found.holds == holds
    assert severity is None or found.severity == severity


def test_amounts_decide_where_the_printed_rate_cannot():
    """The Panjin report: 0.69‰ printed; 469.88万元 over 68.08亿元 is 0.6901‰ to 0.6903‰, and both are shown."""
    printed = fact(RATE, "0.00069")
    amounts = fact(OVERDUE, "4698800", quantum="100"), fact(LOANS, "6808000000", quantum="1000000")

    found = look("overdue_rate", centre_body(printed, *amounts))

    assert Decimal("0.00069") < found.interval.low < found.interval.value < found.interval.high < Decimal("0.000691")
    assert found.message == "盘锦市住房公积金管理中心2022年个人住房贷款逾期率0.6902‰，超过0.5‰"
    assert found.place.raw == "0.00069"


def test_the_haixi_slip_is_data_quality_and_never_risk():
    """0.07% printed for 0.07‰ would be 0.7‰, above the line; with the error on it no risk is said, but the error is."""
    slip = error("risk.npl_rate", "risk.npl_balance", LOANS, should_be="0.00007", rule="risk.npl_rate")
    facts = [
        fact("risk.npl_rate", "0.0007", quantum="0.0001"),
        fact("risk.npl_balance", "242000", quantum="1000"),
        fact(LOANS, "3492000000", quantum="1000000"),
    ]
    conditions = evaluate(load_alerts(), centre_body(*facts, findings=(slip,), period="2025"))

    firing = [(c.rule.id, c.metric) for c in conditions if c.holds in ("firing", "undecidable")]
    assert firing == [("data_quality", "risk.npl_rate")]
    assert {c.holds for c in conditions if c.rule.id.startswith("overdue")} == {"doubtful"}


def test_without_the_finding_the_same_figures_would_fire():
    """The Haixi rate without an error, and without the amounts, is above the line: the finding makes the difference."""
    assert look("overdue_rate", centre_body(fact("risk.npl_rate", "0.0007"))).holds == "firing"


@pytest.mark.parametrize("doubted", [OVERDUE, LOANS, RATE])
def test_an_error_on_any_term_puts_the_rate_in_doubt(doubted):
    """An open error on the numerator, on the base or on the printed rate: no risk alert."""
    facts = fact(RATE, "0.002"), fact(OVERDUE, "20"), fact(LOANS, "10000")
    body = centre_body(*facts, findings=(error(doubted),))

    assert look("overdue_rate", body).holds == "doubtful"
    quality = [c for c in evaluate(load_alerts(), body) if c.rule.id == "data_quality" and c.holds == "firing"]
    assert [c.about for c in quality] == [doubted]


def test_a_warning_leaves_the_figure_undoubted():
    """Only errors speak against a figure: a warning on it does not hide the risk."""
    body = centre_body(fact(RATE, "0.002"), findings=(error(RATE, severity="warning"),))

    assert look("overdue_rate", body).holds == "firing"


def test_a_silent_report_is_absent_not_clear():
    """A report that says nothing of a figure neither fires nor clears."""
    assert look("overdue_rate", centre_body(fact(LOANS, "5"))).holds == "absent"


def test_sub_centres_are_watched_by_name():
    """A sub-centre's own figures are judged under its own name, apart from the whole."""
    body = centre_body(fact(RATE, "0.0001"), fact(RATE, "0.00089", entity="盘锦中心"), entity="盘锦中心")

    found = look("overdue_rate", body)
    assert (found.subject.scope, found.holds) == ("entity", "firing")
    assert "盘锦市住房公积金管理中心（盘锦中心）" in found.message


def test_a_rule_may_watch_what_is_too_low():
    """The reserve over loans fires below 1 %, for certain."""
    low = look("reserve_over_loans", centre_body(fact("risk.reserve_balance", "9"), fact(LOANS, "1000")))
    high = look("reserve_over_loans", centre_body(fact("reserve.balance", "19"), fact(LOANS, "1000")))

    assert (low.holds, high.holds) == ("firing", "clear")


def test_doubling_is_seen_against_last_years_state():
    """The rate against the same body a year before; without that year, against what the report's own change implies."""
    now = centre_body(fact(OVERDUE, "4000"), fact(LOANS, "5000000"))
    then = centre_body(fact(OVERDUE, "1500"), fact(LOANS, "5000000"), period="2021")
    told = centre_body(fact(RATE, "0.00080"), fact(RATE, "0.00050", measure="yoy_points"))

    assert look("overdue_doubled", now, then).holds == "firing"
    assert "0.3‰升至0.8‰" in look("overdue_doubled", now, then).message
    assert look("overdue_doubled", now).holds == "absent"
    assert look("overdue_doubled", told).holds == "firing"


def test_a_change_in_the_noise_is_no_change():
    """From 0.01‰ to 0.1‰ is ten times, and one loan."""
    now = centre_body(fact(OVERDUE, "100"), fact(LOANS, "1000000"))
    then = centre_body(fact(OVERDUE, "10"), fact(LOANS, "1000000"), period="2021")

    assert look("overdue_doubled", now, then).holds == "clear"
    assert not needs_prior(RULES["overdue_doubled"], now)


def test_a_doubtful_year_before_is_no_base():
    """A change against a figure that an error speaks against says nothing."""
    now = centre_body(fact(RATE, "0.0009"))
    then = centre_body(fact(RATE, "0.0001"), findings=(error(RATE),), period="2021")

    assert look("overdue_doubled", now, then).holds == "absent"


def test_a_rule_holds_for_its_years():
    """A rule that is in force from 2023 on says nothing of 2022."""
    later = RULES["overdue_rate"].model_copy(update={"valid_from": 2023})
    body = centre_body(fact(RATE, "0.002"))

    assert evaluate([later], body) == []
    assert len(evaluate([later], centre_body(fact(RATE, "0.002"), period="2023"))) == 1


def rolled(*events, expected):
    states = [contribute(believed(e)) for e in events]
    return province_of(roll_up(states, Whole(load_regions().province("210000"), "2022", expected), NOW))


def test_a_province_is_judged_by_its_rollup_and_says_how_complete_it_is():
    """The rate of the sums fires once enough centres have reported, and says that it is provisional until all have."""
    bodies = [centre(f"21{n}00", f"{n}市") for n in range(10, 15)]
    reports = [checked(fact(OVERDUE, "20"), fact(LOANS, "10000"), of=body) for body in bodies]

    found = look("overdue_rate", rolled(*reports[:4], expected=bodies))

    assert (found.holds, found.severity) == ("firing", "critical")
    assert "（5家中心中4家已披露，暂定）" in found.message
    assert look("overdue_rate", rolled(*reports[:3], expected=bodies)).holds == "absent"


def test_a_province_with_a_suspect_centre_in_the_sum_is_in_doubt():
    """A sum that a suspect figure is part of raises no risk alert for the province."""
    report = checked(fact(OVERDUE, "20"), fact(LOANS, "10000"), findings=(error(OVERDUE),))

    assert look("overdue_rate", rolled(report, expected=(centre(),))).holds == "doubtful"


def test_sums_over_different_centres_make_no_ratio():
    """Reserves of one centre over loans of two is no rate of the province."""
    bodies = centre(), centre("210200", "大连市")
    one = checked(fact("risk.reserve_balance", "5"), of=bodies[0])
    two = checked(fact(LOANS, "9000"), of=bodies[1])

    assert look("reserve_over_loans", rolled(one, two, expected=bodies)).holds == "absent"
