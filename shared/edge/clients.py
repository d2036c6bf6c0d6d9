"""How librdkafka, the client that sends, asks and administers, is told where the brokers are."""

from pathlib import Path

from shared.errors import SettingsError
from shared.settings import Settings

MAX_RECORD_BYTES = 16 * 1024 * 1024
"""Largest record: a provincial report with a hundred entities is a few MB of facts before compression."""

HEADROOM_BYTES = 64 * 1024
"""A dead letter carries its event and says why: it may be this much larger."""


Config = dict[str, str | int | float | bool]


def confluent(settings: Settings, **more: str | float | bool) -> Config:
    """Configuration of a librdkafka client: address, security, and whatever the caller adds.

    Raises SettingsError if the password file can't be read.
    """
    config: Config = {"bootstrap.servers": settings.brokers, "security.protocol": settings.kafka_security}
    if settings.kafka_ca_file:
        config["ssl.ca.location"] = str(settings.kafka_ca_file)
    if settings.kafka_security.startswith("SASL"):
        config |= {
            "sasl.mechanism": settings.kafka_mechanism,
            "sasl.username": settings.kafka_username,
            "sasl.password": password(settings.kafka_password_file),
        }
    return config | {"log_level": 3, "message.max.bytes": MAX_RECORD_BYTES + HEADROOM_BYTES} | more


def password(file: Path | None) -> str:
    """The content of a password file. Raises SettingsError if there is none or it can't be read."""
    try:
        return file.read_text(encoding="utf-8").strip() if file else ""
    except OSError as error:
        message = f"HPF_KAFKA_PASSWORD_FILE: 无法读取 {file} (cannot be read): {error.strerror}"
        raise SettingsError(message) from error
