"""`hpf up`: the whole system from one process, with everything it starts on a leash and in one data folder."""

import fcntl
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue

from services.embedded.endpoints import Endpoints
from services.embedded.system import READY_SECONDS, Crew, System, late
from shared.errors import SettingsError
from shared.settings import Settings

LOOK_SECONDS = 0.2


def up(
    settings: Settings,
    on_ready: Callable[[Endpoints], None] | None = None,
    until: threading.Event | None = None,
    crew: Crew | None = None,
) -> int:
    """Runs the whole system until `until` is set or SIGTERM or SIGINT comes; returns 0.

    `on_ready` is called, in a thread of its own, once every service is ready; what it raises ends the system and
    is raised from here. Raises SettingsError if the system can't start: a part is missing, a service refuses, or it
    is not ready in time.
    """
    until = until or threading.Event()
    with ExitStack() as stack:
        stack.enter_context(sole(settings.data))
        stack.enter_context(stopping_on_signals(until))
        system = System(settings, crew or Crew())
        stack.callback(system.stop)
        greeting = Greeting(on_ready, until)
        deadline = time.monotonic() + READY_SECONDS
        while not until.is_set():
            system.step()
            if not greeting.begun and system.ready():
                greeting.begin(system.endpoints())
            if not greeting.begun and time.monotonic() > deadline:
                raise SettingsError(late(system))
            until.wait(LOOK_SECONDS)
    greeting.check()
    return 0


class Greeting:
    """The one call of `on_ready`, beside supervision and not instead of it."""

    def __init__(self, on_ready: Callable[[Endpoints], None] | None, until: threading.Event) -> None:
        self.begun = False
        self._on_ready = on_ready
        self._until = until
        self._error: BaseException | None = None

    def begin(self, endpoints: Endpoints) -> None:
        """Calls it in a thread."""
        self.begun = True
        threading.Thread(target=self._call, args=[endpoints], name="on-ready", daemon=True).start()

    def _call(self, endpoints: Endpoints) -> None:
        try:
            if self._on_ready:
                self._on_ready(endpoints)
        except BaseException as error:
            self._error = error
            self._until.set()

    def check(self) -> None:
        """Raises what it raised."""
        if self._error:
            raise self._error


@contextmanager
def sole(data: Path) -> Iterator[None]:
    """Holds a data folder for this process alone. Raises SettingsError if another supervisor has it."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SettingsError(
                f"{data} 已被另一个 hpf up 使用 (another `hpf up` is running on this data folder)"
            ) from error
        yield


@contextmanager
def stopping_on_signals(until: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT set `until` while inside; in another than the main thread signals stay as they are."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, lambda *_: until.set()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def running(settings: Settings, crew: Crew | None = None) -> Iterator[Endpoints]:
    """The whole system while inside, ready to use: for tests and demonstrations. Raises as `up` does."""
    until = threading.Event()
    news: SimpleQueue[Endpoints | BaseException] = SimpleQueue()

    def run() -> None:
        try:
            up(settings, news.put, until, crew)
        except BaseException as error:
            news.put(error)

    thread = threading.Thread(target=run, name="supervisor")
    thread.start()
    try:
        first = news.get()
        if isinstance(first, BaseException):
            raise first
        yield first
    finally:
        until.set()
        thread.join()
