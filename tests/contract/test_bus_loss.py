"""Each way in which Faust loses events out of the box, tried on our loop: nothing is lost."""

import signal
from collections.abc import Iterator

import pytest
from toys import Toys, eventually

from shared.edge.bus import apply_topics, consumer_lag, dead_letters
from shared.edge.guard import EXIT_DEFECT
from shared.settings import Settings
from shared.topics import DOCUMENT_RECEIVED

pytestmark = pytest.mark.contract


@pytest.fixture
def toys(settings: Settings) -> Iterator[Toys]:
    apply_topics(settings)
    toys = Toys(settings)
    yield toys
    toys.stop()


def ids(count: int) -> list[str]:
    return [f"r{n}" for n in range(count)]


def test_defects_one_after_another_lose_nothing(toys):
    """Two events in succession whose handling ends the process are delivered again, and so are those behind them."""
    toys.settings = toys.settings.model_copy(update={"session_timeout": 2.0})
    toys.publish((i, "crash:1" if i in {"r10", "r11"} else "ok") for i in ids(40))

    codes = toys.keep_alive(ids(40))

    assert set(codes) == {EXIT_DEFECT}
    assert dead_letters(toys.settings) == []
    assert "ValueError" in toys.log.read_text()


def test_sigkill_twice_loses_nothing(toys):
    """A worker that is killed in the middle of its work, twice, leaves no event unhandled."""
    wanted = ids(400)
    toys.publish((i, "slow:0.004") for i in wanted)
    for share in (0.2, 0.5):
        worker = toys.start()
        eventually(lambda share=share: len(toys.results()) > share * len(wanted), f"{share} handled")
        worker.kill()
        worker.wait()
    toys.start()

    assert set(toys.until_results(wanted)) == set(wanted)


def test_one_of_two_workers_killed_loses_nothing(toys):
    """Two workers share the partitions; when one is killed the other takes its share over."""
    wanted = ids(200)
    first, second = toys.start(), toys.start()
    toys.until_ready(first)
    toys.until_ready(second)
    toys.publish((i, "slow:0.01") for i in wanted)
    eventually(lambda: len(toys.results()) > 20, "a tenth handled")
    first.kill()

    assert set(toys.until_results(wanted)) == set(wanted)
    assert second.poll() is None


def test_sigterm_in_the_middle_loses_and_doubles_nothing(toys):
    """A worker told to stop finishes the event in hand, commits, and exits 0; the next goes on exactly there."""
    wanted = ids(30)
    worker = toys.start()
    toys.publish((i, "slow:0.1") for i in wanted)
    eventually(lambda: len(toys.results()) > 3, "a tenth handled")
    worker.terminate()

    assert worker.wait(30) == 0
    done = len(toys.results())
    assert done < len(wanted)
    toys.start()
    assert set(toys.until_results(wanted).values()) == {1}


def test_slow_event_killed_is_delivered_again(toys):
    """An event that is under way when its worker is killed was not committed, nor jumped over by those behind it."""
    toys.publish([("r0", "slow:2"), *((i, "ok") for i in ids(20)[1:])])
    worker = toys.start()
    eventually(lambda: toys.marks("slow-r0"), "the slow event has begun")
    worker.kill()
    toys.start()

    assert set(toys.until_results(ids(20))) == set(ids(20))
    assert toys.marks("slow-r0") == 2


def test_mixed_stream_ends_each_event_as_it_should(toys):
    """Of put-off, rejected, unreadable, oversized and plain events each ends as done or as a dead letter, in order."""
    sources = {"r3": "later:3", "r5": "reject:odd", "r7": "two", "r9": "big", "r11": "later:1"}
    toys.publish((i, sources.get(i, "ok")) for i in ids(15))
    publish_bytes(toys, b"\xff not json")
    worker = toys.start()
    done = set(ids(15)) - {"r5", "r9"}

    assert toys.until_results(done) == {i: 1 + (i == "r7") for i in done}
    eventually(lambda: len(dead_letters(toys.settings)) == 3, "three dead letters")
    eventually(lambda: consumer_lag(toys.settings, "toy") == {DOCUMENT_RECEIVED.name: 0}, "all committed")
    assert {d.code for d in dead_letters(toys.settings)} == {"odd", "bad_event", "too_large"}
    assert {line.split()[1] for line in (toys.settings.data / "toy-rejected").read_text().splitlines()} == {
        "odd",
        "bad_event",
        "too_large",
    }
    _, metrics = toys.ask(worker, "/metrics")
    assert 'hpf_retries_total{room="toy",what="handler"} 4.0' in metrics
    assert 'hpf_dead_letters_total{code="odd",room="toy"} 1.0' in metrics
    assert worker.poll() is None


def publish_bytes(toys: Toys, value: bytes) -> None:
    from confluent_kafka import Producer

    producer = Producer({"bootstrap.servers": toys.settings.brokers})
    producer.produce(DOCUMENT_RECEIVED.name, value, b"raw")
    assert producer.flush(20) == 0


def test_broker_gone_a_worker_still_stops_in_time(broker_part, toys):
    """With the broker away, a worker told to stop exits 0 by itself within its grace period."""
    worker = toys.start()
    toys.until_ready(worker)
    broker_part.child.stop(1)
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(60) == 0
