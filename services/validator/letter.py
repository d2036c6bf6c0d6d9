"""The letter to a clerk before a report is published: each clash with its sentences, and what would mend it. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from services.validator.quote import sentence
from services.validator.wording import name_zh
from shared.model import Checked, Finding, Quote, Severity, Verdict

HEADINGS: tuple[tuple[Severity, str, str], ...] = (
    ("error", "必须改正", "按报告自身的数字,以下内容不可能成立。"),
    ("warning", "请核实", "以下内容不合常理、接近监管界限,或与以前的报告不同,请确认。"),
    ("info", "末位差异", "以下数字只差末位:可能截尾而未四舍五入,或由已舍入的数算得。一般不必改。"),
)
MOST_QUOTES = 6
STYLE = (
    "body{font-family:'Noto Serif SC','Songti SC',SimSun,serif;max-width:46em;margin:2em auto;padding:0 1em;"
    "line-height:1.7;color:#222}h1{font-size:1.4em}h2{font-size:1.15em;border-bottom:1px solid #999}"
    "h3{font-size:1em;margin-bottom:.2em}blockquote{margin:.3em 0 .3em 1em;padding-left:.8em;"
    "border-left:3px solid #bbb}mark{background:#ffe08a}.fix{font-weight:bold}.small{color:#666;font-size:.9em}"
    "@media print{mark{outline:1px solid}}"
)


@dataclass(frozen=True)
class Letter:
    """The same letter twice: plain text, and one self-contained page."""

    text: str
    html: str


def letter(checked: Checked, text: str) -> Letter:
    """The letter for a checked draft; `text` is the document's text, in which the quotes stand.

    A finding whose figures stand elsewhere is told without a sentence. Every word of the draft is escaped in the page.
    """
    return Letter(text="\n".join(_text(checked, text)) + "\n", html="\n".join(_html(checked, text)) + "\n")


def _title(checked: Checked) -> str:
    name = checked.report.centre.name if checked.report.centre else "(机构不明)"
    return f"{name}{checked.report.period}年年度报告核对意见"


def _summary(checked: Checked) -> str:
    counts = Counter(f.severity for f in checked.findings)
    held = checked.verdicts.get(Verdict.HOLDS, 0) + checked.verdicts.get(Verdict.LAST_DIGIT, 0)
    found = f"必须改正 {counts['error']} 处,请核实 {counts['warning']} 处,末位差异 {counts['info']} 处"
    return f"读出数字 {len(checked.facts)} 个,核对关系 {held + checked.verdicts.get(Verdict.VIOLATED, 0)} 条;{found}。"


def _heading(finding: Finding) -> str:
    return name_zh(finding.entity, finding.metrics[0], finding.measure)


def _quotes(finding: Finding, text: str) -> list[tuple[Quote, str]]:
    """The first few terms with their sentences, each sentence once, the wrong figure's first."""
    seen: dict[str, Quote] = {}
    for quote in finding.quotes:
        if quote.raw and text[quote.start : quote.end] == quote.raw:
            seen.setdefault(sentence(text, quote.start, quote.end), quote)
    return [(quote, line) for line, quote in seen.items()][:MOST_QUOTES]


def _fixes(finding: Finding) -> list[str]:
    """What would mend it: the one suggestion, or every explanation where several are possible."""
    if finding.suggestion:
        return [f"建议:{_chinese(finding.suggestion.reason)}"]
    several = [f"可能之一:{name_zh(s.entity, s.metric, s.measure)},{_chinese(s.reason)}" for s in finding.explanations]
    return several if finding.severity != "info" else []


def _chinese(reason: str) -> str:
    return reason.rpartition(" (")[0] or reason


def _grouped(findings: Sequence[Finding]) -> Iterator[tuple[str, str, list[Finding]]]:
    for severity, heading, introduction in HEADINGS:
        mine = [f for f in findings if f.severity == severity]
        if mine:
            yield heading, introduction, mine


def _text(checked: Checked, text: str) -> Iterator[str]:
    yield from (_title(checked), "", _summary(checked))
    for heading, introduction, findings in _grouped(checked.findings):
        yield from ("", f"【{heading}】{introduction}")
        for number, finding in enumerate(findings, 1):
            yield from ("", f"{number}. {_heading(finding)}", f"   {finding.message}")
            if finding.severity != "info":
                yield from (f"   原文:“{_marked(line, quote, '▶', '◀')}”" for quote, line in _quotes(finding, text))
            yield from (f"   {fix}" for fix in _fixes(finding))
    yield from _close(checked)


def _close(checked: Checked) -> Iterator[str]:
    if not checked.findings:
        yield from ("", "各项数字相互一致,未发现问题。")
    yield from ("", f"来源文件:{checked.report.source};文件指纹(SHA-256):{checked.report.report_id}")


def _marked(line: str, quote: Quote, before: str, after: str) -> str:
    return line.replace(quote.raw, f"{before}{quote.raw}{after}", 1)


def _html(checked: Checked, text: str) -> Iterator[str]:
    title = escape(_title(checked))
    yield f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
    yield f"<style>{STYLE}</style></head><body><h1>{title}</h1><p>{escape(_summary(checked))}</p>"
    for heading, introduction, findings in _grouped(checked.findings):
        yield f'<h2>{heading}</h2><p class="small">{introduction}</p>'
        for number, finding in enumerate(findings, 1):
            yield from _finding_html(number, finding, text)
    yield from (f'<p class="small">{escape(line)}</p>' for line in _close(checked) if line)
    yield "</body></html>"


def _finding_html(number: int, finding: Finding, text: str) -> Iterator[str]:
    yield f"<h3>{number}. {escape(_heading(finding))}</h3><p>{escape(finding.message)}</p>"
    if finding.severity != "info":
        for quote, line in _quotes(finding, text):
            before, _, after = line.partition(quote.raw)
            yield f"<blockquote>{escape(before)}<mark>{escape(quote.raw)}</mark>{escape(after)}</blockquote>"
    yield from (f'<p class="fix">{escape(fix)}</p>' for fix in _fixes(finding))
