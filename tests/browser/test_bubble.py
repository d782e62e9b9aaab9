"""The bubble in a real browser: by keyboard alone, by touch, without script, and as a screen reader meets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from homing.record import LivedTime, Opening, Person, Size, Window
from tests.browser import walk
from tests.browser.browser import DESKTOP, PHONE, looking
from tests.browser.house import MORNING, ZONE, House
from tests.browser.keys import Keys

pytestmark = pytest.mark.browser

SORREL = Person(id=UUID(int=0x10), label="Sorrel")
WORK = Window(id=UUID(int=0x70), label="Work worries", people=(SORREL.id,), opening=Opening.HALF)
SHUT = Window(id=UUID(int=0x71), label="Childhood", size=Size.DOOR)
_CROWD = (
    "Daily life", "Work worries", "Touch", "Childhood", "Money", "Help with the move", "My mornings",
    "What happened at home when I was small", "Visits", "My phone", "Hugs hello", "The choir weekend",
    "Unaussprechlichkeitsgefühl", "深夜の電話とメール",
)  # fmt: skip

_OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".bw")].map((one) => {
    const texts = [...one.querySelectorAll("text")].map((text) => text.getBoundingClientRect());
    const [left, top] = ["left", "top"].map((side) => Math.min(...texts.map((box) => box[side])));
    const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...texts.map((box) => box[side])));
    return { name: one.dataset.name, left, right, top, bottom };
  });
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => meet(a, b)).map((b) => [a.name, b.name]));
}"""


def put(house: House, *windows: Window) -> None:
    """Write windows into the open vault."""
    desk = house.keeper._desk
    assert desk is not None
    records: tuple[Person | Window, ...] = (SORREL, *windows)
    desk.vault.write(lambda rows: [rows.put(one, house.clock()) for one in records])


def stands(house: House, window: Window) -> Opening:
    """How far a window stands in the vault."""
    desk = house.keeper._desk
    assert desk is not None
    found = desk.vault.read(lambda rows: rows.find(Window, window.id))
    assert found is not None
    return found.opening


@contextmanager
def at_the_bubble(
    house: House, browser: Browser, size: dict[str, int], *, touch: bool = False, script: bool = True
) -> Iterator[Page]:
    """The bubble with one half open window and one closed door."""
    with looking(browser, house.address, size=size, touch=touch, script=script) as page:
        walk.unlock(page)
        put(house, WORK, SHUT)
        page.goto("/bubble")
        yield page


def slider(page: Page, name: str) -> Locator:
    """A window in the picture."""
    return page.get_by_role("slider", name=name)


@pytest.mark.system("S5")
def test_by_keyboard_alone(own: House, browser: Browser) -> None:
    """Arrows, Home and End move a window and it is said; Enter leads to its card, and its buttons keep the focus."""
    with at_the_bubble(own, browser, DESKTOP) as page:
        keys = Keys(page)
        work = slider(page, "Work worries")
        keys.to(work)
        expect(work).to_have_attribute("aria-valuetext", "half open until you close it")
        keys.press("ArrowUp")
        expect(page.locator("[data-bubble-said]")).to_have_text("Work worries: wide open until you close it")
        expect(work).to_have_attribute("aria-valuenow", "3")
        assert stands(own, WORK) is Opening.WIDE
        keys.press("ArrowDown", "ArrowLeft")
        expect(page.locator("[data-bubble-said]")).to_contain_text("ajar")
        assert stands(own, WORK) is Opening.AJAR
        keys.press("Home")
        expect(page.locator("[data-bubble-said]")).to_have_text("Work worries: closed")
        expect(work).to_be_focused()
        keys.press("Enter")
        expect(page.locator(f"#w-{WORK.id} h3 a")).to_be_focused()
        keys.to(page.locator(f"#w-{WORK.id}").get_by_role("button", name="ajar"))
        keys.press("Enter")
        expect(work).to_have_attribute("aria-valuenow", "1")
        expect(page.locator(f"#w-{WORK.id}").get_by_role("button", name="ajar")).to_be_focused()
        assert stands(own, WORK) is Opening.AJAR


@pytest.mark.system("S5")
def test_by_touch(own: House, browser: Browser) -> None:
    """A finger pulls a window outward and pushes it shut; a tap shows its card and moves nothing."""
    with at_the_bubble(own, browser, PHONE, touch=True) as page:
        work = slider(page, "Work worries")
        _drag(page, work, outward=-60)
        expect(page.locator("[data-bubble-said]")).to_have_text("Work worries: closed")
        assert stands(own, WORK) is Opening.CLOSED
        _drag(page, work, outward=30)
        expect(page.locator("[data-bubble-said]")).to_contain_text("ajar")
        assert stands(own, WORK) is Opening.AJAR
        slider(page, "Childhood").locator(".bw-touch").tap()
        expect(page.locator("[data-bubble-list] > li").first).to_contain_text("Childhood")
        expect(page.locator(f"#w-{SHUT.id} h3 a")).to_be_focused()
        assert stands(own, SHUT) is Opening.CLOSED


@pytest.mark.system("S5")
def test_until_when_is_one_tap(own: House, browser: Browser) -> None:
    """ "For one hour" is one tap in the card; the expired window is drawn closed after the night, and said to be."""
    with at_the_bubble(own, browser, DESKTOP) as page:
        card = page.locator(f"#w-{WORK.id}")
        card.get_by_text("Until when?").click()
        card.get_by_role("button", name="for one hour").click()
        expect(page.locator("[data-bubble-said]")).to_have_text("Work worries: half open until 10:30")
        own.clock.forward(timedelta(hours=1))
        walk.unlock(page)
        page.goto("/bubble")
        expect(slider(page, "Work worries")).to_have_attribute("aria-valuetext", "closed")


@pytest.mark.system("S5")
def test_a_move_that_fails_is_put_back(own: House, browser: Browser) -> None:
    """If the server does not answer, the sash goes back and it is said; nothing was changed."""
    with at_the_bubble(own, browser, DESKTOP) as page:
        page.route("**/move", lambda route: route.fulfill(status=200, body=""))
        work = slider(page, "Work worries")
        work.focus()
        page.keyboard.press("End")
        expect(page.locator("[data-bubble-said]")).to_have_text(
            "That did not reach Homing. The window stands as before."
        )
        expect(work).to_have_attribute("aria-valuenow", "2")
        assert stands(own, WORK) is Opening.HALF


@pytest.mark.system("S5")
def test_without_script(own: House, browser: Browser) -> None:
    """Without JavaScript the picture leads to each window's page, and the list moves it by one tap."""
    with at_the_bubble(own, browser, PHONE, script=False) as page:
        page.locator(f"#w-{WORK.id}").get_by_role("button", name="close", exact=True).click()
        page.wait_for_url("**/bubble")
        assert stands(own, WORK) is Opening.CLOSED
        page.get_by_role("link", name="Childhood, door for everyone: closed").click()
        page.wait_for_url(f"**/windows/{SHUT.id}")
        page.get_by_role("button", name="wide").click()
        page.wait_for_url(f"**/windows/{SHUT.id}")
        expect(page.get_by_text("It stands wide open until you close it.")).to_be_visible()


@pytest.mark.system("S5")
def test_as_a_screen_reader_meets_it(own: House, browser: Browser) -> None:
    """In the accessibility tree come heading, picture with each window as a named slider, then the list, in order."""
    with at_the_bubble(own, browser, DESKTOP) as page:
        expect(page.locator(".page")).to_match_aria_snapshot("""
          - main:
            - heading "You decide what opens" [level=1]
            - group "The picture of your bubble. Every handle is inside.":
              - slider "Work worries, window for S…"
              - slider "Childhood, door for everyone"
          - complementary:
            - heading "All windows, as a list" [level=2]
            - list "All windows, as a list":
              - listitem:
                - heading "Work worries" [level=3]
                - group "Work worries":
                  - button "close"
                  - button "ajar"
                  - button "half" [pressed]
                  - button "wide"
              - listitem:
                - heading "Childhood" [level=3]
        """)


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_reduced_motion(own: House, browser: Browser, motion: str, *, moves: bool) -> None:
    """Sashes turn softly, or at once for whoever asks for less motion."""
    with at_the_bubble(own, browser, PHONE) as page:
        page.emulate_media(reduced_motion="reduce" if motion == "reduce" else "no-preference")
        lasts = page.locator(".bw-leaf").first.evaluate("(one) => getComputedStyle(one).transitionDuration")
        assert (lasts not in ("0s", "")) is moves


@pytest.mark.system("S5")
@pytest.mark.parametrize("size", [{"width": 320, "height": 700}, PHONE, DESKTOP], ids=["320", "360", "1280"])
def test_labels_never_overlap(own: House, browser: Browser, size: dict[str, int]) -> None:
    """With this machine's fonts no two labels meet for any number of windows up to fourteen, at any width."""
    with looking(browser, own.address, size=size) as page:
        walk.unlock(page)
        made = partial(LivedTime.at, MORNING + timedelta(hours=5))
        for n, name in enumerate(_CROWD, start=1):
            put(own, Window(id=UUID(int=0x90 + n), label=name, opening=Opening.WIDE, until=made(ZONE)))
            page.goto("/bubble")
            assert page.evaluate(_OVERLAPS) == [], f"{n} windows"


def _drag(page: Page, target: Locator, outward: float) -> None:
    """One finger from the window's middle, away from the middle of the picture or towards it."""
    box, whole = target.locator(".bw-touch").bounding_box(), page.locator(".bubble").bounding_box()
    assert box is not None
    assert whole is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    side = 1 if x > whole["x"] + whole["width"] / 2 else -1
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 6):
        at = {"x": x + side * outward * step / 5, "y": y}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
