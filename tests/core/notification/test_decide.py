"""An alert's life: the whole table of what follows from an alert and a condition, and a model that lives through it."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.notification.decide import Cause, by_person, decide
from services.notification.evaluate import evaluate
from services.notification.review import review, speaks_up
from shared.catalogue.alerts import load_alerts
from tests.builders import NOW, error, fact
from tests.core.notification.conditions import RATE, centre_body, look

WHY = Cause(NOW, "r1")


def rate(text, **more):
    """The overdue rule's condition for this printed rate; None for a report that is silent."""
    facts = [fact(RATE, text)] if text else [fact("loan.balance", "5")]
    return look("overdue_rate", centre_body(*facts, **more))


def doubtful():
    return rate("0.0007", findings=(error(RATE),))


FIRING, HIGHER, LOWER, BETWEEN, UNSURE, CLEAR, SILENT = (
    rate(x) for x in ("0.00120", "0.00200", "0.00070", "0.00095", "0.00050", "0.00030", None)
)


def alert_in(state):
    """An alert of severity warning, raised by FIRING, in this state."""
    if state == "none":
        return None
    if state == "undecidable":
        return decide(None, UNSURE, WHY).alert
    raised = decide(None, FIRING, WHY).alert
    if state == "firing":
        return raised
    if state == "resolved":
        return decide(raised, CLEAR, WHY).alert
    return by_person(raised, state, NOW)


TABLE = [
    ("none", FIRING, "raised", "firing", True),
    ("none", UNSURE, "straddles", "undecidable", True),
    ("none", CLEAR, "clear", None, False),
    ("none", SILENT, "gap", None, False),
    ("none", doubtful(), "figure_in_doubt", None, False),
    ("resolved", FIRING, "reopened", "firing", True),
    ("resolved", UNSURE, "straddles", "undecidable", True),
    ("resolved", CLEAR, "clear", None, False),
    ("resolved", SILENT, "gap", None, False),
    ("closed_by_person", FIRING, "closed_by_person", None, False),
    ("closed_by_person", HIGHER, "reopened", "firing", True),
    ("undecidable", FIRING, "decided", "firing", True),
    ("undecidable", UNSURE, "unchanged", None, False),
    ("undecidable", CLEAR, "withdrawn", "resolved", True),
    ("undecidable", SILENT, "gap", None, False),
    ("undecidable", doubtful(), "unchanged", None, False),
    ("firing", FIRING, "unchanged", None, False),
    ("firing", HIGHER, "escalated", "firing", True),
    ("firing", LOWER, "eased", "firing", True),
    ("firing", BETWEEN, "held", "firing", True),
    ("firing", UNSURE, "eased", "undecidable", True),
    ("firing", CLEAR, "withdrawn", "resolved", True),
    ("firing", SILENT, "gap", None, False),
    ("firing", doubtful(), "figure_in_doubt", "undecidable", True),
    ("acknowledged", FIRING, "unchanged", None, False),
    ("acknowledged", HIGHER, "escalated", "firing", True),
    ("acknowledged", BETWEEN, "held", "acknowledged", True),
    ("acknowledged", CLEAR, "withdrawn", "resolved", True),
    ("silenced", HIGHER, "escalated", "silenced", False),
    ("silenced", BETWEEN, "held", "silenced", False),
    ("silenced", LOWER, "eased", "silenced", False),
    ("silenced", doubtful(), "figure_in_doubt", "silenced", False),
    ("silenced", CLEAR, "withdrawn", "resolved", False),
]


@pytest.mark.parametrize(
    ("state", "condition", "reason", "after", "notify"), TABLE, ids=[f"{r[0]}-{r[2]}-{n}" for n, r in enumerate(TABLE)]
)
def test_the_table(state, condition, reason, after, notify):
    """What follows, why, and whether anybody is told, for every kind of alert and condition."""
    decision = decide(alert_in(state), condition, Cause(NOW, "r2"))

    assert decision.reason == reason
    assert (decision.alert and decision.alert.state, decision.notify) == (after, notify)
    if decision.alert:
        assert decision.alert.history[-1].reason == reason
        assert decision.alert.history[-1].report_id == "r2"


@pytest.mark.parametrize("state", ["firing", "undecidable", "acknowledged", "silenced"])
def test_a_newer_period_ends_an_open_alert(state):
    """Whatever an older period's figures say now, its alert ends when a newer period has spoken."""
    decision = decide(alert_in(state), HIGHER, WHY, historic=True)

    assert (decision.reason, decision.alert.state) == ("newer_report", "resolved")
    assert decision.notify == (state != "silenced")


@pytest.mark.parametrize("condition", [FIRING, UNSURE])
def test_an_older_period_raises_nothing(condition):
    """A report of 2019 received after that of 2022 is history, not news."""
    assert decide(None, condition, WHY, historic=True).alert is None


def test_a_restatement_within_a_level_keeps_the_alert_with_the_new_numbers():
    """From 1.2‰ to 1.3‰ the warning stands, and whoever was told is told the right figure."""
    decision = decide(alert_in("firing"), rate("0.00130"), WHY)

    assert (decision.reason, decision.notify) == ("restated", True)
    assert (decision.alert.severity, decision.alert.value) == ("warning", rate("0.00130").interval.value)


def test_a_held_alert_keeps_its_level_with_the_new_numbers():
    """Between clear and raise the severity and threshold stay; the number is the new one."""
    decision = decide(alert_in("firing"), BETWEEN, WHY)

    assert (decision.alert.severity, decision.alert.threshold) == ("warning", FIRING.level.raised)
    assert decision.alert.value == BETWEEN.interval.value


def test_reopening_starts_anew_and_keeps_the_history():
    """A reopened alert is open since the reopening; all that happened before stays in its history."""
    later = Cause(NOW + timedelta(days=9), "r9")
    decision = decide(alert_in("resolved"), FIRING, later)

    assert decision.alert.since == later.at
    assert [t.reason for t in decision.alert.history] == ["raised", "withdrawn", "reopened"]


def test_a_decision_names_the_numbers():
    """A raised alert carries value, bounds, threshold, both sentences and the report."""
    alert = alert_in("firing")

    assert alert.low < alert.value < alert.high
    assert alert.threshold == FIRING.level.raised
    assert "1.2‰" in alert.message
    assert "1.2‰" in alert.message_en
    assert alert.report_id == f"{1:064x}"


class AlertLife(RuleBasedStateMachine):
    """Reports of three years, restated and out of order, against an oracle that knows only the latest figures."""

    @initialize()
    def begin(self):
        self.figures, self.alerts, self.now = {}, {}, NOW

    @rule(
        period=st.sampled_from(["2021", "2022", "2023"]),
        shown=st.sampled_from(["0.00030", "0.00050", "0.00070", "0.00120", "0.00200", None, "doubtful"]),
        repeats=st.integers(1, 2),
    )
    def a_report_comes(self, period, shown, repeats):
        """A report says a rate (or nothing, or something doubtful); it may be delivered twice."""
        self.figures[period] = shown
        for _ in range(repeats):
            self.now += timedelta(minutes=1)
            conditions = self.conditions(period)
            later = [p for p in self.figures if p > period] if speaks_up(conditions, self.alerts) else []
            historic = {c.series for p in later for c in self.conditions(p) if c.decided}
            judged = review(conditions, self.alerts, Cause(self.now, period), historic)
            self.alerts |= {j.alert_id: j.decision.alert for j in judged if j.decision.alert}

    def conditions(self, period):
        shown = self.figures[period]
        found = doubtful() if shown == "doubtful" else rate(shown)
        body = found.subject
        moved = type(body)(body.scope, body.code, body.name, body.entity, period, body.readings)
        return [c for c in evaluate(load_alerts(), moved) if c.rule.id == "overdue_rate"]

    def open(self, period):
        return [a for a in self.alerts.values() if a.period == period and a.state != "resolved"]

    @invariant()
    def only_the_newest_period_that_spoke_is_open(self):
        """No alert of a period is open once a newer period's figure has been said without doubt."""
        spoken = [p for p, shown in self.figures.items() if shown not in (None, "doubtful")]
        for period in self.figures:
            if any(p > period for p in spoken):
                assert not self.open(period)

    @invariant()
    def what_is_certain_and_newest_is_said(self):
        """The newest period's figure, if above the line for certain, has a firing alert; if below its end, none."""
        newest = max(self.figures, default=None)
        shown = self.figures.get(newest)
        states = [(a.state, a.severity) for a in self.open(newest)]
        if shown == "0.00200":
            assert states == [("firing", "critical")]
        if shown == "0.00030":
            assert states == []
        if shown == "0.00050":
            assert [s for s, _ in states] in (["undecidable"], ["firing"])

    @invariant()
    def versions_and_history_agree(self):
        """Each change is one version and one line of history, in order of time."""
        for alert in self.alerts.values():
            assert alert.version == len(alert.history)
            assert [t.at for t in alert.history] == sorted(t.at for t in alert.history)


AlertLife.TestCase.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
TestAlertLife = AlertLife.TestCase
