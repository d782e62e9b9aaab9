"""Pauses lived on a phone: two taps to a promise, flooded and back, a return that is missed, a phone that locks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe, measure, walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import House

pytestmark = [pytest.mark.browser, pytest.mark.care("C11"), pytest.mark.system("S13")]


class Finger:
    """Taps what can be seen, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, role: str, name: str) -> None:
        """Tap a link or button."""
        self.page.get_by_role(role, name=name, exact=True).first.tap()  # type: ignore[arg-type]
        self.taps += 1


def heading(page: Page, text: str) -> None:
    """The page's own heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_two_taps_from_a_cold_page(own: House, browser: Browser) -> None:
    """From the locked page two taps lead to "Return at 20:40"; both can be seen at once, without script or typing."""
    own.clock.instant = datetime(2026, 11, 21, 19, 20, tzinfo=UTC)
    with looking(browser, own.address, size=PHONE, touch=True, script=False) as page:
        page.goto("/")
        finger = Finger(page)
        finger.tap("link", "Pause")
        first = page.get_by_role("button", name="20 minutes", exact=True)
        expect(first).to_be_in_viewport(ratio=1)
        finger.tap("button", "20 minutes")
        heading(page, "Return at 20:40")
        assert finger.taps == 2
        expect(page.get_by_text("“I need a break. I will be back at 20:40.”")).to_be_in_viewport()
        expect(page.get_by_role("button", name="I need to get away")).to_be_in_viewport(ratio=1)


def test_flooded_in_a_quarrel_and_back_after_forty_minutes(own: House, browser: Browser) -> None:
    """The length that was learnt comes first; a bit longer once; back, easier, settled: the next length knows of it."""
    with looking(browser, own.address, size=PHONE, touch=True) as page:
        finger = Finger(page)
        for minutes in (28, 32, 30):
            live(own, page, minutes)
        walk.unlock(page)
        page.goto("/pause")
        expect(page.get_by_text("(3 pauses)")).to_be_visible()
        finger.tap("button", "30 minutes")
        heading(page, "Return at 10:00")
        own.clock.forward(timedelta(minutes=29))
        page.goto("/pause")
        expect(page.get_by_text("in a few minutes")).to_be_visible()
        page.get_by_text("A bit longer", exact=True).tap()
        finger.tap("button", "10 minutes more")
        heading(page, "Return at 10:10")
        own.clock.forward(timedelta(minutes=11))
        walk.unlock(page)
        page.goto("/pause")
        expect(page.get_by_text("That time has come.")).to_be_visible()
        back_and_settled(page)
        page.goto("/pauses")
        expect(page.get_by_text("(4 pauses)")).to_be_visible()


def test_a_return_that_is_missed(own: House, browser: Browser) -> None:
    """Late in the evening, past midnight, a restart; next morning one quiet question, and no reproach."""
    own.clock.instant = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
    with looking(browser, own.address, size=PHONE, touch=True) as page:
        walk.unlock(page)
        page.goto("/pause")
        page.get_by_role("button", name="1 hour", exact=True).tap()
        heading(page, "Return: Sun 22 Nov, 00:30")
        page.wait_for_load_state("networkidle")
        own.clock.forward(timedelta(hours=9))
        own.restart()
        walk.unlock(page)
        expect(page.get_by_role("heading", name="How was coming back?")).to_be_visible()
        page.get_by_role("button", name="did not come back", exact=True).tap()
        expect(page.get_by_text("nothing is held against you")).to_be_visible()
        expect(page.get_by_role("link", name="Are you safe now?")).to_be_visible()
        _sound(page)
        page.goto("/today")
        expect(page.get_by_text("How was coming back?")).to_have_count(0)


@pytest.mark.care("C23")
def test_a_phone_that_locks_in_the_middle(own: House, browser: Browser) -> None:
    """The locked page tells the return time alone; ended there, it is one record after unlocking."""
    with looking(browser, own.address, size=PHONE, touch=True) as page:
        walk.unlock(page)
        page.goto("/pauses/terms")
        page.get_by_label("The sentence to say").fill("I am full, I go to the balcony.")
        page.get_by_role("button", name="Keep", exact=True).tap()
        expect(page.locator(".list li")).to_have_count(1)
        page.goto("/pause")
        page.get_by_role("button", name="20 minutes", exact=True).tap()
        expect(page.get_by_text("I am full, I go to the balcony.")).to_be_visible()
        own.clock.forward(timedelta(minutes=15))
        own.keeper.lock_if_idle()
        page.reload()
        heading(page, "Return at 09:50")
        expect(page.get_by_text("balcony")).to_have_count(0)
        expect(page.get_by_text("in about 5 minutes")).to_be_visible()
        page.get_by_role("button", name="I am back", exact=True).tap()
        heading(page, "Locked")
        walk.unlock(page)
        expect(page.get_by_role("heading", name="How was coming back?")).to_be_visible()
        page.goto("/pauses")
        expect(page.locator(".list li")).to_have_count(1)


@pytest.mark.parametrize("dark", [False, True])
def test_the_pages_of_a_pause_are_sound(own: House, browser: Browser, *, dark: bool) -> None:
    """Choosing, during it, once it is over, the question, terms and history: axe finds nothing, and thumbs all."""
    with looking(browser, own.address, size=PHONE, dark=dark) as page:
        walk.unlock(page)
        for address in ("/pause", "/pauses", "/pauses/terms"):
            page.goto(address)
            _sound(page)
        page.goto("/pauses/terms")
        page.get_by_label("The sentence to say").fill("You must wait until I say so, and not a minute less.")
        page.get_by_label("Someone new, by an initial").fill("Robin of the hill")
        page.get_by_role("button", name="Keep", exact=True).click()
        page.locator(".list a").click()
        expect(page.get_by_role("heading", name="If you like, turn it round")).to_be_visible()
        _sound(page)
        page.goto("/pause")
        page.get_by_role("button", name="20 minutes", exact=True).click()
        expect(page.get_by_role("button", name="I am back", exact=True)).to_be_visible()
        _sound(page)
        own.clock.forward(timedelta(minutes=9))
        page.goto("/pause")
        own.clock.forward(timedelta(minutes=9))
        page.goto("/pause")
        own.clock.forward(timedelta(minutes=9))
        page.goto("/pause")
        _sound(page)
        page.goto("/today")
        _sound(page)
        page.goto("/pauses")
        page.locator(".list a").first.click()
        _sound(page)


def live(house: House, page: Page, minutes: float) -> None:
    """A pause of so many minutes on the day before, and what was told of it; the clock then stands in the morning."""
    morning = house.clock.instant
    house.clock.instant = morning - timedelta(days=1)
    walk.unlock(page)
    page.goto("/pause")
    page.get_by_role("button", name="1 hour", exact=True).tap()
    expect(page.get_by_role("button", name="I am back", exact=True)).to_be_visible()
    house.clock.forward(timedelta(minutes=minutes))
    walk.unlock(page)
    page.goto("/pause")
    back_and_settled(page)
    house.keeper.lock()
    house.clock.instant = morning


def back_and_settled(page: Page) -> None:
    """I am back; easier; settled: three taps."""
    page.get_by_role("button", name="I am back", exact=True).tap()
    page.get_by_role("button", name="easier", exact=True).tap()
    page.wait_for_url("**/pauses/*-*")
    page.get_by_role("button", name="Settled").tap()
    expect(page.get_by_text("In you, after")).to_be_visible()


def _sound(page: Page) -> None:
    walk.unfold(page)
    assert axe.faults(page) == []
    assert measure.too_small(page) == []
    assert measure.sticks_out(page) == []
