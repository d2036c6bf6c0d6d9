"""What a run of reports came to: their way through the stages, findings with their sentences, rollups, alerts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.markup import escape

from services.commands import tables
from services.commands.console import out, tone
from services.commands.figures import figure
from services.commands.quotes import quotes_of
from shared.catalogue.metrics import load_metrics
from shared.errors import Rejected
from shared.model import TOTAL, Finding, Measure

if TYPE_CHECKING:
    from services.api.queries import Queries
    from shared.state import ReportStatus

SHOWN = 6
"""How many findings of one report are shown; the rest are counted."""
GRAVEST = ("critical", "warning", "notice")
SENTENCES = 3
"""How many sentences of one finding are shown."""
SEVERITIES = ("error", "warning", "info")


async def show_results(queries: "Queries", statuses: Sequence["ReportStatus"]) -> None:
    """Prints all that is known about these reports."""
    tables.print_reports(statuses)
    for status in statuses:
        await show_findings(queries, status)
    for province, period in await provinces_of(queries, statuses):
        out.print()
        tables.print_rollup(await queries.rollup(province, period))
    out.print()
    alerts = (await queries.alerts(500, None, open_only=True)).items
    tables.print_alerts(sorted(alerts, key=lambda a: GRAVEST.index(a.severity)))


async def provinces_of(queries: "Queries", statuses: Sequence["ReportStatus"]) -> list[tuple[str, str]]:
    """The provinces and periods that these reports belong to and that have a rollup."""
    centres = {(s.centre_code, s.period) for s in statuses if s.centre_code and s.period}
    known = [(queries.regions.centre(code), period) for code, period in centres if code and period]
    wanted = sorted({(centre.province_code, period) for centre, period in known if centre and period})
    return [(p, period) for p, period in wanted if await queries.store.province(p, period)]


async def show_findings(queries: "Queries", status: "ReportStatus") -> None:
    """A report's findings, the worst first, each with the sentence it points at and what it should have said."""
    try:
        checked = await queries.checked(status.report_id)
        text = (await queries.text(status.report_id)).text
    except Rejected:
        return  # it was refused: the table of reports says why
    if not checked.findings:
        return
    found = sorted(checked.findings, key=lambda f: SEVERITIES.index(f.severity))
    shown = [f for f in found if f.severity != "info"][:SHOWN]
    out.print(f"\n[bold]{escape(status.source)}[/]  {escape(status.centre_name or '')} {status.period or ''}")
    for finding in shown:
        show_finding(finding, text)
    if len(found) > len(shown):
        out.print(f"  … 另有 {len(found) - len(shown)} 条 (more)")


def show_finding(finding: Finding, text: str) -> None:
    """One finding: the message, the sentences with the figures marked, the suggestion."""
    whom = "" if finding.entity == TOTAL else f"{escape(finding.entity)} "
    out.print(f"  {tone(finding.severity)} [bold]{whom}{finding.rule}[/]  {escape(finding.message)}")
    lines = quotes_of(finding, text)
    for line in lines[:SENTENCES]:
        out.print("     ", line)
    if len(lines) > SENTENCES:
        out.print(f"      … 另有 {len(lines) - SENTENCES} 句 (more sentences)")
    best = finding.suggestion
    if best:
        should = shown_value(best.metric, best.value, best.measure)
        out.print(f"      → {tables.metric_name(best.metric)} [bold green]{should}[/]：{escape(best.reason)}")


def shown_value(metric: str, value: Decimal, measure: Measure) -> str:
    """A suggested value in the unit of its metric."""
    known = load_metrics().get(metric)
    return figure(value, known.unit, measure) if known else format(value, "f")
