"""The main job by keyboard alone."""

from __future__ import annotations

from time import monotonic

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.browser import looking
from tests.browser.house import PASSPHRASE, House
from tests.browser.keys import Keys
from tests.browser.walk import unlock

pytestmark = pytest.mark.browser

A_MINUTE = 60
"""Presses in a minute. One a second is slow typing; who needs longer is not hurried, only counted differently."""


@pytest.mark.system("S4")
@pytest.mark.care("C22")
def test_from_nothing_to_a_moment_brought_back(house: House, browser: Browser) -> None:
    """By keyboard alone a person starts, logs a moment, reads it, restarts, finds, changes, deletes and restores it."""
    with looking(browser, house.address) as page:
        keys = Keys(page)
        _first_five_minutes(keys)
        began, before = monotonic(), keys.presses
        address = _a_whole_moment(keys)
        assert keys.presses - before <= A_MINUTE
        assert monotonic() - began < A_MINUTE
        expect(page.get_by_text("You noted the alarm in one of these moments. It rang.").first).to_be_visible()
        house.restart()
        _unlock(keys)
        _find(keys, "whisper", address)
        _change(keys, address)
        _delete_and_bring_back(keys, address)


@pytest.mark.system("S4")
def test_enter_leads_on_from_any_field_of_a_moment(own: House, browser: Browser) -> None:
    """Enter in a field of a moment goes to the next step, also where another button stands before "Next"."""
    with looking(browser, own.address) as page:
        unlock(page)
        page.goto("/moments/new")
        page.get_by_label("Who was there?").fill("Sorrel")
        page.get_by_role("button", name="Next").click()
        page.goto("/moments/new")
        keys = Keys(page)
        keys.choose(page.get_by_role("checkbox", name="S…"))
        keys.enter("**/name")


def _first_five_minutes(keys: Keys) -> None:
    page = keys.page
    page.goto("/")
    keys.go(page.get_by_role("link", name="Start"), "**/start")
    keys.to(page.get_by_role("button", name="No, only me"))
    keys.enter("**/start/passphrase")
    keys.to(page.get_by_label("Passphrase"))
    keys.write(PASSPHRASE)
    keys.press("Tab")
    keys.write(PASSPHRASE)
    keys.enter("**/start/state")
    keys.go(page.get_by_role("button", name="On edge"), "**/start/moment")
    keys.to(page.get_by_label("With whom?"))
    keys.write("S")
    keys.press("Tab")
    keys.write("goes quiet")
    keys.press("Tab", "ArrowDown")
    expect(page.get_by_role("radio", name="Okay")).to_be_checked()
    keys.enter("**/start/enough")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Too early to say anything")
    keys.go(page.get_by_role("link", name="To today"), "**/today")


def _a_whole_moment(keys: Keys) -> str:
    """Who, cue, alarm, what I did, ending; the address of the moment."""
    page = keys.page
    keys.go(page.locator("nav a[href='/moments/new']"), "**/notice")
    keys.skip()
    keys.choose(page.get_by_role("checkbox", name="S", exact=True))
    keys.choose(page.get_by_role("checkbox", name="goes quiet"))
    keys.enter("**/name")
    keys.skip()
    keys.to(page.locator("input[name=alarm]:checked"))
    keys.press("ArrowLeft", "ArrowLeft", "ArrowLeft")
    expect(page.locator("input[name=alarm]:checked")).to_have_value("8")
    keys.enter("**/did")
    keys.skip()
    keys.choose(page.get_by_role("checkbox", name="moved toward"))
    keys.enter("**/ended")
    keys.skip()
    keys.choose(page.get_by_role("radio", name="Met with care"))
    keys.press("Enter")
    page.wait_for_url(lambda url: url.rsplit("/", 1)[0].endswith("/moments"))
    return page.url


def _unlock(keys: Keys) -> None:
    keys.page.goto("/")
    keys.to(keys.page.get_by_label("Passphrase"))
    keys.write(PASSPHRASE)
    keys.enter("**/today")


def _find(keys: Keys, word: str, address: str) -> None:
    """Give the moment a note first, then find it by a word of it."""
    page = keys.page
    page.goto(f"{address}/ended")
    keys.to(page.get_by_label("Anything else"))
    keys.write(f"a {word} at the door")
    keys.go(page.get_by_role("button", name="Keep", exact=True), address)
    keys.go(page.get_by_role("link", name="All moments"), "**/moments")
    keys.to(page.get_by_role("searchbox"))
    keys.write(word)
    keys.press("Enter")
    expect(page.get_by_text("1 moment with these words.")).to_be_visible()
    keys.go(_only_row(page), address)


def _only_row(page: Page) -> Locator:
    return page.locator("main .list a")


def _change(keys: Keys, address: str) -> None:
    page = keys.page
    keys.go(page.get_by_role("link", name="Change"), f"{address}/notice")
    keys.to(page.get_by_label("Something new, in your words"))
    keys.write("smiles")
    keys.press("Enter", "Enter")
    page.wait_for_url(f"{address}/name")
    keys.go(page.get_by_role("button", name="Keep for now"), address)
    expect(page.get_by_text("goes quiet · smiles")).to_be_visible()


def _delete_and_bring_back(keys: Keys, address: str) -> None:
    page = keys.page
    keys.to(page.locator("summary", has_text="Remove"))
    keys.press("Enter")
    keys.go(page.get_by_role("button", name="Remove"), "**/moments")
    expect(page.locator(f"a[href$='{address.rsplit('/', 1)[1]}']")).to_have_count(0)
    keys.go(page.get_by_role("link", name="Keep", exact=True), "**/keep")
    keys.go(page.get_by_role("link", name="Open the bin"), "**/keep/bin")
    keys.go(page.get_by_role("button", name="Bring back"), "**/keep/bin")
    expect(page.get_by_text("The bin is empty")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("a whisper at the door", exact=True)).to_be_visible()
