"""A room for the bus' contract tests: what it does with an event is written in the event's `source`.

ok: one result. reject: can never work. later:N: put off N times. crash:N: a defect the first N times, counted in
files beyond the process. slow:S: takes S seconds. big: a result larger than any record may be. two: two results.
"""

import asyncio
import logging
import sys
from collections import Counter
from pathlib import Path

from shared.edge.bus import Incoming, Outgoing, Room, run
from shared.errors import Rejected, RetryLater
from shared.events import CentreChanged, DocumentReceived
from shared.settings import Settings, load
from shared.topics import CENTRE_CHANGED, DOCUMENT_RECEIVED


class Toy:
    """The toy's handlers; `seen` counts attempts within this process, files beside it count across processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: Counter[str] = Counter()

    def count(self, word: str) -> int:
        """Adds a mark in the data folder and returns how many there are: SIGKILL does not undo it."""
        with (self.folder / f"toy-{word}").open("a+b") as marks:
            marks.write(b".")
            marks.flush()
            return marks.tell()

    async def handle(self, incoming: Incoming) -> list[Outgoing]:
        """Does what the event's source says."""
        event = incoming.read(DocumentReceived)
        self.seen[event.report_id] += 1
        verb, _, argument = event.source.partition(":")
        await getattr(self, verb)(event, argument)
        return [self.result(event, n) for n in range(2 if verb == "two" else 1)]

    def result(self, event: DocumentReceived, n: int = 0) -> Outgoing:
        """The event that says a toy event was handled."""
        changed = CentreChanged(
            centre_code="x" * 40_000_000 if event.source == "big" else f"00000{n}",
            province_code="000000",
            period="2024",
            version=1,
            report_id=event.report_id,
            received_at=event.received_at,
        )
        return Outgoing(CENTRE_CHANGED, "000000", changed)

    async def ok(self, event: DocumentReceived, _: str) -> None:
        """Nothing can go wrong."""

    big = two = ok

    async def reject(self, event: DocumentReceived, code: str) -> None:
        """An input that can never work."""
        raise Rejected(code or "toy", f"玩具 (toy): {event.report_id}")

    async def later(self, event: DocumentReceived, times: str) -> None:
        """A part that is away for some attempts."""
        if self.seen[event.report_id] <= int(times):
            raise RetryLater("玩具 (toy)")

    async def crash(self, event: DocumentReceived, times: str) -> None:
        """A defect, for the first attempts over all processes."""
        if self.count(event.report_id) <= int(times):
            raise ValueError(f"toy defect in {event.report_id}")

    async def slow(self, event: DocumentReceived, seconds: str) -> None:
        """Work that takes its time."""
        self.count(f"slow-{event.report_id}")
        await asyncio.sleep(float(seconds))

    async def rejected(self, incoming: Incoming, error: Rejected) -> None:
        """Notes what was put aside."""
        with (self.folder / "toy-rejected").open("a", encoding="utf-8") as lines:
            lines.write(f"{incoming.event_id} {error.code}\n")


def build(settings: Settings) -> Room:
    """The toy as a room."""
    toy = Toy(settings.data)
    return Room("toy", {DOCUMENT_RECEIVED: toy.handle}, rejected=toy.rejected)


if __name__ == "__main__":
    logging.raiseExceptions = False
    settings = load()
    sys.exit(run(build(settings), settings))
