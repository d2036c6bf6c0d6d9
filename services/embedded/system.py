"""The parts of the embedded system and what keeps them running."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from services.embedded.endpoints import RUN_FILE, Endpoints
from services.embedded.member import Command, Member, keep_last_run, module
from services.embedded.parts import start_broker, start_store
from shared.edge.admin import apply_topics
from shared.errors import RetryLater, SettingsError
from shared.settings import Settings

FLOW = ("ingest", "parser", "validator", "aggregation", "notification", "api")
OUTER = ("ingest", "api")
SESSION_SECONDS = 4.0
"""Tansu lets a worker join after half of its session timeout, so this is short."""
GRACE_SECONDS = 25.0
READY_SECONDS = 90.0
EXIT_CONFIG = 78


def say_to_stderr(line: str) -> None:
    """Where the supervisor reports by default."""
    print(line, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Crew:
    """Which services run, by which command, and where the supervisor reports what happens to them."""

    names: Sequence[str] = FLOW
    command: Command = module
    say: Callable[[str], None] = say_to_stderr


class System:
    """Broker, store and services; made and looked after by one thread that outlives them."""

    def __init__(self, settings: Settings, crew: Crew) -> None:
        self._say = crew.say
        data = settings.data.resolve()
        for log in (data / "logs").glob("*.log"):
            keep_last_run(log)
        self.broker = start_broker(data / "logs")
        self.store = start_store(data / "store", data / "logs")
        self.settings = settings.model_copy(
            update={
                "data": data,
                "brokers": self.broker.address,
                "redis_url": self.store.redis_url,
                "session_timeout": SESSION_SECONDS,
                "replication": 1,
                "bus_forgets": True,
            }
        )
        topics_applied(self.settings)
        ports = {"api": settings.port}
        self.members = {name: Member(name, self.settings, crew.command, ports.get(name, 0)) for name in crew.names}
        self.tell()

    def endpoints(self) -> Endpoints:
        """Where everything listens right now."""
        urls = {name: self.members[name].url if name in self.members else "" for name in OUTER}
        return Endpoints(
            pid=os.getpid(),
            data=str(self.settings.data),
            brokers=self.broker.address,
            redis_url=self.store.redis_url,
            api_url=urls["api"],
            ingest_url=urls["ingest"],
            partitions=self.settings.partitions,
            replication=self.settings.replication,
            session_timeout=self.settings.session_timeout,
            services={name: member.service() for name, member in self.members.items()},
        )

    def tell(self) -> None:
        """Writes where everything listens."""
        self.endpoints().write()

    def ready(self) -> bool:
        """Whether every service says that it is ready."""
        return all(member.answers("/readyz") for member in self.members.values())

    def step(self) -> None:
        """Looks after every part once. Raises SettingsError if a service says that it can't start as things are."""
        for member in self.members.values():
            if member.exit_code() == EXIT_CONFIG and member.child:
                raise SettingsError(member.child.last_lines())
        if self.broker.child.code() is not None:
            self._restart_bus()
        if self.store.child.code() is not None:
            self._say("store: 进程结束，正在重启 (ended, starting again)")
            self.store = start_store(self.settings.data / "store", self.settings.data / "logs", self.store.port)
        lines = [line for member in self.members.values() if (line := member.step())]
        for line in lines:
            self._say(line)
        if lines:
            self.tell()

    def _restart_bus(self) -> None:
        """A broker that died took messages and offsets along: services start anew on an empty one at its address."""
        self._say("broker: 进程结束，连同服务一起重启 (ended, starting again together with the services)")
        self._stop_members(list(self.members), 1)
        self.broker = start_broker(self.settings.data / "logs", self.broker.port)
        topics_applied(self.settings)
        for member in self.members.values():
            member.start()
        self.tell()

    def _stop_members(self, names: Sequence[str], grace: float) -> None:
        members = [self.members[name] for name in names if name in self.members]
        with ThreadPoolExecutor(max(1, len(members))) as pool:
            list(pool.map(lambda member: member.stop(grace), members))

    def stop(self) -> None:
        """Stops what lets work in, then what works, then what they stand on."""
        self._stop_members(OUTER, GRACE_SECONDS)
        self._stop_members([name for name in self.members if name not in OUTER], GRACE_SECONDS)
        self.broker.child.stop(2)
        self.store.child.stop(10)
        (self.settings.data / RUN_FILE).unlink(missing_ok=True)


def topics_applied(settings: Settings) -> None:
    """Creates the topics; a broker that has just started may need a moment."""
    for _ in range(50):
        with suppress(RetryLater):
            apply_topics(settings)
            return
        time.sleep(0.1)
    apply_topics(settings)


def late(system: System) -> str:
    """Who was not ready in time, with the end of its log."""
    members = [member for member in system.members.values() if not member.answers("/readyz")]
    tails = [
        f"{member.name} ({member.log}):\n{member.child.last_lines() if member.child else ''}" for member in members
    ]
    return f"{READY_SECONDS:g} 秒内未就绪 (not ready within {READY_SECONDS:g} s):\n" + "\n".join(tails)
