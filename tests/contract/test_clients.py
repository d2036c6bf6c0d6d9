"""Both Kafka clients are told the same about a secured broker, and secrets come from files."""

import ssl

import faust
import pytest

from shared.edge.clients import confluent
from shared.edge.stream import credentials
from shared.errors import SettingsError
from shared.settings import Settings


@pytest.fixture
def secured(tmp_path) -> Settings:
    (tmp_path / "password").write_text("geheim\n", encoding="utf-8")
    return Settings(
        kafka_security="SASL_SSL", kafka_username="hpf", kafka_password_file=tmp_path / "password", brokers="b:9093"
    )


def test_plain_brokers_need_no_credentials():
    """Without security settings neither client sends any."""
    assert credentials(Settings()) is None
    assert not [name for name in confluent(Settings()) if name.startswith(("sasl", "ssl"))]


def test_both_clients_log_in_with_the_same_user_and_secret(secured):
    """User, mechanism and the secret of the file reach librdkafka and Faust alike, over TLS."""
    ours, theirs = confluent(secured), credentials(secured)

    assert (ours["sasl.username"], ours["sasl.password"]) == ("hpf", "geheim")
    assert (theirs.username, theirs.password) == ("hpf", "geheim")
    assert ours["sasl.mechanism"] == theirs.mechanism.value == "SCRAM-SHA-512"
    assert ours["security.protocol"] == theirs.protocol.value == "SASL_SSL"
    assert theirs.ssl_context.verify_mode is ssl.CERT_REQUIRED


def test_tls_without_login_is_verified():
    """TLS alone checks the brokers' certificates."""
    theirs = credentials(Settings(kafka_security="SSL"))

    assert isinstance(theirs, faust.SSLCredentials)
    assert theirs.context.check_hostname


def test_missing_password_file_is_named(secured, tmp_path):
    """A secret that can't be read stops the start and names its setting."""
    missing = secured.model_copy(update={"kafka_password_file": tmp_path / "nowhere"})

    with pytest.raises(SettingsError, match="HPF_KAFKA_PASSWORD_FILE"):
        confluent(missing)
