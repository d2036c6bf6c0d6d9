"""Conditions and the alerts there are in, decisions out: each condition's own, and the end of older periods' alerts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from services.notification.decide import Cause, Decision, decide, overtaken
from services.notification.evaluate import Condition, alert_id, evaluate
from services.notification.subject import Subject, imagined
from shared.catalogue.alerts import AlertRule, Step
from shared.period import same_kind, year, year_before
from shared.state import Alert


class Judged(NamedTuple):
    """One decision with what it is about."""

    alert_id: str
    decision: Decision
    condition: Condition | None


def review(
    conditions: Sequence[Condition],
    alerts: Mapping[str, Alert],
    cause: Cause,
    historic: Collection[tuple[str, ...]] = (),
) -> list[Judged]:
    """What follows from `conditions` for `alerts` (all of their subject, by id).

    `historic` holds the series of which a newer period has spoken: they raise nothing. A condition that decides
    something ends the open alerts of its series in older periods.
    """
    found = []
    for condition in conditions:
        decision = decide(alerts.get(condition.alert_id), condition, cause, condition.series in historic)
        found.append(Judged(condition.alert_id, decision, condition))
        if condition.decided and condition.series not in historic:
            ended = [a for a in alerts.values() if a.state != "resolved" and _older(a, condition)]
            found += [Judged(a.alert_id, overtaken(a, cause), None) for a in ended]
    return found


def speaks_up(conditions: Sequence[Condition], alerts: Mapping[str, Alert]) -> bool:
    """Whether it matters that a newer period may have spoken: something would be raised, or stands open."""
    return any(
        c.holds in ("firing", "undecidable") or (c.alert_id in alerts and alerts[c.alert_id].state != "resolved")
        for c in conditions
    )


def play(rule: AlertRule, rules: Sequence[AlertRule]) -> list[tuple[Step, Alert | None, Decision]]:
    """A rule's timeline step by step, with the alert after it and the decision that made it: the rule's own test."""
    told: list[tuple[Step, Alert | None, Decision]] = []
    alerts: dict[str, Alert] = {}
    subjects: dict[str, Subject] = {}
    for step in rule.timeline:
        subject = subjects[step.period] = imagined(step.period, step.figures, step.errors)
        conditions = [c for c in evaluate(rules, subject, subjects.get(year_before(step.period))) if c.rule == rule]
        judged = review(conditions, alerts, Cause(datetime(year(step.period) + 1, 3, 31, tzinfo=UTC)))
        alerts |= {j.alert_id: j.decision.alert for j in judged if j.decision.alert}
        own = [j for j in judged if j.condition]
        spoken = next((j for j in own if j.decision.alert or j.alert_id in alerts), own[0])
        told.append((step, alerts.get(spoken.alert_id), spoken.decision))
    return told


def _older(alert: Alert, condition: Condition) -> bool:
    period = condition.subject.period
    return (
        alert.period < period
        and same_kind(alert.period, period)
        and alert.alert_id == alert_id(condition.series, alert.period)
    )
