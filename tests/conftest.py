"""Real parts for tests: an embedded broker and store on free loopback ports, and settings that point at them."""

import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.embedded.parts import Part, start_broker, start_store
from shared.settings import Settings


@pytest.fixture(scope="session")
def part_logs() -> Iterator[Path]:
    """A short-lived folder for what the parts of this worker write."""
    with tempfile.TemporaryDirectory(prefix="hpf-test-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def store_part(part_logs: Path) -> Iterator[Part]:
    """One Valkey for this test worker."""
    part = start_store(part_logs / "store", part_logs)
    yield part
    part.child.stop(5)


@pytest.fixture
def redis_url(store_part: Part) -> str:
    """Address of a running, empty Redis-compatible store."""
    with socket.create_connection(("127.0.0.1", store_part.port), 5) as connection:
        connection.sendall(b"FLUSHALL\r\n")
        assert connection.recv(64).startswith(b"+OK")
    return store_part.redis_url


@pytest.fixture
def broker_part(part_logs: Path) -> Iterator[Part]:
    """A fresh broker of this test's own, as the process it is: a test may stop it."""
    part = start_broker(part_logs)
    yield part
    part.child.stop(2)


@pytest.fixture
def broker(broker_part: Part) -> str:
    """Bootstrap address of a fresh broker of this test's own: no topics, no groups. It starts within milliseconds."""
    return broker_part.address


@pytest.fixture
def settings(broker: str, redis_url: str, tmp_path: Path) -> Settings:
    """Settings with a fresh broker, an empty store, an empty data folder and short group timeouts."""
    return Settings(
        data=tmp_path, brokers=broker, redis_url=redis_url, session_timeout=6, rebalance_timeout=2, partitions=4
    )
