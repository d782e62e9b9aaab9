"""Leaving quickly, and locking by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from homing.vault import Vault
from tests.browser import walk
from tests.browser.browser import looking
from tests.browser.house import MORNING, PASSPHRASE, SMALLEST, House, ambient, opened

pytestmark = [pytest.mark.browser, pytest.mark.care("C22")]

_TELL_WHAT_IS_LEFT = """() => new MutationObserver(() => {
  console.info(`left: [${document.title}${document.body.textContent}]`);
}).observe(document.documentElement, { attributes: true })"""

_TELL_WHAT_IS_HEARD = """() => new BroadcastChannel("tabs").addEventListener("message", ({ data }) => {
  document.documentElement.dataset.heard = data;
})"""

SECRET = "Sorrel of the seven gates"
WAYS = {"button": (), "keyboard": ("Tab", "Enter"), "shift": ("Shift", "Shift", "Shift")}


@pytest.mark.parametrize("way", WAYS)
def test_it_blanks_at_once_and_leaves_nothing_behind(own: House, browser: Browser, way: str) -> None:
    """The page is empty before an ordinary one comes, "back" shows nothing, and the vault is locked."""
    with looking(browser, own.address) as page:
        walk.unlock(page)
        _write_a_secret(page)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.evaluate(_TELL_WHAT_IS_LEFT)
        _leave(page, WAYS[way])
        page.wait_for_url("**/measures")
        expect(page.get_by_role("heading", level=1)).to_have_text("Kitchen measures")
        assert [one for one in said if one.startswith("left")] == ["left: []"]
        page.go_back()
        expect(page.locator("body")).not_to_contain_text(SECRET)
        page.goto("/people")
        expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
        assert own.keeper.enter(None) is None


def test_escape_and_two_shifts_leave_nothing(own: House, browser: Browser) -> None:
    """Escape, two Shifts, and Shift inside a word do not leave."""
    with looking(browser, own.address) as page:
        walk.unlock(page)
        for keys in (["Escape"] * 3, ["Shift", "Shift", "a", "Shift"], ["Shift+A", "Shift+B", "Shift+C"]):
            for key in keys:
                page.keyboard.press(key)
            page.wait_for_timeout(1600)
        assert page.url.endswith("/today")
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_every_open_tab_leaves_with_the_first(own: House, browser: Browser) -> None:
    """A second tab empties itself and goes to the same ordinary page."""
    with looking(browser, own.address) as page:
        walk.unlock(page)
        other = page.context.new_page()
        other.goto("/people")
        _leave(page, WAYS["button"])
        other.wait_for_url("**/measures")


@pytest.mark.care("C23")
def test_an_open_tab_locks_by_itself(tmp_path: Path, browser: Browser) -> None:
    """A tab that nobody touches empties itself and locks the vault; a touch in another tab keeps it open."""
    Vault.create(tmp_path, PASSPHRASE, urandom=ambient(lambda: MORNING).urandom, cost=SMALLEST).close()
    with opened(tmp_path, idle=timedelta(minutes=2)) as house, looking(browser, house.address) as page:
        page.context.clock.install()
        walk.unlock(page)
        _write_a_secret(page)
        address = page.url
        other = page.context.new_page()
        other.goto("/today")
        page.clock.run_for(90_000)
        page.evaluate(_TELL_WHAT_IS_HEARD)
        other.keyboard.press("Tab")
        expect(page.locator("html")).to_have_attribute("data-heard", "here")
        page.clock.run_for(90_000)
        assert page.url == address
        page.clock.run_for(130_000)
        expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
        expect(page.locator("body")).not_to_contain_text(SECRET)
        expect(other.get_by_role("heading", level=1)).to_have_text("Locked")


def _leave(page: Page, keys: tuple[str, ...]) -> None:
    """By these keys, or by the button."""
    page.wait_for_load_state()
    if not keys:
        page.get_by_role("button", name="Leave quickly").click(no_wait_after=True)
    for key in keys:
        page.keyboard.press(key)


def _write_a_secret(page: Page) -> None:
    page.goto("/people")
    page.get_by_text("Add someone").click()
    page.get_by_label("Nickname or initial").fill(SECRET)
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/people/*-*")
    page.get_by_role("button", name="Show names").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SECRET)
    page.wait_for_load_state()
