"""Danger comes first: what a person meets after marking it, and how a hold is lifted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from homing.companion.sample import PERSON_IDS, moment_id
from tests.browser import walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import House

pytestmark = [pytest.mark.browser, pytest.mark.care("C2")]


def test_after_danger_safety_first_and_no_reading_for_a_day(own: House, browser: Browser) -> None:
    """Marking danger leads to "Are you safe now?"; for a day neither the moment nor the person page reads anything."""
    with looking(browser, own.address, size=PHONE) as page:
        walk.unlock(page)
        person = walk.dangerous_moment(page)
        moment = page.url
        expect(page.get_by_role("heading", name="Are you safe now?")).to_be_visible()
        expect(page.get_by_text("No reading for a day.")).to_be_visible()
        _reads_nothing(page)
        page.goto(person)
        expect(page.get_by_role("heading", name="You marked danger with this person")).to_be_visible()
        _reads_nothing(page)
        own.clock.forward(timedelta(hours=25))
        walk.unlock(page)
        page.goto(moment)
        expect(page.get_by_text("Too early to say anything").first).to_be_visible()
        expect(page.get_by_text("What Homing would expect")).to_have_count(0)


def test_a_hold_stands_until_the_owner_lifts_it(own: House, browser: Browser) -> None:
    """The hold is on the list and the page, outlives a restart, goes by the owner's two taps, and comes back."""
    with looking(browser, own.address, size=PHONE) as page:
        walk.unlock(page)
        person = walk.dangerous_moment(page)
        own.clock.forward(timedelta(hours=25))
        own.restart()
        walk.unlock(page)
        page.goto("/people")
        expect(page.get_by_text("a hold stands")).to_be_visible()
        page.goto(person)
        page.get_by_text("Lift this").click()
        page.get_by_role("button", name="Lift it").click()
        expect(page.get_by_role("heading", name="You marked danger with this person")).to_have_count(0)
        page.goto("/moments/new")
        page.get_by_role("checkbox", name="H", exact=True).check(force=True)
        page.get_by_role("button", name="Keep for now").click()
        page.wait_for_url("**/moments/*-*")
        page.get_by_text("What Homing would expect").click()
        expect(
            page.get_by_text("cannot say how it will end.").or_(page.get_by_text("too little.")).first
        ).to_be_visible()
        page.goto("/people")
        expect(page.get_by_text("a hold stands")).to_have_count(0)


def test_the_old_fear_of_the_sample_stays_held(sample_house: House, browser: Browser) -> None:
    """In the sample the person with danger marks shows the hold first, the counts as written, and no estimate."""
    with looking(browser, sample_house.address, size=PHONE) as page:
        walk.look_around(page)
        page.goto(f"/people/{PERSON_IDS['hawthorn']}")
        headings = page.locator("main h2").all_text_contents()
        assert headings[0] == "You marked danger with this person"
        page.goto(f"/moments/{moment_id('hawthorn 1')}")
        expect(page.get_by_text("you marked danger")).to_be_visible()
        expect(page.get_by_text("What Homing would expect")).to_have_count(0)


def _reads_nothing(page: Page) -> None:
    walk.unfold(page)
    for told in ("What Homing would expect", "The numbers", "rang", "did it end"):
        expect(page.get_by_text(told)).to_have_count(0)
    expect(page.locator("figure")).to_have_count(0)
