"""The embedded system as one process sees to it: started, found, mended, stopped, with nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from toys import eventually

from services.embedded.child import Child
from services.embedded.supervisor import running, up
from services.embedded.system import Crew
from shared.edge.bus import check_topics
from shared.errors import SettingsError
from shared.settings import Settings

pytestmark = pytest.mark.contract

STAND_IN = """
import os, signal, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(str(os.getpid()).encode())
    def log_message(self, *_): pass
signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
print(sys.argv[1], "stands in", flush=True)
HTTPServer(("127.0.0.1", int(os.environ["HPF_PORT"])), Answer).serve_forever()
"""


def stand_in(name: str) -> list[str]:
    """A service that only answers; the one named `refuses` can't start as things are."""
    code = "import sys; print('missing topic'); sys.exit(78)" if name == "refuses" else STAND_IN
    return [sys.executable, "-c", code, name]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def crew(*names: str, said: list[str] | None = None) -> Crew:
    return Crew(names, stand_in, (said if said is not None else []).append)


@pytest.fixture
def bare(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", partitions=2)


def test_running_system_is_found_by_its_run_file_and_leaves_nothing_behind(bare):
    """While it runs, run.json names addresses that answer; afterwards the file and every process are gone."""
    with running(bare, crew("ingest", "parser", "api")) as there:
        written = json.loads((bare.data / "run.json").read_text())
        pids = [service["pid"] for service in written["services"].values()]
        assert check_topics(there.settings()) == []
        assert written["brokers"] == there.brokers
        assert written["ingest_url"] == there.services["ingest"].url
        assert all(alive(pid) for pid in pids)

    assert not (bare.data / "run.json").exists()
    assert not any(alive(pid) for pid in pids)


def test_killed_service_is_started_again_at_its_address(bare):
    """A service that dies is started again, keeps its port, and run.json names the new process."""
    said: list[str] = []
    with running(bare, crew("parser", said=said)) as there:
        before = there.services["parser"]
        os.kill(before.pid, signal.SIGKILL)

        def after() -> dict:
            return json.loads((bare.data / "run.json").read_text())["services"]["parser"]

        eventually(lambda: after()["pid"] not in {0, before.pid}, "a new process")
        assert after()["url"] == before.url
        assert after()["restarts"] == 1
    assert "code -9" in said[0]


def test_broker_that_dies_comes_back_with_its_topics(bare):
    """The broker's death takes messages along, so it comes back at its address, with topics, and services anew."""
    with running(bare, crew("parser")) as there:
        broker = next(pid for pid in children(os.getpid()) if "tansu" in command_of(pid))
        os.kill(broker, signal.SIGKILL)

        def mended() -> bool:
            return not alive(broker) and port_answers(there.brokers) and not check_topics(there.settings())

        eventually(mended, "topics on a new broker")


def test_store_keeps_its_data_over_a_restart_of_the_system(bare):
    """What was written to the store before a stop is there after the next start on the same data folder."""
    import redis

    with running(bare, crew()) as there, redis.Redis.from_url(there.redis_url) as client:
        client.set("kept", "yes")
    with running(bare, crew()) as there, redis.Redis.from_url(there.redis_url) as client:
        assert client.get("kept") == b"yes"


def test_service_that_refuses_stops_the_start_with_its_words(bare):
    """A service that exits saying it can't start as things are ends the start; its message is the error."""
    with pytest.raises(SettingsError, match="missing topic"), running(bare, crew("refuses")):
        pass


def test_second_system_on_one_data_folder_is_refused(bare):
    """One data folder has one supervisor; the second is told so and touches nothing."""
    with running(bare, crew()), pytest.raises(SettingsError, match="another"):
        up(bare, until=threading.Event(), crew=crew())


def test_failure_of_the_ready_callback_ends_the_system(bare):
    """What `on_ready` raises is not swallowed: the system stops and `up` raises it."""

    def fail(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        up(bare, fail, threading.Event(), crew())


def test_child_dies_with_its_parent(tmp_path):
    """A supervisor that is killed outright leaves no child behind."""
    program = (
        "import sys, time; from pathlib import Path; from services.embedded.child import Child;"
        "print(Child([sys.executable, '-c', 'import time; time.sleep(600)'], Path(sys.argv[1])).pid, flush=True);"
        "time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "log")], stdout=subprocess.PIPE)
    child = int(parent.stdout.readline())
    eventually(lambda: b"sleep" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")[2], "the child's program")
    parent.kill()
    parent.wait()

    eventually(lambda: not alive(child), "the child's end")


def test_stubborn_child_is_killed_after_its_grace(tmp_path):
    """A child that ignores SIGTERM is gone after `stop`, by SIGKILL."""
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    child = Child([sys.executable, "-c", code], tmp_path / "log")
    eventually(lambda: "deaf" in child.last_lines(), "the child is deaf")

    assert child.stop(0.2) == -signal.SIGKILL


def children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
        except OSError:
            continue
    return found


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def port_answers(address: str) -> bool:
    import socket

    host, port = address.split(":")
    try:
        socket.create_connection((host, int(port)), 1).close()
        return True
    except OSError:
        time.sleep(0.05)
        return False
