"""Compose file and image, as far as they can be read without an engine: commands, settings, exposure, secrets."""

import re
from pathlib import Path

import pytest
import yaml

from services.commands.rooms import ROOMS
from shared.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
KNOWN = {f"HPF_{name.upper()}" for name in Settings.model_fields}


def test_every_room_is_a_service_that_runs_its_own_command():
    """Compose starts each room once, by the command that a person would type."""
    ours = {name: s["command"] for name, s in COMPOSE["services"].items() if "hpf-watch" in s["image"]}

    assert {name: command for name, command in ours.items() if name != "topics"} == {
        room: ["services", "run", room] for room in ROOMS
    }
    assert ours["topics"] == ["topics", "apply"]


def test_every_setting_that_is_passed_is_a_setting():
    """A variable that nobody reads would be believed to work."""
    passed = {n for s in COMPOSE["services"].values() for n in s.get("environment", {}) if n.startswith("HPF_")}

    assert passed
    assert passed <= KNOWN
    assert set(re.findall(r"HPF_[A-Z_]+(?==)", DOCKERFILE)) <= KNOWN


def test_services_wait_for_the_topics_and_the_store():
    """A room starts after the topics job has ended well and Redis is healthy."""
    for room in ROOMS:
        after = COMPOSE["services"][room]["depends_on"]
        assert after["topics"]["condition"] == "service_completed_successfully"
        assert after["redis"]["condition"] == "service_healthy"


def test_only_loopback_is_published():
    """Nothing can be reached from outside the machine unless somebody changes the file."""
    ports = [port for s in COMPOSE["services"].values() for port in s.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_every_service_is_pinned_limited_and_watched(name):
    """An image with a version, limits on memory, and a health check or a job's restart policy."""
    service = COMPOSE["services"][name]

    assert re.search(r":[\w${}.:-]*\d", service["image"])
    assert service["deploy"]["resources"]["limits"]["memory"]
    assert service["healthcheck"] or name == "topics"


def test_there_is_no_default_secret():
    """The store's password has no default: without one compose refuses to start and says which variable to set."""
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    assert re.findall(r"\$\{HPF_REDIS_PASSWORD[^}]*\}", text)
    assert all(":?" in use for use in re.findall(r"\$\{HPF_REDIS_PASSWORD[^}]*\}", text))


def test_the_image_runs_as_nobody_special_and_builds_from_the_lock():
    """Non-root, hashes required, nothing unlocked."""
    assert re.search(r"^USER \d+$", DOCKERFILE, re.MULTILINE)
    assert DOCKERFILE.count("--frozen") == 2
    assert "--require-hashes" in DOCKERFILE
