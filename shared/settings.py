"""Every setting, in one frozen model: the only reader of the environment.

Nothing is read at import: a composition root calls `load()` once and hands values on.
"""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.errors import SettingsError

MIB = 1024 * 1024


class Settings(BaseSettings):
    """Settings come from `HPF_*` in the environment; each field's description is its row in the README's table."""

    model_config = SettingsConfigDict(env_prefix="HPF_", frozen=True, extra="ignore")

    data: Path = Field(Path("data"), description="data folder: archive, embedded store, where `hpf up` listens")
    brokers: str = Field("127.0.0.1:9092", description="Kafka bootstrap servers, comma separated")
    redis_url: str = Field("redis://127.0.0.1:6379/0", description="Redis or Valkey; `rediss://` for TLS")
    archive_url: str = Field("", description="document archive: a folder or `s3://bucket/prefix`; empty: DATA/archive")
    partitions: int = Field(12, ge=1, le=1024, description="partitions of every topic when it is created")
    replication: int = Field(1, ge=1, le=9, description="replicas of every topic when it is created")
    bus_forgets: bool = Field(
        False, description="the bus keeps nothing across a restart (embedded): ingest announces unsettled reports again"
    )
    session_timeout: float = Field(10, gt=0, description="seconds until a dead worker's partitions move on")
    rebalance_timeout: float = Field(
        60, gt=0, description="seconds a group waits for its workers when it is dealt anew"
    )
    kafka_security: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", description="how to talk to the brokers"
    )
    kafka_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = Field(
        "SCRAM-SHA-512", description="SASL mechanism, where HPF_KAFKA_SECURITY says SASL"
    )
    kafka_username: str = Field("", description="SASL user")
    kafka_password_file: Path | None = Field(None, description="file with the SASL password")
    kafka_ca_file: Path | None = Field(None, description="CA certificates of the brokers; none: the system's own")
    listen: str = Field("127.0.0.1", description="address the API and every /metrics listen on")
    port: int = Field(0, ge=0, le=65535, description="port of the API or of a service's /metrics; 0: any free one")
    ingest_url: str = Field(
        "", description="where `hpf ingest` uploads to; empty: what `hpf up` wrote in DATA/run.json"
    )
    inbox: Path | None = Field(None, description="folder that ingest watches; none: no folder is watched")
    max_document_bytes: int = Field(32 * MIB, gt=0, description="largest document that is taken in")
    parse_seconds: float = Field(20, gt=0, description="time limit for turning one document into text")
    parse_memory_bytes: int = Field(1024 * MIB, gt=0, description="memory limit for turning one document into text")
    webhook_url: str = Field("", description="where alerts are posted as JSON; empty: log only")
    webhook_secret_file: Path | None = Field(None, description="file with the HMAC secret of the webhook")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="least severe line logged")

    @property
    def archive(self) -> str:
        """Where documents are kept: the setting, else `archive/` in the data folder."""
        return self.archive_url or str(self.data / "archive")


def load(**overrides: object) -> Settings:
    """Reads the environment once; `overrides` win over it.

    Raises SettingsError with one line a wrong setting: its variable and what is wrong.
    """
    try:
        return Settings(**{k: v for k, v in overrides.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [f"HPF_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        raise SettingsError("设置有误 (wrong settings):\n" + "\n".join(lines)) from error


def to_environment(settings: Settings) -> dict[str, str]:
    """The environment for a child process that is to see exactly these settings: ours, with every `HPF_*` set.

    >>> to_environment(Settings(partitions=4))["HPF_PARTITIONS"]
    '4'
    """
    values = settings.model_dump(mode="json", exclude_none=True)
    kept = {k: v for k, v in os.environ.items() if not k.upper().startswith("HPF_")}
    return kept | {f"HPF_{name.upper()}": str(value) for name, value in values.items()}
