"""What a doctor asks of the store's server: its version, its clock, and the settings that could lose data."""

import time
from contextlib import closing
from dataclasses import dataclass

import redis

from shared.errors import RetryLater

SECONDS = 5.0


@dataclass(frozen=True)
class StoreServer:
    """How a Redis or Valkey server describes itself; None where it does not let this user ask."""

    product: str
    version: str
    clock_seconds: float
    eviction: str | None
    persistent: bool
    used_bytes: int
    most_bytes: int


def examine_store(url: str) -> StoreServer:
    """Asks the server at `url`; `clock_seconds` is how far its clock is ahead of ours.

    Raises RetryLater when it does not answer.
    """
    try:
        with closing(redis.Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)) as client:
            before = time.time()
            seconds, micros = client.time()
            middle = (before + time.time()) / 2
            info = client.info()
            return StoreServer(
                product="Valkey" if "valkey_version" in info else "Redis",
                version=str(info.get("valkey_version") or info.get("redis_version")),
                clock_seconds=seconds + micros / 1e6 - middle,
                eviction=info.get("maxmemory_policy"),
                persistent=bool(info.get("aof_enabled")) or _saves(client),
                used_bytes=int(info.get("used_memory", 0)),
                most_bytes=int(info.get("maxmemory", 0)),
            )
    except (redis.RedisError, OSError) as error:
        raise RetryLater(f"存储没有应答 (the store does not answer): {error}") from error


def _saves(client: redis.Redis) -> bool:
    try:
        return bool(client.config_get("save").get("save"))
    except redis.ResponseError:
        return True  # a managed server that hides its configuration keeps its own backups
