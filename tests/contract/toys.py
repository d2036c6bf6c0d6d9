"""Drives the toy room in processes of its own and counts what comes out of it."""

import asyncio
import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError

from shared.edge.bus import Outgoing, Publisher
from shared.edge.letters import whole_topic
from shared.events import CentreChanged, DocumentReceived
from shared.settings import Settings, to_environment
from shared.topics import CENTRE_CHANGED, DOCUMENT_RECEIVED

PATIENCE = 90.0
ROOM = Path(__file__).with_name("toy_room.py")


def eventually(holds: Callable[[], object], what: str) -> None:
    """Waits, with much patience, until something holds; fails naming it."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"never came true: {what}"
        time.sleep(0.1)


def document(report_id: str, source: str = "ok") -> Outgoing:
    """An event for the toy."""
    now = datetime.now(UTC)
    event = DocumentReceived(report_id=report_id, source=source, size=1, received_at=now, origin="upload")
    return Outgoing(DOCUMENT_RECEIVED, report_id, event)


class Toys:
    """Toy workers on one broker; what they print is kept in the data folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.workers: list[subprocess.Popen[bytes]] = []

    def start(self) -> subprocess.Popen[bytes]:
        """Starts one more worker."""
        with self.log.open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, str(ROOM)], env=to_environment(self.settings), stderr=log, stdout=log
            )
        self.workers.append(worker)
        return worker

    @property
    def log(self) -> Path:
        """Where workers print to."""
        return self.settings.data / "toy.log"

    def until_ready(self, worker: subprocess.Popen[bytes]) -> None:
        """Waits until a worker takes events."""
        eventually(lambda: self.ask(worker, "/readyz")[0] == 200, "worker ready")

    def ask(self, worker: subprocess.Popen[bytes], path: str) -> tuple[int, str]:
        """Status and body of a worker's own HTTP server; status 0 while there is none."""
        try:
            where = json.loads((self.settings.data / "run" / f"toy-{worker.pid}.json").read_text())
            with urllib.request.urlopen(where["url"] + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (OSError, URLError, ValueError):
            return 0, ""

    def publish(self, events: Iterable[tuple[str, str]]) -> None:
        """Publishes toy events (report id, source) and waits until all are delivered."""

        async def send() -> None:
            async with Publisher(self.settings, "test") as publisher:
                await asyncio.gather(*(publisher.publish(document(*event)) for event in events))

        asyncio.run(send())

    def results(self) -> Counter[str]:
        """How often each report id came out."""
        values = (m.value() for m in whole_topic(self.settings, CENTRE_CHANGED.name))
        return Counter(CentreChanged.model_validate_json(v).report_id for v in values)

    def until_results(self, wanted: Iterable[str]) -> Counter[str]:
        """Waits until every wanted report id came out at least once."""
        missing = set(wanted)
        eventually(lambda: missing <= set(self.results()), f"{len(missing)} results")
        return self.results()

    def keep_alive(self, wanted: Iterable[str]) -> list[int]:
        """Restarts the last worker whenever it ends until every wanted id came out; returns the exit codes."""
        codes, missing = [], set(wanted)
        worker = self.workers[-1] if self.workers else self.start()

        def settled() -> bool:
            nonlocal worker
            if (code := worker.poll()) is not None:
                codes.append(code)
                worker = self.start()
            return missing <= set(self.results())

        eventually(settled, f"{len(missing)} results with restarts, so far {codes}")
        return codes

    def marks(self, word: str) -> int:
        """How often the toy left this mark, over all processes."""
        file = self.settings.data / f"toy-{word}"
        return file.stat().st_size if file.exists() else 0

    def stop(self) -> None:
        """Ends every worker."""
        for worker in self.workers:
            worker.send_signal(signal.SIGKILL)
        for worker in self.workers:
            worker.wait()
