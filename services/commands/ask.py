"""`hpf status`, `rollup`, `centre`, `alerts`: what the running system knows, as tables or as JSON."""

from typing import TYPE_CHECKING, Annotated

import typer

from services.commands import tables
from services.commands.console import out, print_json
from services.commands.exits import NotFound
from services.commands.running import AsJson, Data, ask
from shared.state import CentreState, ProvinceState, ReportStatus

if TYPE_CHECKING:  # heavy: imported only when a question is asked
    from services.api.queries import Queries

Period = Annotated[
    str | None, typer.Option(help="时期，默认最近 (period, else the latest): 2024, 2022Q3, 2022-09", metavar="P")
]
Everything = Annotated[bool, typer.Option("--all", help="所有指标 (every metric, not only the main ones)")]
Limit = Annotated[int, typer.Option(min=1, max=500, help="最多几条 (at most this many)")]


def status(
    report: Annotated[str | None, typer.Argument(help="报告编号或其开头 (report id, or how it begins)")] = None,
    limit: Limit = 50,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """报告走到哪一步 (how far each report has come, or one report's way)."""
    if report:
        found = ask(data, lambda queries: _report(queries, report))
        print_json(found) if as_json else _show_report(found)
        return
    listed = ask(data, lambda queries: queries.store.reports(limit))
    print_json(listed.items) if as_json else tables.print_reports(listed.items)


async def _report(queries: "Queries", beginning: str) -> ReportStatus:
    """The report whose id is, or begins with, `beginning`. Raises NotFound, also where several do."""
    exact = await queries.store.report(beginning)
    if exact:
        return exact
    matches = [r.report_id for r in (await queries.store.reports(500)).items if r.report_id.startswith(beginning)]
    if len(matches) != 1:
        what = "没有这份报告 (no such report)" if not matches else f"有 {len(matches)} 份 (several reports)"
        raise NotFound(f"{beginning}：{what}；hpf status 列出所有 (lists them)")
    return await queries.report(matches[0])


def _show_report(found: ReportStatus) -> None:
    tables.print_reports([found])
    tables.print_stages(found)


def rollup(
    province: Annotated[str, typer.Argument(help="省份名称或代码 (province): 辽宁, 辽宁省, 210000")],
    period: Period = None,
    everything: Everything = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """一省的汇总与覆盖率 (a province's rollup with its coverage)."""

    async def question(queries: "Queries") -> ProvinceState:
        periods = (await queries.province(province)).periods
        return await queries.rollup(province, _latest(period, periods, province))

    found = ask(data, question)
    print_json(found) if as_json else tables.print_rollup(found, everything)


def centre(
    centre: Annotated[str, typer.Argument(help="中心代码或名称 (centre): 211100, 盘锦, 海西州")],
    period: Period = None,
    everything: Everything = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """一个中心的数字，及其出处 (a centre's figures in force, each with the words it was read from)."""

    async def question(queries: "Queries") -> CentreState:
        periods = (await queries.centre(centre)).periods
        return await queries.centre_state(centre, _latest(period, periods, centre))

    found = ask(data, question)
    print_json(found) if as_json else tables.print_centre(found, everything)


def _latest(period: str | None, periods: tuple[str, ...], name: str) -> str:
    if period:
        return period
    if not periods:
        raise NotFound(f"{name}：还没有报告 (has not reported yet)")
    return periods[-1]


def alerts(
    everything: Annotated[bool, typer.Option("--all", help="包括已解除的 (resolved ones too)")] = False,
    limit: Limit = 50,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """预警 (alerts that are open, last raised first)."""
    listed = ask(data, lambda queries: queries.store.alerts(limit, open_only=not everything))
    if as_json:
        print_json(listed.items)
    elif listed.items:
        tables.print_alerts(listed.items)
    else:
        out.print("没有预警 (no alerts)")
