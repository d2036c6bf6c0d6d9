"""The one guarded loop body: every event ends as done, as a dead letter, or with the process, never silently.

Nothing here knows Faust. `handle` says whether the event may be acknowledged; whoever feeds it acknowledges then and
only then.
"""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from shared.edge import logs, telemetry
from shared.edge.envelope import Incoming, Outgoing, Record
from shared.edge.letters import Failure, letter
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

    async def deliver(self, records: Sequence[Record]) -> None:
        """Returns once all are delivered."""


class Draining(Exception):
    """The process stops while an event waits for a part that is away; the event stays unacknowledged."""


class Guard:
    """Works through events one at a time for one room.

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
        self._sender = sender
        self._rejected = rejected
        self._crashed = crashed
        self._die = die

    async def handle(self, handler: Handler, incoming: Incoming, original: Record) -> bool:
        """Handles one event to its end; True if it may be acknowledged. No exception leaves but cancellation."""
        if self.draining.is_set():
            return False
        self.busy += 1
        logs.bind_afresh(event_id=incoming.event_id, trace_id=incoming.trace_id, position=incoming.position)
        try:
            with telemetry.timed(telemetry.EVENT_SECONDS, self.room, incoming.topic):
                outcome = await self._outcome(handler, incoming, original)
            telemetry.EVENTS.labels(self.room, incoming.topic, outcome).inc()
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

    async def _outcome(self, handler: Handler, incoming: Incoming, original: Record) -> str:
        """Runs the handler and delivers what it gives; a rejected event or a proven defect becomes a dead letter."""
        attempts = Attempts(self, incoming)
        try:
            results = await attempts.until_done("handler", lambda: handler(incoming))
            if results:
                records = self._sender.wrap(results, incoming)
                await attempts.until_done("publish", lambda: self._sender.deliver(records))
            return "done"
        except Rejected as error:
            outcome, why = "rejected", error
        except (Draining, asyncio.CancelledError):
            raise
        except Exception as error:
            outcome, why = "defect", await self._defect(incoming, error)
        await self._put_aside(attempts, incoming, original, why)
        return outcome

    async def _defect(self, incoming: Incoming, error: Exception) -> Rejected:
        """Ends the process by raising `error` again, unless this event has ended it too often: then it is rejected."""
        telemetry.DEFECTS.labels(self.room).inc()
        crashes = await self._crashed(incoming)
        log.error("defect", crashes=crashes, allowed=CRASHES_ALLOWED, error=repr(error))
        if crashes < CRASHES_ALLOWED:
            raise error
        log.error("defect_put_aside", exc_info=error)
        reason = f"处理程序出错 {crashes} 次 (the handler crashed {crashes} times): {type(error).__name__}: {error}"
        return Rejected("defect", reason)

    async def _put_aside(self, attempts: "Attempts", incoming: Incoming, original: Record, why: Rejected) -> None:
        log.warning("rejected", code=why.code, reason=why.reason)
        dead = letter(original, incoming, Failure(self.room, why, attempts.made, datetime.now(UTC)))
        await attempts.until_done("dead_letter", lambda: self._sender.deliver([dead]))
        await attempts.until_done("rejected", lambda: self._rejected(incoming, why))
        telemetry.DEAD_LETTERS.labels(self.room, why.code).inc()


class Attempts:
    """Repeats what has to wait for a part that is away: in place, so that order is kept, with growing pauses."""

    def __init__(self, guard: Guard, incoming: Incoming) -> None:
        self.made = 1
        self._guard = guard
        self._labels = (guard.room, incoming.topic)

    async def until_done(self, what: str, attempt: Callable[[], Awaitable[T]]) -> T:
        """The result of `attempt`, tried until it no longer raises RetryLater. Raises Draining if asked to stop."""
        pause = FIRST_PAUSE
        while True:
            try:
                result = await attempt()
                telemetry.RETRYING.labels(*self._labels).set(0)
                return result
            except RetryLater as error:
                self.made += 1
                telemetry.RETRIES.labels(self._guard.room, what).inc()
                telemetry.RETRYING.labels(*self._labels).set(1)
                seconds = pause * random.uniform(0.5, 1)  # noqa: S311 - workers should not all come back at once
                log.warning("retry_later", what=what, reason=str(error), pause=round(seconds, 3), attempts=self.made)
                await self._wait(seconds)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._guard.draining.wait(), seconds)
        except TimeoutError:
            return
        raise Draining
