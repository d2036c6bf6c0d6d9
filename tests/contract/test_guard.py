"""The guarded loop body, alone: how each way of failing ends, and that an event is never acknowledged too early."""

import asyncio

import pytest

from shared.edge.envelope import Incoming, Record
from shared.edge.guard import CRASHES_ALLOWED, EXIT_DEFECT, Guard, Lane
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

    def send(self, record: Record) -> asyncio.Future[None]:
        future = asyncio.get_running_loop().create_future()
        if self.away:
            self.away -= 1
            future.set_exception(RetryLater("away"))
        else:
            self.delivered.append(record)
            future.set_result(None)
        return future

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


def numbered(number: int) -> Record:
    return Record("out", str(number).encode(), b"", [])


async def take_all(lane: Lane, count: int) -> None:
    for number in range(count):
        assert await lane.take(Incoming("t", 0, number, str(number), b"value", {}), numbered(number))


async def echo(incoming: Incoming) -> list[Record]:
    return [numbered(incoming.offset)]


async def test_delivery_that_fails_is_sent_again_with_all_behind_it_in_order():
    """What is on its way behind a failed delivery is repeated after it, so that the last word on a key stays last."""
    scene = Scene(away=1)
    lane = Lane(scene.guard, echo)
    await take_all(lane, 3)

    assert await lane.settle()
    assert [int(record.key) for record in scene.delivered] == [1, 2, 0, 1, 2]


async def test_rejected_event_among_others_waits_for_those_before_it():
    """An event in the middle that can never work is put aside after the ones before it are delivered; all are done."""
    scene = Scene()

    async def handler(incoming: Incoming) -> list[Record]:
        if incoming.offset == 1:
            raise Rejected("odd", "why")
        return await echo(incoming)

    lane = Lane(scene.guard, handler)
    await take_all(lane, 3)

    assert await lane.settle()
    assert [record.topic for record in scene.delivered] == ["out", "hpf.dead.letter.v1", "out"]
    assert scene.rejected == ["odd"]


async def test_result_that_no_broker_takes_puts_its_event_aside():
    """A result that is too large rejects the event that gave it, and only that one."""
    scene = Scene()
    send = scene.send

    def refusing(record: Record) -> asyncio.Future[None]:
        if record.topic != "out" or record.key != b"1":
            return send(record)
        future = asyncio.get_running_loop().create_future()
        future.set_exception(Rejected("too_large", "why"))
        return future

    scene.send = refusing
    lane = Lane(scene.guard, echo)
    await take_all(lane, 3)

    assert await lane.settle()
    assert scene.rejected == ["too_large"]
    assert [r.key for r in scene.delivered if r.topic == "out"] == [b"0", b"2"]


async def test_stop_while_deliveries_fail_acknowledges_nothing():
    """If the broker stays away and the process stops, none of what is under way may be acknowledged."""
    scene = Scene(away=10_000)
    lane = Lane(scene.guard, echo)
    await take_all(lane, 3)
    settling = asyncio.create_task(lane.settle())
    await asyncio.sleep(0.05)
    scene.guard.draining.set()

    assert not await settling
