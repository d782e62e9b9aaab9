"""Whether there is a browser to test with."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_there_is_a_browser(browser: Browser) -> None:
    """Chromium runs; where it is missing, the one line that this test leaves stands for all browser tests."""
    assert browser.is_connected()
