"""What every channel promises."""

from dataclasses import dataclass
from typing import Protocol

from services.notification.message import Message

SECONDS = 10.0
"""A channel answers within this time or the attempt has failed."""


@dataclass(frozen=True)
class Receipt:
    """What became of one attempt: `again` says whether another may succeed; `detail` is for the ledger."""

    delivered: bool
    again: bool = False
    detail: str = ""


class Channel(Protocol):
    """A place where messages go."""

    async def deliver(self, message: Message) -> Receipt:
        """Sends one message, within SECONDS; the same `message.key` may come twice. Raises nothing for an outage."""

    async def close(self) -> None:
        """Gives back what the channel holds."""
