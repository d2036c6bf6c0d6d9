"""The parser room: document.received in, facts.extracted out, the text archived beside the bytes."""

import asyncio
from datetime import UTC, datetime

from pydantic import ValidationError

from services.parser.document import Document
from services.parser.extract import EXTRACTOR_VERSION
from services.parser.parse import parse_document
from services.parser.sandbox import Sandbox
from shared.catalogue.version import catalogue_version
from shared.edge import archive
from shared.edge.archive import Archive
from shared.edge.bus import Incoming, Outgoing, Room
from shared.edge.store import Store
from shared.edge.telemetry import STAGE_SECONDS, timed
from shared.errors import Rejected
from shared.events import DocumentReceived, FactsExtracted
from shared.model import Extraction
from shared.settings import Settings
from shared.state import StageOutcome
from shared.topics import DOCUMENT_RECEIVED, FACTS_EXTRACTED

LONG_TEXT = 100_000
"""Characters; a longer text is read in a thread, so that the service still answers while it is."""


def build(settings: Settings) -> Room:
    """The parser room; nothing connects until it starts."""
    parser = Parser(settings)
    return Room(
        name="parser",
        handlers={DOCUMENT_RECEIVED: parser.on_received},
        start=parser.start,
        stop=parser.stop,
        checks={"store": parser.check},
        rejected=parser.on_rejected,
    )


class Parser:
    """What the room holds while it runs."""

    store: Store
    archive: Archive

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sandbox = Sandbox(settings.parse_seconds, settings.parse_memory_bytes)

    async def start(self) -> None:
        """Opens store and archive. Raises SettingsError."""
        self.store = await Store.open(self._settings)
        self.archive = Archive(self._settings.archive)

    async def stop(self) -> None:
        """Closes the store and ends the sandbox's process."""
        self._sandbox.close()
        await self.store.close()

    async def check(self) -> None:
        """Raises RetryLater when the store is away."""
        await self.store.ping()

    async def on_received(self, incoming: Incoming) -> list[Outgoing]:
        """One document read; its status says whose report it is and how many figures it gave."""
        event = incoming.read(DocumentReceived)
        with timed(STAGE_SECONDS, "parser"):
            document = await self._document(event)
            extraction = await _parsed(document, event)
        report = extraction.report
        if report.centre is None:
            raise Rejected("unknown_centre", "报告的机构不明 (the report's centre is unknown)")
        await self._record(extraction)
        out = FactsExtracted(
            extraction=extraction,
            received_at=event.received_at,
            catalogue_version=catalogue_version(),
            extractor_version=EXTRACTOR_VERSION,
            replay=event.replay,
        )
        return [Outgoing(FACTS_EXTRACTED, report.centre.code, out)]

    async def on_rejected(self, incoming: Incoming, error: Rejected) -> None:
        """Says on the report's status why it went no further; an event nobody can read names no report."""
        try:
            report_id = incoming.read(DocumentReceived).report_id
        except Rejected:
            return
        outcome = StageOutcome(stage="parser", outcome="rejected", at=datetime.now(UTC))
        await self.store.set_stage(report_id, outcome, reason=error.reason, reason_code=error.code)

    async def _document(self, event: DocumentReceived) -> Document:
        """The document's text: the one that was read before, if there is one, so that every place keeps its meaning."""
        if stored := await self.archive.get(archive.text(event.report_id)):
            try:
                return Document.model_validate_json(stored)
            except ValidationError:
                pass  # written by another version: read the document itself
        content = await self.archive.get(archive.document(event.report_id))
        if content is None:
            raise Rejected("document_missing", "归档里没有这份文件 (the archive does not hold this document)")
        document = await self._sandbox.convert(content, event.source)
        await self.archive.put(archive.text(event.report_id), document.model_dump_json().encode())
        return document

    async def _record(self, extraction: Extraction) -> None:
        report, facts = extraction.report, len(extraction.facts)
        outcome = StageOutcome(stage="parser", outcome="done", at=datetime.now(UTC), detail=f"{facts} facts")
        await self.store.set_stage(
            report.report_id,
            outcome,
            centre_code=report.centre.code if report.centre else None,
            centre_name=report.centre.name if report.centre else None,
            period=report.period,
            document=report.document,
            facts=facts,
        )


async def _parsed(document: Document, event: DocumentReceived) -> Extraction:
    if len(document.text) > LONG_TEXT:
        return await asyncio.to_thread(parse_document, document, event.source, event.report_id)
    return parse_document(document, event.source, event.report_id)
