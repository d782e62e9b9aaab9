"""The room of practice and listening side by side, with and without scripts, by thumb on the narrowest phone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from homing.companion.practice.rooms import Room
from tests.browser import walk
from tests.browser.browser import DESKTOP, looking
from tests.browser.house import House
from tests.browser.measure import sticks_out, too_small

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}

_PLACES = """() => [...document.querySelectorAll(".nav-a")].filter((one) => one.checkVisibility()).map((one) => {
  const words = [...one.querySelectorAll("span")].find((word) => word.checkVisibility());
  const range = document.createRange();
  range.selectNodeContents(words);
  const said = range.getBoundingClientRect(), box = one.getBoundingClientRect();
  const lines = Math.round(said.height / 15);
  return { name: words.textContent, from: said.left, to: said.right, lines, width: box.width };
})"""


def test_five_places_fit_on_the_narrowest_phone(sample_house: House, browser: Browser) -> None:
    """Practice is one of them; no word touches the next or breaks, each is as wide as a thumb; cues are in the foot."""
    with looking(browser, sample_house.address, size=NARROW) as page:
        walk.look_around(page)
        page.goto("/practice")
        places = page.evaluate(_PLACES)
        assert [one["name"] for one in places] == ["Today", "Practice", "New", "People", "Bubble"]
        assert all(one["width"] >= 44 and one["lines"] == 1 for one in places)
        assert all(left["to"] + 4 <= right["from"] for left, right in pairwise(places))
        assert (too_small(page), sticks_out(page)) == ([], [])
        foot = page.get_by_role("contentinfo")
        for name in ("All moments", "Cues", "Keep"):
            expect(foot.get_by_role("link", name=name, exact=True)).to_be_visible()
        page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
        rooms = page.get_by_role("navigation", name="Rooms")
        for name in ("Moments", "Cues", "Practice", "Keep"):
            expect(rooms.get_by_role("link", name=name, exact=True)).to_be_visible()
        expect(foot.get_by_role("link", name="Cues", exact=True)).to_be_hidden()


def test_each_room_of_practice_is_one_tap_away(sample_house: House, browser: Browser) -> None:
    """Every row of the hub leads to a page that is there and has a heading."""
    with looking(browser, sample_house.address, size=NARROW) as page:
        walk.look_around(page)
        for room in Room:
            page.goto("/practice")
            page.locator(f"a.list-a[href='/{room.value}']").click()
            page.wait_for_url(f"**/{room.value}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.system("S16")
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_listening_side_by_side(house: House, browser: Browser, script: bool) -> None:
    """From the guide through every step to the end, with a calm clock where scripts run and plain steps where not."""
    with looking(browser, house.address, size=NARROW, script=script) as page:
        walk.make_vault(page)
        if script:
            page.clock.install()
        page.goto("/listening")
        page.get_by_role("radio", name="2 minutes").check(force=True)
        page.get_by_role("button", name="Begin side by side").click()
        page.wait_for_url("**/listening/2/1")
        expect(page.get_by_role("navigation")).to_have_count(0)
        expect(page.get_by_text("until about")).to_be_visible()
        if script:
            _time_passes(page)
        for step in (2, 3, 4, 5):
            assert (too_small(page), sticks_out(page)) == ([], [])
            page.get_by_role("link", name="Next").click()
            page.wait_for_url(f"**/listening/2/{step}")
        expect(page.get_by_role("heading", level=1)).to_have_text("That is all")
        page.get_by_role("link", name="Done").click()
        expect(page.get_by_label("Passphrase")).to_be_visible()


def _time_passes(page: Page) -> None:
    """The bar fills, says when the time is there, and nothing goes on by itself."""
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    page.clock.run_for(60_000)
    assert 55 <= float(bar.evaluate("(one) => one.value")) <= 65
    page.clock.run_for(90_000)
    expect(page.get_by_text("The time is there. Finish your sentence.")).to_be_visible()
    assert page.url.endswith("/listening/2/1")
