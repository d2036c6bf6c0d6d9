"""Watches a room from outside its consumer: exports its lag, and ends a process whose consumer has silently died."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection
from time import monotonic

from shared.edge import logs, telemetry
from shared.edge.admin import client, partition_lag
from shared.edge.guard import Guard
from shared.errors import RetryLater
from shared.settings import Settings

LOOK_SECONDS = 15.0
STUCK_SECONDS = 120.0

log = logs.get_logger(__name__)

Partitions = Collection[tuple[str, int]]


class Watch:
    """Decides whether a consumer is stuck: its own partitions hold events, it has nothing in hand, and gets nowhere."""

    def __init__(self, guard: Guard, now: Callable[[], float] = monotonic) -> None:
        self._guard = guard
        self._now = now
        self._progress = (0, now())

    def stuck(self, lag: dict[tuple[str, int], int], mine: Partitions) -> bool:
        """Whether nothing moved for STUCK_SECONDS although something waits on `mine`."""
        waiting = any(lag.get(partition, 0) for partition in mine)
        finished, since = self._progress
        if not waiting or self._guard.busy or self._guard.finished != finished:
            self._progress = (self._guard.finished, self._now())
            return False
        return self._now() - since > STUCK_SECONDS


async def watch(settings: Settings, guard: Guard, mine: Callable[[], Partitions], die: Callable[[], object]) -> None:
    """Looks every 15 seconds until cancelled; calls `die` when the consumer is stuck."""
    admin, judge = client(settings), Watch(guard)
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        try:
            lag = await asyncio.to_thread(partition_lag, admin, guard.room)
            assigned = mine()
        except RetryLater:
            continue  # the broker's absence shows elsewhere
        except Exception:  # a watcher that fails must not stop watching, nor the room
            log.exception("watch_failed")
            continue
        by_topic: Counter[str] = Counter()
        for (topic, _), behind in lag.items():
            by_topic[topic] += behind
        for topic, behind in by_topic.items():
            telemetry.LAG.labels(guard.room, topic).set(behind)
        if judge.stuck(lag, assigned):
            log.error("stuck", lag=dict(by_topic), seconds=STUCK_SECONDS, consequence="process ends")
            die()
