"""What every bus promises a room, asked of the fake and of the real broker alike."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from fake_bus import Crash, FakeBus
from toy_room import build
from toys import Toys, document, eventually

from shared.edge.bus import DeadLetter, apply_topics, dead_letters, replay_dead_letter
from shared.edge.envelope import Record
from shared.edge.letters import as_record, whole_topic
from shared.events import CentreChanged, DocumentReceived
from shared.settings import Settings
from shared.topics import CENTRE_CHANGED, DOCUMENT_RECEIVED

pytestmark = pytest.mark.contract


class Fake:
    """The toy on the bus in memory."""

    def __init__(self, settings: Settings) -> None:
        self.bus = FakeBus(build(settings))

    def run(self, events: list[tuple[str, str]]) -> None:
        async def flow() -> None:
            for event in events:
                await self.bus.publish(document(*event))
            await self.settle()

        asyncio.run(flow())

    async def settle(self) -> None:
        while True:
            try:
                return await self.bus.settle()
            except Crash:
                continue

    def until(self, holds: Callable[[], object], what: str) -> None:
        assert holds(), what

    def records(self, topic: str) -> list[Record]:
        return self.bus.records[topic]

    def letters(self) -> list[DeadLetter]:
        return self.bus.dead_letters()

    def replay(self, letter: DeadLetter) -> None:
        self.bus.replay(letter)
        asyncio.run(self.settle())


class Real(Toys):
    """The toy as a process on a real broker, started again when a defect ends it."""

    def run(self, events: list[tuple[str, str]]) -> None:
        apply_topics(self.settings)
        self.publish(events)
        self.start()

    def until(self, holds: Callable[[], object], what: str) -> None:
        def held() -> object:
            if self.workers[-1].poll() is not None:
                self.start()
            return holds()

        eventually(held, what)

    def records(self, topic: str) -> list[Record]:
        return [as_record(message) for message in whole_topic(self.settings, topic)]

    def letters(self) -> list[DeadLetter]:
        return dead_letters(self.settings)

    def replay(self, letter: DeadLetter) -> None:
        replay_dead_letter(self.settings, letter.id)


@pytest.fixture(params=[Fake, Real], ids=["fake", "real"])
def bus(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Fake | Real]:
    bus = request.param(settings.model_copy(update={"session_timeout": 2.0}))
    yield bus
    if isinstance(bus, Real):
        bus.stop()


def result_ids(bus: Fake | Real) -> list[str]:
    return [CentreChanged.model_validate_json(r.value).report_id for r in bus.records(CENTRE_CHANGED.name)]


def test_every_event_comes_out_once_in_order_with_its_trace(bus):
    """Results carry CloudEvents attributes and their cause's trace, under one key in the order of the events."""
    names = [f"r{n}" for n in range(8)]
    bus.run([(name, "later:2" if name == "r3" else "two" if name == "r5" else "ok") for name in names])
    bus.until(lambda: len(result_ids(bus)) == 9, "nine results")

    causes = {r.key.decode(): dict(r.headers) for r in bus.records(DOCUMENT_RECEIVED.name)}
    results = bus.records(CENTRE_CHANGED.name)
    for record, report_id in zip(results, result_ids(bus), strict=True):
        headers = {name: value.decode() for name, value in record.headers}
        assert headers["ce_specversion"] == "1.0"
        assert headers["ce_type"] == CentreChanged.TYPE
        assert headers["ce_source"] == "/hpf/toy"
        assert headers["content-type"] == "application/json"
        assert headers["traceparent"].split("-")[1] == causes[report_id]["traceparent"].decode().split("-")[1]
        assert headers["traceparent"] != causes[report_id]["traceparent"].decode()
    assert len({dict(r.headers)["ce_id"] for r in results}) == 9


def test_what_can_never_work_is_put_aside_as_it_came_and_can_be_sent_again(bus):
    """A dead letter holds the original key, bytes, headers and position, and goes back to where it came from."""
    bus.run([("r0", "ok"), ("r1", "reject:odd"), ("r2", "ok")])
    bus.until(lambda: len(bus.letters()) == 1 and len(result_ids(bus)) == 2, "one letter, two results")

    [letter] = bus.letters()
    original = next(r for r in bus.records(DOCUMENT_RECEIVED.name) if r.key == b"r1")
    assert (letter.topic, letter.key, letter.value) == (DOCUMENT_RECEIVED.name, original.key, original.value)
    assert list(letter.headers) == original.headers
    assert (letter.stage, letter.code, letter.attempts) == ("toy", "odd", 1)
    assert "r1" in letter.reason
    assert DocumentReceived.model_validate_json(letter.value).report_id == "r1"

    bus.replay(letter)
    bus.until(lambda: len(bus.letters()) == 2, "rejected again")
    assert [found.event_id for found in bus.letters()] == [letter.event_id] * 2


def test_a_defect_is_tried_in_new_processes_and_then_put_aside(bus):
    """An event that ends the process three times becomes a dead letter `defect`; those behind it are handled."""
    bus.run([("r0", "crash:99"), ("r1", "ok")])
    bus.until(lambda: len(bus.letters()) == 1 and result_ids(bus) == ["r1"], "the defect put aside")

    [letter] = bus.letters()
    assert letter.code == "defect"
    assert "ValueError" in letter.reason
