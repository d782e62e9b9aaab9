"""In the middle of a moment: one hand, a keyboard, no script, and a machine that stops half way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from homing.record import Cue, FeltState, Moment, Person
from homing.vault import Vault
from tests.browser import walk
from tests.browser.browser import PHONE, looking
from tests.browser.house import MORNING, PASSPHRASE, SMALLEST, House, ambient, opened
from tests.browser.keys import Keys
from tests.browser.measure import sticks_out
from tests.browser.test_nothing_stored import stores_are_empty

pytestmark = [pytest.mark.browser, pytest.mark.system("S4")]

FEW_TAPS = 8
BIG = 56
"""CSS pixels: what a shaking hand is meant to hit in this flow."""

NARROW = {"width": 320, "height": 640}

_SMALL = """(least) => [...document.querySelectorAll(
    ".now button, .now a[href], .now label:has(input), .now .input, .now summary")]
  .filter((one) => one.checkVisibility() && !one.matches(".vh"))
  .filter((one) => one.getBoundingClientRect().height < least - 0.5)
  .map((one) => `${one.textContent.trim()} ${one.getBoundingClientRect().height}`)"""


@pytest.fixture
def lived(tmp_path: Path) -> Iterator[House]:
    """A locked vault with one person and two cues in it."""
    home = tmp_path / "homing"
    vault = Vault.create(home, PASSPHRASE, urandom=ambient(lambda: MORNING).urandom, cost=SMALLEST)
    known: list[Person | Cue] = [
        Person(id=UUID(int=1), label="S"),
        Cue(id=UUID(int=2), label="louder"),
        Cue(id=UUID(int=3), label="late"),
    ]
    vault.write(lambda rows: [rows.put(one, MORNING) for one in known])
    vault.close()
    with opened(home) as house:
        yield house


def test_one_hand_and_a_thumb(lived: House, browser: Browser) -> None:
    """From Today to the end takes at most eight taps, none of them above the lower two thirds of a small phone."""
    with looking(browser, lived.address, size=PHONE, touch=True) as page:
        walk.unlock(page)
        taps = [
            page.get_by_role("link", name="Something is happening"),
            page.get_by_role("button", name="Go on"),
            page.get_by_role("checkbox", name="S", exact=True),
            page.get_by_role("checkbox", name="louder"),
            page.get_by_role("button", name="Go on"),
            page.get_by_role("button", name="loud", exact=True),
            page.get_by_role("button", name="Step back"),
            page.get_by_role("button", name="Half a step back"),
        ]
        for target in taps:
            _tap_low(page, target)
        expect(page.get_by_role("heading", level=1)).to_have_text("It is kept")
        assert len(taps) <= FEW_TAPS
        kept = _moment(lived)
        assert (len(kept.people), len(kept.cues), kept.alarm, kept.choice) == (1, 1, 7, "step_back")
        assert kept.small_thing == "half a step back"


def test_targets_are_big(sample_house: House, browser: Browser) -> None:
    """At 320 pixels every target of the flow is at least 56 pixels high, and nothing sticks out."""
    with looking(browser, sample_house.address, size=NARROW, touch=True) as page:
        walk.look_around(page)
        for step in walk.NOW_STEPS:
            walk.visit(page, f"/now/{walk.MOMENT}/{step}")
            walk.unfold(page)
            assert (step, page.evaluate(_SMALL, BIG), sticks_out(page)) == (step, [], [])


def test_by_keyboard(lived: House, browser: Browser) -> None:
    """Without a mouse the whole flow works, and Enter leads on from any field."""
    with looking(browser, lived.address) as page:
        walk.unlock(page)
        keys = Keys(page)
        keys.go(page.get_by_role("link", name="Something is happening"), "**/pause")
        keys.go(page.get_by_role("button", name="Go on"), "**/notice")
        keys.choose(page.get_by_role("checkbox", name="S", exact=True))
        keys.enter("**/name")
        keys.go(page.get_by_role("button", name="Very loud"), "**/choose")
        keys.go(page.get_by_role("button", name="What does my record say about this?"), "**/choose?asked=1")
        expect(page.get_by_role("status").first).to_contain_text("No moment like this one yet")
        keys.go(page.get_by_role("button", name="Stay"), "**/next")
        keys.to(page.locator("summary", has_text="In your own words"))
        keys.press("Enter")
        keys.to(page.get_by_label("One small thing", exact=True))
        keys.write("hold the cup")
        keys.go(page.get_by_role("button", name="Go on without one"), "**/done")
        kept = _moment(lived)
        assert (kept.alarm, kept.choice, kept.small_thing) == (9, "stay", "hold the cup")


@pytest.mark.care("C2")
def test_without_script(lived: House, browser: Browser) -> None:
    """Without JavaScript each step's button keeps it, going back loses nothing, and "I am not safe" leads to care."""
    with looking(browser, lived.address, size=PHONE, script=False) as page:
        walk.unlock(page)
        page.goto("/now")
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url("**/notice")
        page.get_by_role("checkbox", name="late").check(force=True)
        page.get_by_role("radio", name="Mixed").check(force=True)
        page.get_by_role("button", name="Back").click()
        page.wait_for_url("**/pause")
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url("**/notice")
        expect(page.get_by_role("checkbox", name="late")).to_be_checked()
        page.get_by_role("checkbox", name="S", exact=True).check(force=True)
        page.get_by_role("button", name="I am not safe").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Are you safe now?")
        kept = _moment(lived)
        assert (kept.safe, kept.state, len(kept.cues), len(kept.people)) == ("no", FeltState.MIXED, 1, 1)
        page.goto("/today")
        expect(page.get_by_text("You were in the middle of this")).to_have_count(0)


def test_the_machine_stops_half_way(lived: House, browser: Browser) -> None:
    """What was tapped is in the vault before any button; after a restart Today leads back to the same step."""
    with looking(browser, lived.address, size=PHONE, touch=True) as page:
        walk.unlock(page)
        page.goto("/now")
        page.get_by_role("button", name="Go on").tap()
        page.wait_for_url("**/notice")
        page.get_by_role("checkbox", name="louder").tap()
        page.get_by_role("button", name="Go on").tap()
        page.wait_for_url("**/name")
        page.get_by_role("checkbox", name="to be left").tap()
        page.get_by_role("status").get_by_text("Kept", exact=True).wait_for()
        step = page.url
        lived.restart()
        walk.unlock(page)
        expect(page.get_by_text("You were in the middle of this")).to_be_visible()
        page.get_by_role("link", name="Go on with it").tap()
        page.wait_for_url(step)
        expect(page.get_by_role("checkbox", name="to be left")).to_be_checked()
        page.get_by_role("button", name="Barely").tap()
        page.wait_for_url("**/choose")
        page.goto("/today")
        page.get_by_role("button", name="Leave it as it is").tap()
        expect(page.get_by_text("You were in the middle of this")).to_have_count(0)
        assert _moment(lived).alarm == 1


@pytest.mark.claim("P7")
def test_the_browser_keeps_nothing_of_it(lived: House, browser: Browser) -> None:
    """Neither the browser's stores nor any address hold what was tapped or written in the flow."""
    with looking(browser, lived.address, size=PHONE) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        walk.unlock(page)
        page.goto("/now")
        page.get_by_role("button", name="Go on").click()
        page.get_by_text("Something or someone new").click()
        page.get_by_label("Something new, in your words").fill("secretword")
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="loud", exact=True).click()
        page.get_by_role("button", name="out", exact=True).click()
        page.get_by_text("In your own words").click()
        page.get_by_label("One small thing", exact=True).fill("secretword")
        page.get_by_role("button", name="Go on without one").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("It is kept")
        stores_are_empty(page)
        assert not [one for one in asked if "secretword" in one]


@pytest.mark.system("S3")
@pytest.mark.care("C11")
def test_getting_away_and_no_one(lived: House, browser: Browser) -> None:
    """By taps alone: out and away at once; and where no one feels safe, "yes" leads to lines without a step."""
    with looking(browser, lived.address, size=PHONE, touch=True) as page:
        walk.unlock(page)
        page.goto("/now")
        for name in ("Go on", "Go on", "Go on without saying", "out", "I need to get away"):
            page.get_by_role("button", name=name, exact=True).tap()
        expect(page.get_by_role("heading", level=1)).to_have_text("You may go")
        page.goto("/today")
        expect(page.get_by_text("You were in the middle of this")).to_have_count(0)
        page.goto("/people")
        page.get_by_role("link", name="No one feels safe just now").tap()
        page.get_by_role("button", name="Yes").tap()
        expect(page.get_by_role("link", name="People to call or text")).to_be_visible()
        expect(page.get_by_text("I will")).to_have_count(0)
        assert page.url.endswith("/no-one")


def _tap_low(page: Page, target: Locator) -> None:
    """Tap it where a thumb reaches: in the lower two thirds, scrolled there by the same thumb if it must be."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    if middle < PHONE["height"] / 3:
        page.evaluate("(by) => scrollBy(0, by)", middle - PHONE["height"] / 2)
        box = target.bounding_box()
        assert box is not None
    assert box["y"] + box["height"] / 2 >= PHONE["height"] / 3, f"{target} is out of reach"
    target.tap()
    page.wait_for_load_state()


def _moment(house: House) -> Moment:
    seen = house.keeper.enter(house.keeper.unlock(PASSPHRASE).token)
    assert seen is not None
    (kept,) = seen[0].vault.read(lambda rows: rows.all(Moment))
    return kept
