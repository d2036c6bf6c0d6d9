"""An alert in, what a person is told out: Chinese first, English after it, with numbers, sentence and report."""

from services.notification.wording import show
from shared.catalogue.alerts import AlertRule, load_alerts, load_words
from shared.model import Frozen
from shared.state import Alert

LONGEST_SENTENCE = 160
ENDS = "。；\n"

MARKS = {"critical": ("严重", "critical"), "warning": ("警告", "warning"), "notice": ("关注", "notice")}


class Message(Frozen):
    """One message about one version of an alert; `key` is the same however often it is sent."""

    key: str
    title: str
    text: str
    text_en: str
    alert: Alert


def compose(alert: Alert) -> Message:
    """What is sent about an alert as it stands: why it changed, what it says, the numbers, the report's own words."""
    phrase = load_words().get(alert.history[-1].reason) if alert.history else None
    zh, en = MARKS[alert.severity]
    head, head_en = (f"【{zh}·{phrase.zh}】", f"[{en}: {phrase.en}] ") if phrase else (f"【{zh}】", f"[{en}] ")
    rule = next((r for r in load_alerts() if r.id == alert.rule), None)
    return Message(
        key=f"{alert.alert_id}:{alert.version}",
        title=head + alert.message,
        text="\n".join([head + alert.message, *_lines(alert, rule, english=False)]),
        text_en="\n".join([head_en + alert.message_en, *_lines(alert, rule, english=True)]),
        alert=alert,
    )


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence in which `text[start:end]` stands, one line, cut around the figure where it is very long.

    >>> sentence_at("缴存额5亿元。逾期率0.69‰。", 9, 15)
    '逾期率0.69‰'
    """
    begin = max((text.rfind(mark, 0, start) for mark in ENDS), default=-1) + 1
    stops = [at for mark in ENDS if (at := text.find(mark, end)) >= 0]
    finish = min(stops, default=len(text))
    begin, finish = max(begin, start - LONGEST_SENTENCE // 2), min(finish, end + LONGEST_SENTENCE // 2)
    return " ".join(text[begin:finish].split())


def _lines(alert: Alert, rule: AlertRule | None, english: bool) -> list[str]:
    lines = []
    if rule and rule.kind != "data_quality" and alert.value is not None and alert.threshold is not None:
        shown = {
            name: show(number, rule.show, english)
            for name in ("value", "low", "high", "threshold")
            if (number := getattr(alert, name)) is not None
        }
        lines.append(_say("numbers", english, **shown))
    if alert.sentence:
        lines.append(_say("sentence", english, sentence=alert.sentence))
    if alert.report_id:
        lines.append(_say("report", english, report=alert.report_id))
    return lines


def _say(phrase: str, english: bool, **places: str) -> str:
    said = load_words()[phrase]
    return (said.en if english else said.zh).format_map(places)
