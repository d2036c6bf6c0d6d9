"""The parser room on a store and an archive in memory: a document in, its figures out, its text archived."""

import hashlib
from datetime import UTC, datetime

import pytest

from services.parser.app import Parser, build
from services.parser.document import Document
from services.parser.extract import EXTRACTOR_VERSION
from shared.catalogue.version import catalogue_version
from shared.edge import archive
from shared.edge.archive import Archive
from shared.edge.bus import Incoming
from shared.errors import Rejected
from shared.events import DocumentReceived, FactsExtracted
from shared.settings import Settings
from shared.state import ReportStatus
from shared.topics import DOCUMENT_RECEIVED, FACTS_EXTRACTED
from tests.documents import BUILD, TITLE, html, text
from tests.fake_store import FakeStore

NOW = datetime(2026, 3, 31, 8, 30, tzinfo=UTC)


class Room:
    """A parser room whose documents are in an archive in memory."""

    def __init__(self):
        self.parser = Parser(Settings())
        self.parser.store, self.parser.archive = FakeStore(), Archive("memory://")

    async def receive(self, content, source="a.bin", stored=True, replay=False):
        """Archives the bytes, registers the report and hands the event to the room."""
        report_id = hashlib.sha256(content).hexdigest()
        if stored:
            await self.parser.archive.put(archive.document(report_id), content)
        status = ReportStatus(report_id=report_id, source=source, size=len(content), received_at=NOW)
        await self.parser.store.register(status)
        event = DocumentReceived(
            report_id=report_id, source=source, size=len(content), received_at=NOW, origin="upload", replay=replay
        )
        value = event.model_dump_json().encode()
        incoming = Incoming(DOCUMENT_RECEIVED.name, 0, 0, report_id, value, {})
        try:
            return report_id, await self.parser.on_received(incoming)
        except Rejected as error:
            await self.parser.on_rejected(incoming, error)
            return report_id, error


@pytest.fixture
async def room():
    """A room, and its sandbox ended afterwards."""
    made = Room()
    yield made
    made.parser._sandbox.close()


@pytest.mark.parametrize("kind", sorted(set(BUILD) - {"doc"}))
async def test_document_of_any_format_gives_facts_with_their_places(room, kind):
    """Every format ends in facts under the centre's key whose places are in the archived text."""
    report_id, (out,) = await room.receive(BUILD[kind](), f"report.{kind}")
    stored = Document.model_validate_json(await room.parser.archive.get(archive.text(report_id)))
    facts = out.event.extraction.facts

    assert (out.topic, out.key) == (FACTS_EXTRACTED, "211100")
    assert {f.metric: f.value for f in facts if f.measure == "level"}["contribution.amount"] == 4_818_000_000
    assert all(stored.text[f.start : f.end] == f.raw for f in facts)
    assert all(f.place == stored.place(f.start) for f in facts)


async def test_event_says_what_it_was_made_with(room):
    """The versions of catalogue and extractor, the moment of receipt and the replay mark go on with the facts."""
    _, (out,) = await room.receive(html(), replay=True)

    assert isinstance(out.event, FactsExtracted)
    assert (out.event.catalogue_version, out.event.extractor_version) == (catalogue_version(), EXTRACTOR_VERSION)
    assert (out.event.received_at, out.event.replay) == (NOW, True)


async def test_status_says_whose_report_it_is(room):
    """A report that was read has its centre, period, kind and number of facts on its status."""
    report_id, (out,) = await room.receive(html())
    status = await room.parser.store.report(report_id)

    assert (status.centre_code, status.period, status.document) == ("211100", "2022", "annual_report")
    assert status.facts == len(out.event.extraction.facts) > 5
    assert status.outcome("parser") == "done"


async def test_redelivery_gives_the_same_event(room):
    """A second delivery reads the archived text and says the same, also when the bytes are no longer there."""
    report_id, first = await room.receive(html())
    content, room.parser.archive = room.parser.archive, Archive("memory://")
    await room.parser.archive.put(archive.text(report_id), await content.get(archive.text(report_id)))
    _, second = await room.receive(html(), stored=False)

    assert second == first


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff\xe0" + bytes(300), "image"),
        ("今天天气很好。\n".encode() * 30, "not_a_report"),
        (text().replace("盘锦", "海角").encode(), "unknown_centre"),
        (text().encode()[:200] + b"\xff\xfe\xff" + text().encode()[200:], "not_text"),
        (b"%PDF-1.4 broken", "damaged"),
    ],
)
async def test_refused_document_says_why_on_its_status(room, content, code):
    """What cannot be read or is no report is refused with its code and reason, and the next report still passes."""
    report_id, error = await room.receive(content)
    status = await room.parser.store.report(report_id)
    _, (after,) = await room.receive(html())

    assert (error.code, status.reason_code, status.reason) == (code, code, error.reason)
    assert status.outcome("parser") == "rejected"
    assert after.event.extraction.report.centre.city in TITLE


async def test_document_that_is_not_archived_is_refused(room):
    """An event whose bytes nobody stored names what is missing."""
    _, error = await room.receive(html(), stored=False)

    assert error.code == "document_missing"


def test_room_reads_received_documents_only():
    """The room handles document.received and nothing else, and connects nowhere when it is built."""
    room = build(Settings())

    assert (room.name, list(room.handlers)) == ("parser", [DOCUMENT_RECEIVED])


def test_catalogue_version_follows_the_data(tmp_path):
    """The version changes with a data file's content or name, not with code."""
    (tmp_path / "a.toml").write_text("x = 1")
    versions = [catalogue_version(tmp_path)]
    for name, content in (("a.py", "1"), ("a.toml", "x = 2"), ("b.toml", "")):
        catalogue_version.cache_clear()
        (tmp_path / name).write_text(content)
        versions.append(catalogue_version(tmp_path))

    assert versions[0] == versions[1]
    assert len(set(versions)) == 3
