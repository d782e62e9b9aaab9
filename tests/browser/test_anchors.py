"""Ways to settle in a real browser: panic that grows with breath, keys alone, no script, sound."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe, walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import House

pytestmark = [pytest.mark.browser, pytest.mark.system("S23")]

COUNT_SOUNDS = """
window.sounds = []
const Plain = window.AudioContext
window.AudioContext = class extends Plain {
  constructor() { super(); window.sounds.push(this) }
}
"""
SOUNDING = "window.sounds.filter((one) => one.state !== 'closed').length"


def open_way(page: Page, name: str) -> None:
    """Open the kit and one way in it."""
    page.goto("/anchors")
    page.locator(".way summary", has_text=name).click()


def last_way(page: Page) -> str:
    """What stands last in the kit."""
    page.goto("/anchors")
    return page.locator(".way .way-name").last.inner_text()


@pytest.mark.care("C15")
def test_someone_whose_panic_grows_with_breath_work(own: House, browser: Browser) -> None:
    """On a phone without a script: breath makes it worse twice and waits at the end; something that moves helps."""
    with looking(browser, own.address, size=PHONE, touch=True, script=False) as page:
        walk.unlock(page)
        for _ in range(2):
            open_way(page, "Breathe slowly")
            page.locator(".way[open]").get_by_role("button", name="I try this").tap()
            expect(page.get_by_text("Nothing is held. Eyes open is fine. Stop any time.")).to_be_visible()
            page.get_by_role("button", name="it made it worse").tap()
            expect(page.get_by_text("you never have to use it")).to_be_visible()
            after = page.url
            assert last_way(page) == "Breathe slowly"
            own.clock.forward(timedelta(minutes=5))
        page.goto(after)
        page.locator(".ways button").first.tap()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Breathe slowly")
        page.get_by_role("button", name="yes", exact=True).tap()
        expect(page.get_by_text("Good. Stay with it as long as you like.")).to_be_visible()
        page.get_by_role("button", name="Settled").tap()
        expect(page.get_by_role("heading", name="It is kept")).to_be_visible()
        assert last_way(page) == "Breathe slowly"
        expect(page.get_by_text("made it worse, so it waits here")).to_have_count(1)
        expect(page.get_by_text("helped the one time you tried")).to_have_count(1)


def test_the_kit_by_keyboard(own: House, browser: Browser) -> None:
    """A way is opened, tried and answered by keys alone, and an anchor of one's own is added."""
    with looking(browser, own.address) as page:
        walk.unlock(page)
        page.goto("/anchors")
        page.locator(".way summary", has_text="Push a wall").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator(".way[open]").get_by_role("button", name="I try this")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Push a wall")
        page.get_by_role("button", name="a little").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("A little is enough")).to_be_visible()
        page.goto("/anchors")
        page.get_by_label("What do you call it?").focus()
        page.keyboard.type("a stone")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("a stone")


@pytest.mark.care("C15")
def test_nothing_sounds_until_it_is_switched_on(own: House, browser: Browser) -> None:
    """Two soft tones begin with a tap, and end with another, with closing the fold, and with leaving quickly."""
    with looking(browser, own.address) as page:
        page.add_init_script(COUNT_SOUNDS)
        page.goto("/settle")
        page.locator("summary", has_text="Breathe slowly").click()
        expect(page.get_by_role("checkbox", name="With two soft tones")).not_to_be_checked()
        sound = page.locator("[name=sound]")
        page.get_by_role("radio", name="slower").check(force=True)
        assert page.evaluate("window.sounds.length") == 0
        sound.check(force=True)
        assert page.evaluate(SOUNDING) == 1
        page.get_by_role("radio", name="quicker").check(force=True)
        assert page.evaluate(SOUNDING) == 1
        sound.uncheck(force=True)
        assert page.evaluate(SOUNDING) == 0
        sound.check(force=True)
        page.locator("summary", has_text="Breathe slowly").click()
        expect(sound).not_to_be_checked()
        assert page.evaluate(SOUNDING) == 0
        page.locator("summary", has_text="Breathe slowly").click()
        sound.check(force=True)
        left = page.evaluate(
            "() => { document.documentElement.setAttribute('data-left', '');"
            f" return new Promise((told) => setTimeout(() => told({SOUNDING}), 0)) }}"
        )
        assert left == 0


@pytest.mark.care("C15")
def test_the_circle_moves_only_when_asked_and_never_under_reduced_motion(own: House, browser: Browser) -> None:
    """Words stand there first; the circle is a choice, at one's own pace; with reduced motion words are all."""
    with looking(browser, own.address) as page:
        page.goto("/settle")
        page.locator("summary", has_text="Breathe slowly").click()
        expect(page.get_by_text("In: 1, 2, 3, 4. Out: 1, 2, 3, 4, 5, 6.")).to_be_visible()
        expect(page.locator(".pace-move")).to_be_hidden()
        expect(page.locator(".pace-picture")).to_be_hidden()
        page.emulate_media(reduced_motion="no-preference")
        expect(page.locator(".pace-picture")).to_be_hidden()
        page.get_by_role("checkbox", name="Breathe with the circle").check(force=True)
        for speed, seconds in (("quicker", "7s"), ("middle", "10s"), ("slower", "14s")):
            page.get_by_role("radio", name=speed).check(force=True)
            expect(page.locator(".pace-dot")).to_have_css("animation-duration", seconds)
        page.emulate_media(reduced_motion="reduce")
        expect(page.locator(".pace-picture")).to_be_hidden()


def test_axe_finds_nothing(sample_house: House, browser: Browser) -> None:
    """With every fold open, the kit, an anchor, a try and what follows it are in good order."""
    with looking(browser, sample_house.address, size=PHONE) as page:
        walk.look_around(page)
        for address in ("/settle", "/anchors", f"/anchors/{walk.ANCHOR}", f"/anchors/tried/{walk.TRIED}"):
            walk.visit(page, address)
            walk.unfold(page)
            assert axe.faults(page) == []
        open_way(page, "Listen outward")
        page.locator(".way[open]").get_by_role("button", name="I try this").click()
        walk.unfold(page)
        assert axe.faults(page) == []
        page.get_by_role("button", name="no", exact=True).click()
        walk.unfold(page)
        assert axe.faults(page) == []
