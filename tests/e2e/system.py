"""The whole system as a person starts it: `hpf up` on a data folder, and `hpf` commands against it."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from shared.settings import Settings

HPF = str(Path(sys.executable).with_name("hpf"))
REPORTS = Path(__file__).parents[3] / "shared" / "reports"
SAMPLES = Path(__file__).parents[2] / "deploy" / "samples" / "reports"


@dataclass
class Answer:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict]:
        """Its JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


class System:
    """`hpf up` on one data folder; may be started and stopped more than once."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.process = None

    def start(self) -> "System":
        """Starts it and returns when it says that it is ready."""
        self.process = subprocess.Popen(
            [HPF, "up", "--data", str(self.data)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean(),
        )
        first = self.process.stdout.readline()
        assert "ready" in first, first + self.process.stderr.read()
        return self

    def stop(self) -> int:
        """Ends it as Ctrl-C does; returns its exit code."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=60)
        return self.process.returncode

    def __enter__(self) -> "System":
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()

    @property
    def run(self) -> dict:
        """What `hpf up` wrote about where everything is."""
        return json.loads((self.data / "run.json").read_text(encoding="utf-8"))

    @property
    def settings(self) -> Settings:
        """Settings that point at it."""
        known = {name: value for name, value in self.run.items() if name in Settings.model_fields}
        return Settings(**known)

    def hpf(self, *arguments: object) -> Answer:
        """Runs one `hpf` command against it."""
        return hpf(*arguments, "--data", self.data)

    def kill(self, service: str) -> None:
        """SIGKILL to a service."""
        os.kill(self.run["services"][service]["pid"], signal.SIGKILL)

    def kill_part(self, program: str) -> None:
        """SIGKILL to the broker or the store: the child of ours whose program's name has this in it."""
        (found,) = [
            int(stat.parent.name)
            for stat in Path("/proc").glob("[0-9]*/stat")
            if self._is_child(stat) and program in (stat.parent / "exe").resolve().name
        ]
        os.kill(found, signal.SIGKILL)

    def _is_child(self, stat: Path) -> bool:
        try:
            return int(stat.read_text().rpartition(")")[2].split()[1]) == self.process.pid
        except OSError:
            return False


def hpf(*arguments: object, stdin: bytes = b"") -> Answer:
    """Runs `hpf` as a person would."""
    command = [HPF, *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, input=stdin, env=clean(), timeout=180)
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())


def clean() -> dict[str, str]:
    """The environment without settings of ours: the data folder alone must lead to the system."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HPF_")}
