"""The outbox in, messages to channels out: each once, tried again with growing pauses, given up visibly.

A message is claimed for LEASE before it is sent and finished after. A courier that dies in between leaves its claim to
run out; the message is then sent again under the same key, which is how a receiver knows it.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from services.notification.message import compose
from services.notification.receipt import Channel, Receipt
from shared.errors import RetryLater
from shared.state import Delivery, DeliveryState

LEASE = timedelta(seconds=30)
AT_ONCE = 20
LOOK_SECONDS = 1.0
PAUSES = tuple(timedelta(seconds=s) for s in (1, 2, 5, 10, 30, 60, 300, 900, 1800, 3600, 7200, 14400, 28800))
"""Before each next attempt: the last one comes about a day after the first, then the message is given up."""


class Outbox(Protocol):
    """What a courier needs of the store."""

    async def claim_deliveries(self, now: datetime, lease: timedelta, limit: int = 20) -> list[Delivery]:
        """Messages due, nobody else's until the lease ends."""

    async def finish_delivery(
        self, delivery_id: str, state: DeliveryState, now: datetime, detail: str = "", again: datetime | None = None
    ) -> None:
        """Records an attempt."""


class Courier:
    """Delivers what the outbox holds; `told` hears of each attempt's end (channel, state), for the metrics."""

    def __init__(
        self,
        outbox: Outbox,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime],
        told: Callable[[str, DeliveryState], None] = lambda channel, state: None,
    ) -> None:
        self._outbox, self._channels, self._clock, self._told = outbox, channels, clock, told
        self._stopping = False
        self.wake = asyncio.Event()

    def stop(self) -> None:
        """Makes `run` end after the round that is under way."""
        self._stopping = True
        self.wake.set()

    async def run(self) -> None:
        """Delivers until stopped; an outage of the store is waited out."""
        while not self._stopping:
            self.wake.clear()
            try:
                busy = await self.round()
            except RetryLater:
                busy = False
            if not (busy or self._stopping):
                await self._wait()

    async def round(self) -> bool:
        """Delivers what is due now; False if nothing was. Raises RetryLater."""
        claimed = await self._outbox.claim_deliveries(self._clock(), LEASE, AT_ONCE)
        await asyncio.gather(*(self._deliver(delivery) for delivery in claimed))
        return bool(claimed)

    async def _deliver(self, delivery: Delivery) -> None:
        channel = self._channels.get(delivery.channel)
        receipt = Receipt(False, detail="渠道未配置 (this channel is not set up any more)")
        if channel:
            receipt = await channel.deliver(compose(delivery.alert))
        now = self._clock()
        state, again = outcome(receipt, delivery.attempts, now)
        await self._outbox.finish_delivery(delivery.delivery_id, state, now, receipt.detail, again)
        self._told(delivery.channel, state)

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self.wake.wait(), LOOK_SECONDS)
        except TimeoutError:
            return


def outcome(receipt: Receipt, attempts: int, now: datetime) -> tuple[DeliveryState, datetime | None]:
    """What the ledger says after an attempt: delivered, waiting until when, or given up.

    >>> outcome(Receipt(False, again=True), 1, now)[0]
    'waiting'
    """
    if receipt.delivered:
        return "delivered", None
    if receipt.again and attempts <= len(PAUSES):
        return "waiting", now + PAUSES[attempts - 1]
    return "given_up", None
