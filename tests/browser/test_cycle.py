"""A quarrel mapped on a phone without a script, looked at by two, and silent under a hold."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe, walk
from tests.browser.browser import DESKTOP, PHONE, looking
from tests.browser.house import House

pytestmark = [pytest.mark.browser, pytest.mark.system("S11")]

ROUND = (("me", "criticise"), ("them", "defend"), ("me", "go after"), ("them", "pull back"), ("me", "take a pause"))


def mapped(page: Page, someone: str = "") -> int:
    """Map the quarrel, with someone new or someone known; how many taps it took after the name."""
    page.goto("/cycle/new")
    if someone:
        page.get_by_label("Someone new, by an initial").fill(someone)
    else:
        page.get_by_role("checkbox", name="W", exact=True).check(force=True)
    page.get_by_role("button", name="Begin").click()
    taps = 1
    for whose, move in ROUND:
        button = page.get_by_role("button", name=re.compile(f"^{whose}: {move}"))
        expect(button).to_be_in_viewport()
        button.click()
        page.wait_for_url("**#next")
        expect(page.locator(".cy-step").nth(taps - 1)).to_contain_text(move)
        taps += 1
    page.get_by_role("button", name="It turned back there").click()
    expect(page.get_by_text("turned back here", exact=True)).to_be_visible()
    return taps + 1


def test_a_quarrel_is_mapped_in_a_tap_a_move(own: House, browser: Browser) -> None:
    """Without a script, on a small phone: one tap for each move, the next moves within reach after every tap, and own
    words one tap more; after three quarrels it is said what tends to come next.
    """
    with looking(browser, own.address, size=PHONE, script=False) as page:
        walk.unlock(page)
        assert mapped(page, "W") == len(ROUND) + 2
        page.get_by_text("Your words on the moves").click()
        page.get_by_text("1. me: criticise").click()
        page.get_by_role("button", name="alone").first.click()
        expect(page.locator(".cy-step").first).to_contain_text("underneath: alone")
        mapped(page)
        mapped(page)
        page.get_by_role("link", name="How it tends to go").click()
        expect(page.locator("main")).to_contain_text("After “go after” (me) came “pull back” (them) in 3 of 3.")
        expect(page.locator("main")).to_contain_text("At “take a pause” (me): 3 of the 3 quarrels that came by.")


def test_half_a_map_and_a_picture_give_axe_nothing(sample_house: House, browser: Browser) -> None:
    """While one maps, and when two look at the picture, on phone and desktop; nothing of it is cut off."""
    with looking(browser, sample_house.address, size=PHONE) as page:
        walk.look_around(page)
        page.goto("/cycle/new")
        page.get_by_role("button", name="Show names").click()
        expect(page.get_by_role("button", name="Hide names")).to_be_visible()
        page.wait_for_load_state()
        page.get_by_role("checkbox", name="Wren").check(force=True)
        page.get_by_role("button", name="Begin").click()
        page.get_by_role("button", name="me: be warm").click()
        page.wait_for_url("**#next")
        page.goto(page.url.partition("#")[0])  # at the top, where nothing lies under the bar
        walk.unfold(page)
        assert axe.faults(page) == []
        page.goto(f"/cycle/{walk.ROUND}/together")
        for size in (PHONE, DESKTOP):
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert [box for box in _boxes(page) if box[0] < 0 or box[1] > size["width"]] == []
        expect(page.get_by_text("afraid")).to_have_count(0)
        expect(page.locator("main")).not_to_contain_text("Wren")


@pytest.mark.care("C2")
def test_a_mark_silences_the_map(own: House, browser: Browser) -> None:
    """What was mapped stays as own words; the same day, and later, nothing is mapped or read with them."""
    with looking(browser, own.address, size=PHONE, script=False) as page:
        walk.unlock(page)
        mapped(page, "H")
        mine = page.url.partition("#")[0]
        page.goto("/moments/new")
        page.get_by_role("checkbox", name="H", exact=True).check(force=True)
        page.get_by_role("button", name="Keep for now").click()
        page.wait_for_url("**/moments/*-*")
        page.goto(f"{page.url}/ended")
        page.get_by_text("Was there danger?").click()
        page.get_by_role("checkbox", name="threatened").check(force=True)
        page.get_by_role("button", name="Keep", exact=True).click()
        page.wait_for_url("**/safe-now")
        for days in (0, 3):
            own.clock.forward(timedelta(days=days))
            if days:
                walk.unlock(page)
            page.goto(mine)
            expect(page.locator(".cy-step")).to_have_count(len(ROUND))
            expect(page.locator(".cy-svg")).to_have_count(0)
            expect(page.get_by_role("link", name="Look at it together")).to_have_count(0)
            page.goto("/cycle/new")
            expect(page.get_by_role("checkbox", name="H", exact=True)).to_have_count(0)


def _boxes(page: Page) -> list[tuple[float, float]]:
    """From where to where each station and its words reach across."""
    found = page.locator(".cy-place path, .cy-place text").evaluate_all(
        "all => all.map(one => { const box = one.getBoundingClientRect(); return [box.left, box.right] })"
    )
    return [(left, right) for left, right in found]
