"""The connection to Redis or Valkey: pool, scripts, the schema key, and which driver failures pass by themselves."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from redis import exceptions as redis_errors
from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff

from shared.edge.telemetry import STORE_SECONDS, timed
from shared.errors import RetryLater, SettingsError

SCHEMA = b"1"
SCHEMA_KEY = "hpf:schema"

CONNECTIONS = 50
WAIT_SECONDS = 20.0
ANSWER_SECONDS = 10.0
CONNECT_SECONDS = 3.0

PASSING = (
    redis_errors.ConnectionError,
    redis_errors.TimeoutError,
    redis_errors.OutOfMemoryError,
    redis_errors.ReadOnlyError,
    redis_errors.TryAgainError,
    redis_errors.ClusterDownError,
    redis_errors.MasterDownError,
    OSError,
)
"""Failures that end by themselves or by an operator's hand, with the same command working later."""
PASSING_WORDS = ("BUSY", "MISCONF", "NOREPLICAS")
"""The same, for server errors the driver has no class for."""


class Page(NamedTuple):
    """Part of a listing, newest first; `cursor` asks for the next part and is None at the end."""

    items: list[Any]
    cursor: str | None


class Script(NamedTuple):
    """One step on the server, and the name its timings are found under."""

    name: str
    text: str


class Link:
    """Holds the pool and the scripts; the rooms of the store (`store_*.py`) build on it."""

    def __init__(self, url: str) -> None:
        """`url` is `redis://[user:password@]host:port/db`, or `rediss://` for TLS. Nothing connects yet.

        Raises SettingsError for a URL that cannot be meant; the message never shows the password.
        """
        try:
            pool = BlockingConnectionPool.from_url(
                url,
                max_connections=CONNECTIONS,
                timeout=WAIT_SECONDS,
                socket_timeout=ANSWER_SECONDS,
                socket_connect_timeout=CONNECT_SECONDS,
                health_check_interval=30,
                retry=Retry(ConstantBackoff(0.05), 1),
            )
        except ValueError as error:
            raise SettingsError(f"HPF_REDIS_URL：{error} (must be redis://host:port/db or rediss://…)") from error
        self._redis: Redis = Redis(connection_pool=pool)
        self._place = f"{urlsplit(url).hostname}:{urlsplit(url).port or 6379}"
        self._checked = False

    async def close(self) -> None:
        """Gives every connection back."""
        await self._redis.aclose()
        await self._redis.connection_pool.disconnect()

    async def ping(self) -> None:
        """Returns when the store answers and holds our schema.

        Raises RetryLater when it is away, SettingsError when it refuses us or holds another schema.
        """
        with self._passing():
            if self._checked:
                await self._redis.ping()
                return
            found = await self._redis.set(SCHEMA_KEY, SCHEMA, nx=True, get=True)
        if found not in (None, SCHEMA):
            raise SettingsError(
                f"存储 {self._place} 的数据格式是 {found!r}，本程序用 {SCHEMA!r}：请换一个空库后运行 hpf replay "
                "(the store holds another schema: point HPF_REDIS_URL at an empty one and run `hpf replay`)"
            )
        self._checked = True

    async def _script(self, script: Script, keys: Sequence[str], args: Sequence[Any]) -> list[Any]:
        """Runs a Lua script, by its hash where the server knows it; a number comes back as a list of one."""
        with self._passing(), timed(STORE_SECONDS, script.name):
            answer = await self._redis.register_script(script.text)(keys=list(keys), args=list(args))
        return answer if isinstance(answer, list) else [answer]

    async def _ask(self, *commands: tuple[str | int, ...]) -> list[Any]:
        """The answers of several commands, asked in one round trip."""
        if not commands:
            return []
        with self._passing(), timed(STORE_SECONDS, "read"):
            if len(commands) == 1:
                return [await self._redis.execute_command(*commands[0])]  # type: ignore[no-untyped-call]
            pipe = self._redis.pipeline(transaction=False)
            for command in commands:
                pipe.execute_command(*command)
            return await pipe.execute()

    @contextmanager
    def _passing(self) -> Iterator[None]:
        """Turns driver failures that pass into RetryLater and a refused login into SettingsError."""
        try:
            yield
        except (redis_errors.AuthenticationError, redis_errors.NoPermissionError) as error:
            raise SettingsError(
                f"存储 {self._place} 拒绝登录或命令：{error} (the store refuses this user: see HPF_REDIS_URL)"
            ) from error
        except PASSING as error:
            raise self._away(error) from error
        except redis_errors.ResponseError as error:
            if str(error).startswith(PASSING_WORDS):
                raise self._away(error) from error
            raise

    def _away(self, error: Exception) -> RetryLater:
        return RetryLater(f"存储 {self._place} 暂时不可用 (the store cannot be used now): {error}")


def pack(json: bytes | str) -> bytes:
    """JSON as the store keeps it: at level 1 a tenth of the size for half a millisecond a centre-year."""
    return zlib.compress(json.encode() if isinstance(json, str) else json, 1)


def unpack(kept: bytes) -> bytes:
    """The JSON that `pack` was given."""
    return zlib.decompress(kept)


def micros(at: datetime) -> int:
    """Microseconds since 1970: how the store orders moments."""
    return round(at.timestamp() * 1_000_000)


def moment(us: int) -> datetime:
    """The moment that `micros` was given, in UTC."""
    return datetime.fromtimestamp(us / 1_000_000, UTC)
