"""One service under supervision: started, watched, and started again with growing pauses when it ends."""

import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.embedded.child import Child
from services.embedded.endpoints import Service
from services.embedded.parts import LOOPBACK, free, free_port
from shared.settings import Settings, to_environment

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_SECONDS = 60.0
LIVE_EVERY, LIVE_FAILURES = 10.0, 3

Command = Callable[[str], Sequence[str]]


def module(name: str) -> Sequence[str]:
    """The command of a service: its package, run by this interpreter."""
    return [sys.executable, "-P", "-m", f"services.{name}"]


@dataclass
class Restart:
    """When a service that ended is started again: at once growing later, from the beginning after a steady time."""

    pause: float = 0.0
    due: float = 0.0
    count: int = 0

    def schedule(self, now: float, started: float) -> None:
        """Plans the next start."""
        steady = now - started > STEADY_SECONDS
        self.pause = FIRST_PAUSE if steady or not self.pause else min(self.pause * 2, LONGEST_PAUSE)
        self.due = now + self.pause
        self.count += 1


class Member:
    """One service, its port and its process. `step` is called again and again by the supervisor."""

    def __init__(self, name: str, settings: Settings, command: Command = module, port: int = 0) -> None:
        self.name = name
        self.port = port or free_port()
        self.log = settings.data / "logs" / f"{name}.log"
        self._settings = settings
        self._command = command
        self._restart = Restart()
        self._failures = 0
        self.start()

    def start(self) -> None:
        """Starts the process on its port, or on another one if somebody took that."""
        if not free(self.port):
            self.port = free_port()
        settings = self._settings.model_copy(update={"port": self.port, "listen": LOOPBACK})
        self.child: Child | None = Child(self._command(self.name), self.log, to_environment(settings))
        self._started = self._asked = time.monotonic()
        self._failures = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{LOOPBACK}:{self.port}"

    def service(self) -> Service:
        """What `run.json` says of it."""
        return Service(self.child.pid if self.child else 0, self.url, f"{self.url}/metrics", self._restart.count)

    def answers(self, path: str) -> bool:
        """Whether it answers this path with 200."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:  # noqa: S310 - our own loopback URL
                return bool(answer.status == 200)
        except (OSError, ValueError):
            return False

    def step(self) -> str | None:
        """Looks after the process; returns a line if it ended, hangs, or was started again."""
        now = time.monotonic()
        if self.child is None:
            if now < self._restart.due:
                return None
            self.start()
            return f"{self.name}: 已重新启动 (started again), pid {self.service().pid}"
        code = self.child.code()
        if code is None:
            return self._look_alive(now, self.child)
        tail = self.child.last_lines()
        self.child = None
        self._restart.schedule(now, self._started)
        times, pause = self._restart.count, f"{self._restart.pause:g}"
        return (
            f"{self.name}: 进程结束 (ended), code {code}；第 {times} 次 (time {times})，"
            f"{pause} 秒后重启 (again in {pause} s)；日志 (log) {self.log}\n{tail}"
        )

    def _look_alive(self, now: float, child: Child) -> str | None:
        """Asks /livez now and then; a process that does not answer several times in a row is killed."""
        if now - self._asked < LIVE_EVERY:
            return None
        self._asked = now
        self._failures = 0 if self.answers("/livez") else self._failures + 1
        if self._failures < LIVE_FAILURES:
            return None
        child.stop(0)
        return f"{self.name}: 无应答，已终止 (did not answer, killed)"

    def exit_code(self) -> int | None:
        """The exit code if the process has ended and was not looked after yet."""
        return self.child.code() if self.child else None

    def stop(self, grace: float) -> None:
        """Ends the process if it runs."""
        if self.child:
            self.child.stop(grace)


def keep_last_run(log: Path) -> None:
    """Puts the log of the run before aside, so that logs do not grow without end."""
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
