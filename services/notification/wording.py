"""Numbers and conditions in, sentences out, in Chinese and in English."""

from decimal import ROUND_HALF_EVEN, Decimal

from services.notification.measure import Measured
from services.notification.subject import Subject
from shared.catalogue.alerts import AlertRule, Level, load_words
from shared.catalogue.metrics import load_metrics
from shared.interval import Interval

SHOWN = {"permille": (1000, "‰"), "percent": (100, "%"), "times": (1, ""), "points": (100, ""), "printed": (1, "")}
UNITS = {"times": ("倍", " times"), "points": ("个百分点", " percentage points")}
PLACES = {"permille": "0.0001", "percent": "0.01", "times": "0.01", "points": "0.01", "printed": "0.0001"}


def show(value: Decimal, how: str, english: bool = False) -> str:
    """A number as a person reads it.

    >>> show(Decimal("0.000690217"), "permille")
    '0.6902‰'
    >>> show(Decimal("2.0706"), "times")
    '2.07倍'
    """
    factor, sign = SHOWN[how]
    number = (value * factor).quantize(Decimal(PLACES[how]), ROUND_HALF_EVEN).normalize()
    return f"{number:f}{sign}{UNITS[how][english] if how in UNITS else ''}"


def show_period(period: str) -> str:
    """A period in Chinese.

    >>> show_period("2022Q3"), show_period("2022-09")
    ('2022年第3季度', '2022年9月')
    """
    year, rest = period[:4], period[4:]
    if not rest:
        return f"{year}年"
    return f"{year}年第{rest[1:]}季度" if rest[0] == "Q" else f"{year}年{int(rest[1:])}月"


def say(rule: AlertRule, subject: Subject, found: Measured, level: Level, fires: bool) -> tuple[str, str]:
    """The sentence of a condition in Chinese and English; where it cannot be decided, that is what it says."""
    unsure = load_words()[f"unsure_{rule.direction}"]
    texts = (rule.message, rule.message_en) if fires else (unsure.zh, unsure.en)
    zh, en = (text.format_map(_places(rule, subject, found, level, english)) for english, text in enumerate(texts))
    if subject.reported < subject.expected:
        words = load_words()["coverage"]
        counts = {"reported": subject.reported, "expected": subject.expected}
        zh, en = zh + words.zh.format_map(counts), en + words.en.format_map(counts)
    return zh, en


def _places(rule: AlertRule, subject: Subject, found: Measured, level: Level, english: int) -> dict[str, str]:
    x = found.interval or Interval(Decimal(0), Decimal(0), Decimal(0))
    place = found.place
    finding = place.finding if place else None
    metric = load_metrics()[found.metric]
    levels = {name: x and _level(x.value, metric.unit) for name, x in (("before", found.before), ("now", found.now))}
    said = finding and (finding.message_en if english else finding.message)
    return {
        "subject": subject.name,
        "period": subject.period if english else show_period(subject.period),
        "label": rule.label_en if english else rule.label,
        "value": place.raw if rule.kind == "data_quality" and place else show(x.value, rule.show, bool(english)),
        "low": show(x.low, rule.show, bool(english)),
        "high": show(x.high, rule.show, bool(english)),
        "threshold": show(level.raised, rule.show, bool(english)),
        "before": levels["before"] or "",
        "now": levels["now"] or "",
        "figure": metric.id if english else metric.label_zh,
        "finding": said or "",
    }


def _level(value: Decimal, unit: str) -> str:
    return show(value, "permille" if value < Decimal("0.01") else "percent") if unit == "ratio" else f"{value:f}"
