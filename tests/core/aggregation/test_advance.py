"""A centre's state is a function of the set of documents about it, and every figure in it says how it stands."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.aggregation.advance import advance, as_of, outcome_of
from shared.errors import Rejected
from shared.model import Miss
from tests.builders import NOW, believed, checked, error, fact, figure

BALANCE = "loan.balance"
RATE = "risk.overdue_rate"


def plain(state):
    """All of a state but its version, which counts the ways in which it came about."""
    return state.model_copy(update={"version": 0})


def test_a_first_report_becomes_the_state():
    """A centre's first report makes version 1, with its facts in force as disclosed."""
    state = advance(None, checked(fact(BALANCE, "6808000000", quantum="1000000")))

    assert (state.version, state.period, state.centre.code) == (1, "2022", "211100")
    assert (figure(state, BALANCE).value, figure(state, BALANCE).status) == (Decimal(6808000000), "disclosed")
    assert state.changes == ()


def test_a_redelivery_changes_nothing():
    """The same event again gives None: there is no next state."""
    event = checked(fact(BALANCE, "5"))

    assert advance(believed(event), event) is None


def test_known_bytes_received_again_change_nothing():
    """The same report with a later moment of receipt is the same report."""
    assert advance(believed(checked(fact(BALANCE, "5"))), checked(fact(BALANCE, "5"), received=3)) is None


def test_another_reading_of_a_report_takes_the_place_of_the_old():
    """When a newer catalogue reads a report again, its reading counts and the old one is gone."""
    state = believed(checked(fact(BALANCE, "5")), checked(fact(BALANCE, "6"), catalogue="c2"))

    assert figure(state, BALANCE).value == 6
    assert (state.version, len(state.documents)) == (2, 1)


def test_a_higher_rank_replaces_a_lower_and_is_filled_by_it():
    """An annual report's figure outranks an interpretation's, whichever came first; what it lacks stays filled."""
    early = checked(fact(BALANCE, "5"), fact("income.total", "7"), n=1, document="interpretation")
    report = checked(fact(BALANCE, "6"), n=2, received=1)

    for state in (believed(early, report), believed(report, early)):
        assert figure(state, BALANCE).value == 6
        assert figure(state, "income.total").value == 7
        assert [r.document for r in state.reports] == ["annual_report", "interpretation"]


def test_a_lower_rank_never_replaces():
    """A bulletin received later fills nothing that the report has."""
    state = believed(checked(fact(BALANCE, "6")), checked(fact(BALANCE, "9"), n=2, document="bulletin", received=9))

    assert figure(state, BALANCE).value == 6
    assert outcome_of(state, f"{2:064x}") == "superseded"
    assert outcome_of(state, f"{1:064x}") == "done"


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        ({"published": "2023-03-15", "received": 5}, {"published": "2023-04-01", "received": 1}, "second"),
        ({"published": "2023-04-01", "received": 1}, {"received": 5}, "second"),
        ({"published": "2023-04-01", "received": 5}, {"received": 1}, "first"),
        ({"received": 2}, {"received": 2}, "second"),
    ],
    ids=["by publication", "one undated: by receipt", "one undated: by receipt, the other way", "tie: by report id"],
)
def test_later_outranks_earlier_within_a_rank(first, second, winner):
    """Between two annual reports the later counts: by publication where both are dated, else by receipt, else by id."""
    one = checked(fact(BALANCE, "1"), n=1, **first)
    two = checked(fact(BALANCE, "2"), n=2, **second)
    value = {"first": 1, "second": 2}[winner]

    assert figure(believed(one, two), BALANCE).value == figure(believed(two, one), BALANCE).value == value


def test_a_restatement_keeps_what_stood_before():
    """A restated value is recorded with the old one, the report that changed it, when and why."""
    first = checked(fact(BALANCE, "100", quantum="1"))
    state = believed(first, checked(fact(BALANCE, "130", quantum="1"), n=2, received=2))

    (change,) = state.changes
    assert (change.before, change.after, change.why) == (100, 130, "restated")
    assert (change.report_id, change.at) == (f"{2:064x}", NOW + timedelta(days=2))


@pytest.mark.parametrize(
    ("kind", "before", "after", "why"),
    [
        ("interpretation", ("4818000000", "1000000"), ("4818234500", "100"), "made_precise"),
        ("interpretation", ("4818000000", "1000000"), ("4900000000", "100"), "outranked"),
        ("annual_report", ("4818000000", "1000000"), ("4900000000", "100"), "restated"),
    ],
)
def test_a_change_says_why(kind, before, after, why):
    """More digits of the same figure, a weightier document and a restatement are told apart."""
    first = checked(fact(BALANCE, before[0], quantum=before[1]), document=kind)
    state = believed(first, checked(fact(BALANCE, after[0], quantum=after[1]), n=2, received=1))

    assert [c.why for c in state.changes] == [why]


def test_changes_read_as_if_documents_had_come_in_order_of_receipt():
    """History does not depend on the order in which the bus delivered it."""
    events = [checked(fact(BALANCE, str(v)), n=v, received=v) for v in (1, 2, 3)]

    state = believed(events[2], events[0], events[1])

    assert [(c.before, c.after) for c in state.changes] == [(1, 2), (2, 3)]


def test_a_mended_figure_says_so():
    """A fact that had to be mended to be read is `repaired`, by what proved it or else by the mending's name."""
    proven = fact("expense.total", "320554100", repairs=("misplaced_separator",), proofs=("FIN-02",))
    mended = fact("income.total", "5", repairs=("missing_unit", "run_together"))
    state = believed(checked(proven, mended))

    assert [(f.status, f.rule) for f in state.figures] == [
        ("repaired", "FIN-02"),
        ("repaired", "missing_unit, run_together"),
    ]


def test_one_explanation_corrects():
    """A unit slip with one explanation: the suggestion is in force, its last digit moved along, the print kept."""
    slip = error("risk.npl_rate", "risk.npl_balance", BALANCE, should_be="0.00007")
    state = believed(checked(fact("risk.npl_rate", "0.0007", quantum="0.0001"), findings=(slip,)))

    found = figure(state, "risk.npl_rate")
    assert (found.value, found.quantum) == (Decimal("0.00007"), Decimal("0.00001"))
    assert (found.status, found.rule, found.disclosed) == ("corrected", "R-1", Decimal("0.0007"))


def test_a_corrected_sign_keeps_its_last_digit():
    """A change printed with the wrong sign is turned round; what one unit of its last digit is worth stays positive."""
    turned = error("loan.to_balance_ratio", measure="yoy_points", should_be="-0.0213")
    told = fact("loan.to_balance_ratio", "0.0213", measure="yoy_points")
    found = figure(believed(checked(told, findings=(turned,))), "loan.to_balance_ratio", measure="yoy_points")

    assert (found.value, found.quantum) == (Decimal("-0.0213"), Decimal("0.0001"))


@pytest.mark.parametrize(
    "findings",
    [
        (error(RATE),),
        (error(RATE, should_be="0.001", also=("0.002",)),),
        (error(RATE, should_be="0.001"), error(RATE, should_be="0.002", rule="R-2")),
        (error(RATE, should_be="0.001"), error(RATE, rule="R-2")),
    ],
    ids=["none", "two in one finding", "two findings disagree", "one finding has none"],
)
def test_without_one_explanation_a_figure_is_suspect(findings):
    """No explanation, several, or findings that disagree: the printed value stays, marked suspect."""
    found = figure(believed(checked(fact(RATE, "0.01"), findings=findings)), RATE)

    assert (found.value, found.status, found.rule) == (Decimal("0.01"), "suspect", "R-1")


def test_an_explanation_may_clear_the_figure_named_first():
    """Where the one explanation is that another figure is wrong, that one is corrected and the first stands."""
    finding = error(RATE, BALANCE)
    suggestion = error(BALANCE, should_be="7").suggestion
    blamed = finding.model_copy(update={"suggestion": suggestion, "explanations": (suggestion,)})
    state = believed(checked(fact(RATE, "0.01"), fact(BALANCE, "70"), findings=(blamed,)))

    assert figure(state, RATE).status == "disclosed"
    assert (figure(state, BALANCE).value, figure(state, BALANCE).status) == (7, "corrected")


@pytest.mark.parametrize("severity", ["warning", "info"])
def test_only_errors_cast_doubt(severity):
    """A warning or an info leaves the figure as disclosed."""
    state = believed(checked(fact(RATE, "0.01"), findings=(error(RATE, severity=severity),)))

    assert figure(state, RATE).status == "disclosed"


def test_doubt_is_about_one_measure():
    """An error in a figure's growth leaves its level undoubted."""
    facts = fact(BALANCE, "5"), fact(BALANCE, "0.1", measure="yoy_rate")
    state = believed(checked(*facts, findings=(error(BALANCE, measure="yoy_rate"),)))

    assert (figure(state, BALANCE).status, figure(state, BALANCE, measure="yoy_rate").status) == (
        "disclosed",
        "suspect",
    )


def test_findings_go_with_the_figures_in_force():
    """An outranked figure takes its finding with it; one that fills a gap brings its own."""
    early = checked(
        fact(RATE, "0.01"),
        fact("income.total", "7"),
        document="interpretation",
        findings=(error(RATE), error("income.total", rule="R-2")),
    )
    state = believed(early, checked(fact(RATE, "0.001"), n=2, received=1))

    assert [f.rule for f in state.findings] == ["R-2"]
    assert figure(state, RATE).status == "disclosed"


def test_a_miss_is_kept_until_some_document_has_the_figure():
    """What one document does not say and another does is no miss."""
    missing = Miss(entity="total", metric=RATE, measure="level", reason="not_disclosed")
    report = checked(fact(BALANCE, "5"), misses=(missing,))

    assert believed(report).misses == (missing,)
    assert believed(report, checked(fact(RATE, "0.01"), n=2, document="bulletin")).misses == ()


def test_what_was_believed_on_a_day():
    """`as_of` gives the state of the documents received until then, equal to the state that stood then."""
    first = checked(fact(BALANCE, "1"))
    then, now = believed(first), believed(first, checked(fact(BALANCE, "2"), n=2, received=5))

    assert plain(as_of(now, NOW + timedelta(days=4))) == plain(then)
    assert plain(as_of(now, NOW + timedelta(days=5))) == plain(now)
    assert as_of(now, NOW - timedelta(days=1)) is None


def test_a_report_without_a_centre_is_refused():
    """A passage of nobody cannot be added to anything."""
    event = checked(fact(BALANCE, "1"))
    header = event.extraction.report.model_copy(update={"centre": None})
    stray = event.model_copy(update={"extraction": event.extraction.model_copy(update={"report": header})})

    with pytest.raises(Rejected, match="no centre"):
        advance(None, stray)


METRICS = (BALANCE, "income.total", "contribution.amount")


@st.composite
def reports(draw):
    """Up to six different reports of one centre and period, with figures, doubts and mended ones among them."""
    drawn = []
    for n in range(1, draw(st.integers(1, 6)) + 1):
        told = draw(st.dictionaries(st.sampled_from(METRICS), st.integers(0, 3), max_size=3))
        facts = [
            fact(m, str(v), entity=draw(st.sampled_from(["total", "甲"])), repairs=draw(st.sampled_from([(), ("x",)])))
            for m, v in told.items()
        ]
        findings = [error(m, should_be=draw(st.sampled_from([None, "9"]))) for m in told if draw(st.booleans())]
        drawn.append(
            checked(
                *facts,
                n=n,
                document=draw(st.sampled_from(["annual_report", "interpretation", "bulletin"])),
                published=draw(st.sampled_from([None, "2023-03-01", "2023-03-02"])),
                received=draw(st.integers(0, 3)),
                findings=tuple(findings),
            )
        )
    return drawn


@settings(deadline=None)
@given(data=st.data(), known=reports())
def test_any_order_and_any_repetition_end_in_the_same_state(data, known):
    """Reports shuffled and repeated end in the state of a fresh computation from their set, changes included."""
    repeated = known + data.draw(st.lists(st.sampled_from(known), max_size=6))
    shuffled = data.draw(st.permutations(repeated))
    fresh = believed(*sorted(known, key=lambda e: (e.received_at, e.extraction.report.report_id)))

    ended = believed(*shuffled)

    assert plain(ended) == plain(fresh)
    assert ended.documents == fresh.documents
    assert ended.version == len(known)
