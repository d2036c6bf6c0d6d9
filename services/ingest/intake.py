"""Takes a document in: bytes to the archive, status to the store, then the event on the bus; mends what a crash left.

Every step is create-once or idempotent, so a sender who is not told 202 may send again, and a crash between two steps
is mended by sending again or by `mend` at the next start.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.ingest.register import first_status, register
from shared.edge import archive as name_of
from shared.edge.archive import Archive
from shared.edge.bus import Outgoing, Publisher
from shared.edge.store import Store
from shared.edge.telemetry import DOCUMENTS
from shared.errors import Rejected
from shared.events import DocumentReceived, Origin
from shared.state import ReportStatus, StageOutcome
from shared.topics import DOCUMENT_RECEIVED

AT_ONCE = 32
"""How many reports a mending looks at side by side."""
NEWS = timedelta(days=1)
"""An older report that the store does not know was lost with the store: it is replayed, which notifies nobody."""


@dataclass(frozen=True)
class Receipt:
    """What a sender is told: the report's status, and whether these bytes were known before."""

    report: ReportStatus
    known: bool


class Intake:
    """The one way into the system, for uploads, the watched folder and the command line alike."""

    def __init__(self, archive: Archive, store: Store, publisher: Publisher, limit: int) -> None:
        self.archive, self.store, self.publisher, self.limit = archive, store, publisher, limit

    async def take(self, content: bytes, source: str, origin: Origin) -> Receipt:
        """Returns once the document is archived and its event delivered.

        Known bytes are announced again only while no parser has seen them: what a crash may have swallowed.
        Raises Rejected (empty, too large) or RetryLater (archive, store or broker away: nothing was promised).
        """
        try:
            event = register(content, source, origin, datetime.now(UTC), self.limit)
        except Rejected:
            DOCUMENTS.labels("ingest", "rejected").inc()
            raise
        await self.archive.put(name_of.document(event.report_id), content)
        new = await self.archive.put(name_of.receipt(event.report_id), event.model_dump_json().encode())
        event = event if new else await self.archived(event.report_id) or event  # the first receipt stands
        known = await self.store.register(first_status(event))
        if known is None or known.outcome("parser") is None:
            await self.announce(event)
        DOCUMENTS.labels("ingest", "done" if known is None else "duplicate").inc()
        report = await self.store.report(event.report_id)
        return Receipt(report or known or first_status(event), known is not None)

    async def announce(self, event: DocumentReceived) -> None:
        """Publishes `event`, waits for its delivery and notes the ingest stage. Raises RetryLater."""
        await self.publisher.publish(Outgoing(DOCUMENT_RECEIVED, event.report_id, event))
        done = StageOutcome(stage="ingest", outcome="done", at=datetime.now(UTC), detail=event.origin)
        await self.store.set_stage(event.report_id, done)

    async def archived(self, report_id: str) -> DocumentReceived | None:
        """The event under which a document was first received, as the archive keeps it; None if it keeps none."""
        kept = await self.archive.get(name_of.receipt(report_id))
        return DocumentReceived.model_validate_json(kept) if kept else None

    async def mend(self, unsettled: bool) -> int:
        """Announces what the archive holds and the bus never got; with `unsettled` also what it may have forgotten.

        Returns how many were announced. Raises RetryLater.
        """
        mended = 0
        batch: list[str] = []
        async for report_id in self.report_ids():
            batch.append(report_id)
            if len(batch) == AT_ONCE:
                mended += sum(await asyncio.gather(*(self._mend_one(r, unsettled) for r in batch)))
                batch.clear()
        return mended + sum(await asyncio.gather(*(self._mend_one(r, unsettled) for r in batch)))

    async def replay(self, event: DocumentReceived) -> None:
        """Announces an archived document again as a replay: everything is computed anew and nobody is notified."""
        await self.store.register(first_status(event))
        await self.announce(event.model_copy(update={"origin": "replay", "replay": True}))

    async def receipts(self) -> list[DocumentReceived]:
        """Every event the archive keeps, first received first. Raises RetryLater."""
        found = [await self.archived(report_id) async for report_id in self.report_ids()]
        return sorted((e for e in found if e), key=lambda e: (e.received_at, e.report_id))

    async def report_ids(self) -> AsyncIterator[str]:
        """Every report the archive holds a receipt of."""
        async for name in self.archive.names("documents/"):
            if name.endswith(".json"):
                yield name.removeprefix("documents/").removesuffix(".json")

    async def _mend_one(self, report_id: str, unsettled: bool) -> bool:
        status = await self.store.report(report_id)
        owed = status is None or status.outcome("ingest") is None or (unsettled and not status.settled)
        event = await self.archived(report_id) if owed else None
        if event is None:
            return False
        await self.store.register(first_status(event))
        if status is None and datetime.now(UTC) - event.received_at > NEWS:
            await self.replay(event)
        else:
            await self.announce(event)
        return True
