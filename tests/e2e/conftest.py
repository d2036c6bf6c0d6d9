"""Systems for whole-system tests: one that several tests share, and fresh ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.system import System


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A running system that tests share: each brings reports of centres or years of its own."""
    with System(tmp_path_factory.mktemp("system")) as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    return tmp_path / "data"
