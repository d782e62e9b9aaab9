"""The moments that matter, on a phone: in the promised taps, by keyboard, without a script, locked and unlocked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe, measure, walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import House
from tests.browser.keys import Keys

pytestmark = pytest.mark.browser

SMALL = {"width": 360, "height": 640}
TO_TWO = timedelta(hours=17)
"""From the morning on which the tests stand to half past two at night."""


def tap(page: Page, words: str) -> None:
    """Tap a link or a button that can be seen."""
    control = page.get_by_role("link", name=words, exact=True).or_(page.get_by_role("button", name=words, exact=True))
    control.first.tap()


def luminance(page: Page) -> float:
    """How bright the page behind everything is, in [0, 1]."""
    red, green, blue = (
        int(part)
        for part in page.evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).slice(0, 3)"
        )
    )  # fmt: skip
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


@pytest.mark.care("C23")
@pytest.mark.parametrize("dark", [False, True])
def test_two_in_the_morning_before_unlocking(own: House, browser: Browser, *, dark: bool) -> None:
    """One tap from the locked page, dark whatever the device says, all in one view, and no script is needed."""
    own.clock.forward(TO_TWO)
    with looking(browser, own.address, size=SMALL, touch=True, script=False, dark=dark) as page:
        page.goto("/")
        expect(page.get_by_role("link", name="Awake in the night")).to_be_in_viewport()
        tap(page, "Awake in the night")
        for words in ("Unlock to keep a line", "Lines to call or text", "Settle now"):
            expect(page.get_by_role("link", name=words)).to_be_in_viewport()
        expect(page.get_by_role("textbox")).to_have_count(0)
    with looking(browser, own.address, size=SMALL, dark=dark) as page:
        page.goto("/night")
        assert luminance(page) < 0.08
        assert measure.sticks_out(page) == []


@pytest.mark.system("S23")
def test_a_line_in_the_night_by_keyboard(own: House, browser: Browser) -> None:
    """From Today one tap, one line, one more: it is kept, and found in the morning."""
    own.clock.forward(TO_TWO)
    with looking(browser, own.address, size=PHONE) as page:
        walk.unlock(page)
        keys = Keys(page)
        keys.go(page.get_by_role("link", name="Awake in the night"), "**/night")
        assert measure.first_control(page) == "Leave quickly"
        keys.to(page.get_by_label("One line to keep"))
        keys.write("the owl again")
        keys.go(page.get_by_role("button", name="Keep it"), "**/night?kept=1")
        expect(page.get_by_role("status").get_by_text("It is kept")).to_be_visible()
        assert axe.faults(page) == []
        page.goto("/moments")
        expect(page.locator("main .list a")).to_have_count(1)


@pytest.mark.system("S20")
@pytest.mark.care("C11")
def test_before_the_door_without_a_script(own: House, browser: Browser) -> None:
    """Words found in calm stand large a tap from Today; the pause, and getting away, are one tap from there."""
    with looking(browser, own.address, size=SMALL, touch=True, script=False) as page:
        walk.unlock(page)
        page.get_by_text("For a certain moment").tap()
        tap(page, "Before the door")
        tap(page, "Put it into your own words")
        page.get_by_label("What do you mean to do").fill("I will sit near the window.")
        page.get_by_label("A sentence to leave with").fill("I have to be up early.")
        tap(page, "Keep")
        page.wait_for_url("**/door")
        page.goto("/today")
        tap(page, "Before the door")
        expect(page.get_by_role("heading", level=1)).to_have_text("I will sit near the window.")
        for words in ("I have to be up early.", "I need to get away"):
            expect(page.get_by_text(words)).to_be_in_viewport()
        tap(page, "Pause")
        expect(page.get_by_role("heading", level=1)).to_have_text("Pause")
        page.goto("/door")
        tap(page, "I need to get away")
        expect(page.get_by_role("heading", level=1)).to_have_text("You may go")


@pytest.mark.care("C2")
@pytest.mark.care("C5")
def test_at_the_door_of_someone_dangerous(own: House, browser: Browser) -> None:
    """The words for leaving wait in a fold; what stands open can be done without a word."""
    with looking(browser, own.address, size=PHONE) as page:
        walk.unlock(page)
        walk.dangerous_moment(page)
        page.goto("/door/words")
        page.get_by_label("A sentence to leave with").fill("I am off.")
        page.get_by_role("button", name="Keep", exact=True).click()
        page.wait_for_url("**/door")
        expect(page.get_by_text("Nothing has to be said to go.")).to_be_in_viewport()
        expect(page.get_by_text("I am off.")).not_to_be_visible()
        walk.unfold(page)
        expect(page.get_by_text("I am off.")).to_be_visible()
        assert axe.faults(page) == []
        assert measure.too_small(page) == []


@pytest.mark.system("S24")
@pytest.mark.care("C16")
def test_after_a_good_evening(own: House, browser: Browser) -> None:
    """A word and a tap, by keyboard: it is kept, and an alarm afterwards is said to be common."""
    with looking(browser, own.address, size=PHONE) as page:
        walk.unlock(page)
        page.goto("/good")
        keys = Keys(page)
        keys.choose(page.get_by_role("checkbox", name="smiles"))
        keys.go(page.get_by_role("button", name="Met with care"), "**/good/*")
        expect(page.get_by_text("smiles")).to_be_visible()
        expect(page.get_by_role("heading", name="An alarm afterwards is common")).to_be_visible()
        page.goto("/today")
        expect(page.get_by_role("link", name="What was good?")).to_be_visible()


@pytest.mark.care("C2")
@pytest.mark.care("C26")
def test_after_harm(own: House, browser: Browser) -> None:
    """From the middle of a moment, and from its page, one tap asks for safety first, with lines in view."""
    with looking(browser, own.address, size=SMALL, touch=True, script=False) as page:
        walk.unlock(page)
        page.goto("/now")
        tap(page, "I am not safe")
        expect(page.get_by_role("heading", level=1)).to_have_text("Are you safe now?")
        expect(page.get_by_role("link", name="People to call or text")).to_be_in_viewport()
        expect(page.get_by_role("button", name="I need to get away")).to_be_in_viewport()
        page.goto("/moments")
        page.locator("main .list a").first.tap()
        tap(page, "What may help now")
        expect(page.get_by_role("heading", level=1)).to_have_text("Are you safe now?")
