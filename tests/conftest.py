"""Real parts for tests: an embedded broker and store on free loopback ports, and settings that point at them."""

import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka.admin import AdminClient

from services.embedded.parts import Part, start_broker, start_store
from shared.settings import Settings


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--brokers`: run what needs a broker on a real cluster instead of the embedded one."""
    parser.addoption("--brokers", default="", help="bootstrap servers of a Kafka cluster that may be wiped")


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
def broker(request: pytest.FixtureRequest) -> str:
    """Bootstrap address of an empty broker of this test's own: no topics, no groups.

    The embedded one starts within milliseconds; with `--brokers ADDRESS` it is that cluster, wiped before each test.
    """
    address = str(request.config.getoption("--brokers"))
    if address and "broker_part" not in request.fixturenames:  # a test that stops its broker has one of its own
        wipe(address)
        return address
    return request.getfixturevalue("broker_part").address


def wipe(address: str) -> None:
    """Deletes every topic and group of a test cluster."""
    admin = AdminClient({"bootstrap.servers": address})
    groups = [group.group_id for group in admin.list_consumer_groups().result(10).valid]
    topics = [topic for topic in admin.list_topics(timeout=10).topics if not topic.startswith("__")]
    for _ in range(60):  # a group that lost its last member a moment ago can't be deleted yet
        gone = admin.delete_consumer_groups(groups) if groups else {}
        if all(future.exception(10) is None for future in gone.values()):
            break
        time.sleep(0.5)
        groups = [group.group_id for group in admin.list_consumer_groups().result(10).valid]
    for future in admin.delete_topics(topics).values() if topics else ():
        future.result(10)
    while set(topics) & set(admin.list_topics(timeout=10).topics):
        time.sleep(0.1)


@pytest.fixture
def settings(broker: str, redis_url: str, tmp_path: Path) -> Settings:
    """Settings with a fresh broker, an empty store, an empty data folder and short group timeouts."""
    return Settings(
        data=tmp_path, brokers=broker, redis_url=redis_url, session_timeout=6, rebalance_timeout=2, partitions=4
    )
