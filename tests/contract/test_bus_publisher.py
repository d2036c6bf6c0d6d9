"""Sending: delivered means delivered, refused is tried again or said, whatever the broker does."""

import asyncio
from collections import Counter
from collections.abc import Iterator

import pytest
from mock_kafka import NOT_ENOUGH_REPLICAS, TOPIC_AUTHORIZATION_FAILED, MockKafka, mock_kafka
from toys import document

from services.embedded.parts import free_port
from shared.edge.bus import Incoming, Publisher, apply_topics
from shared.edge.envelope import Record
from shared.edge.guard import Guard
from shared.edge.letters import whole_topic
from shared.errors import Rejected, RetryLater
from shared.events import DocumentReceived
from shared.settings import Settings
from shared.topics import DOCUMENT_RECEIVED

pytestmark = pytest.mark.contract


@pytest.fixture
def refusing() -> Iterator[MockKafka]:
    with mock_kafka() as kafka:
        kafka.create_topic(DOCUMENT_RECEIVED.name, 4)
        yield kafka


async def nobody_listens(incoming: Incoming, error: Rejected) -> None:
    raise AssertionError(error)


async def never_crashes(incoming: Incoming) -> int:
    raise AssertionError(incoming)


def test_ten_refused_produce_requests_lose_nothing(refusing, tmp_path):
    """Results that the broker refuses, for now or outright, are sent until they are delivered; none is missing."""
    settings = Settings(data=tmp_path, brokers=refusing.address)
    wanted = [f"r{n}" for n in range(120)]

    async def flow() -> None:
        async with Publisher(settings, "test") as publisher:
            guard = Guard("test", publisher, nobody_listens, never_crashes, die=pytest.fail)
            for number, name in enumerate(wanted):
                if number in {20, 60}:
                    refusing.refuse_produce(*[TOPIC_AUTHORIZATION_FAILED] * 2, *[NOT_ENOUGH_REPLICAS] * 3)

                async def handler(incoming: Incoming, name: str = name) -> list:
                    return [document(name)]

                cause = Incoming("t", 0, number, name, b"", {})
                assert await guard.handle(handler, cause, Record("t", b"", b"", []))

    asyncio.run(flow())
    values = [m.value() for m in whole_topic(settings, DOCUMENT_RECEIVED.name)]
    assert Counter(DocumentReceived.model_validate_json(v).report_id for v in values) == Counter(wanted)


def test_one_key_lies_on_one_partition_by_the_java_rule(settings):
    """Keys lie where the Java and Python clients look for them: murmur2 of the key, positive, modulo partitions."""
    from aiokafka.partitioner import DefaultPartitioner

    apply_topics(settings)
    keys = [f"{code}" for code in range(210000, 210040)]

    async def flow() -> None:
        async with Publisher(settings, "test") as publisher:
            await asyncio.gather(*(publisher.publish(document(key)) for key in keys))

    asyncio.run(flow())
    partitions = list(range(settings.partitions))
    for message in whole_topic(settings, DOCUMENT_RECEIVED.name):
        assert message.partition() == DefaultPartitioner()(message.key(), partitions, partitions)


def test_broker_that_is_away_is_said_within_the_delivery_time(tmp_path):
    """Publishing to nobody raises RetryLater: the sender can answer 503 or try again."""
    settings = Settings(data=tmp_path, brokers=f"127.0.0.1:{free_port()}")

    async def flow() -> None:
        publisher = Publisher(settings, "test", **{"delivery.timeout.ms": 500})
        with pytest.raises(RetryLater):
            await publisher.publish(document("r"))
        await publisher.close(1)

    asyncio.run(flow())


def test_event_larger_than_a_record_may_be_is_rejected(settings):
    """What no broker would take is rejected by name, not tried for ever."""
    apply_topics(settings)

    async def flow() -> None:
        async with Publisher(settings, "test") as publisher:
            with pytest.raises(Rejected, match="larger") as caught:
                await publisher.publish(document("r", "x" * 20_000_000))
            assert caught.value.code == "too_large"

    asyncio.run(flow())
