"""Dead letters: events that can never work, kept as they came with the reason; listed and sent again."""

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer, TopicPartition

from shared.edge.clients import confluent
from shared.edge.envelope import Incoming, Record
from shared.edge.publisher import DELIVERY_SECONDS, producer_config
from shared.errors import Rejected, RetryLater
from shared.settings import Settings
from shared.topics import DEAD_LETTER

PREFIX = "hpf_"
REPLAYED = "hpf_replayed"


@dataclass(frozen=True)
class DeadLetter:
    """One event that was put aside: where, why and when, its original record, and when it was last sent again."""

    id: str
    stage: str
    code: str
    reason: str
    topic: str
    partition: int
    offset: int
    at: datetime
    attempts: int
    key: bytes
    value: bytes
    headers: tuple[tuple[str, bytes], ...]
    replayed_at: datetime | None = None

    @property
    def event_id(self) -> str:
        """The CloudEvents id of the original event; empty if it had none."""
        return dict(self.headers).get("ce_id", b"").decode(errors="replace")


@dataclass(frozen=True)
class Failure:
    """Why an event is put aside: which stage could not, with which error, after how many attempts, when."""

    stage: str
    error: Rejected
    attempts: int
    at: datetime


def letter(original: Record, incoming: Incoming, failure: Failure) -> Record:
    """The record that puts an event aside: key, value and headers as they came, the reason in headers beside them."""
    why = {
        "stage": failure.stage,
        "code": failure.error.code,
        "reason": failure.error.reason[:2000],
        "topic": incoming.topic,
        "partition": str(incoming.partition),
        "offset": str(incoming.offset),
        "time": failure.at.isoformat(),
        "attempts": str(failure.attempts),
    }
    kept = [header for header in original.headers if not header[0].startswith(PREFIX)]
    added = [(PREFIX + name, value.encode()) for name, value in why.items()]
    return Record(DEAD_LETTER.name, original.key, original.value, kept + added)


def dead_letters(settings: Settings) -> list[DeadLetter]:
    """Every dead letter the bus still holds, oldest first; one that a crash wrote twice is listed once.

    Raises RetryLater if the bus does not answer.
    """
    return read_letters(
        (f"{m.partition()}-{m.offset()}", as_record(m)) for m in whole_topic(settings, DEAD_LETTER.name)
    )


def read_letters(records: Iterable[tuple[str, Record]]) -> list[DeadLetter]:
    """Dead letters from the records of their topic and their ids, oldest first, with when each was sent again."""
    found: dict[tuple[str, int, int, str], DeadLetter] = {}
    replayed: dict[str, datetime] = {}
    for letter_id, record in records:
        headers = dict(record.headers)
        if REPLAYED in headers:
            replayed[headers[REPLAYED].decode()] = datetime.fromisoformat(headers["hpf_time"].decode())
        else:
            read = read_letter(letter_id, record)
            found.setdefault((read.topic, read.partition, read.offset, read.event_id), read)
    letters = sorted(found.values(), key=lambda found: found.at)
    return [replace(found, replayed_at=replayed.get(found.id)) for found in letters]


def read_letter(letter_id: str, record: Record) -> DeadLetter:
    """Reads one dead letter back; its id is its place in the dead letter topic."""
    why = {
        name.removeprefix(PREFIX): value.decode(errors="replace")
        for name, value in record.headers
        if name.startswith(PREFIX)
    }
    return DeadLetter(
        id=letter_id,
        stage=why.get("stage", ""),
        code=why.get("code", ""),
        reason=why.get("reason", ""),
        topic=why.get("topic", ""),
        partition=int(why.get("partition", -1)),
        offset=int(why.get("offset", -1)),
        at=datetime.fromisoformat(why["time"]) if "time" in why else datetime.fromtimestamp(0, UTC),
        attempts=int(why.get("attempts", 0)),
        key=record.key,
        value=record.value,
        headers=tuple(header for header in record.headers if not header[0].startswith(PREFIX)),
    )


def as_record(message: Message) -> Record:
    """A record as the client hands it over, in our form."""
    return Record(message.topic() or "", as_bytes(message.key()), as_bytes(message.value()), header_pairs(message))


def header_pairs(message: Message) -> list[tuple[str, bytes]]:
    """A record's headers in order, without the client's freedom of types."""
    headers = message.headers() or []
    return [(name, as_bytes(value)) for name, value in (headers.items() if isinstance(headers, dict) else headers)]


def as_bytes(value: str | bytes | None) -> bytes:
    """A record's key or value; none is empty."""
    return value.encode() if isinstance(value, str) else value or b""


def replay_dead_letter(settings: Settings, letter_id: str) -> DeadLetter:
    """Sends one dead letter again to the topic it came from, exactly as it was, and notes that.

    Raises Rejected `unknown_letter` if there is none with this id, RetryLater if the bus does not answer.
    """
    for found in dead_letters(settings):
        if found.id == letter_id:
            send_again(settings, [found])
            return found
    raise Rejected("unknown_letter", f"没有编号为 {letter_id} 的死信 (there is no dead letter {letter_id})")


def replay_dead_letters(settings: Settings) -> list[DeadLetter]:
    """Sends every dead letter again that was not sent again yet; returns them. Raises RetryLater as above."""
    waiting = [found for found in dead_letters(settings) if found.replayed_at is None]
    send_again(settings, waiting)
    return waiting


def send_again(settings: Settings, letters: Sequence[DeadLetter]) -> None:
    """Publishes the original records, then a note for each in the dead letter topic. Raises RetryLater."""
    originals = [Record(found.topic, found.key, found.value, list(found.headers)) for found in letters]
    now = datetime.now(UTC).isoformat().encode()
    notes = [
        Record(DEAD_LETTER.name, found.key, b"", [(REPLAYED, found.id.encode()), ("hpf_time", now)])
        for found in letters
    ]
    for records in (originals, notes):
        send_all(settings, records)


def send_all(settings: Settings, records: Sequence[Record]) -> None:
    """Publishes records and waits until every one is delivered. Raises RetryLater if one is not."""
    errors: list[KafkaError] = []
    producer = Producer(producer_config(settings, "replay"))
    for record in records:
        producer.produce(
            record.topic,
            record.value,
            record.key,
            headers=list(record.headers),
            on_delivery=lambda error, _: errors.append(error) if error else None,
        )
    left = producer.flush(DELIVERY_SECONDS)
    if errors or left:
        why = errors[0].str() if errors else "timed out"
        raise RetryLater(f"{len(errors) + left} 条未送达 (not delivered): {why}")


def whole_topic(settings: Settings, topic: str, seconds: float = 15.0) -> Iterator[Message]:
    """Every record a topic holds now, oldest first in each partition, read without joining a group.

    Reading a partition ends at its end or at a record younger than the reading itself: new ones keep coming. (The end
    is not asked for beforehand: Tansu answers with the start of its last batch.) A topic that is missing holds
    nothing. Raises RetryLater if the bus stays silent for `seconds`.
    """
    reading = {"group.id": "hpf-reader", "enable.partition.eof": True, "auto.offset.reset": "earliest"}
    config = confluent(settings) | reading | {"enable.auto.commit": False}
    consumer = Consumer(config, logger=logging.getLogger("librdkafka"))
    began = time.time() * 1000
    try:
        unread = set(consumer.list_topics(topic, timeout=seconds).topics[topic].partitions)
        consumer.assign([TopicPartition(topic, number, 0) for number in unread])
        while unread:
            message = consumer.poll(seconds)
            error = message.error() if message else None
            if message is None or (error and error.code() != KafkaError._PARTITION_EOF):
                raise RetryLater(f"读取 {topic} 超时或出错 (cannot read): {error.str() if error else 'timed out'}")
            if error or message.timestamp()[1] > began:
                unread.discard(message.partition() or 0)
            if not error:
                yield message
    except KafkaException as error:
        raise RetryLater(f"读取 {topic} 出错 (cannot read): {error.args[0].str()}") from error
    finally:
        consumer.close()
