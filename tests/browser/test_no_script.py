"""The main job in a browser that runs no script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import House

pytestmark = pytest.mark.browser


@pytest.mark.system("S4")
def test_a_moment_from_start_to_bin_and_back(house: House, browser: Browser) -> None:
    """Without JavaScript a person starts, logs several new names at once, reads, changes, deletes and restores."""
    with looking(browser, house.address, size=PHONE, script=False) as page:
        walk.make_vault(page)
        page.get_by_role("button", name="Far away").click()
        page.get_by_role("link", name="Not now").click()
        page.goto("/moments/new")
        page.get_by_label("Who was there?").fill("Sorrel, Fennel")
        page.get_by_label("What came to you, in your words?").fill("a late reply, looks away")
        page.get_by_role("button", name="Next").click()
        page.wait_for_url("**/name")
        page.get_by_role("radio", name="7").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Next").click()
        page.wait_for_url("**/did")
        page.get_by_role("checkbox", name="stayed").check(force=True)
        page.get_by_role("button", name="Next").click()
        page.wait_for_url("**/ended")
        page.get_by_role("radio", name="Brushed off or judged").check(force=True)
        page.get_by_label("Anything else").fill("the soup went cold")
        page.get_by_role("button", name="Keep", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("With S…, F…")
        expect(page.get_by_text("a late reply · looks away")).to_be_visible()
        _find(page, "soup")
        page.locator("main .list a").click()
        page.locator("summary", has_text="Remove").click()
        page.get_by_role("button", name="Remove").click()
        page.goto("/keep/bin")
        page.get_by_role("button", name="Bring back").click()
        _find(page, "soup")


@pytest.mark.care("C23")
def test_names_are_hidden_until_tapped(own: House, browser: Browser) -> None:
    """Without JavaScript names are hidden until a tap, and hidden again by another."""
    with looking(browser, own.address, script=False) as page:
        walk.unlock(page)
        _add_person(page, "Sorrel")
        page.goto("/people")
        expect(page.locator("main")).not_to_contain_text("Sorrel")
        page.get_by_role("button", name="Show names").click()
        expect(page.locator("main")).to_contain_text("Sorrel")
        page.get_by_role("button", name="Hide names").click()
        expect(page.locator("main")).not_to_contain_text("Sorrel")


@pytest.mark.care("C22")
def test_leaving_quickly_needs_no_script(own: House, browser: Browser) -> None:
    """Without JavaScript "Leave quickly" locks the vault and shows kitchen measures."""
    with looking(browser, own.address, script=False) as page:
        walk.unlock(page)
        page.get_by_role("button", name="Leave quickly").click()
        page.wait_for_url("**/measures")
        page.goto("/today")
        expect(page.get_by_role("heading", level=1)).to_have_text("Locked")


def test_a_diary_goes_out_and_comes_in(own: House, browser: Browser, tmp_path: Path) -> None:
    """Without JavaScript the diary downloads as a file, and the same file taken in changes nothing."""
    with looking(browser, own.address, script=False) as page:
        walk.unlock(page)
        _add_person(page, "Sorrel")
        for name, ending in (("Everything, as a diary file", "jsonl"), ("Moments alone, as a table", "csv")):
            page.goto("/keep")
            with page.expect_download() as coming:
                page.get_by_role("button", name=name).click()
            file = tmp_path / coming.value.suggested_filename
            coming.value.save_as(file)
            assert file.suffix == f".{ending}"
            page.get_by_label("File").set_input_files(file)
            page.get_by_role("button", name="Bring it in").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("It is here")
            expect(page.locator("main")).to_contain_text("0 records are new")


def _find(page: Page, word: str) -> None:
    page.goto("/moments")
    page.get_by_role("searchbox").fill(word)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("1 moment with these words.")).to_be_visible()


def _add_person(page: Page, name: str) -> None:
    page.goto("/people")
    page.get_by_text("Add someone").click()
    page.get_by_label("Nickname or initial").fill(name)
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url("**/people/*-*")
