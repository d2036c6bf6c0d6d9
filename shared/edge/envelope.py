"""What goes round an event on the wire: CloudEvents attributes and trace context in Kafka headers.

CloudEvents 1.0, Kafka protocol binding, binary mode (https://github.com/cloudevents/spec, kafka-protocol-binding.md);
W3C Trace Context level 1 (https://www.w3.org/TR/trace-context/).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from pydantic import ValidationError

from shared.errors import Rejected
from shared.events import Event
from shared.topics import Topic

E = TypeVar("E", bound=Event)

TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
NO_TRACE = "0" * 32


@dataclass(frozen=True)
class Incoming:
    """One record as it came from the bus; `value` is what `read` parses."""

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes
    headers: Mapping[str, str]

    @property
    def position(self) -> str:
        """Where the record lies: `topic/partition/offset`."""
        return f"{self.topic}/{self.partition}/{self.offset}"

    @property
    def event_id(self) -> str:
        """The CloudEvents id; a record without one is known by its position, which never changes either."""
        return self.headers.get("ce_id") or digest("position", self.position)

    @cached_property
    def trace_id(self) -> str:
        """The trace this event belongs to, 32 hex digits; a new one, derived from its id, if it names none."""
        match = TRACEPARENT.fullmatch(self.headers.get("traceparent", ""))
        return match[1] if match and match[1] != NO_TRACE else digest("trace", self.event_id)[:32]

    def read(self, kind: type[E]) -> E:
        """Parses the value as an event of this kind.

        Raises Rejected `bad_event` naming every wrong field if it is not one.
        """
        try:
            return kind.model_validate_json(self.value)
        except ValidationError as error:
            wrong = [f"{'.'.join(map(str, e['loc'])) or '-'}: {e['msg']}" for e in error.errors()[:5]]
            reason = f"不是有效的 {kind.TYPE} 事件 (not a valid {kind.TYPE}): {'; '.join(wrong)}"
            raise Rejected("bad_event", reason) from error


@dataclass(frozen=True)
class Outgoing:
    """An event to be published: on which topic, under which key."""

    topic: Topic
    key: str
    event: Event


@dataclass(frozen=True)
class Record:
    """An event in the form the wire takes."""

    topic: str
    key: bytes
    value: bytes
    headers: list[tuple[str, bytes]]


def digest(*parts: str) -> str:
    """SHA-256 of the parts, each with its length so that no two lists of parts look alike.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    return hashlib.sha256("".join(f"{len(p)}:{p}" for p in parts).encode()).hexdigest()


def wrap(results: Sequence[Outgoing], source: str, now: datetime, cause: Incoming | None = None) -> list[Record]:
    """Events ready for the wire, each with an id that depends on its cause alone.

    A redelivered cause therefore gives the same ids again. An event without a cause has its own content as cause.
    Several results of one type and key are told apart by their order.
    """
    seen: dict[tuple[str, str], int] = {}
    records = []
    for result in results:
        value = result.event.model_dump_json().encode()
        ordinal = seen.get((result.topic.name, result.key), 0)
        seen[result.topic.name, result.key] = ordinal + 1
        parent = cause.event_id if cause else hashlib.sha256(value).hexdigest()
        event_id = digest(parent, result.event.TYPE, result.key, *([str(ordinal)] if ordinal else []))
        trace = cause.trace_id if cause else digest("trace", event_id)[:32]
        records.append(
            Record(result.topic.name, result.key.encode(), value, headers(event_id, result, source, now, trace))
        )
    return records


def headers(event_id: str, result: Outgoing, source: str, now: datetime, trace: str) -> list[tuple[str, bytes]]:
    """CloudEvents attributes of one event, and its place in the trace: the span id derives from the event id."""
    values = {
        "ce_specversion": "1.0",
        "ce_id": event_id,
        "ce_type": result.event.TYPE,
        "ce_source": f"/hpf/{source}",
        "ce_time": now.isoformat(),
        "content-type": "application/json",
        "traceparent": f"00-{trace}-{event_id[:16]}-01",
    }
    return [(name, value.encode()) for name, value in values.items()]
