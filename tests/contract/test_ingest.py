"""Ingest on a real store and broker: what a sender is told, and what is where afterwards."""

import asyncio
import hashlib
import signal
import subprocess
import sys
import time
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from services.embedded.parts import free_port
from services.ingest.app import build
from shared.edge import archive as name_of
from shared.edge.admin import apply_topics
from shared.edge.archive import Archive
from shared.edge.letters import whole_topic
from shared.edge.store import Store
from shared.events import DocumentReceived
from shared.settings import to_environment
from shared.state import StageOutcome
from shared.topics import DOCUMENT_RECEIVED

pytestmark = pytest.mark.contract

CONTENT = "盘锦市住房公积金2022年年度报告".encode()
REPORT_ID = hashlib.sha256(CONTENT).hexdigest()


@asynccontextmanager
async def serving(settings):
    """A client of a running ingest room."""
    app = build(settings)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://x") as client:
        yield client


@pytest.fixture
async def topics(settings):
    """The declared topics on a fresh broker."""
    await asyncio.to_thread(apply_topics, settings)
    return settings


def announced(settings):
    """Every DocumentReceived on the bus."""
    return [DocumentReceived.model_validate_json(m.value()) for m in whole_topic(settings, DOCUMENT_RECEIVED.name)]


async def eventually(condition):
    """Waits until `condition()` is true; the test's own timeout bounds it."""
    while not await asyncio.to_thread(condition):
        await asyncio.sleep(0.05)


async def test_an_upload_is_archived_registered_and_announced(topics):
    """202 means: the bytes and their receipt are in the archive, the report is known, the event is on the bus."""
    async with serving(topics) as client:
        answer = await client.post("/v1/documents", params={"name": "盘锦.txt"}, content=CONTENT)

    assert answer.status_code == 202
    assert answer.json()["report"]["report_id"] == REPORT_ID
    assert answer.json()["report"]["source"] == "盘锦.txt"
    assert await Archive(topics.archive).get(name_of.document(REPORT_ID)) == CONTENT
    assert [e.report_id for e in announced(topics)] == [REPORT_ID]


async def test_a_form_is_as_good_as_a_body(topics):
    """A browser's multipart upload gives the same report as the raw body, under the file's own name."""
    async with serving(topics) as client:
        answer = await client.post("/v1/documents", files={"file": ("海西.docx", CONTENT)})

    assert answer.status_code == 202
    assert (answer.json()["report"]["report_id"], answer.json()["report"]["source"]) == (REPORT_ID, "海西.docx")


async def test_known_bytes_answer_with_the_existing_report(topics):
    """Once a parser has it, the same bytes under another name give 200, the first name, and no second event."""
    async with serving(topics) as client:
        first = await client.post("/v1/documents", params={"name": "a.txt"}, content=CONTENT)
        store = await Store.open(topics)
        at = first.json()["report"]["received_at"]
        await store.set_stage(REPORT_ID, StageOutcome(stage="parser", outcome="done", at=at))
        await store.close()
        again = await client.post("/v1/documents", params={"name": "b.txt"}, content=CONTENT)

    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json()["known"] is True
    assert again.json()["report"]["source"] == "a.txt"
    assert len(announced(topics)) == 1


async def test_known_bytes_no_parser_has_seen_are_announced_again(topics):
    """Sending again heals an event that a crash swallowed: the same event, with the same time and id."""
    async with serving(topics) as client:
        await client.post("/v1/documents", params={"name": "a.txt"}, content=CONTENT)
        again = await client.post("/v1/documents", params={"name": "b.txt"}, content=CONTENT)

    assert again.status_code == 200
    first, second = announced(topics)
    assert first == second


@pytest.mark.parametrize(
    ("content", "status", "code"), [(b"", 400, "empty"), (b"x" * 1001, 413, "too_large")], ids=["empty", "too large"]
)
async def test_what_cannot_be_a_document_is_refused_by_name(topics, content, status, code):
    """A refusal names the file and the reason, as problem+json, and leaves nothing behind."""
    small = topics.model_copy(update={"max_document_bytes": 1000})
    async with serving(small) as client:
        raw = await client.post("/v1/documents", params={"name": "坏.txt"}, content=content)
        form = await client.post("/v1/documents", files={"file": ("坏.txt", content)})

    for answer in (raw, form):
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert "坏.txt" in answer.json()["detail"]
    assert announced(topics) == []
    assert [n async for n in Archive(topics.archive).names("documents/")] == []


async def test_a_body_without_a_declared_length_is_cut_off_at_the_limit(topics):
    """A chunked upload that never ends is refused after the limit, not read for ever."""

    async def endless():
        for _ in range(1000):
            yield b"x" * 100_000

    small = topics.model_copy(update={"max_document_bytes": 1000})
    async with serving(small) as client:
        answer = await client.post("/v1/documents", params={"name": "endless"}, content=endless())

    assert answer.status_code == 413


async def test_a_page_from_elsewhere_cannot_upload(topics):
    """A browser's request that comes from another site's page is refused; from our own address it passes."""
    async with serving(topics) as client:
        other = await client.post("/v1/documents", content=CONTENT, headers={"origin": "https://evil.example"})
        own = await client.post("/v1/documents", content=CONTENT, headers={"origin": "http://x"})

    assert (other.status_code, other.json()["code"]) == (403, "cross_origin")
    assert own.status_code == 202


async def test_a_broken_or_fileless_form_is_a_clear_refusal(topics):
    """A form without a file, with two files, or that is no form is a 400 with a sentence."""
    multipart = {"content-type": "multipart/form-data; boundary=x"}
    async with serving(topics) as client:
        answers = [
            await client.post("/v1/documents", files={"note": (None, "no file")}),
            await client.post("/v1/documents", files=[("a", ("a", b"1")), ("b", ("b", b"2"))]),
            await client.post("/v1/documents", content=b"no form", headers=multipart),
            await client.post("/v1/documents", content=b"x", headers={"content-type": "multipart/form-data"}),
        ]

    assert [a.status_code for a in answers] == [400] * 4
    assert all(a.json()["detail"] for a in answers)


async def test_a_restart_announces_what_a_crash_left(topics):
    """Bytes and receipt in the archive but nothing in the store or on the bus: the next start mends it, once."""
    async with serving(topics) as client:
        answer = await client.post("/v1/documents", params={"name": "a.txt"}, content=CONTENT)
    lost = b"a second report that only reached the archive"
    lost_id = hashlib.sha256(lost).hexdigest()
    receipt = DocumentReceived(**{**announced(topics)[0].model_dump(), "report_id": lost_id, "size": len(lost)})
    archive = Archive(topics.archive)
    await archive.put(name_of.document(lost_id), lost)
    await archive.put(name_of.receipt(lost_id), receipt.model_dump_json().encode())

    async with serving(topics):
        await eventually(lambda: len(announced(topics)) == 2)
    async with serving(topics):
        await asyncio.sleep(0.5)

    assert answer.status_code == 202
    assert sorted(e.report_id for e in announced(topics)) == sorted([REPORT_ID, lost_id])
    store = await Store.open(topics)
    status = await store.report(lost_id)
    await store.close()
    assert status.outcome("ingest") == "done"


async def test_a_forgetful_bus_is_told_again_what_is_not_settled(topics):
    """On the embedded bus, which forgets, a start announces every report that has not come through."""
    forgetful = topics.model_copy(update={"bus_forgets": True})
    async with serving(topics) as client:
        await client.post("/v1/documents", params={"name": "a.txt"}, content=CONTENT)

    async with serving(forgetful):
        await eventually(lambda: len(announced(topics)) == 2)


async def test_without_a_broker_the_sender_is_told_to_try_again(topics, broker):
    """503 with Retry-After when the event could not be delivered: nothing was promised."""
    away = topics.model_copy(update={"brokers": "127.0.0.1:1"})
    async with serving(away) as client:
        client.timeout = 30
        answer = await client.post("/v1/documents", params={"name": "a.txt"}, content=CONTENT)

    assert (answer.status_code, answer.json()["code"]) == (503, "retry_later")
    assert "retry-after" in answer.headers


async def test_the_watched_folder_takes_good_files_and_puts_bad_ones_aside(topics, tmp_path):
    """A report dropped into the folder is announced and moved to done/, an empty file to rejected/ with its reason."""
    watching = topics.model_copy(update={"inbox": tmp_path / "inbox"})
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "good.txt").write_bytes(CONTENT)
    (tmp_path / "inbox" / "bad.txt").write_bytes(b"")

    async with serving(watching):
        await eventually(lambda: len(list((tmp_path / "inbox").rglob("*.txt"))) == 3 and len(announced(topics)) == 1)

    assert [p.name for p in (tmp_path / "inbox" / "done").iterdir()] == [f"{REPORT_ID[:12]}-good.txt"]
    assert "empty" in (tmp_path / "inbox" / "rejected" / "bad.txt.reason.txt").read_text()
    assert announced(topics)[0].origin == "folder"


async def test_health_and_metrics_are_served(topics):
    """/livez, /readyz?verbose and /metrics answer; readiness names the parts it asked."""
    async with serving(topics) as client:
        live, ready, metrics = [await client.get(path) for path in ("/livez", "/readyz?verbose", "/metrics")]

    assert live.status_code == ready.status_code == metrics.status_code == 200
    assert "bus: ok" in ready.text
    assert "store: ok" in ready.text
    assert "archive: ok" in ready.text
    assert "hpf_build_info" in metrics.text


async def test_without_its_topics_ingest_is_not_ready_and_says_what_to_do(settings):
    """On a broker where nobody applied the topics /readyz is 503 and names the command."""
    async with serving(settings) as client:
        ready = await client.get("/readyz")

    assert ready.status_code == 503
    assert "hpf topics apply" in ready.text


@pytest.mark.parametrize("room", ["ingest", "api"])
def test_sigterm_drains_and_ends_well(settings, room):
    """A served room told to stop answers what it has begun and exits with 0."""
    asyncio.run(asyncio.to_thread(apply_topics, settings))
    port = free_port()
    environment = to_environment(settings.model_copy(update={"port": port}))
    process = subprocess.Popen([sys.executable, "-m", f"services.{room}"], env=environment, stderr=subprocess.PIPE)
    while process.poll() is None:
        with suppress(httpx.TransportError):
            if httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).is_success:
                break
        time.sleep(0.1)

    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=30)

    assert process.returncode == 0, log.decode()
    assert b"Traceback" not in log
