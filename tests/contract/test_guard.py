"""The guarded loop body, alone: how each way of failing ends, and that an event is never acknowledged too early."""

import asyncio

import pytest

from shared.edge.envelope import Incoming, Record
from shared.edge.guard import CRASHES_ALLOWED, EXIT_DEFECT, Guard
from shared.errors import Rejected, RetryLater

EVENT = Incoming("t", 0, 1, "k", b"value", {"ce_id": "e"})
ORIGINAL = Record("t", b"k", b"value", [("ce_id", b"e")])


class Scene:
    """A guard whose sender, counter and end of the process are seen."""

    def __init__(self, crashes: int = 0, away: int = 0) -> None:
        self.delivered: list[Record] = []
        self.rejected: list[str] = []
        self.died: list[int] = []
        self.crashes = crashes
        self.away = away
        self.guard = Guard("room", self, self.on_rejected, self.count, self.died.append)

    def wrap(self, results, cause=None) -> list[Record]:
        return list(results)

    async def deliver(self, records) -> None:
        if self.away:
            self.away -= 1
            raise RetryLater("away")
        self.delivered += records

    async def on_rejected(self, _: Incoming, error: Rejected) -> None:
        assert self.delivered, "told before the dead letter was delivered"
        self.rejected.append(error.code)

    async def count(self, _: Incoming) -> int:
        self.crashes += 1
        return self.crashes

    async def handle(self, handler) -> bool:
        return await self.guard.handle(handler, EVENT, ORIGINAL)


def raising(*errors: BaseException | None, result: Record = ORIGINAL):
    """A handler that raises these errors one after another, then gives a result."""
    left = list(errors)

    async def handler(_: Incoming) -> list[Record]:
        if left and (error := left.pop(0)) is not None:
            raise error
        return [result]

    return handler


async def test_event_is_done_when_its_results_are_delivered():
    """The answer is yes only after the sender has delivered, however often it had to try."""
    scene = Scene(away=2)

    assert await scene.handle(raising())
    assert scene.delivered == [ORIGINAL]


async def test_part_that_is_away_is_waited_for_in_place():
    """RetryLater is tried again until it works; nothing is put aside and nothing dies."""
    scene = Scene()

    assert await scene.handle(raising(RetryLater("a"), RetryLater("b")))
    assert scene.delivered == [ORIGINAL]
    assert not scene.died


async def test_rejected_event_becomes_a_dead_letter_and_then_is_told():
    """A rejected event leaves with its own bytes and the reason, also while the broker is away for a moment."""
    scene = Scene(away=1)

    assert await scene.handle(raising(Rejected("odd", "why")))
    [dead] = scene.delivered
    assert (dead.key, dead.value) == (b"k", b"value")
    assert dict(dead.headers)["hpf_code"] == b"odd"
    assert dict(dead.headers)["ce_id"] == b"e"
    assert scene.rejected == ["odd"]


@pytest.mark.parametrize("defect", [ValueError("x"), KeyError("x"), RecursionError(), MemoryError(), SystemExit(0)])
async def test_defect_ends_the_process_without_an_acknowledgement(defect):
    """Whatever a handler raises that is not ours ends the process; the event is not acknowledged."""
    scene = Scene()

    assert not await scene.handle(raising(defect))
    assert scene.died == [EXIT_DEFECT]
    assert not scene.delivered


async def test_event_that_ended_the_process_too_often_is_put_aside():
    """The last allowed crash becomes a dead letter instead, so that the events behind it are handled."""
    scene = Scene(crashes=CRASHES_ALLOWED - 1)

    assert await scene.handle(raising(ValueError("x")))
    assert scene.rejected == ["defect"]
    assert not scene.died


async def test_cancelled_event_is_not_acknowledged():
    """Cancellation passes through and leaves the event to be delivered again."""
    scene = Scene()
    begun = asyncio.Event()

    async def handler(_: Incoming) -> list[Record]:
        begun.set()
        await asyncio.Event().wait()
        return []

    task = asyncio.create_task(scene.handle(handler))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert scene.guard.busy == 0
    assert not scene.died


async def test_stopping_finishes_the_event_in_hand_and_takes_no_other():
    """When the process is told to stop, what is under way is finished, and the next event is left alone."""
    scene = Scene()

    async def handler(_: Incoming) -> list[Record]:
        scene.guard.draining.set()
        return [ORIGINAL]

    assert await scene.handle(handler)
    assert not await scene.handle(raising())
    assert len(scene.delivered) == 1


async def test_stopping_does_not_wait_for_a_part_that_is_away():
    """An event that waits for a part is given up when the process stops, unacknowledged."""
    scene = Scene(away=10_000)
    task = asyncio.create_task(scene.handle(raising()))
    await asyncio.sleep(0.05)
    scene.guard.draining.set()

    assert not await task
    assert not scene.died
