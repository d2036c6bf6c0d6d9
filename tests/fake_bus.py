"""The bus without a broker: the real guard and the real envelopes over lists in memory, for tests of whole flows."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from shared.edge.bus import Incoming, Outgoing, Room
from shared.edge.envelope import Record, wrap
from shared.edge.guard import Guard
from shared.edge.letters import DeadLetter, read_letters
from shared.topics import DEAD_LETTER, Topic


class Crash(Exception):
    """A room's process ended; `settle` may be called again, as a supervisor starts a process again."""


class FakeBus:
    """One partition a topic; every room reads each topic from its own offset, committed when the guard says so."""

    def __init__(self, *rooms: Room) -> None:
        self.records: dict[str, list[Record]] = defaultdict(list)
        self._rooms = rooms
        self._offsets: dict[tuple[str, str], int] = defaultdict(int)
        self._crashes: dict[tuple[str, str], int] = defaultdict(int)

    async def publish(self, outgoing: Outgoing, cause: Incoming | None = None) -> None:
        """Appends one event, as the Publisher of an outer room does."""
        for record in wrap([outgoing], "test", datetime.now(UTC), cause):
            await FakeSender(self, "test").send(record)

    async def settle(self) -> None:
        """Runs every room until no event is unread. Raises Crash if a handler has a defect."""
        while any([await self._step(room, topic) for room in self._rooms for topic in room.handlers]):
            pass

    def deliver_again(self, room: str, topic: Topic, count: int = 1) -> None:
        """Takes the last commits of a room back, as a kill before the commit does."""
        self._offsets[room, topic.name] -= count

    def dead_letters(self) -> list[DeadLetter]:
        """What was put aside."""
        return read_letters((f"0-{n}", record) for n, record in enumerate(self.records[DEAD_LETTER.name]))

    def replay(self, letter: DeadLetter) -> None:
        """Sends a dead letter again to the topic it came from."""
        self.records[letter.topic].append(Record(letter.topic, letter.key, letter.value, list(letter.headers)))

    async def _step(self, room: Room, topic: Topic) -> bool:
        offset = self._offsets[room.name, topic.name]
        if offset >= len(self.records[topic.name]):
            return False
        original = self.records[topic.name][offset]
        headers = {name: value.decode() for name, value in original.headers}
        incoming = Incoming(topic.name, 0, offset, original.key.decode(errors="replace"), original.value, headers)
        if not await self._guard(room).handle(room.handlers[topic], incoming, original):
            raise Crash(f"{room.name}: {incoming.position}")
        self._offsets[room.name, topic.name] = offset + 1
        return True

    def _guard(self, room: Room) -> Guard:
        async def crashed(incoming: Incoming) -> int:
            self._crashes[room.name, incoming.event_id] += 1
            return self._crashes[room.name, incoming.event_id]

        return Guard(room.name, FakeSender(self, room.name), room.rejected, crashed, die=lambda _: None)


class FakeSender:
    """What a room publishes lands in the fake's lists at once."""

    def __init__(self, bus: FakeBus, source: str) -> None:
        self._bus = bus
        self._source = source

    def wrap(self, results: Sequence[Outgoing], cause: Incoming | None = None) -> list[Record]:
        """As the Publisher does."""
        return wrap(results, self._source, datetime.now(UTC), cause)

    def send(self, record: Record) -> asyncio.Future[None]:
        """Appends a copy, so that nobody shares a list of headers."""
        self._bus.records[record.topic].append(replace(record, headers=list(record.headers)))
        done = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done
