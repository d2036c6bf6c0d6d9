"""The shapes of answers that are not states themselves: listings, a report's text, a dead letter."""

from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel

from shared.model import Centre, Fact, Finding, Frozen, Miss
from shared.state import Alert, Delivery, ReportStatus

T = TypeVar("T", bound=BaseModel)


class Listing(Frozen, Generic[T]):
    """Part of a listing, newest first; `cursor` asks for the next part and is null at the end."""

    items: tuple[T, ...]
    cursor: str | None = None


class ReportAnswer(ReportStatus):
    """A report's status, and whether anything more will happen to it by itself."""

    done: bool


class CheckedAnswer(Frozen):
    """What was read from one report and what the validator says of it."""

    report_id: str
    facts: tuple[Fact, ...]
    misses: tuple[Miss, ...]
    findings: tuple[Finding, ...]


class Span(Frozen):
    """Where a figure stands in the text: `text[start:end] == raw`."""

    start: int
    end: int
    raw: str
    entity: str
    metric: str
    measure: str
    place: str | None = None


class TextAnswer(Frozen):
    """The text that the parser read, with the place of every figure in it."""

    report_id: str
    text: str
    spans: tuple[Span, ...]


class CentreAnswer(Frozen):
    """A centre and the periods for which anything is known of it."""

    centre: Centre
    periods: tuple[str, ...]


class ProvinceAnswer(Frozen):
    """A province and the periods for which a centre of it has reported."""

    code: str
    name: str
    periods: tuple[str, ...]


class AlertAnswer(Frozen):
    """An alert with every message that was sent about it."""

    alert: Alert
    deliveries: tuple[Delivery, ...]


class DeadLetterAnswer(Frozen):
    """An event that could not work: where, why and when; its bytes stay on the bus."""

    id: str
    stage: str
    code: str
    reason: str
    topic: str
    partition: int
    offset: int
    key: str
    size: int
    at: datetime
    attempts: int
    replayed_at: datetime | None
