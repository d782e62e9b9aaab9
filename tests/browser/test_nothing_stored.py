"""Nothing personal in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import walk
from tests.browser.browser import looking
from tests.browser.house import House

pytestmark = [pytest.mark.browser, pytest.mark.claim("P7")]

_STORES = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  readable: document.cookie,
})"""


def test_the_browser_keeps_nothing(own: House, browser: Browser) -> None:
    """After use the browser's stores are empty; the one opaque cookie is unreadable to scripts and gone on leaving."""
    with looking(browser, own.address) as page:
        walk.unlock(page)
        page.goto("/moments/new")
        page.get_by_label("Who was there?").fill("Sorrel")
        page.get_by_label("What came to you, in your words?").fill("a late reply")
        page.get_by_role("status").get_by_text("Kept", exact=True).wait_for()
        page.get_by_role("button", name="Next").click()
        page.wait_for_url("**/name")
        for address in ("/today", "/moments", "/people", "/cues", "/keep"):
            page.goto(address)
        stores_are_empty(page)
        assert len(page.context.cookies()) == 1
        page.get_by_role("button", name="Leave quickly").click()
        page.wait_for_url("**/measures")
        stores_are_empty(page)
        assert page.context.cookies() == []


def test_addresses_say_nothing(own: House, browser: Browser) -> None:
    """No name, cue or sought word is ever in an address."""
    with looking(browser, own.address) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        walk.unlock(page)
        page.goto("/moments/new")
        page.get_by_label("Who was there?").fill("Sorrel")
        page.get_by_label("What came to you, in your words?").fill("latereply")
        page.get_by_role("button", name="Keep for now").click()
        page.wait_for_url("**/moments/*-*")
        page.goto("/moments")
        page.get_by_role("searchbox").fill("latereply")
        page.get_by_role("button", name="Find").click()
        page.get_by_text("with these words").wait_for()
        assert not [one for one in asked if "sorrel" in one.lower() or "latereply" in one.lower()]


def stores_are_empty(page: Page) -> None:
    """Nothing lies in any of the browser's stores."""
    told = page.evaluate(_STORES)
    assert told == {"local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0, "readable": ""}
