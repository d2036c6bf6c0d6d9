"""`hpf ingest`: sends files, folders or standard input to the running system, and can wait until they are settled."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from services.commands.console import complain, err, out
from services.commands.exits import Exit
from services.commands.running import AsJson, Data, away, find, supervised
from shared.errors import RetryLater, SettingsError

if TYPE_CHECKING:
    from services.commands.sending import Sent
    from shared.settings import Settings
    from shared.state import ReportStatus

Files = Annotated[list[str], typer.Argument(help="文件、文件夹或 - (files, folders, or - for standard input)")]


def ingest(
    files: Files,
    wait: Annotated[bool, typer.Option("--wait", help="等到全部处理完 (wait until every report is settled)")] = False,
    timeout: Annotated[float, typer.Option(min=0, help="最多等几秒 (with --wait: seconds at most)")] = 300,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """把报告送入系统 (sends reports to the running system; known bytes answer with the existing report)."""
    settings = find(data)
    try:
        sent = asyncio.run(_send(settings, files))
        statuses = asyncio.run(_wait(settings, sent, timeout)) if wait else []
    except RetryLater as error:
        raise away(error, settings) from error
    for one in sent:
        if one.refusal:
            complain(one.refusal)
    _print_json(sent, statuses, wait) if as_json else _print(sent, statuses, wait)
    if wait and sum(s.settled for s in statuses) < len({s.report_id for s in sent if s.report_id}):
        complain(f"{timeout:.0f} 秒内没有全部处理完 (not all settled in time); hpf status")
        raise typer.Exit(Exit.UNHEALTHY)
    if any(s.refusal for s in sent) or any(s.rejected for s in statuses):
        raise typer.Exit(Exit.REFUSED)


async def _send(settings: "Settings", names: Sequence[str]) -> list["Sent"]:
    from services.commands.sending import Sender, files_of, send_all  # noqa: PLC0415 - heavy: only when it runs

    if not settings.ingest_url:
        raise SettingsError(
            f"不知道接收服务在哪里：先 hpf up --data {settings.data}，或设置 HPF_INGEST_URL "
            "(where does ingest listen? run `hpf up`, or set HPF_INGEST_URL)"
        )
    files: list[Path | None] = files_of(names)
    standard_input = sys.stdin.buffer.read(settings.max_document_bytes + 1) if None in files else b""
    with progress() as bar:
        task = bar.add_task("上传 (uploading)", total=len(files))
        sender = Sender(settings.ingest_url, standard_input, there=supervised(settings))
        return await send_all(sender, files, lambda: bar.advance(task))


async def _wait(settings: "Settings", sent: Sequence["Sent"], seconds: float) -> list["ReportStatus"]:
    from services.commands.sending import settle  # noqa: PLC0415
    from shared.edge.store import Store  # noqa: PLC0415

    wanted = [s.report_id for s in sent if s.report_id]
    store = await Store.open(settings)
    try:
        with progress() as bar:
            task = bar.add_task("处理 (settling)", total=len(set(wanted)))
            return await settle(store, wanted, seconds, lambda _: bar.advance(task))
    finally:
        await store.close()


def progress() -> Progress:
    """A progress bar on standard error, gone when it is done; nothing where nobody watches."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )


def _print(sent: Sequence["Sent"], statuses: Sequence["ReportStatus"], waited: bool) -> None:
    from services.commands.tables import print_reports  # noqa: PLC0415

    if waited:
        print_reports(statuses)
        return
    for one in sent:
        if one.report_id:
            word = "已有 (known)" if one.known else "收到 (received)"
            out.print(f"{one.report_id[:12]}  {word}  {one.file}", markup=False)


def _print_json(sent: Sequence["Sent"], statuses: Sequence["ReportStatus"], waited: bool) -> None:
    """One line a file: what was answered, and with --wait the report's status."""
    found = {s.report_id: s.model_dump(mode="json") for s in statuses}
    for one in sent:
        line: dict[str, object] = {
            "file": one.file,
            "report_id": one.report_id,
            "known": one.known,
            "refusal": one.refusal,
        }
        if waited:
            line["report"] = found.get(one.report_id or "")
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
