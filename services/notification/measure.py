"""A rule and a body in, the number the rule compares out: from amounts where they are there, as an interval."""

from dataclasses import dataclass, replace
from typing import Literal

from services.notification.subject import Reading, Subject
from shared.catalogue.alerts import AlertRule
from shared.catalogue.metrics import load_metrics
from shared.catalogue.rollups import Ratio, read_ratio
from shared.interval import Interval, quotient, total
from shared.model import Measure


@dataclass(frozen=True)
class Measured:
    """What was found: `known` with its numbers, `absent`, or `doubtful` because an error speaks against a term.

    `place` is the figure in the report to point at; `before` and `now` are the two levels of a change.
    """

    state: Literal["known", "absent", "doubtful"]
    metric: str
    interval: Interval | None = None
    place: Reading | None = None
    before: Interval | None = None
    now: Interval | None = None


def measure(rule: AlertRule, subject: Subject, prior: Subject | None) -> Measured:
    """The number `rule` compares: the level, or how it stands against `prior`, the same body a year before.

    Without a prior, or where that is silent, the prior is what the report's own 同比 implies.
    """
    now = level(rule, subject)
    if rule.kind == "level" or now.state != "known" or not now.interval:
        return now
    then = _before(rule, subject, prior, now)
    if then is None:
        return Measured("absent", now.metric)
    change = quotient(now.interval, then) if rule.kind == "times" else _difference(now.interval, then)
    if change is None:
        return Measured("absent", now.metric)
    return replace(now, interval=change, before=then, now=now.interval)


def level(rule: AlertRule, subject: Subject) -> Measured:
    """The first of the rule's watched figures that the body has."""
    for watched in rule.watch:
        found = _watched(watched, subject)
        if found.state != "absent":
            return found
    return Measured("absent", rule.watch[0])


def needs_prior(rule: AlertRule, subject: Subject) -> bool:
    """Whether the period before must be looked at: for a rule about changes whose level is worth comparing."""
    if rule.kind not in ("times", "points"):
        return False
    now = level(rule, subject)
    return now.interval is not None and (rule.at_least is None or now.interval.high >= rule.at_least)


def _watched(watched: str, subject: Subject) -> Measured:
    known = load_metrics()
    text = watched if watched.startswith("ratio:") else known[watched].rollup
    ratio = read_ratio(text, known) if text.startswith("ratio:") else None
    own = subject.readings.get((watched, "level"))
    metric = watched if watched in known else ratio.terms[0] if ratio else watched
    terms = [subject.readings.get((name, "level")) for name in (*ratio.terms, ratio.base)] if ratio else []
    if any(r and r.doubt for r in (own, *(terms if own or all(terms) else ()))):
        return Measured("doubtful", metric, place=own)
    if own and (subject.scope == "province" or not all(terms) or not ratio):
        return Measured("known", metric, own.interval, own)
    interval = _from_amounts(ratio, subject) if ratio else None
    if interval is None:
        return Measured("known", metric, own.interval, own) if own else Measured("absent", metric)
    return Measured("known", metric, interval, own or terms[0])


def _from_amounts(ratio: Ratio, subject: Subject) -> Interval | None:
    """The ratio of the amounts; None where one is not there, or where two sums are not over the same centres."""
    terms = [subject.readings.get((name, "level")) for name in ratio.terms]
    base = subject.readings.get((ratio.base, "level"))
    known = [t for t in terms if t]
    if base is None or len(known) < len(terms) or any(t.missing != base.missing for t in known):
        return None
    return quotient(total(t.interval for t in known), base.interval)


def _before(rule: AlertRule, subject: Subject, prior: Subject | None, now: Measured) -> Interval | None:
    then = level(rule, prior) if prior else None
    if then and then.state != "absent":
        comparable = then.state == "known" and _missing(prior, then.metric) == _missing(subject, now.metric)
        return then.interval if comparable else None
    if now.interval is None:
        return None
    moved = subject.readings.get((now.metric, "yoy_points"))
    grown = subject.readings.get((now.metric, "yoy_rate"))
    if moved and not moved.doubt:
        return _difference(now.interval, moved.interval)
    if grown and not grown.doubt:
        return quotient(now.interval, Interval(*(1 + g for g in grown.interval)))
    return None


def _missing(subject: Subject | None, metric: str, measured: Measure = "level") -> tuple[str, ...]:
    reading = subject.readings.get((metric, measured)) if subject else None
    return reading.missing if reading else ()


def _difference(one: Interval, other: Interval) -> Interval:
    return Interval(one.low - other.high, one.value - other.value, one.high - other.low)
