"""READ FIRST. Rules and a body in, conditions out: firing, clear, undecidable, absent or in doubt, with the numbers."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from services.notification.measure import Measured, measure
from services.notification.subject import Reading, Subject
from services.notification.wording import say
from shared.catalogue.alerts import AlertRule, AlertSeverity, Level
from shared.interval import Interval
from shared.period import year

Holds = Literal["firing", "clear", "undecidable", "absent", "doubtful"]


@dataclass(frozen=True)
class Condition:
    """What a rule says of a body in a period.

    `severity` and `threshold` belong to the level that fires or cannot be decided; `cleared` are the severities whose
    clear level is passed for certain. `about` tells apart the figures of a data-quality rule.
    """

    rule: AlertRule
    subject: Subject
    holds: Holds
    metric: str
    about: str = ""
    severity: AlertSeverity = "notice"
    level: Level | None = None
    interval: Interval | None = None
    cleared: frozenset[AlertSeverity] = frozenset()
    place: Reading | None = None
    message: str = ""
    message_en: str = ""

    @property
    def series(self) -> tuple[str, ...]:
        """What stays the same from period to period: rule, body, figure."""
        return self.rule.id, self.subject.scope, self.subject.code, self.subject.entity, self.about

    @property
    def alert_id(self) -> str:
        """The id of the alert this condition is about: the same for the same rule, body, figure and period."""
        return alert_id(self.series, self.subject.period)

    @property
    def decided(self) -> bool:
        """Whether the period says anything that ends an older period's alert."""
        return self.holds in ("firing", "clear", "undecidable")


def alert_id(series: tuple[str, ...], period: str) -> str:
    """The id of the alert of one series in one period."""
    return hashlib.sha256("\x1f".join((*series, period)).encode()).hexdigest()[:24]


def evaluate(rules: Sequence[AlertRule], subject: Subject, prior: Subject | None = None) -> list[Condition]:
    """One condition for each rule that covers the body's scope and year; a data-quality rule gives one a figure.

    `prior` is the same body a year before, for rules about changes. Of a province of which too little has reported
    nothing is said yet.
    """
    found: list[Condition] = []
    for rule in rules:
        if subject.scope not in rule.scopes or not rule.covers(year(subject.period)):
            continue
        if subject.covered < rule.coverage:
            found.append(Condition(rule, subject, "absent", rule.watch[0] if rule.watch else ""))
        elif rule.kind == "data_quality":
            found += _quality(rule, subject, rules)
        else:
            found.append(judge(rule, subject, measure(rule, subject, prior)))
    return found


def judge(rule: AlertRule, subject: Subject, found: Measured) -> Condition:
    """How the measured number stands to the rule's levels: decided by its whole interval, not by its middle."""
    if found.interval is None or found.state != "known":
        holds: Holds = "doubtful" if found.state == "doubtful" else "absent"
        return Condition(rule, subject, holds, found.metric, place=found.place)
    noise = rule.at_least is not None and found.now is not None and found.now.high < rule.at_least
    passed = {level: "no" if noise else _passed(rule, found.interval, level) for level in rule.levels}
    fires = [level for level, verdict in passed.items() if verdict == "yes"]
    straddles = [level for level, verdict in passed.items() if verdict == "maybe"]
    at = fires[-1] if fires else straddles[0] if straddles else None
    cleared = frozenset(lv.severity for lv in rule.levels if noise or _cleared(rule, found.interval, lv))
    zh, en = say(rule, subject, found, at, bool(fires)) if at else ("", "")
    return Condition(
        rule=rule,
        subject=subject,
        holds="firing" if fires else "undecidable" if straddles else "clear",
        metric=found.metric,
        severity=at.severity if at else "notice",
        level=at,
        interval=found.interval,
        cleared=cleared,
        place=found.place,
        message=zh,
        message_en=en,
    )


def _passed(rule: AlertRule, x: Interval, level: Level) -> Literal["yes", "no", "maybe"]:
    if rule.direction == "above":
        return "yes" if x.low > level.raised else "no" if x.high <= level.raised else "maybe"
    return "yes" if x.high < level.raised else "no" if x.low >= level.raised else "maybe"


def _cleared(rule: AlertRule, x: Interval, level: Level) -> bool:
    return x.high < level.clear if rule.direction == "above" else x.low > level.clear


def _quality(rule: AlertRule, subject: Subject, rules: Iterable[AlertRule]) -> list[Condition]:
    """One condition for each figure that another rule watches and the body has."""
    watched = dict.fromkeys(m for r in rules if subject.scope in r.scopes for m in r.metrics)
    found = []
    for metric in watched:
        reading = subject.readings.get((metric, "level"))
        if reading is None:
            continue
        level = rule.levels[-1]
        zh, en = say(rule, subject, Measured("known", metric, reading.interval, reading), level, True)
        found.append(
            Condition(
                rule=rule,
                subject=subject,
                holds="firing" if reading.doubt else "clear",
                metric=metric,
                about=metric,
                severity=level.severity,
                level=level,
                interval=reading.interval,
                cleared=frozenset() if reading.doubt else frozenset((level.severity,)),
                place=reading,
                message=zh if reading.doubt else "",
                message_en=en if reading.doubt else "",
            )
        )
    return found
