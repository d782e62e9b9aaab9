"""In need, on a phone, without a script: help in one tap from the locked page; a neutral name; asking before a call."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe, measure, walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import House

pytestmark = pytest.mark.browser


@pytest.mark.care("C23")
@pytest.mark.parametrize(
    ("tap", "heading"),
    [("Settle now", "Settle now"), ("Pause", "Pause"), ("I need to get away", "You may go"), ("Help", "Help")],
)
def test_help_is_one_tap_from_the_locked_page(own: House, browser: Browser, tap: str, heading: str) -> None:
    """Each of them opens at the first tap, can be seen without scrolling, and is large enough for a thumb."""
    with looking(browser, own.address, size=PHONE, touch=True, script=False) as page:
        page.goto("/")
        control = page.get_by_role("link", name=tap, exact=True).or_(page.get_by_role("button", name=tap, exact=True))
        expect(control.first).to_be_in_viewport()
        control.first.tap()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)


@pytest.mark.care("C11")
def test_a_pause_from_the_locked_page_and_back(own: House, browser: Browser) -> None:
    """Two taps set the time to come back; it stands on the locked page; one tap ends it."""
    with looking(browser, own.address, size=PHONE, script=False) as page:
        page.goto("/")
        page.get_by_role("link", name="Pause", exact=True).click()
        page.get_by_role("button", name="30 minutes").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Return at 10:00")
        page.goto("/")
        page.get_by_role("link", name="Return at 10:00").click()
        page.get_by_role("button", name="I am back").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
        expect(page.get_by_text("Return at")).to_have_count(0)


@pytest.mark.care("C26")
def test_before_a_call_one_is_asked(own: House, browser: Browser) -> None:
    """The number leads to a question first, with what a call leaves behind; its address names no line."""
    with looking(browser, own.address, size=PHONE, script=False) as page:
        page.goto("/help")
        page.get_by_role("button", name="Call 999").click()
        expect(page.get_by_role("heading", name="Calls leave a trace")).to_be_visible()
        assert page.url.endswith("/help/call")
        assert page.get_by_role("link", name="Call now").get_attribute("href") == "tel:999"
        page.get_by_role("link", name="Not now").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Help")


@pytest.mark.care("C23")
@pytest.mark.care("C22")
def test_a_neutral_name_on_the_locked_page(own: House, browser: Browser) -> None:
    """The locked page says Notes and nothing else; Help is one tap away, and the way out, named Close, comes first."""
    with looking(browser, own.address, size=PHONE, script=False) as page:
        walk.unlock(page)
        page.goto("/keep/quiet")
        page.get_by_role("radio", name="Notes").check(force=True)
        page.get_by_role("button", name="Show it so").click()
        page.get_by_role("button", name="Close").click()
        page.wait_for_url("**/measures")
        page.goto("/")
        assert page.title() == "Notes"
        expect(page.get_by_role("heading", level=1)).to_have_text("Notes")
        assert measure.first_control(page) == "Close"
        page.get_by_role("link", name="Help", exact=True).first.click()
        expect(page.get_by_role("link", name="Settle now")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_pages_that_only_a_form_leads_to(own: House, browser: Browser, *, dark: bool) -> None:
    """A pause, before a call, resting, under a neutral name: axe finds nothing, and thumbs find everything."""
    with looking(browser, own.address, size=PHONE, dark=dark) as page:
        page.goto("/help")
        page.get_by_role("button", name="Call 999").click()
        _sound(page)
        page.goto("/pause")
        page.get_by_role("button", name="1 hour").click()
        _sound(page)
        page.goto("/")
        _sound(page)
        walk.unlock(page)
        page.goto("/keep/quiet")
        page.get_by_role("button", name="3 days").click()
        _sound(page)
        page.goto("/keep/quiet")
        page.get_by_role("radio", name="Lists").check(force=True)
        page.get_by_role("button", name="Show it so").click()
        for address in ("/keep/quiet", "/today", "/keep"):
            page.goto(address)
            _sound(page)


def _sound(page: Page) -> None:
    walk.unfold(page)
    assert axe.faults(page) == []
    assert measure.too_small(page) == []
    assert measure.sticks_out(page) == []
