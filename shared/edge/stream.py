"""Feeds a room from Faust: Faust reads and commits; `guard.py` decides when an event is done; `publisher.py` sends.

An event is acknowledged by hand, after its results are delivered and in the order of its partition: whatever ends the
process before that, or cancels it, leaves the event to be delivered again.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Any

import faust
import faust.streams
from faust.tables.manager import TableManager

from shared.edge.bus import Room
from shared.edge.clients import MAX_RECORD_BYTES, password
from shared.edge.envelope import Incoming, Record
from shared.edge.guard import Guard, Handler, Lane
from shared.errors import SettingsError
from shared.settings import Settings
from shared.topics import Topic

COMMIT_SECONDS = 0.5
MOST_UNDER_WAY, LONGEST_UNDER_WAY = 64, 0.2


class NoTables(TableManager):
    """Faust's manager of tables, of which we have none: it would wait a second for them at every start."""

    async def on_start(self) -> None:
        """Goes on at once."""
        await self._update_channels()
        await self.recovery.start()


def make_app(room: Room, settings: Settings, guard: Guard) -> faust.App:
    """A Faust application that feeds a room's topics to the guard; made inside a running event loop.

    Raises SettingsError if Faust's compiled stream loop is missing: the plain one acknowledges events that it skips.
    """
    if getattr(faust.streams, "_CStreamIterator", None) is None:
        raise SettingsError(
            "faust-streaming 缺少编译部分，请安装平台 wheel (its compiled part is missing: install a wheel)"
        )
    app = faust.App(
        room.name,
        broker=[f"kafka://{address.strip()}" for address in settings.brokers.split(",")],
        broker_credentials=credentials(settings),
        datadir=settings.data / "run" / "faust",
        store="memory://",
        TableManager=NoTables,
        autodiscover=False,
        web_enabled=False,
        topic_allow_declare=False,
        topic_disable_leader=True,
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.session_timeout / 5,
        broker_rebalance_timeout=settings.rebalance_timeout,
        broker_request_timeout=max(40.0, settings.session_timeout + 10, settings.rebalance_timeout + 10),
        broker_commit_interval=COMMIT_SECONDS,
        broker_max_poll_interval=24 * 3600.0,  # waiting for a store that is away is not being stuck
        consumer_max_fetch_size=MAX_RECORD_BYTES,
        consumer_auto_offset_reset="earliest",
        stream_wait_empty=False,  # nothing is acknowledged by stopping, so there is nothing to wait for
        stream_buffer_maxsize=256,
    )
    for topic, handler in room.handlers.items():
        app.agent(source(app, topic), name=f"{room.name}.{topic.name}", concurrency=1)(consume(guard, handler))
    return app


def source(app: faust.App, topic: Topic) -> Any:  # noqa: ANN401 - Faust is untyped for us
    """A topic whose keys and values stay bytes: parsing can fail, and failing belongs in the guard."""
    return app.topic(topic.name, key_type=bytes, key_serializer="raw", value_type=bytes, value_serializer="raw")


def consume(guard: Guard, handler: Handler) -> Callable[[Any], Awaitable[None]]:
    """The body of an agent: events through a lane, acknowledged in order when the lane says so.

    While more events wait, the next is taken before the last one's results have arrived; what is under way is bounded
    in number and in time.
    """

    async def body(stream: Any) -> None:  # noqa: ANN401 - as above
        stream, lane = stream.noack(), Lane(guard, handler)
        waiting, since = stream.channel.queue, 0.0
        taken: list[Any] = []
        async for event in stream.events():
            since = since if taken else monotonic()
            original = record(event.message)
            took = await lane.take(incoming(event.message, original), original)
            if took:
                taken.append(event)
                early = len(taken) < MOST_UNDER_WAY and monotonic() - since < LONGEST_UNDER_WAY
                if early and not waiting.empty() and not guard.draining.is_set():
                    continue
            if await lane.settle():
                for done in taken:
                    await stream.ack(done)
                taken.clear()
            if not took or taken:
                await asyncio.Event().wait()  # the process ends; nothing behind this event may be touched

    return body


def record(message: Any) -> Record:  # noqa: ANN401 - as above
    """A Faust message as the record it was."""
    headers = message.headers or []
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return Record(message.topic, message.key or b"", message.value or b"", [(n, v or b"") for n, v in pairs])


def incoming(message: Any, original: Record) -> Incoming:  # noqa: ANN401 - as above
    """A Faust message as handlers see it."""
    headers = {name: value.decode(errors="replace") for name, value in original.headers}
    key = original.key.decode(errors="replace")
    return Incoming(message.topic, message.partition, message.offset, key, original.value, headers)


def credentials(settings: Settings) -> Any:  # noqa: ANN401 - as above
    """How Faust's client proves itself to the brokers; None where they ask for nothing."""
    if settings.kafka_security == "PLAINTEXT":
        return None
    context = None
    if settings.kafka_security.endswith("SSL"):
        context = ssl.create_default_context(cafile=settings.kafka_ca_file)
    if settings.kafka_security == "SSL":
        return faust.SSLCredentials(context)
    return faust.SASLCredentials(
        username=settings.kafka_username,
        password=password(settings.kafka_password_file),
        mechanism=settings.kafka_mechanism,
        ssl_context=context,
    )
