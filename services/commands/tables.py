"""Reports, rollups, centres and alerts as tables for people; what they show is made from the exact figures."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import get_args

from rich.markup import escape

from services.commands.console import out, print_table, tone
from services.commands.figures import figure
from shared.catalogue.metrics import load_metrics
from shared.catalogue.regions import load_regions
from shared.model import TOTAL
from shared.state import Alert, CentreState, ProvinceState, ReportStatus, RollupValue, Stage, StateFigure

STAGES: Mapping[Stage, str] = {
    "ingest": "接收",
    "parser": "提取",
    "validator": "核对",
    "aggregation": "入库",
    "rollup": "汇总",
    "notification": "预警",
}
DOCUMENTS = {"annual_report": "年度报告", "interpretation": "解读", "bulletin": "动态"}
OUTCOMES = {"done": "✓", "rejected": "✗", "duplicate": "=", "superseded": "≤"}
METHODS = {"sum": "合计", "ratio": "分子之和/分母之和", "weighted": "加权", "growth": "由隐含上年推算"}
LEGEND = "✓ 完成 (done)  ≤ 已有更权威的文件 (outranked)  = 无变化 (known)  ✗ 拒绝 (refused)  … 未完 (under way)"
MAIN = (
    *("contribution.amount", "contribution.balance", "withdrawal.amount", "loan.issued_amount", "loan.balance"),
    *("loan.to_balance_ratio", "surplus.amount", "risk.overdue_amount", "risk.overdue_rate", "risk.npl_rate"),
)
"""What a table shows unless all is asked for; the order is the template's."""


def metric_name(metric: str) -> str:
    """The metric's name as reports print it."""
    known = load_metrics().get(metric)
    return known.label_zh if known else metric


def city(code: str) -> str:
    """A centre as a person calls it: its city; the code where the table of regions does not have it."""
    found = load_regions().centre(code)
    return found.city if found else code


def moment(at: datetime) -> str:
    """A time in the reader's zone, to the second."""
    return at.astimezone().strftime("%m-%d %H:%M:%S")


def print_reports(reports: Sequence[ReportStatus]) -> None:
    """One line a report: which centre and period, how far it has come, what was found or why it was refused."""
    rows = [
        (
            escape(r.source),
            r.report_id[:8],
            escape(r.centre_name or "—"),
            r.period or "—",
            DOCUMENTS.get(r.document or "", "—"),
            way(r),
            "—" if r.facts is None else str(r.facts),
            "—" if r.errors is None else str(r.errors),
            escape(r.reason or ""),
        )
        for r in reports
    ]
    headings = ("文件", "编号", "中心", "时期", "文种", "阶段", "数字", "错误", "说明")
    print_table(f"报告 (reports) {len(rows)}", headings, rows, right=(6, 7))
    if rows:
        out.print(LEGEND)


def way(report: ReportStatus) -> str:
    """A report's way through the stages in one cell, by their first characters: 接✓提✓核✓…"""
    passed = [(stage, outcome) for stage in get_args(Stage) if (outcome := report.outcome(stage))]
    marks = [tone(outcome, STAGES[stage][0] + OUTCOMES[outcome]) for stage, outcome in passed]
    return "".join(marks) + ("" if report.settled else "…")


def print_stages(report: ReportStatus) -> None:
    """One report's way, a line a stage, with the time each was done."""
    rows = [(STAGES[s.stage], tone(s.outcome), moment(s.at), escape(s.detail)) for s in report.stages]
    print_table(f"{escape(report.source)}  {report.report_id}", ("阶段", "结果", "时间", "说明"), rows)


def print_rollup(state: ProvinceState, everything: bool = False) -> None:
    """A province's rollup: coverage first, since no sum means anything without it, then the figures."""
    coverage = state.coverage
    share = f"，占上年缴存余额 {figure(coverage.balance_share, 'ratio')}" if coverage.balance_share is not None else ""
    word = "[yellow]暂定 (provisional)[/]" if coverage.provisional else "[green]完整 (complete)[/]"
    out.print(f"[bold]{state.province} {state.period}[/]  v{state.version}  {word}")
    out.print(f"覆盖 (coverage): {coverage.expected} 家中心已报 {coverage.reported} 家{share}")
    if coverage.missing:
        out.print(f"未报 (missing): {_listed([city(code) for code in coverage.missing])}")
    rows = [_rollup_row(v) for v in _chosen(state.values, everything)]
    print_table("", ("指标", "汇总", "区间", "中心数", "存疑", "方法"), rows, right=(1, 2, 3))
    lines = [
        (c.code, c.name, DOCUMENTS[c.document], str(c.errors), str(c.warnings), moment(c.received_at))
        for c in state.centres
    ]
    print_table("", ("代码", "中心", "文种", "错误", "警告", "收到"), lines, right=(3, 4))


def _rollup_row(value: RollupValue) -> tuple[str, ...]:
    bounds = "—"
    if value.low is not None and value.high is not None and value.low != value.high:
        ends = (figure(end, value.unit, value.measure) for end in (value.low, value.high))
        bounds = " ~ ".join(ends)
    suspect = f"[red]{_listed([city(code) for code in value.suspect])}[/]" if value.suspect else ""
    shown = figure(value.value, value.unit, value.measure)
    method = METHODS.get(value.method.partition(":")[0], value.method)
    return (metric_name(value.metric), shown, bounds, str(value.centres), suspect, method)


def _chosen(values: Sequence[RollupValue], everything: bool) -> Sequence[RollupValue]:
    if everything:
        return values
    found = {v.metric: v for v in values if v.measure == "level"}
    return [found[m] for m in MAIN if m in found]


def _listed(names: Sequence[str], most: int = 6) -> str:
    more = f" 等 {len(names)} 家" if len(names) > most else ""
    return "、".join(names[:most]) + more


def print_centre(state: CentreState, everything: bool = False) -> None:
    """A centre's figures in force, entity by entity, each with its status and the words it was read from."""
    out.print(f"[bold]{state.centre.name}[/]（{state.centre.code}）{state.period}  v{state.version}")
    chosen = [f for f in state.figures if everything or (f.metric in MAIN and f.measure == "level")]
    rows = [
        ("全部" if f.entity == TOTAL else escape(f.entity), metric_name(f.metric), _value(f), tone(f.status), _raw(f))
        for f in sorted(chosen, key=lambda f: (f.entity != TOTAL, f.entity))
    ]
    print_table("", ("机构", "指标", "数值", "状态", "原文"), rows, right=(2,))


def _value(found: StateFigure) -> str:
    shown = figure(found.value, found.unit, found.measure)
    if found.disclosed is not None and found.disclosed != found.value:
        shown += f"（原披露 {figure(found.disclosed, found.unit, found.measure)}）"
    return shown


def _raw(found: StateFigure) -> str:
    return escape(found.raw) + (f" [dim]{found.rule}[/]" if found.rule else "")


def print_alerts(alerts: Sequence[Alert]) -> None:
    """One line an alert: how bad, how it stands, about whom, and the sentence that says why."""
    rows = [
        (tone(a.severity), tone(a.state), escape(a.subject_name), a.period, escape(a.message), a.alert_id[:8])
        for a in alerts
    ]
    print_table(f"预警 (alerts) {len(rows)}", ("级别", "状态", "对象", "时期", "内容", "编号"), rows)
