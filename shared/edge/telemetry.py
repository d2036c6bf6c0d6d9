"""Every Prometheus metric, declared once: prefix `hpf_`, labels of few values, one registry of our own."""

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from time import perf_counter

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

FAST = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SLOW = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)

BUILD = Gauge("hpf_build_info", "Version of the program, always 1", ["version", "python"], registry=REGISTRY)
BUILD.labels(version("hpf-watch"), platform.python_version()).set(1)

# the bus
EVENTS = Counter("hpf_events_total", "Events a room has finished", ["room", "topic", "outcome"], registry=REGISTRY)
EVENT_SECONDS = Histogram(
    "hpf_event_seconds", "From taking an event to having its results delivered", ["room", "topic"],
    buckets=FAST, registry=REGISTRY,
)  # fmt: skip
RETRIES = Counter("hpf_retries_total", "Attempts put off because a part was away", ["room", "what"], registry=REGISTRY)
RETRYING = Gauge("hpf_retrying", "1 while a room waits for a part that is away", ["room", "topic"], registry=REGISTRY)
DEAD_LETTERS = Counter("hpf_dead_letters_total", "Events put aside for good", ["room", "code"], registry=REGISTRY)
DEFECTS = Counter("hpf_defects_total", "Events whose handling crashed before now", ["room"], registry=REGISTRY)
LAG = Gauge("hpf_consumer_lag", "Events not yet committed by a room", ["room", "topic"], registry=REGISTRY)
READY = Gauge("hpf_ready", "1 while the room is ready", ["room"], registry=REGISTRY)

# documents and what is in them
DOCUMENTS = Counter("hpf_documents_total", "Documents by stage and outcome", ["stage", "outcome"], registry=REGISTRY)
STAGE_SECONDS = Histogram(
    "hpf_stage_seconds", "Work of one stage on one document", ["stage"], buckets=FAST, registry=REGISTRY
)
END_TO_END_SECONDS = Histogram(
    "hpf_end_to_end_seconds", "From upload to the province's rollup", buckets=SLOW, registry=REGISTRY
)
FACTS = Counter("hpf_facts_total", "Facts extracted", registry=REGISTRY)
MISSES = Counter("hpf_misses_total", "Figures looked for in vain", ["reason"], registry=REGISTRY)
FINDINGS = Counter("hpf_findings_total", "Findings of the validator", ["severity"], registry=REGISTRY)

# the other edges
STORE_SECONDS = Histogram(
    "hpf_store_seconds", "Calls of the store", ["operation"], buckets=FAST, registry=REGISTRY
)  # fmt: skip
ARCHIVE_SECONDS = Histogram(
    "hpf_archive_seconds", "Calls of the archive", ["operation"], buckets=FAST, registry=REGISTRY
)
NOTIFICATIONS = Counter(
    "hpf_notifications_total", "Alerts told to a channel", ["channel", "outcome"], registry=REGISTRY
)


@contextmanager
def timed(histogram: Histogram, *labels: str) -> Iterator[None]:
    """Observes how long the body took, also where it raises.

    >>> with timed(STORE_SECONDS, "report"):
    ...     pass
    """
    started = perf_counter()
    try:
        yield
    finally:
        (histogram.labels(*labels) if labels else histogram).observe(perf_counter() - started)


def exposition() -> bytes:
    """All metrics in Prometheus' text format."""
    return generate_latest(REGISTRY)
