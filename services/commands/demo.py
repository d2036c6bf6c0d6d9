"""`hpf demo`: starts everything, sends the sample reports, and shows what came of them."""

import asyncio
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from services.commands.console import complain, out
from services.commands.exits import Exit
from services.commands.ingest import progress
from services.commands.running import asking
from services.commands.up import Port, print_endpoints
from shared.errors import SettingsError

if TYPE_CHECKING:
    from services.embedded.endpoints import Endpoints
    from shared.state import ReportStatus

SAMPLES = Path(__file__).parents[2] / "deploy" / "samples" / "reports"
SETTLE_SECONDS = 120.0
VERDICT = {
    True: "[green]全部通过 (every report came through)[/]",
    False: "[red]有报告未通过 (not every report came through)[/]",
}
ENDINGS = {".txt", ".html", ".htm", ".mhtml", ".pdf", ".docx", ".doc", ".xlsx", ".xls"}

Reports = Annotated[
    Path | None, typer.Option(help="报告文件夹，默认样例 (folder of reports; the samples if not given)")
]
Place = Annotated[Path | None, typer.Option("--data", help="数据文件夹，默认临时 (data folder; else a temporary one)")]
ByItself = Annotated[bool, typer.Option("--exit", help="演示完即停止 (stop when all is shown, instead of serving on)")]


def demo(reports: Reports = None, by_itself: ByItself = False, data: Place = None, port: Port = None) -> None:
    """从报告到汇总与预警，一步看完 (from report files to rollups and alerts, live, with one command)."""
    from services.embedded.supervisor import up  # noqa: PLC0415 - heavy: only when it runs
    from services.embedded.system import Crew  # noqa: PLC0415
    from shared.settings import load  # noqa: PLC0415

    files = sample_files(reports or SAMPLES)
    with folder(data) as place:
        show = Show(files, by_itself)
        out.print(f"启动 (starting) Tansu, Valkey, 5 services, API … {place}", markup=False)
        up(load(data=place, port=port), on_ready=show, until=show.until, crew=Crew(say=complain))
    if not show.passed:
        raise typer.Exit(Exit.REFUSED if show.finished else Exit.INTERRUPTED)


def sample_files(place: Path) -> list[Path]:
    """The reports of a folder in the order of their names. Raises SettingsError where there are none."""
    files = sorted(p for p in place.rglob("*") if p.suffix.lower() in ENDINGS) if place.is_dir() else []
    if not files:
        raise SettingsError(
            f"{place}：没有报告，用 --reports 指定文件夹 (no reports here; name a folder with --reports)"
        )
    return files


@contextmanager
def folder(data: Path | None) -> Iterator[Path]:
    """The data folder that was asked for, or one that is gone afterwards."""
    if data:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="hpf-demo-", ignore_cleanup_errors=True) as place:
        yield Path(place)


class Show:
    """What happens once the system is ready; runs beside the supervisor and ends it by `until`."""

    def __init__(self, files: list[Path], by_itself: bool) -> None:
        self.files, self.by_itself = files, by_itself
        self.until = threading.Event()
        self.started = monotonic()
        self.finished = self.passed = False

    def __call__(self, endpoints: "Endpoints") -> None:
        """Sends, waits, prints; with `by_itself` ends the system, as does any failure."""
        try:
            out.print(f"就绪，用时 (ready after) {monotonic() - self.started:.1f} s")
            statuses = asyncio.run(self.run(endpoints))
            self.passed = len(statuses) > 0 and all(s.settled and not s.rejected for s in statuses)
            self.finished = True
            out.print(f"\n{VERDICT[self.passed]}  {monotonic() - self.started:.1f} s")
            if not self.by_itself:
                print_endpoints(endpoints)
        finally:
            if self.by_itself or not self.finished:
                self.until.set()

    async def run(self, endpoints: "Endpoints") -> list["ReportStatus"]:
        """The reports' way from file to alert; returns where each ended. Raises RetryLater."""
        from services.commands.sending import Sender, send_all, settle  # noqa: PLC0415 - heavy: only when it runs
        from services.commands.show import show_results  # noqa: PLC0415

        with progress() as bar:
            task = bar.add_task("上传 (uploading)", total=len(self.files))
            sender = Sender(endpoints.ingest_url, there=True)
            sent = await send_all(sender, self.files, lambda: bar.advance(task), at_once=1)
        for one in sent:
            if one.refusal:
                complain(one.refusal)
        ids = [s.report_id for s in sent if s.report_id]
        async with asking(endpoints.settings()) as queries:
            with progress() as bar:
                task = bar.add_task("处理 (settling)", total=len(set(ids)))
                statuses = await settle(queries.store, ids, SETTLE_SECONDS, lambda _: bar.advance(task))
            await show_results(queries, statuses)
        return statuses if len(ids) == len(self.files) else []
