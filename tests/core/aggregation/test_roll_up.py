"""A province is added up from its centres' states: sums, ratios of sums, weighted shares, implied priors."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.aggregation.contribute import contribute
from services.aggregation.roll_up import Whole, roll_up
from shared.catalogue.regions import load_regions
from shared.interval import growth, mean, printed
from tests.builders import NOW, believed, centre, checked, error, fact

PANJIN = centre()
DALIAN = centre("210200", "大连市")
ANSHAN = centre("210300", "鞍山市")
LIAONING = load_regions().province("210000")

OVERDUE, LOANS, RATE = "risk.overdue_amount", "loan.balance", "risk.overdue_rate"


def rolled(*events, expected=(PANJIN, DALIAN), before=None, period="2022"):
    """The rollup of these reports, each the only one of its centre."""
    states = [believed(e) for e in events]
    return roll_up([contribute(s) for s in states], Whole(LIAONING, period, expected, before), NOW)


def value(state, metric, measure="level"):
    return next((v for v in state.values if (v.metric, v.measure) == (metric, measure)), None)


def test_amounts_are_summed_with_their_bounds():
    """A sum is exact; its bounds are what the last digits shown leave open."""
    one = checked(fact(LOANS, "5281000000", quantum="1000000"), of=PANJIN)
    two = checked(fact(LOANS, "1527000000", quantum="1000000"), of=DALIAN)

    found = value(rolled(one, two), LOANS)

    assert (found.value, found.low, found.high) == (6808000000, 6807000000, 6809000000)
    assert (found.method, found.centres, found.missing) == ("sum", 2, ())


def test_a_ratio_is_that_of_the_sums_not_the_mean():
    """The Panjin report's two bodies: the mean of 0.89‰ and 0‰ is 0.445‰, the true rate is 0.690‰."""
    one = checked(fact(OVERDUE, "4698800", quantum="100"), fact(LOANS, "5281000000", quantum="1000000"), of=PANJIN)
    two = checked(fact(OVERDUE, "0", quantum="100"), fact(LOANS, "1527000000", quantum="1000000"), of=DALIAN)

    found = value(rolled(one, two), RATE)

    assert round(found.value, 6) == Decimal("0.000690")
    assert Decimal("0.00069007") < found.low < found.value < found.high < Decimal("0.00069031")


def test_a_rate_alone_counts_as_an_interval_of_its_base():
    """A centre that prints only its overdue rate brings rate × balance, as wide as the rate's last digit."""
    one = checked(fact(RATE, "0.0015"), fact(LOANS, "1000000000"), of=PANJIN)
    two = checked(fact(OVERDUE, "500000"), fact(LOANS, "1000000000"), of=DALIAN)

    found = value(rolled(one, two), RATE)

    assert found.value == Decimal("0.001")
    assert (round(found.low, 6), round(found.high, 6)) == (Decimal("0.000975"), Decimal("0.001025"))


def test_a_disclosed_rate_without_its_base_is_missing():
    """A rate without the balance it is of says nothing about a sum."""
    found = value(rolled(checked(fact(RATE, "0.0015"), of=PANJIN)), RATE)

    assert found is None


def test_terms_that_reports_leave_out_are_zero_only_where_the_catalogue_says_so():
    """资金运用率 takes absent project loans and bonds as zero; an absent loan balance makes the centre missing."""
    one = checked(fact(LOANS, "80"), fact("contribution.balance", "100"), of=PANJIN)
    two = checked(fact("bond.balance", "5"), fact("contribution.balance", "100"), of=DALIAN)

    found = value(rolled(one, two), "utilisation.rate")

    assert (found.value, found.centres, found.missing) == (Decimal("0.8"), 1, ("210200",))


def test_a_printed_ratio_goes_before_an_assumed_zero():
    """Where the ratio itself is printed no term is taken as zero."""
    report = checked(
        fact(LOANS, "80"), fact("contribution.balance", "100"), fact("utilisation.rate", "0.85"), of=PANJIN
    )

    assert value(rolled(report, expected=(PANJIN,)), "utilisation.rate").value == Decimal("0.85")


def test_shares_are_weighted_by_their_base():
    """The share of low incomes among 9,000 and 1,000 loans is not the mean of the two shares."""
    share = "loan.share.low_middle_income"
    one = checked(fact(share, "0.90"), fact("loan.issued_count", "9000"), of=PANJIN)
    two = checked(fact(share, "0.50"), fact("loan.issued_count", "1000"), of=DALIAN)

    found = value(rolled(one, two), share)

    assert found.value == Decimal("0.86")
    assert found.low < Decimal("0.8551") < Decimal("0.8649") < found.high


def test_growth_comes_from_implied_priors():
    """A province's growth is its sum over the sum of what each centre had a year before, x / (1 + g)."""
    one = checked(fact(LOANS, "110"), fact(LOANS, "0.1000", measure="yoy_rate"), of=PANJIN)
    two = checked(fact(LOANS, "450"), fact(LOANS, "-0.1000", measure="yoy_rate"), of=DALIAN)

    found = value(rolled(one, two), LOANS, "yoy_rate")

    assert round(found.value, 6) == round(Decimal(560) / 600 - 1, 6)
    assert found.low < found.value < found.high


def test_points_come_from_both_years_of_the_ratio():
    """The change of a ratio in points is found from each centre's own points and the growth of its base."""
    told = [
        fact(LOANS, "60"),
        fact("contribution.balance", "100"),
        fact("loan.to_balance_ratio", "0.10", measure="yoy_points"),
        fact("contribution.balance", "0.25", measure="yoy_rate"),
    ]

    found = value(rolled(checked(*told, of=PANJIN), expected=(PANJIN,)), "loan.to_balance_ratio", "yoy_points")

    assert found.value == Decimal("0.1")


def test_parts_are_never_counted_beside_their_whole():
    """A report with a total counts once, by its total; its parts add nothing."""
    report = checked(fact(LOANS, "100"), fact(LOANS, "70", entity="甲"), fact(LOANS, "30", entity="乙"), of=PANJIN)

    assert value(rolled(report), LOANS).value == 100


def test_a_report_without_a_total_is_the_sum_of_its_parts():
    """Numbered centres without a total: the city is their sum, in amounts and in ratios."""
    report = checked(
        fact(LOANS, "70", entity="甲"),
        fact(LOANS, "30", entity="乙"),
        fact(OVERDUE, "7", entity="甲"),
        fact(OVERDUE, "0", entity="乙"),
        of=PANJIN,
    )
    state = rolled(report, expected=(PANJIN,))

    assert (value(state, LOANS).value, value(state, RATE).value) == (100, Decimal("0.07"))
    assert value(state, LOANS).centres == 1


def test_a_part_that_lacks_a_figure_makes_the_centre_missing():
    """A sum of parts of which one is silent is not called complete."""
    report = checked(fact(LOANS, "70", entity="甲"), fact("income.total", "3", entity="乙"), of=PANJIN)

    assert value(rolled(report, expected=(PANJIN,)), LOANS).missing == ("211100",)


def test_a_body_inside_a_body_is_not_counted_twice():
    """南宁: 市中心 and 铁路分中心 stand inside 南宁中心, which the books show; with 区直 it makes the city."""
    books = {"南宁中心": (100, 50, 20), "市中心": (70, 30, 15), "铁路分中心": (30, 20, 5), "区直": (40, 10, 5)}
    metrics = (LOANS, "contribution.balance", "income.total")
    facts = [fact(m, str(v), entity=e) for e, row in books.items() for m, v in zip(metrics, row, strict=True)]

    assert value(rolled(checked(*facts, of=PANJIN)), LOANS).value == 140


def test_who_is_missing_and_who_is_suspect():
    """Each figure names the centres that lack it, and the suspect ones with what they carry of it."""
    one = checked(fact(LOANS, "75"), of=PANJIN, findings=(error(LOANS),))
    two = checked(fact(LOANS, "25"), of=DALIAN)

    state = rolled(one, two, expected=(PANJIN, DALIAN, ANSHAN))

    found = value(state, LOANS)
    assert (found.missing, found.suspect, found.suspect_share) == (("210300",), ("211100",), Decimal("0.75"))
    assert (state.coverage.reported, state.coverage.expected) == (2, 3)
    assert (state.coverage.missing, state.coverage.provisional) == (("210300",), True)


def test_a_corrected_figure_counts_as_corrected():
    """A unit slip with one explanation enters the sum with its true value and is not suspect."""
    one = checked(fact(LOANS, "700"), of=PANJIN, findings=(error(LOANS, should_be="70"),))

    found = value(rolled(one), LOANS)

    assert (found.value, found.suspect) == (70, ())


def test_coverage_by_last_years_balance():
    """The share of last year's balance that has reported comes from last year's rollup, if it knows every centre."""
    balance = "contribution.balance"
    last = rolled(
        checked(fact(balance, "930"), of=PANJIN, period="2021"),
        checked(fact(balance, "70"), of=DALIAN, period="2021"),
        period="2021",
    )
    this = checked(fact(balance, "1000"), of=PANJIN)

    assert rolled(this, before=last).coverage.balance_share == Decimal("0.93")
    assert rolled(this, before=last, expected=(PANJIN, DALIAN, ANSHAN)).coverage.balance_share is None
    assert rolled(this).coverage.balance_share is None
    assert rolled(this, expected=(PANJIN,)).coverage.balance_share == 1


def test_a_body_that_is_not_expected_is_in_no_sum():
    """The province's own report, or that of a part of a city, is named and not added."""
    own = centre("210000", "辽宁省")
    state = rolled(checked(fact(LOANS, "900"), of=own), checked(fact(LOANS, "70"), of=PANJIN))

    assert value(state, LOANS).value == 70
    assert state.outside == ("210000",)
    assert state.coverage.reported == 1


def test_the_order_of_centres_does_not_matter():
    """A rollup is the same whichever centre's state was read first."""
    one, two = checked(fact(LOANS, "1"), of=PANJIN), checked(fact(LOANS, "2"), of=DALIAN)

    assert rolled(one, two) == rolled(two, one)


def test_twice_the_same_is_once():
    """Adding up again from the same states gives the same rollup: nothing is incremented."""
    one = checked(fact(LOANS, "1"), of=PANJIN)

    assert rolled(one) == rolled(one)


rates = st.decimals("-0.5", "1.5", places=4)
amounts = st.decimals(1, 10**6, places=2)


@given(st.lists(st.tuples(rates, amounts), min_size=1, max_size=6), st.data())
def test_bounds_hold_whatever_the_hidden_digits(pairs, data):
    """Wherever the true values lie inside what was printed, their mean and growth lie inside the bounds."""
    shown = [(printed(r, Decimal("0.0002")), printed(a, Decimal("0.02"))) for r, a in pairs]
    corner = st.sampled_from(["low", "value", "high"])
    true = [(getattr(r, data.draw(corner)), getattr(a, data.draw(corner))) for r, a in shown]
    weight = sum(a for _, a in true)
    mean_of_true = sum(r * a for r, a in true) / weight
    growth_of_true = weight / sum(a / (1 + r) for r, a in true) - 1
    slack = Decimal("1E-20")

    found = mean(shown), growth([(a, r) for r, a in shown])

    assert found[0].low - slack <= mean_of_true <= found[0].high + slack
    assert found[1].low - slack <= growth_of_true <= found[1].high + slack


@pytest.mark.parametrize("code", ["110000", "460000", "660000"])
def test_provinces_with_one_body_add_up_to_it(code):
    """A municipality, 海南 and 兵团 report as one body: its report is the whole, expected once."""
    expected = load_regions().centres(code, 2022)
    states = [believed(checked(fact(LOANS, "100"), of=c)) for c in expected]
    state = roll_up([contribute(s) for s in states], Whole(load_regions().province(code), "2022", expected), NOW)

    assert value(state, LOANS).value == 100 * len(expected)
    assert not state.coverage.provisional
