"""The topology on a real broker: created as declared, compared, refused where it differs, and lag seen from outside."""

import signal
from collections.abc import Iterator

import pytest
from confluent_kafka.admin import AdminClient, NewTopic
from toys import Toys, eventually

from services.embedded.parts import free_port
from shared.edge.bus import apply_topics, check_topics, consumer_lag
from shared.edge.life import EXIT_CONFIG
from shared.errors import RetryLater, SettingsError
from shared.settings import Settings
from shared.topics import DOCUMENT_RECEIVED, FACTS_CHECKED, TOPICS

pytestmark = pytest.mark.contract


@pytest.fixture
def toys(settings: Settings) -> Iterator[Toys]:
    toys = Toys(settings)
    yield toys
    toys.stop()


def create(settings: Settings, topic: NewTopic) -> None:
    admin = AdminClient({"bootstrap.servers": settings.brokers})
    for future in admin.create_topics([topic]).values():
        future.result(10)
    eventually(lambda: topic.topic in admin.list_topics(timeout=10).topics, "the topic is shown")


def test_apply_creates_what_is_declared_once(settings):
    """Before, every topic is missing; after, nothing differs and applying again does nothing."""
    assert len(check_topics(settings)) == len(TOPICS)
    assert len(apply_topics(settings)) == len(TOPICS)
    assert check_topics(settings) == []
    assert apply_topics(settings) == []


def test_configuration_that_differs_is_named_and_mended(settings):
    """A retention that is not the declared one is a difference; applying sets it."""
    create(settings, NewTopic(FACTS_CHECKED.name, settings.partitions, 1, config={"retention.ms": "5"}))

    named = f"{FACTS_CHECKED.name}: retention.ms = 5"
    eventually(lambda: any(line.startswith(named) for line in check_topics(settings)), "the difference is named")
    apply_topics(settings)
    assert check_topics(settings) == []


def test_other_number_of_partitions_is_never_changed(settings):
    """Keys would move to other partitions, so apply refuses and says which topic; the topic stays as it was."""
    create(settings, NewTopic(FACTS_CHECKED.name, settings.partitions + 1, 1))

    with pytest.raises(SettingsError, match=r"facts\.checked.*partitions = 5"):
        apply_topics(settings)
    assert any("partitions = 5" in line for line in check_topics(settings))


def test_broker_that_is_away_is_said_to_be_away(settings):
    """Nobody answering is not a difference: it passes."""
    with pytest.raises(RetryLater):
        check_topics(settings.model_copy(update={"brokers": f"127.0.0.1:{free_port()}"}))


def test_room_refuses_topics_that_differ(toys):
    """A room that finds other topics exits at once with a message that names them and what to run."""
    worker = toys.start()

    assert worker.wait(60) == EXIT_CONFIG
    assert f"{DOCUMENT_RECEIVED.name}: 不存在" in toys.log.read_text()
    assert "hpf topics apply" in toys.log.read_text()


def test_room_waits_for_a_broker_and_says_so(toys, broker_part):
    """While the broker does not answer a room lives, is not ready and says why; it begins when the broker does."""
    apply_topics(toys.settings)
    broker_part.child.signal(signal.SIGSTOP)
    try:
        worker = toys.start()
        eventually(lambda: "waiting" in toys.ask(worker, "/readyz?verbose")[1], "says what it waits for")
        assert toys.ask(worker, "/readyz")[0] == 503
        assert toys.ask(worker, "/livez")[0] == 200
    finally:
        broker_part.child.signal(signal.SIGCONT)
    toys.until_ready(worker)
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(60) == 0


def test_lag_counts_what_a_room_has_not_committed(toys):
    """Lag is nothing for a room that never ran, falls to zero when it is done, and grows while it is stopped."""
    apply_topics(toys.settings)
    assert consumer_lag(toys.settings, "toy") == {}
    worker = toys.start()
    for n in range(3):
        toys.publish([(f"r{n}", "ok")])
    toys.until_results(["r0", "r1", "r2"])
    eventually(lambda: consumer_lag(toys.settings, "toy") == {DOCUMENT_RECEIVED.name: 0}, "no lag")
    worker.terminate()
    assert worker.wait(60) == 0
    for _ in range(2):  # one by one: Tansu counts a batch as one
        toys.publish([("r0", "ok")])

    assert consumer_lag(toys.settings, "toy") == {DOCUMENT_RECEIVED.name: 2}
