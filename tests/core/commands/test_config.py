"""The README's table of settings is made from the model, and shown values give no password away."""

from pathlib import Path

import pytest

from services.commands.config import described, shown, with_table
from shared.errors import SettingsError
from shared.settings import Settings

README = Path(__file__).parents[3] / "README.md"


def test_the_readme_shows_the_settings_as_they_are():
    """Whoever adds or changes a setting runs `make docs`."""
    text = README.read_text(encoding="utf-8")

    assert with_table(text) == text, "README.md is not current: run `make docs`"


def test_every_setting_says_what_it_is_for():
    """A setting without a description cannot be set by anybody but its author."""
    assert not [name for name, _, text in described() if len(text) < 5]


def test_a_shown_address_has_no_password():
    """The Redis address is shown with its user and host, never with its password."""
    found = Settings(redis_url="rediss://hpf:se:cr@t@redis.example:6380/0")

    assert shown(found, "redis_url") == "rediss://hpf:***@redis.example:6380/0"
    assert shown(Settings(), "redis_url") == "redis://127.0.0.1:6379/0"


def test_a_file_without_marks_is_left_alone():
    """Writing into a file that has no place for the table is refused."""
    with pytest.raises(SettingsError, match="marks"):
        with_table("no marks here")
