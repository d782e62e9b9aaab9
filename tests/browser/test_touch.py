"""The main job by thumb, on a small phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import PASSPHRASE, House
from tests.browser.measure import sticks_out, too_small

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}


@pytest.mark.system("S4")
def test_from_nothing_to_a_moment_brought_back(house: House, browser: Browser) -> None:
    """By tapping alone a person starts, logs a moment, reads it, restarts, finds, changes, deletes and restores it."""
    with looking(browser, house.address, size=PHONE, touch=True) as page:
        _first_five_minutes(page)
        taps = _a_whole_moment(page)
        assert taps <= 12
        address = page.url
        expect(page.get_by_text("You noted the alarm in one of these moments. It rang.").first).to_be_visible()
        house.restart()
        walk.unlock(page)
        page.get_by_role("link", name="All moments").tap()
        page.locator(f"main a[href$='{address.rsplit('/', 1)[1]}']").tap()
        page.get_by_role("link", name="Change").tap()
        page.get_by_text("What did your body say?").tap()
        page.get_by_label("In your words", exact=True).fill("warm hands")
        page.get_by_role("button", name="Keep for now").tap()
        expect(page.get_by_text("warm hands")).to_be_visible()
        page.locator("summary", has_text="Remove").tap()
        page.get_by_role("button", name="Remove").tap()
        page.wait_for_url("**/moments")
        page.get_by_role("link", name="Keep", exact=True).tap()
        page.get_by_role("link", name="Open the bin").tap()
        page.get_by_role("button", name="Bring back").tap()
        expect(page.get_by_text("The bin is empty")).to_be_visible()


def test_a_thumb_fits_and_nothing_scrolls_sideways(sample_house: House, browser: Browser) -> None:
    """On every page every target is at least 44 by 44 pixels and nothing sticks out at 320 pixels, folds open."""
    with looking(browser, sample_house.address, size=NARROW, touch=True) as page:
        _measure_all(page, walk.BEFORE)
        walk.look_around(page)
        _measure_all(page, walk.SAMPLE)


def _measure_all(page: Page, addresses: tuple[str, ...]) -> None:
    found: dict[str, list[str]] = {}
    for address in addresses:
        walk.visit(page, address)
        walk.unfold(page)
        faults = [*too_small(page), *sticks_out(page)]
        if faults:
            found[address] = faults
    assert found == {}


def _first_five_minutes(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Start").tap()
    page.get_by_role("button", name="Maybe").tap()
    expect(page.get_by_text("What it cannot do")).to_be_visible()
    page.get_by_role("link", name="Go on anyway").tap()
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_label("The same again").fill(PASSPHRASE)
    page.get_by_role("button", name="Make my diary").tap()
    page.get_by_role("link", name="Skip this").tap()
    page.get_by_label("With whom?").fill("S")
    page.get_by_label("What did you notice?").fill("goes quiet")
    page.get_by_role("radio", name="Okay").tap()
    page.get_by_role("button", name="Keep", exact=True).tap()
    page.get_by_role("link", name="To today").tap()


def _a_whole_moment(page: Page) -> int:
    """Who, cue, alarm, what I did, ending; how many taps it took."""
    taps = [
        page.get_by_role("link", name="New"),
        page.get_by_role("checkbox", name="S", exact=True),
        page.get_by_role("checkbox", name="goes quiet"),
        page.get_by_role("button", name="Next"),
        page.get_by_role("radio", name="8", exact=True),
        page.get_by_role("button", name="Next"),
        page.get_by_role("checkbox", name="moved toward"),
        page.get_by_role("button", name="Next"),
        page.get_by_role("radio", name="Met with care"),
        page.get_by_role("button", name="Keep", exact=True),
    ]
    for step, target in enumerate(taps):
        target.tap()
        if step in (3, 5, 7):
            page.wait_for_load_state()
    page.wait_for_url(lambda url: url.rsplit("/", 1)[0].endswith("/moments"))
    return len(taps)
