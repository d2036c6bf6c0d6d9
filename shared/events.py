"""The events on the bus: one frozen class an arrow, past tense, versioned.

The value of a Kafka record is the JSON of one of these; CloudEvents attributes travel in its headers.
"""

from datetime import datetime
from typing import ClassVar, Literal

from shared.model import Extraction, Figure, Finding, Frozen, Verdict
from shared.state import Alert

Origin = Literal["upload", "folder", "command", "replay"]


class Event(Frozen):
    """Something that happened; `TYPE` is both the CloudEvents type and the topic's name."""

    TYPE: ClassVar[str]


class DocumentReceived(Event):
    """A document's bytes are in the archive under `report_id`. Key: report id."""

    TYPE = "hpf.document.received.v1"

    report_id: str
    source: str
    size: int
    received_at: datetime
    origin: Origin
    replay: bool = False


class FactsExtracted(Event):
    """The parser read a report; its text lies in the archive beside the bytes. Key: centre code."""

    TYPE = "hpf.facts.extracted.v1"

    extraction: Extraction
    received_at: datetime
    catalogue_version: str
    extractor_version: str
    replay: bool = False


class FactsChecked(Event):
    """The validator judged a report. Key: centre code."""

    TYPE = "hpf.facts.checked.v1"

    extraction: Extraction
    findings: tuple[Finding, ...]
    verdicts: dict[Verdict, int]
    received_at: datetime
    catalogue_version: str
    extractor_version: str
    replay: bool = False


class CentreChanged(Event):
    """A centre's state for one period is now at `version`. Key: province code."""

    TYPE = "hpf.centre.changed.v1"

    centre_code: str
    province_code: str
    period: str
    version: int
    report_id: str
    received_at: datetime
    replay: bool = False


class ProvinceChanged(Event):
    """A province's rollup for one period was recomputed. Key: province code.

    `cause` is the report that made it so, `centre_code` whose report that is.
    """

    TYPE = "hpf.province.changed.v1"

    province_code: str
    centre_code: str = ""
    period: str
    version: int
    reported: int
    expected: int
    overdue_rate: Figure | None
    cause: str
    received_at: datetime
    replay: bool = False


class AlertChanged(Event):
    """An alert went from one state to another, for a named reason. Key: alert id."""

    TYPE = "hpf.alert.changed.v1"

    alert: Alert
    replay: bool = False
