"""Puts events on the bus; what it reports as published is on the brokers' disks as the topic promises.

librdkafka with idempotence: in order, no duplicate by its own retries. Its partitioner is set to the one that the
Java and Python clients use, or one key would lie on two partitions.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Self

from confluent_kafka import KafkaError, KafkaException, Producer

from shared.edge.clients import Config, confluent
from shared.edge.envelope import Incoming, Outgoing, Record, wrap
from shared.errors import Rejected, RetryLater
from shared.settings import Settings

DELIVERY_SECONDS = 15.0
TOO_LARGE = {KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.RECORD_LIST_TOO_LARGE, KafkaError.INVALID_MSG_SIZE}


def producer_config(settings: Settings, source: str) -> Config:
    """What every producer of ours promises: all in-sync replicas have it, in order, no duplicate by a retry."""
    return confluent(settings) | {
        "client.id": f"hpf-{source}",
        "enable.idempotence": True,
        "acks": "all",
        "partitioner": "murmur2_random",
        "compression.type": "zstd",
        "compression.level": 1,
        "linger.ms": 0,
        "delivery.timeout.ms": int(DELIVERY_SECONDS * 1000),
    }


class Publisher:
    """A producer whose deliveries can be awaited. Made inside a running event loop; `source` names the room.

    >>> async with Publisher(settings, "ingest") as publisher:  # doctest: +SKIP
    ...     await publisher.publish(Outgoing(DOCUMENT_RECEIVED, report_id, event))
    """

    def __init__(self, settings: Settings, source: str = "hpf", **config: str | float | bool) -> None:
        self.source = source
        self._loop = asyncio.get_running_loop()
        self._producer = Producer(
            producer_config(settings, source) | config,
            logger=logging.getLogger("librdkafka"),
        )
        self._reports: deque[tuple[asyncio.Future[None], KafkaError | None]] = deque()
        self._closing = threading.Event()
        self._poller = threading.Thread(target=self._poll, name=f"deliveries-{source}", daemon=True)
        self._poller.start()

    async def publish(self, outgoing: Outgoing, cause: Incoming | None = None) -> None:
        """Publishes one event and returns once it is delivered.

        Raises RetryLater if it could not be delivered in time, Rejected `too_large` if no broker would take it.
        """
        await self.deliver(self.wrap([outgoing], cause))

    def wrap(self, results: Sequence[Outgoing], cause: Incoming | None = None) -> list[Record]:
        """Events ready for the wire in this room's name."""
        return wrap(results, self.source, datetime.now(UTC), cause)

    async def deliver(self, records: Sequence[Record]) -> None:
        """Sends all records at once and returns when all are delivered; raises as `publish` does."""
        await delivered([self.send(record) for record in records])

    def send(self, record: Record) -> asyncio.Future[None]:
        """Hands one record to the producer; the future is done when it is delivered and raises as `publish` does."""
        future = self._loop.create_future()
        try:
            self._producer.produce(
                record.topic,
                record.value,
                record.key,
                headers=list(record.headers),
                on_delivery=lambda error, _: self._reports.append((future, error)),
            )
        except BufferError:
            future.set_exception(RetryLater("发送队列已满 (the producer's queue is full)"))
        except KafkaException as error:
            settle(future, error.args[0])
        return future

    async def close(self, seconds: float = DELIVERY_SECONDS) -> bool:
        """Waits for what is under way and stops; False if something was not delivered in time."""
        left = await asyncio.to_thread(self._producer.flush, seconds)
        self._closing.set()
        await asyncio.to_thread(self._poller.join)
        self._settle_all()
        return left == 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _poll(self) -> None:
        """Serves delivery reports in a thread of its own; one wake-up of the event loop for each burst of them."""
        while not self._closing.is_set():
            self._producer.poll(0.1)
            if self._reports:
                with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                    self._loop.call_soon_threadsafe(self._settle_all)

    def _settle_all(self) -> None:
        while self._reports:
            settle(*self._reports.popleft())


async def delivered(sent: Sequence[asyncio.Future[None]]) -> None:
    """Waits for deliveries under way. Raises what can't be mended by sending again before what can."""
    failures = []
    for future in sent:
        try:
            await future
        except (RetryLater, Rejected) as error:
            failures.append(error)
    for failure in sorted(failures, key=lambda f: isinstance(f, RetryLater)):
        raise failure


def settle(future: asyncio.Future[None], error: KafkaError | None) -> None:
    """Tells the waiting sender what became of its record."""
    if future.done():
        return
    if error is None:
        future.set_result(None)
    elif error.code() in TOO_LARGE:
        future.set_exception(Rejected("too_large", f"事件超过消息上限 (larger than a record may be): {error.str()}"))
    elif error.fatal():  # this producer will never send again: a new process has a new one
        future.set_exception(RuntimeError(f"producer: {error.str()}"))
    else:
        future.set_exception(RetryLater(f"未能送达消息总线 (not delivered to the bus): {error.str()}"))
