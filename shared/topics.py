"""The topology, declared once: which event travels on which topic under which key.

The only file with topic names. `hpf topics apply` creates what is declared; every service refuses to start where the
broker's topics differ.
"""

from dataclasses import dataclass

from shared.events import (
    AlertChanged,
    CentreChanged,
    DocumentReceived,
    Event,
    FactsChecked,
    FactsExtracted,
    ProvinceChanged,
)


@dataclass(frozen=True)
class Topic:
    """One topic: `event` is what it carries (None for dead letters, which keep their original bytes)."""

    name: str
    key: str
    event: type[Event] | None
    retention_days: int = 30


DOCUMENT_RECEIVED = Topic(DocumentReceived.TYPE, "report id", DocumentReceived)
FACTS_EXTRACTED = Topic(FactsExtracted.TYPE, "centre code", FactsExtracted)
FACTS_CHECKED = Topic(FactsChecked.TYPE, "centre code", FactsChecked)
CENTRE_CHANGED = Topic(CentreChanged.TYPE, "province code", CentreChanged)
PROVINCE_CHANGED = Topic(ProvinceChanged.TYPE, "province code", ProvinceChanged)
ALERT_CHANGED = Topic(AlertChanged.TYPE, "alert id", AlertChanged)
DEAD_LETTER = Topic("hpf.dead.letter.v1", "the original key", None, retention_days=365)

TOPICS = (
    DOCUMENT_RECEIVED,
    FACTS_EXTRACTED,
    FACTS_CHECKED,
    CENTRE_CHANGED,
    PROVINCE_CHANGED,
    ALERT_CHANGED,
    DEAD_LETTER,
)
