"""Greetings, reassurance, spaces, rewards and the page for a therapist in a real browser: thumb, paper, no script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from homing.companion.sample import PERSON_IDS
from tests.browser import axe, walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import House
from tests.browser.measure import sticks_out, too_small

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
ROOMS = (
    "/rituals",
    f"/rituals/{walk.RITUAL}",
    "/reassurance",
    f"/reassurance/{PERSON_IDS['bram']}",
    f"/reassurance/{PERSON_IDS['hawthorn']}",
    "/spaces",
    f"/spaces/{walk.SPACE}",
    "/rewards",
    f"/rewards/{walk.REWARD}",
    "/therapist",
)


@pytest.mark.parametrize("size", [NARROW, PHONE], ids=["narrow", "phone"])
def test_a_thumb_reaches_everything(sample_house: House, browser: Browser, size: dict[str, int]) -> None:
    """On every page, folds open, nothing is too small to tap and nothing sticks out."""
    with looking(browser, sample_house.address, size=size) as page:
        walk.look_around(page)
        found = {}
        for address in ROOMS:
            walk.visit(page, address)
            walk.unfold(page)
            found[address] = (too_small(page), sticks_out(page))
        assert {address: told for address, told in found.items() if told != ([], [])} == {}


def _put_together(page: Page) -> None:
    """A question, an overview and one moment."""
    page.goto("/therapist")
    page.get_by_label("What would you like to speak about, or ask?").fill("Why do I go quiet?")
    page.get_by_role("checkbox", name="How often the alarm rang").check()
    page.locator("input[name=moments]").first.check()
    page.get_by_role("button", name="Show me the page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is all that will be on paper")


@pytest.mark.system("S21")
@pytest.mark.care("C21")
def test_on_paper_there_is_the_page_alone(sample_house: House, browser: Browser) -> None:
    """What is printed is what was shown, in dark letters at night too; axe finds nothing; going back loses nothing."""
    with looking(browser, sample_house.address, size=PHONE, dark=True) as page:
        walk.look_around(page)
        _put_together(page)
        assert axe.faults(page) == []
        shown = page.locator("article").inner_text()
        expect(page.get_by_role("button", name="Print")).to_be_visible()
        page.emulate_media(media="print")
        assert page.locator("body").inner_text().strip() == shown.strip()
        assert page.evaluate("getComputedStyle(document.querySelector('article p')).color") in (
            "rgb(0, 0, 0)",
            "rgb(51, 51, 51)",
        )
        page.emulate_media(media="screen")
        page.get_by_role("button", name="Change what goes on it").click()
        expect(page.get_by_label("What would you like to speak about, or ask?")).to_have_value("Why do I go quiet?")
        expect(page.locator("input[name=moments]").first).to_be_checked()


@pytest.mark.system("S12")
@pytest.mark.system("S14")
@pytest.mark.system("S25")
def test_each_room_works_without_a_script(own: House, browser: Browser) -> None:
    """A greeting kept, reassurance tapped, a reward kept, and the page put together: all by forms alone."""
    with looking(browser, own.address, size=PHONE, script=False) as page:
        walk.unlock(page)
        page.goto("/rituals")
        page.get_by_label("What do you call it?").fill("the long hello")
        page.get_by_role("radio", name="when we meet").check(force=True)
        page.get_by_label("Someone new, by an initial").fill("M")
        page.get_by_role("button", name="Keep", exact=True).click()
        page.get_by_role("button", name="Settled").first.click()
        expect(page.get_by_text("With it once. You were settled afterwards.")).to_be_visible()
        page.goto("/reassurance")
        page.get_by_role("link", name="M", exact=True).click()
        page.get_by_role("button", name="interest").first.click()
        expect(page.get_by_text("You gave some in 1 of these 2.")).to_be_visible()
        page.goto("/rewards")
        page.get_by_label("What was it?").fill("sang aloud")
        page.get_by_role("radio", name="dared").check(force=True)
        page.get_by_role("button", name="Keep", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("sang aloud")
        page.goto("/moments/new")
        page.get_by_label("What came to you, in your words?").fill("a late reply")
        page.get_by_role("button", name="Next").click()
        page.wait_for_url("**/name")
        _put_together(page)
        expect(page.get_by_role("button", name="Print")).to_be_hidden()
