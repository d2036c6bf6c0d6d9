"""Documents become text in a process that may die alone; a plain text is decoded in place.

The child is a fork server with a worker (services/parser/fork_server.py): what kills the worker kills nothing else,
and the next document finds a fresh one. Frames of length and bytes go over pipes; no pickle.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from select import POLLIN, POLLOUT, poll
from time import monotonic

from services.parser.document import Document
from services.parser.fork_server import LENGTH
from services.parser.formats import convert_in_place
from shared.errors import Rejected, RetryLater

GRACE_SECONDS = 5.0  # for the fork server to start and to report what the kernel did to its worker
ROOT = Path(__file__).parents[2]
_COMMAND = (sys.executable, "-m", "services.parser.fork_server")


class Sandbox:
    """Converts documents in a child process under limits; safe to share between threads and tasks.

    `seconds` bounds one document's processor time and clock, `memory` its address space in bytes. The child starts
    with the first document that needs it and stays; `close` ends it.
    """

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._command = [*_COMMAND, str(seconds), str(memory)]
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    async def convert(self, content: bytes, source: str) -> Document:
        """As `convert_now`, without holding up the event loop."""
        if document := convert_in_place(content):
            return document
        return await asyncio.to_thread(self._converted, content)

    def convert_now(self, content: bytes, source: str) -> Document:
        """The text of a document.

        Raises Rejected as the converters do, and "too_slow", "too_much_memory" or "converter_died" with the numbers
        where the document took its converter down; RetryLater where the machine cannot start a process.
        """
        return convert_in_place(content) or self._converted(content)

    def close(self) -> None:
        """Ends the child, if there is one."""
        with self._lock:
            self._end()

    def _converted(self, content: bytes) -> Document:
        with self._lock:
            answer = self._answer(content)
        if answer.startswith(b'{"rejected"'):
            raise Rejected(**json.loads(answer)["rejected"])
        return Document.model_validate_json(answer)

    def _answer(self, content: bytes) -> bytes:
        """The child's answer; one that died between documents is no document's fault, so a new one is asked once."""
        try:
            return self._exchange(content)
        except TimeoutError as error:
            raise self._no_answer(error) from error
        except (OSError, EOFError):
            self._end()
        try:
            return self._exchange(content)
        except (OSError, EOFError) as error:
            raise self._no_answer(error) from error

    def _no_answer(self, error: Exception) -> Rejected:
        self._end()
        return Rejected("converter_died", f"转换进程没有回答 (no answer from the converter): {error!r}")

    def _exchange(self, content: bytes) -> bytes:
        child = self._child if self._child and self._child.poll() is None else self._start()
        assert child.stdin
        assert child.stdout
        deadline = monotonic() + self._seconds + GRACE_SECONDS
        _send(child.stdin.fileno(), LENGTH.pack(len(content)), deadline)
        _send(child.stdin.fileno(), content, deadline)
        size = LENGTH.unpack(_receive(child.stdout.fileno(), LENGTH.size, deadline))[0]
        return _receive(child.stdout.fileno(), size, deadline)

    def _start(self) -> subprocess.Popen[bytes]:
        self._end()
        try:
            self._child = subprocess.Popen(  # noqa: S603 - our own module, no input in the command
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"},
                start_new_session=True,
            )
        except OSError as error:  # the machine is full, and no document can help it
            raise RetryLater(f"转换进程起不来 (the converter cannot be started): {error}") from error
        for pipe in (self._child.stdin, self._child.stdout):
            assert pipe
            os.set_blocking(pipe.fileno(), False)
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()
        with suppress(ProcessLookupError):  # the session holds the fork server and the document in work, nobody else
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _send(pipe: int, data: bytes, deadline: float) -> None:
    view = memoryview(data)
    while view:
        _wait(pipe, POLLOUT, deadline)
        view = view[os.write(pipe, view[: 1 << 20]) :]


def _receive(pipe: int, size: int, deadline: float) -> bytes:
    pieces, left = [], size
    while left:
        _wait(pipe, POLLIN, deadline)
        piece = os.read(pipe, min(left, 1 << 20))
        if not piece:
            raise EOFError("the converter closed its end")
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _wait(pipe: int, event: int, deadline: float) -> None:
    ready = poll()
    ready.register(pipe, event)
    if not ready.poll(max(0.0, deadline - monotonic()) * 1000):
        raise TimeoutError("the converter is mute")
