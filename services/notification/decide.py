"""READ FIRST. An alert (or none) and a condition in, the next alert and the named reason out: the whole table.

| alert \\ condition | firing | undecidable | clear | absent | doubtful |
|---|---|---|---|---|---|
| none, resolved | raised, reopened | straddles | clear | gap | figure_in_doubt |
| undecidable | decided | unchanged, restated | withdrawn | gap | unchanged |
| firing … | unchanged, restated, escalated, eased, held | held, eased | held, withdrawn | gap | figure_in_doubt |

(firing … is also acknowledged and silenced; held: not beyond the clear level yet.)
A period that is no longer the newest (`historic`) raises nothing and its open alert ends: newer_report. What a person
closed stays closed (closed_by_person) until the figures change. An alert never ends by a gap.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, get_args

from services.notification.evaluate import Condition
from shared.catalogue.alerts import SEVERITIES
from shared.state import Alert, AlertState, Transition

Change = Literal[
    "raised",
    "reopened",
    "escalated",
    "eased",
    "restated",
    "held",
    "straddles",
    "decided",
    "withdrawn",
    "newer_report",
    "figure_in_doubt",
]
Reason = Literal[Change, "clear", "gap", "unchanged", "closed_by_person"]
CHANGES = get_args(Change)
"""Every reason an alert changes for; each has its words in alert_words.toml."""


@dataclass(frozen=True)
class Decision:
    """What is to be done: `alert` is the next version to save, None where nothing changes; `notify` whether to tell."""

    reason: Reason
    alert: Alert | None = None
    notify: bool = False


class Cause(NamedTuple):
    """When a condition was looked at, and the report that gave the occasion."""

    at: datetime
    report_id: str | None = None


def decide(alert: Alert | None, condition: Condition, cause: Cause, historic: bool = False) -> Decision:
    """The next alert after `condition`; `historic` if a newer period has spoken of the same figure.

    >>> decide(None, condition, Cause(now, report_id)).reason
    'raised'
    """
    if alert is None or alert.state == "resolved":
        return _closed(alert, condition, cause, historic)
    if historic:
        return overtaken(alert, cause)
    if condition.holds == "absent":
        return Decision("gap")
    if condition.holds == "doubtful" and alert.state != "undecidable":
        return _told(alert, "figure_in_doubt", _state(alert, "undecidable"), cause)
    return _undecided(alert, condition, cause) if alert.state == "undecidable" else _firing(alert, condition, cause)


def overtaken(alert: Alert, cause: Cause) -> Decision:
    """An open alert ends because a newer period's report has spoken of its figure."""
    return _told(alert, "newer_report", "resolved", cause)


def by_person(alert: Alert, action: Literal["acknowledged", "silenced", "closed_by_person"], at: datetime) -> Alert:
    """The alert after a person acknowledged, silenced or closed it."""
    return _moved(alert, action, "resolved" if action == "closed_by_person" else action, Cause(at))


def _closed(alert: Alert | None, condition: Condition, cause: Cause, historic: bool) -> Decision:
    quiet: dict[str, Reason] = {"clear": "clear", "absent": "gap", "doubtful": "figure_in_doubt"}
    if condition.holds in quiet:
        return Decision(quiet[condition.holds])
    if historic:
        return Decision("newer_report")
    if alert and alert.history[-1:] and alert.history[-1].reason == "closed_by_person" and _same(alert, condition):
        return Decision("closed_by_person")
    fresh = (alert or _first(condition, cause)).model_copy(update={"since": cause.at, **_numbers(condition)})
    if condition.holds == "undecidable":
        return _told(fresh, "straddles", "undecidable", cause, fresh=alert is None)
    return _told(fresh, "reopened" if alert else "raised", "firing", cause, fresh=alert is None)


def _undecided(alert: Alert, condition: Condition, cause: Cause) -> Decision:
    if condition.holds == "doubtful" or (condition.holds == "undecidable" and _same(alert, condition)):
        return Decision("unchanged")
    renewed = alert.model_copy(update=_numbers(condition))
    if condition.holds == "clear":
        return _told(renewed, "withdrawn", "resolved", cause)
    if condition.holds == "firing":
        return _told(renewed, "decided", "firing", cause)
    return _told(renewed, "restated", "undecidable", cause)


def _firing(alert: Alert, condition: Condition, cause: Cause) -> Decision:
    """An alert that fires, perhaps acknowledged or silenced, against figures that decide something."""
    renewed = alert.model_copy(update=_numbers(condition))
    rank, was = SEVERITIES.index(condition.severity), SEVERITIES.index(alert.severity)
    if condition.holds == "firing" and rank > was:
        return _told(renewed, "escalated", _state(alert, "firing"), cause)
    stays = alert.severity not in condition.cleared
    if stays and _same(alert, condition):
        return Decision("unchanged")
    if condition.holds == "firing" and rank == was:
        return _told(renewed, "restated", alert.state, cause)
    if stays:
        kept = {name: getattr(alert, name) for name in ("severity", "threshold", "message", "message_en")}
        return _told(renewed.model_copy(update=kept), "held", alert.state, cause)
    if condition.holds == "clear":
        return _told(renewed, "withdrawn", "resolved", cause)
    state: AlertState = "firing" if condition.holds == "firing" else "undecidable"
    return _told(renewed, "eased", _state(alert, state), cause)


def _state(alert: Alert, wanted: AlertState) -> AlertState:
    """What a person silenced stays silenced while it lasts."""
    return "silenced" if alert.state == "silenced" else wanted


def _same(alert: Alert, condition: Condition) -> bool:
    return condition.interval is not None and (alert.low, alert.value, alert.high) == tuple(condition.interval)


def _told(alert: Alert, reason: Change, state: AlertState, cause: Cause, fresh: bool = False) -> Decision:
    return Decision(reason, _moved(alert, reason, state, cause, fresh), notify=alert.state != "silenced")


def _moved(alert: Alert, reason: str, state: AlertState, cause: Cause, fresh: bool = False) -> Alert:
    before = None if fresh else alert.state
    step = Transition(at=cause.at, before=before, after=state, reason=reason, report_id=cause.report_id)
    changed = {"state": state, "version": alert.version + 1, "history": (*alert.history, step)}
    return alert.model_copy(update=changed)


def _first(condition: Condition, cause: Cause) -> Alert:
    subject = condition.subject
    return Alert(
        alert_id=condition.alert_id,
        rule=condition.rule.id,
        severity=condition.severity,
        scope=subject.scope,
        subject=subject.code,
        subject_name=subject.name,
        entity=subject.entity,
        period=subject.period,
        state="firing",
        metric=condition.metric,
        value=None,
        low=None,
        high=None,
        threshold=None,
        message="",
        message_en="",
        since=cause.at,
        version=0,
    )


def _numbers(condition: Condition) -> dict[str, object]:
    x, level = condition.interval, condition.level
    found: dict[str, object] = {
        "metric": condition.metric,
        "value": x and x.value,
        "low": x and x.low,
        "high": x and x.high,
        "report_id": condition.place.report_id if condition.place else None,
        "sentence": None,
    }
    if level and condition.message:
        found |= {"severity": condition.severity, "threshold": level.raised}
        found |= {"message": condition.message, "message_en": condition.message_en}
    return found
