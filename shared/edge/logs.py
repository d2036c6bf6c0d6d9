"""Structured logs: one JSON object a line, or aligned text where a person watches, each with its report and trace."""

import logging
import sys
import time
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars

from shared.settings import Settings

CHATTY = ("faust", "mode", "aiokafka", "asyncio", "uvicorn.access", "httpx", "librdkafka")


def configure(settings: Settings, room: str) -> None:
    """Sends every log line of this process, libraries' too, to standard error in one form.

    Debug records are switched off below the level, not just dropped: Faust and its client build thousands of them.
    """
    level = logging.getLevelNamesMapping()[settings.log_level]
    before: list[Any] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(before, room, sys.stderr.isatty()))
    handler.addFilter(Flood())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.disable(level - 1)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def formatter(before: list[Any], room: str, terminal: bool) -> logging.Formatter:
    """JSON lines, or coloured text on a terminal; each line names its room."""

    def name_room(_: object, __: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
        return {"room": room, **line}

    last: list[Any] = [structlog.dev.ConsoleRenderer()]
    if not terminal:
        last = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=[strip, name_room, *last])


class Flood(logging.Filter):
    """Lets a logger's same line through a few times in ten seconds: a broker that is away makes 70 a second."""

    KEPT = 5
    SECONDS = 10.0

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, int, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this line is among the first of its kind in the current ten seconds."""
        if not record.name.startswith(CHATTY):
            return True
        place = (record.name, record.lineno, record.funcName or "")
        start, count = self._seen.get(place, (0.0, 0))
        now = time.monotonic()
        if now - start > self.SECONDS:
            start, count = now, 0
        self._seen[place] = (start, count + 1)
        return count < self.KEPT


def bind(**values: str) -> None:
    """Adds to every later line of this task what it is about: `bind(report_id=…)`."""
    bind_contextvars(**values)


def bind_afresh(**values: str) -> None:
    """The same after forgetting what was bound before: for the next event."""
    clear_contextvars()
    bind_contextvars(**values)


def get_logger(name: str) -> Any:  # noqa: ANN401 - structlog's loggers are made to be used as they come
    """A logger that takes an event word and values: `log.warning("retry", reason=…)`."""
    return structlog.stdlib.get_logger(name)
