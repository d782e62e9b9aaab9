"""Fixtures for every test: surroundings that are the same every time, a desk in memory, a real vault."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from homing.companion import Ambient, Desk
from homing.vault import Cost, Vault
from tests.desks import Clock, new_ambient, new_desk
from tests.examples import EXHAUSTIVE
from tests.keyrings import Remembering
from tests.outside import the_outside_is_closed

__all__ = ["EXHAUSTIVE", "the_outside_is_closed"]


def pytest_collection_finish() -> None:
    """What thousands of tests are made of stays to the end: to look for garbage in it took a fifth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture
def clock() -> Clock:
    """A clock that is set by hand."""
    return Clock()


@pytest.fixture
def ambient(clock: Clock) -> Ambient:
    """Vienna, the clock, and the same chance every time."""
    return new_ambient(clock)


@pytest.fixture
def desk(clock: Clock) -> Iterator[Desk]:
    """An empty desk on a vault in memory."""
    empty = new_desk(clock)
    yield empty
    empty.vault.close()


@pytest.fixture
def other_desk(clock: Clock) -> Iterator[Desk]:
    """A second, empty desk."""
    empty = new_desk(clock, seed=2)
    yield empty
    empty.vault.close()


@pytest.fixture
def vault_home(tmp_path: Path, ambient: Ambient) -> Path:
    """A folder with a real, encrypted, closed vault in it; its passphrase is ``a lantern in fog``."""
    home = tmp_path / "homing"
    cheap = Cost(memory=64, iterations=1, lanes=1)
    Vault.create(home, "a lantern in fog", urandom=ambient.urandom, cost=cheap).close()
    return home


@pytest.fixture
def system_keyring() -> Iterator[Remembering]:
    """A keyring for this test alone."""
    before, mine = keyring.get_keyring(), Remembering()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)
