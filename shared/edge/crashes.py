"""Counts, where a crash can't reach, how often an event has ended the process that handled it."""

from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.edge import logs
from shared.edge.envelope import Incoming
from shared.settings import Settings

KEPT_SECONDS = 7 * 24 * 3600
ANSWER_SECONDS = 2.0

log = logs.get_logger(__name__)


class Crashes:
    """A counter for each event of one room, kept in Redis for a week."""

    def __init__(self, settings: Settings, room: str) -> None:
        self._settings = settings
        self._room = room

    async def count(self, incoming: Incoming) -> int:
        """Adds one crash of this event and returns how many there were; 1 if Redis does not answer.

        It connects anew each time: crashes are rare, and a connection that stands by for them is not.
        """
        key = f"hpf:crashes:{self._room}:{incoming.event_id}"
        redis = Redis.from_url(
            self._settings.redis_url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
        )
        try:
            async with redis.pipeline(transaction=True) as pipe:
                pipe.incr(key)
                pipe.expire(key, KEPT_SECONDS)
                return int((await pipe.execute())[0])
        except (RedisError, OSError) as error:
            log.error("crash_not_counted", reason=str(error))
            return 1
        finally:
            await redis.aclose()
