"""The broker's side of the topology: creating and comparing what `topics.py` declares, and lag seen from outside."""

import logging
from collections.abc import Iterable
from concurrent.futures import Future
from time import monotonic, sleep
from typing import TypeVar

from confluent_kafka import ConsumerGroupTopicPartitions, KafkaException, TopicPartition
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewTopic,
    OffsetSpec,
    ResourceType,
)

from shared.edge.clients import HEADROOM_BYTES, MAX_RECORD_BYTES, confluent
from shared.errors import RetryLater, SettingsError
from shared.settings import Settings
from shared.topics import DEAD_LETTER, TOPICS, Topic

T = TypeVar("T")
SECONDS = 5.0
DAY_MS = 24 * 3600 * 1000


def client(settings: Settings) -> AdminClient:
    """An administrative client; it connects when it is first asked."""
    config = confluent(settings, **{"socket.connection.setup.timeout.ms": 5000})
    return AdminClient(config, logger=logging.getLogger("librdkafka"))


def declared_config(topic: Topic) -> dict[str, str]:
    """What a topic is to be configured with beyond its partitions and replicas."""
    size = MAX_RECORD_BYTES + (HEADROOM_BYTES if topic == DEAD_LETTER else 0)
    return {"retention.ms": str(topic.retention_days * DAY_MS), "max.message.bytes": str(size)}


def answer(future: "Future[T]") -> T:
    """The result of one administrative call. Raises RetryLater with the broker's words if it failed."""
    try:
        return future.result(SECONDS)
    except (KafkaException, TimeoutError) as error:
        raise RetryLater(f"消息总线未完成请求 (the broker did not do it): {error}") from error


def apply_topics(settings: Settings) -> list[str]:
    """Creates missing topics and mends configuration; returns a line for everything it did (empty: nothing to do).

    Raises SettingsError if a topic has another number of partitions or replicas: keys would move, or data would have
    to be copied, and that is a person's decision. Raises RetryLater if the broker does not answer.
    """
    admin = client(settings)
    there = existing(admin)
    fixed = [line for topic in TOPICS if topic.name in there for line in shape(topic, there[topic.name], settings)]
    if fixed:
        raise SettingsError(
            "主题与声明不符，无法自动更改 (topics differ and cannot be changed in place):\n" + "\n".join(fixed)
        )
    new = [topic for topic in TOPICS if topic.name not in there]
    wanted = [NewTopic(t.name, settings.partitions, settings.replication, config=declared_config(t)) for t in new]
    for future in admin.create_topics(wanted).values() if wanted else ():
        answer(future)
    done = [f"{topic.name}: 已创建 (created), {settings.partitions} partitions" for topic in new]
    done += mend(admin, [topic for topic in TOPICS if topic.name in there])
    if done:
        seen(admin)
    return done


def seen(admin: AdminClient) -> None:
    """Waits until the broker shows what it was told: Kafka's metadata follows its decisions a moment later."""
    deadline = monotonic() + SECONDS
    while not {topic.name for topic in TOPICS} <= set(existing(admin)) or differing(admin, TOPICS):
        if monotonic() > deadline:
            raise RetryLater("消息总线尚未显示更改 (the broker does not show the change yet)")
        sleep(0.05)


def mend(admin: AdminClient, topics: Iterable[Topic]) -> list[str]:
    """Sets the configuration that differs; returns a line for each value."""
    done = []
    for topic, name, _, wanted in differing(admin, topics):
        entry = ConfigEntry(name, wanted, incremental_operation=AlterConfigOpType.SET)
        change = ConfigResource(ResourceType.TOPIC, topic.name, incremental_configs=[entry])
        for future in admin.incremental_alter_configs([change]).values():
            answer(future)
        done.append(f"{topic.name}: {name} = {wanted}")
    return done


def check_topics(settings: Settings) -> list[str]:
    """How the broker's topics differ from what is declared, a line for each difference; empty if they do not.

    Raises RetryLater if the broker does not answer.
    """
    admin = client(settings)
    there = existing(admin)
    lines = [f"{topic.name}: 不存在 (missing)" for topic in TOPICS if topic.name not in there]
    present = [topic for topic in TOPICS if topic.name in there]
    lines += [line for topic in present for line in shape(topic, there[topic.name], settings)]
    return lines + [
        f"{topic.name}: {name} = {found or '?'}，应为 (should be) {wanted}"
        for topic, name, found, wanted in differing(admin, present)
    ]


def existing(admin: AdminClient) -> dict[str, tuple[int, int]]:
    """Partitions and replicas of every topic there is."""
    try:
        topics = admin.list_topics(timeout=SECONDS).topics.items()
    except KafkaException as error:
        raise RetryLater(f"消息总线没有应答 (the broker does not answer): {error.args[0].str()}") from error
    return {
        name: (len(topic.partitions), min((len(p.replicas) for p in topic.partitions.values()), default=0))
        for name, topic in topics
    }


def shape(topic: Topic, found: tuple[int, int], settings: Settings) -> list[str]:
    """How a topic's partitions and replicas differ from the settings."""
    wanted = {"partitions": settings.partitions, "replicas": settings.replication}
    return [
        f"{topic.name}: {word} = {have}，应为 (should be) {want}"
        for (word, want), have in zip(wanted.items(), found, strict=True)
        if have != want
    ]


def differing(admin: AdminClient, topics: Iterable[Topic]) -> list[tuple[Topic, str, str | None, str]]:
    """Every configured value that differs from the declared one: topic, name, found, wanted."""
    resources = {topic.name: ConfigResource(ResourceType.TOPIC, topic.name) for topic in topics}
    if not resources:
        return []
    answers = {r.name: answer(f) for r, f in admin.describe_configs(list(resources.values())).items()}
    rows = []
    for topic in TOPICS:
        for name, wanted in declared_config(topic).items() if topic.name in answers else ():
            entry = answers[topic.name].get(name)
            if entry is None or entry.value != wanted:
                rows.append((topic, name, entry.value if entry else None, wanted))
    return rows


def consumer_lag(settings: Settings, group: str) -> dict[str, int]:
    """How many events a room has not committed yet, by topic, asked from outside: Faust's own figure freezes when its
    consumer does. Raises RetryLater if the broker does not answer.
    """
    lag: dict[str, int] = {}
    for (topic, _), behind in partition_lag(client(settings), group).items():
        lag[topic] = lag.get(topic, 0) + behind
    return lag


def partition_lag(admin: AdminClient, group: str) -> dict[tuple[str, int], int]:
    """The same by topic and partition, for those the room ever committed. (Tansu counts a batch as one event.)"""
    futures = admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)])
    committed = [p for p in answer(futures[group]).topic_partitions or [] if p.offset >= 0]
    if not committed:
        return {}
    newest = OffsetSpec.latest()  # type: ignore[no-untyped-call]
    ends = admin.list_offsets({TopicPartition(p.topic, p.partition): newest for p in committed})
    end = {(p.topic, p.partition): answer(f).offset for p, f in ends.items()}
    return {(p.topic, p.partition): max(0, end[p.topic, p.partition] - p.offset) for p in committed}
