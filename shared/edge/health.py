"""What a process tells of itself: /livez, /readyz and /metrics over HTTP, and a file that says where they are.

The server has threads of its own, so that it answers while the event loop is busy, and can say that it is stuck.
"""

import asyncio
import json
import os
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from shared.edge import telemetry
from shared.settings import Settings

Check = Callable[[], Awaitable[None]]
CHECK_SECONDS = 3.0
STUCK_SECONDS = 60.0
TICK_SECONDS = 1.0


def announce(settings: Settings, name: str, **where: str) -> Path:
    """Writes `DATA/run/NAME-PID.json` with this process' addresses, whole or not at all; the supervisor reads it.

    >>> announce(settings, "api", url="http://127.0.0.1:8080", metrics="…/metrics")  # doctest: +SKIP
    """
    file = settings.data / "run" / f"{name}-{os.getpid()}.json"
    write_json(file, {"name": name, "pid": os.getpid(), **where})
    return file


def write_json(file: Path, content: Mapping[str, object]) -> None:
    """Replaces a file atomically: a reader sees the old content or the new, never half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(file)


class Health:
    """State and checks of one room, answered over HTTP; made inside a running event loop."""

    def __init__(self, room: str, checks: Mapping[str, Check]) -> None:
        self.room = room
        self.why_not_ready: str | None = "starting"
        self._checks = checks
        self._loop = asyncio.get_running_loop()
        self._ticked = time.monotonic()
        self._ticker = asyncio.create_task(self._tick())
        self._server: ThreadingHTTPServer | None = None

    def serve(self, settings: Settings) -> str:
        """Starts answering on the settings' address and announces it; returns the base URL."""
        self._server = ThreadingHTTPServer((settings.listen, settings.port), responder(self))
        threading.Thread(target=self._server.serve_forever, name="health", daemon=True).start()
        url = f"http://{settings.listen}:{self._server.server_port}"
        self._file = announce(settings, self.room, url=url, metrics=f"{url}/metrics")
        return url

    def say(self, why_not_ready: str | None) -> None:
        """Sets what keeps the room from being ready; None: nothing does."""
        self.why_not_ready = why_not_ready
        telemetry.READY.labels(self.room).set(why_not_ready is None)

    def close(self) -> None:
        """Stops answering and takes the announcement back."""
        self._ticker.cancel()
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._file.unlink(missing_ok=True)

    async def _tick(self) -> None:
        while True:
            self._ticked = time.monotonic()
            await asyncio.sleep(TICK_SECONDS)

    def live(self) -> tuple[bool, dict[str, str]]:
        """Whether the event loop still turns."""
        silent = time.monotonic() - self._ticked
        return silent < STUCK_SECONDS, {"loop": f"{silent:.1f} s since its last turn"}

    def ready(self) -> tuple[bool, dict[str, str]]:
        """Whether the room takes events and every part it needs answers; what each check says."""
        said = {"room": self.why_not_ready or "ok"}
        if self.why_not_ready is None:
            said |= {name: self._ask(check) for name, check in self._checks.items()}
        return set(said.values()) == {"ok"}, said

    def _ask(self, check: Check) -> str:
        asked = asyncio.run_coroutine_threadsafe(asyncio.wait_for(check(), CHECK_SECONDS), self._loop)
        try:
            asked.result(CHECK_SECONDS + 1)
            return "ok"
        except Exception as error:  # whatever it is, it is the answer to "why not"
            return str(error) or type(error).__name__


def responder(health: Health) -> type[BaseHTTPRequestHandler]:
    """The request handler of one Health."""

    class Responder(BaseHTTPRequestHandler):
        timeout = 5  # a client that says nothing holds a thread no longer

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            if path == "/metrics":
                self._answer(200, "text/plain; version=0.0.4; charset=utf-8", telemetry.exposition())
            elif path in {"/livez", "/readyz"}:
                good, said = health.live() if path == "/livez" else health.ready()
                body = {"status": "ok" if good else "failing"} | ({"checks": said} if "verbose" in query else {})
                self._answer(200 if good else 503, "application/json", json.dumps(body, ensure_ascii=False).encode())
            else:
                self._answer(404, "text/plain", b"/livez /readyz?verbose /metrics\n")

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Requests of a prober every few seconds are not worth a line."""

    return Responder
