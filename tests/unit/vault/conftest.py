"""Fixtures of the vault's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from homing.vault import Vault
from tests.unit.vault.support import created


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for a vault, not made yet."""
    return tmp_path / "homing"


@pytest.fixture
def vault(home: Path) -> Iterator[Vault]:
    """An open, empty vault on the disk."""
    opened = created(home)
    yield opened
    opened.close()
