"""Where everything of the embedded system listens, as objects for programs and as `run.json` for other processes."""

from dataclasses import asdict, dataclass, field
from pathlib import Path

from shared.edge.health import write_json
from shared.settings import Settings

RUN_FILE = "run.json"


@dataclass(frozen=True)
class Service:
    """One child process as others see it."""

    pid: int
    url: str
    metrics: str
    restarts: int


@dataclass(frozen=True)
class Endpoints:
    """The running system; the fields named like settings are what a client has to set to find it."""

    pid: int
    data: str
    brokers: str
    redis_url: str
    api_url: str
    ingest_url: str
    partitions: int
    replication: int
    session_timeout: float
    services: dict[str, Service] = field(default_factory=dict)

    def settings(self) -> Settings:
        """Settings with which any client finds this system."""
        known = {name: value for name, value in asdict(self).items() if name in Settings.model_fields}
        return Settings(**known)

    def write(self) -> Path:
        """Writes `run.json` into the data folder, whole or not at all."""
        file = Path(self.data) / RUN_FILE
        write_json(file, asdict(self))
        return file
