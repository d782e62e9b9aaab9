"""A look at an old cue, by keyboard on a phone: safety first, counts, own answer, the record, a day to return."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from homing.companion.sample import CUE_IDS, PERSON_IDS, moment_id
from tests.browser import axe, walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import House
from tests.browser.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.system("S7")]

LOUDER = f"/cues/{CUE_IDS['louder']}"


def headings(page: Page) -> list[str]:
    """The headings in the order in which a screen reader meets them."""
    return page.locator("main :is(h1, h2)").all_text_contents()


@pytest.mark.care("C2")
@pytest.mark.care("C3")
def test_the_whole_look_by_keyboard(house: House, browser: Browser) -> None:
    """From the cue's page to the record and a day to look again, with nothing out of order and no fault for axe."""
    with looking(browser, house.address, size=PHONE) as page:
        walk.look_around(page)
        keys = Keys(page)
        page.goto(LOUDER)
        keys.go(page.get_by_role("link", name="Look at this alarm"), f"**{LOUDER}/look")
        assert headings(page) == ["Is it safe for you now, where this comes up?"]
        expect(page.locator("input:checked")).to_have_count(0)
        keys.go(page.get_by_role("button", name="Yes, it is safe now"), "**/looks/*")
        told = headings(page)
        assert told[1].startswith("When this came")
        assert told.index("With whom it came") < told.index("Then, or now?")
        assert axe.faults(page) == []
        keys.to(page.get_by_label("What do you notice?"))
        keys.write("tight throat")
        keys.press("Tab")
        keys.choose(page.get_by_role("radio", name="mostly then"))
        address = page.url
        keys.go(page.get_by_role("button", name="Keep", exact=True), address)
        expect(page.get_by_role("heading", name="You said: mostly then")).to_be_visible()
        keys.go(page.get_by_role("link", name="Ask what your record adds"), "**/record")
        expect(page.get_by_role("heading", name="What may be older")).to_be_visible()
        expect(page.get_by_text("in 100")).to_have_count(1)
        expect(page.get_by_text("in 100")).to_be_hidden()
        page.goto(address)
        keys.go(page.get_by_role("button", name="In 6 weeks"), address)
        expect(page.get_by_text("You wanted to look again on")).to_be_visible()
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.care("C2")
def test_no_leads_to_help_and_nothing_else(house: House, browser: Browser) -> None:
    """From a moment: "no" shows help first, one tap marks the moment, and the person's page bears the hold."""
    with looking(browser, house.address, size=PHONE) as page:
        walk.look_around(page)
        moment = f"/moments/{moment_id('rising 3')}"
        page.goto(moment)
        page.get_by_role("link", name="Look at this alarm").click()
        page.get_by_role("button", name="No, it is not safe now").click()
        page.wait_for_url("**/looks/*")
        assert headings(page)[0] == "You come first"
        expect(page.locator("figure")).to_have_count(0)
        assert axe.faults(page) == []
        page.get_by_role("button", name="Mark the moment as not safe").click()
        page.wait_for_url("**/safe-now")
        page.goto(f"/people/{PERSON_IDS['wren']}")
        expect(page.get_by_role("heading", name="You marked danger with this person")).to_be_visible()
        page.goto(moment)
        expect(page.get_by_role("link", name="Look at this alarm")).to_have_count(0)


@pytest.mark.care("C2")
def test_the_flow_stays_shut_where_danger_was_marked(sample_house: House, browser: Browser) -> None:
    """Neither the moment with the old fear nor its address leads to the question."""
    with looking(browser, sample_house.address, size=PHONE) as page:
        walk.look_around(page)
        for number in (1, 2, 3):
            page.goto(f"/moments/{moment_id(f'hawthorn {number}')}")
            expect(page.get_by_role("link", name="Look at this alarm")).to_have_count(0)
