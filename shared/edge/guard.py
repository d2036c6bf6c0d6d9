"""The guarded loop: every event ends as done, as a dead letter, or with the process, never silently.

Nothing here knows Faust. Events of one stream go through a Lane: `take` handles one and puts its results on their way,
`settle` waits until everything under way is delivered. Only then, and only if `settle` says so, may whoever feeds the
lane acknowledge what it took. Handlers run one after another while deliveries travel; nothing is committed early.
"""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter
from typing import Protocol, TypeVar

from shared.edge import logs, telemetry
from shared.edge.envelope import Incoming, Outgoing, Record
from shared.edge.letters import Failure, letter
from shared.edge.publisher import delivered
from shared.errors import Rejected, RetryLater

T = TypeVar("T")
Handler = Callable[[Incoming], Awaitable[Sequence[Outgoing]]]

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 5.0
CRASHES_ALLOWED = 3
"""An event that ended the process this often is put aside as a defect, so that it can't block those behind it."""
EXIT_DEFECT = 70  # EX_SOFTWARE of sysexits.h

log = logs.get_logger(__name__)


class Sender(Protocol):
    """What the loop needs of a Publisher."""

    def wrap(self, results: Sequence[Outgoing], cause: Incoming | None = None) -> list[Record]:
        """Events ready for the wire."""

    def send(self, record: Record) -> asyncio.Future[None]:
        """Puts one record on its way; done when it is delivered."""


class Draining(Exception):
    """The process stops while an event waits for a part that is away; the event stays unacknowledged."""


class Guard:
    """What the lanes of one room share.

    `rejected` is told of each event put aside; `crashed` counts, outside of this process, how often an event ended it;
    `die` ends the process at once, without commit, so that the event is delivered again.
    """

    def __init__(
        self,
        room: str,
        sender: Sender,
        rejected: Callable[[Incoming, Rejected], Awaitable[None]],
        crashed: Callable[[Incoming], Awaitable[int]],
        die: Callable[[int], object] = os._exit,
    ) -> None:
        self.room = room
        self.draining = asyncio.Event()
        self.busy = 0
        self.finished = 0
        self.sender = sender
        self._rejected = rejected
        self._crashed = crashed
        self._die = die

    async def handle(self, handler: Handler, incoming: Incoming, original: Record) -> bool:
        """One event to its end; True if it may be acknowledged. No exception leaves but cancellation."""
        lane = Lane(self, handler)
        return await lane.take(incoming, original) and await lane.settle()

    async def contain(self, step: Awaitable[None]) -> bool:
        """Awaits a step of a lane: True if it ended well, False if the process is to end. Cancellation passes."""
        self.busy += 1
        try:
            await step
            return True
        except Draining:
            return False
        except asyncio.CancelledError:
            raise
        except BaseException:
            log.exception("crash", consequence="process ends, event is delivered again")
            self._die(EXIT_DEFECT)
            return False
        finally:
            self.busy -= 1

    async def defect(self, incoming: Incoming, error: Exception) -> Rejected:
        """Ends the process by raising `error` again, unless this event has ended it too often: then it is rejected."""
        telemetry.DEFECTS.labels(self.room).inc()
        crashes = await self._crashed(incoming)
        log.error("defect", crashes=crashes, allowed=CRASHES_ALLOWED, error=repr(error))
        if crashes < CRASHES_ALLOWED:
            raise error
        log.error("defect_put_aside", exc_info=error)
        reason = f"处理程序出错 {crashes} 次 (the handler crashed {crashes} times): {type(error).__name__}: {error}"
        return Rejected("defect", reason)

    async def put_aside(self, event: "Event", why: Rejected) -> None:
        """Makes a dead letter of an event, and when that is delivered tells the room."""
        event.bind()
        log.warning("rejected", code=why.code, reason=why.reason)
        failure = Failure(self.room, why, event.attempts.made, datetime.now(UTC))
        dead = letter(event.original, event.incoming, failure)
        await event.attempts.until_done("dead_letter", lambda: self.sender.send(dead))
        await event.attempts.until_done("rejected", lambda: self._rejected(event.incoming, why))
        telemetry.DEAD_LETTERS.labels(self.room, why.code).inc()


class Attempts:
    """Repeats what has to wait for a part that is away: in place, so that order is kept, with growing pauses."""

    def __init__(self, guard: Guard, topic: str) -> None:
        self.made = 1
        self._guard = guard
        self._topic = topic

    async def until_done(self, what: str, attempt: Callable[[], Awaitable[T]]) -> T:
        """The result of `attempt`, tried until it no longer raises RetryLater. Raises Draining if asked to stop."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await attempt()
            except RetryLater as error:
                self.made += 1
                telemetry.RETRIES.labels(self._guard.room, what).inc()
                seconds = pause * random.uniform(0.5, 1)  # noqa: S311 - workers should not all come back at once
                log.warning("retry_later", what=what, reason=str(error), pause=round(seconds, 3), attempts=self.made)
                await self._wait(seconds)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _wait(self, seconds: float) -> None:
        with telemetry.RETRYING.labels(self._guard.room, self._topic).track_inprogress():
            try:
                await asyncio.wait_for(self._guard.draining.wait(), seconds)
            except TimeoutError:
                return
        raise Draining


@dataclass(eq=False)
class Event:
    """An event in hand: as it came, what it gave, and what is under way."""

    incoming: Incoming
    original: Record
    attempts: Attempts
    started: float = field(default_factory=perf_counter)
    records: list[Record] = field(default_factory=list)
    sent: list[asyncio.Future[None]] = field(default_factory=list)

    def bind(self) -> None:
        """Binds the log lines that follow to this event."""
        logs.bind_afresh(
            event_id=self.incoming.event_id, trace_id=self.incoming.trace_id, position=self.incoming.position
        )


class Lane:
    """The events of one stream, in order."""

    def __init__(self, guard: Guard, handler: Handler) -> None:
        self._guard = guard
        self._handler = handler
        self._under_way: list[Event] = []

    async def take(self, incoming: Incoming, original: Record) -> bool:
        """Handles one event and puts its results on their way; False if it must not be acknowledged."""
        if self._guard.draining.is_set():
            return False
        return await self._guard.contain(self._take(incoming, original))

    async def settle(self) -> bool:
        """Waits until all that was taken is delivered or put aside; True if it may be acknowledged."""
        return await self._guard.contain(self._settle())

    async def _take(self, incoming: Incoming, original: Record) -> None:
        event = Event(incoming, original, Attempts(self._guard, incoming.topic))
        event.bind()
        try:
            results = await event.attempts.until_done("handler", lambda: self._handler(incoming))
            event.records = self._guard.sender.wrap(results, incoming) if results else []
            event.sent = [self._guard.sender.send(record) for record in event.records]
            self._under_way.append(event)
        except Rejected as error:
            await self._aside(event, "rejected", error)
        except (Draining, asyncio.CancelledError):
            raise
        except Exception as error:
            await self._aside(event, "defect", await self._guard.defect(incoming, error))

    async def _aside(self, event: Event, outcome: str, why: Rejected) -> None:
        """Puts an event aside after those before it, so that a stop in between repeats as little as possible."""
        await self._settle()
        await self._guard.put_aside(event, why)
        self._finished(event, outcome)

    async def _settle(self) -> None:
        """Awaits every delivery; after one that failed for now, it and all behind it are sent again in order."""
        again = False
        for event in self._under_way:
            try:
                if not again:
                    try:
                        await delivered(event.sent)
                    except RetryLater as error:
                        event.bind()
                        log.warning("sent_again", reason=str(error))
                        again = True
                if again:
                    await event.attempts.until_done("publish", lambda event=event: self._send(event))  # type: ignore[misc]
                self._finished(event, "done")
            except Rejected as why:
                await self._guard.put_aside(event, why)
                self._finished(event, "rejected")
        self._under_way.clear()

    async def _send(self, event: Event) -> None:
        await delivered([self._guard.sender.send(record) for record in event.records])

    def _finished(self, event: Event, outcome: str) -> None:
        self._guard.finished += 1
        room, topic = self._guard.room, event.incoming.topic
        telemetry.EVENT_SECONDS.labels(room, topic).observe(perf_counter() - event.started)
        telemetry.EVENTS.labels(room, topic, outcome).inc()
