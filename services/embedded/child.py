"""One child process: started on a leash, its output in a file, stopped by signal, killed after a grace."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

LEASH = Path(__file__).with_name("leash.py")


class Child:
    """A running program that dies with this process.

    `argv[0]` must be a path. `leash` is the signal it gets when the supervisor dies unexpectedly. The thread that
    makes a Child must live as long as the child: the kernel watches the thread, not the process.
    """

    def __init__(
        self, argv: Sequence[str], log: Path, environment: Mapping[str, str] | None = None, leash: int = signal.SIGKILL
    ) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-I", "-S", str(LEASH), str(int(leash)), str(os.getpid()), *argv]
        with log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 - an argument list of our own, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone, which stops children in order
            )
        self.log = log

    @property
    def pid(self) -> int:
        """The process id; the leash becomes the program, so it is the program's own."""
        return self.process.pid

    def code(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self.process.poll()

    def signal(self, number: int) -> None:
        """Sends a signal; a child that is gone already is fine."""
        self.process.send_signal(number)

    def stop(self, grace: float) -> int:
        """SIGTERM, then SIGKILL after `grace` seconds; returns the exit code."""
        self.signal(signal.SIGTERM)
        try:
            return self.process.wait(grace)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def last_lines(self, count: int = 5) -> str:
        """The end of its log, for a message to a person."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-count:])
