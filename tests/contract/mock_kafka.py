"""librdkafka's mock cluster, driven through its C interface: the one broker here that refuses what it is told to."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import confluent_kafka
import pytest

PRODUCE = 0
NOT_ENOUGH_REPLICAS, TOPIC_AUTHORIZATION_FAILED = 19, 29


class MockKafka:
    """A mock cluster of one broker and the address it listens on."""

    def __init__(self, library: ctypes.CDLL, cluster: ctypes.c_void_p) -> None:
        self._library, self._cluster = library, cluster
        self.address = ctypes.string_at(library.rd_kafka_mock_cluster_bootstraps(cluster)).decode()

    def create_topic(self, name: str, partitions: int) -> None:
        """Creates a topic."""
        self._library.rd_kafka_mock_topic_create(self._cluster, name.encode(), partitions, 1)

    def refuse_produce(self, *errors: int) -> None:
        """The next produce requests are refused, each with one of these errors."""
        array = (ctypes.c_int * len(errors))(*errors)
        self._library.rd_kafka_mock_push_request_errors_array(
            self._cluster, ctypes.c_int16(PRODUCE), ctypes.c_size_t(len(errors)), array
        )


@contextmanager
def mock_kafka() -> Iterator[MockKafka]:
    """A mock cluster while inside; skips where the wheel's library is not where it is expected."""
    found = list(Path(confluent_kafka.__file__).parent.parent.glob("confluent_kafka.libs/librdkafka*"))
    if not found:
        pytest.skip("librdkafka is not beside confluent_kafka here")
    library = ctypes.CDLL(str(found[0]))
    for name in ("rd_kafka_conf_new", "rd_kafka_new", "rd_kafka_mock_cluster_new", "rd_kafka_mock_cluster_bootstraps"):
        getattr(library, name).restype = ctypes.c_void_p
    error = ctypes.create_string_buffer(512)
    client = ctypes.c_void_p(library.rd_kafka_new(0, ctypes.c_void_p(library.rd_kafka_conf_new()), error, 512))
    cluster = ctypes.c_void_p(library.rd_kafka_mock_cluster_new(client, 1))
    try:
        yield MockKafka(library, cluster)
    finally:
        library.rd_kafka_mock_cluster_destroy(cluster)
        library.rd_kafka_destroy(client)
