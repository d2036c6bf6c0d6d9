"""The bus as a room sees it: topics in, a handler for each, results out, and one loop that loses nothing.

Everything a room, the API or the command line needs of Kafka is reached from here; what lies behind it stays behind.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from shared.edge.admin import apply_topics, check_topics, consumer_lag
from shared.edge.envelope import Incoming, Outgoing
from shared.edge.guard import Handler
from shared.edge.health import Check
from shared.edge.letters import DeadLetter, dead_letters, replay_dead_letter, replay_dead_letters
from shared.edge.publisher import Publisher
from shared.errors import Rejected
from shared.settings import Settings
from shared.topics import Topic

__all__ = [
    "DeadLetter",
    "Handler",
    "Incoming",
    "Outgoing",
    "Publisher",
    "Room",
    "apply_topics",
    "check_topics",
    "consumer_lag",
    "dead_letters",
    "replay_dead_letter",
    "replay_dead_letters",
    "run",
]


async def nothing() -> None:
    """What a room without a start or stop of its own does."""


async def unheard(incoming: Incoming, error: Rejected) -> None:
    """What a room does about a rejected event if the dead letter is enough."""


@dataclass(frozen=True)
class Room:
    """One service: what it reads and what it does with it.

    `start` opens what the handlers need and `stop` closes it; `checks` are asked by /readyz and raise to say no;
    `rejected` is told of every event that became a dead letter, after it has.
    """

    name: str
    handlers: Mapping[Topic, Handler]
    start: Callable[[], Awaitable[None]] = nothing
    stop: Callable[[], Awaitable[None]] = nothing
    checks: Mapping[str, Check] = field(default_factory=dict)
    rejected: Callable[[Incoming, Rejected], Awaitable[None]] = unheard


def run(room: Room, settings: Settings) -> int:
    """Runs a room until SIGTERM or SIGINT; returns the exit code, see `life.run`."""
    from shared.edge.life import run as live  # noqa: PLC0415 - Faust takes half a second to import; only rooms need it

    return live(room, settings)
