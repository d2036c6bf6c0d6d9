"""What a process tells of itself over HTTP, in its log and to its supervisor."""

import asyncio
import json
import logging
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from shared.edge import health as module
from shared.edge import telemetry
from shared.edge.guard import Guard
from shared.edge.health import Health
from shared.edge.logs import Flood
from shared.edge.watch import STUCK_SECONDS, Watch
from shared.errors import RetryLater
from shared.settings import Settings


async def get(url: str) -> tuple[int, str]:
    def ask() -> tuple[int, str]:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    return await asyncio.to_thread(ask)


@pytest.fixture
async def serving(tmp_path):
    away = {"store": False}

    async def store() -> None:
        if away["store"]:
            raise RetryLater("存储不在 (away)")

    health = Health("toy", {"store": store})
    url = health.serve(Settings(data=tmp_path))
    yield health, url, away
    health.close()


async def test_readiness_needs_the_room_and_every_part(serving):
    """Ready only when the room says so and each check passes; verbose names what is missing."""
    health, url, away = serving
    assert (await get(f"{url}/readyz"))[0] == 503
    health.say(None)
    assert await get(f"{url}/readyz?verbose") == (200, '{"status": "ok", "checks": {"room": "ok", "store": "ok"}}')
    away["store"] = True
    status, body = await get(f"{url}/readyz?verbose")
    assert status == 503
    assert json.loads(body)["checks"]["store"] == "存储不在 (away)"
    assert (await get(f"{url}/livez"))[0] == 200


async def test_loop_that_does_not_turn_is_not_live(serving, monkeypatch):
    """A process whose event loop is stuck says so itself, from its own thread."""
    _, url, _ = serving
    monkeypatch.setattr(module, "STUCK_SECONDS", -1.0)

    assert (await get(f"{url}/livez"))[0] == 503


async def test_metrics_are_prometheus_text_with_our_prefix(serving):
    """Every metric of ours begins with hpf_ and is on /metrics."""
    _, url, _ = serving
    telemetry.FACTS.inc(3)
    status, body = await get(f"{url}/metrics")

    assert status == 200
    assert "hpf_facts_total" in body
    assert "hpf_build_info{" in body
    ours = [m.name for m in telemetry.REGISTRY.collect() if not m.name.startswith(("process_", "python_"))]
    assert all(name.startswith("hpf_") for name in ours)


async def test_unknown_path_is_not_found(serving):
    """Anything else is answered with what there is."""
    assert (await get(f"{serving[1]}/secrets"))[0] == 404


async def test_process_is_announced_while_it_serves(tmp_path):
    """A file in the data folder names the address while the room serves, and is gone afterwards."""
    health = Health("toy", {})
    url = health.serve(Settings(data=tmp_path))
    [file] = (tmp_path / "run").iterdir()
    assert json.loads(file.read_text())["metrics"] == f"{url}/metrics"
    health.close()
    assert not list((tmp_path / "run").iterdir())


def test_log_lines_are_json_with_room_and_trace():
    """Each line of any library is one JSON object that names the room and what is bound; failures carry a traceback."""
    program = """
import logging
from shared.edge import logs
from shared.settings import Settings
logs.configure(Settings(log_level="INFO"), "toy")
logs.bind_afresh(trace_id="t1", report_id="r1")
logs.get_logger("ours").warning("重试", count=2)
logging.getLogger("theirs").error("broken %s", "thing")
logging.getLogger("theirs").debug("unseen")
try: 1 / 0
except ZeroDivisionError: logs.get_logger("ours").exception("crash")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]

    assert [line["event"] for line in lines] == ["重试", "broken thing", "crash"]
    assert all(line["room"] == "toy" and line["trace_id"] == "t1" and line["report_id"] == "r1" for line in lines)
    assert "ZeroDivisionError" in lines[2]["exception"]


def test_flood_of_one_line_is_thinned():
    """A library that repeats one line is heard a few times; another line of it is heard too, and so are we."""
    flood = Flood()

    def record(name: str, line: int) -> logging.LogRecord:
        return logging.LogRecord(name, logging.ERROR, "f.py", line, "away", None, None)

    assert sum(flood.filter(record("aiokafka.conn", 1)) for _ in range(100)) == Flood.KEPT
    assert flood.filter(record("aiokafka.conn", 2))
    assert sum(flood.filter(record("shared.edge.life", 1)) for _ in range(100)) == 100


async def test_consumer_that_gets_nowhere_is_found_stuck():
    """Stuck means: events wait on its own partitions, none is in hand, and none was finished for two minutes."""
    now = 0.0
    guard = Guard("toy", None, None, None)
    watch = Watch(guard, lambda: now)
    behind, mine = {("t", 0): 5, ("t", 1): 9}, {("t", 0)}

    def after(seconds: float, lag: dict = behind, assigned: set = mine) -> bool:
        nonlocal now
        now += seconds
        return watch.stuck(lag, assigned)

    assert not after(STUCK_SECONDS / 2)
    guard.finished += 1
    assert not after(STUCK_SECONDS)
    guard.busy = 1
    assert not after(STUCK_SECONDS * 9)
    guard.busy = 0
    assert not after(STUCK_SECONDS * 9, assigned={("t", 2)})
    assert not after(STUCK_SECONDS * 9, lag={})
    assert not after(STUCK_SECONDS / 2)
    assert after(STUCK_SECONDS)
