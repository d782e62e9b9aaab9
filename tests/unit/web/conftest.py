"""Fixtures of the web face's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.web.support import DOOR, LOUDER, ROBIN, SKY, Browser, House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The app over an empty folder."""
    with House(tmp_path / "homing").open() as opened:
        yield opened


@pytest.fixture
def owner(house: House) -> Browser:
    """The browser of someone with an encrypted vault of their own, empty and open."""
    return house.create()


@pytest.fixture
def writer(house: House, owner: Browser) -> Browser:
    """The same, with two people and two cues in the record."""
    house.put(ROBIN, SKY, LOUDER, DOOR)
    return owner


@pytest.fixture
def stranger(house: House) -> Browser:
    """A browser that has shown nothing."""
    return house.browser()
