"""One Chromium for this folder; a house of its own for each test that writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from homing.vault import Vault
from tests import needs
from tests.browser.browser import chromium
from tests.browser.house import MORNING, PASSPHRASE, SMALLEST, House, ambient, opened

SAYS_SO = "test_chromium.py"
"""The one file that is still collected where there is no browser, so that its absence is one line."""

if not needs.CHROMIUM.exists() and not needs.is_needed(needs.Need.BROWSER):
    collect_ignore = [one.name for one in Path(__file__).parent.glob("test_*.py") if one.name != SAYS_SO]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The browser; where there is none the test is left out, or fails if the machine must have one."""
    needs.browser()
    with chromium() as running:
        yield running


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The app with nothing kept yet."""
    with opened(tmp_path / "homing") as ready:
        yield ready


@pytest.fixture
def own(tmp_path: Path) -> Iterator[House]:
    """The app with an empty, locked vault."""
    home = tmp_path / "homing"
    Vault.create(home, PASSPHRASE, urandom=ambient(lambda: MORNING).urandom, cost=SMALLEST).close()
    with opened(home) as ready:
        yield ready


@pytest.fixture(scope="package")
def sample_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for the tests that only look at the sample diary."""
    with opened(tmp_path_factory.mktemp("sample") / "homing") as ready:
        yield ready
