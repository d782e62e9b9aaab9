"""Stories lived at a phone, through the pages alone: a window opened, one narrowed, one that expires overnight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from homing.record import Choice, Moment, Need, Opening, Outcome, Respect, Window
from tests.browser.house import House
from tests.browser.life import Life, living

pytestmark = [pytest.mark.browser, pytest.mark.care("C6")]


@pytest.mark.system("S4")
@pytest.mark.system("S5")
@pytest.mark.system("S6")
@pytest.mark.care("C12")
def test_a_safe_coffee_and_a_window_opened(own: House, browser: Browser) -> None:
    """After a coffee that ended with care the window is opened further by a tap, and by nothing before that tap."""
    with living(own, browser) as life:
        life.go("Bubble", "link")
        life.turn("1-bubble-empty")
        life.go("Make a first window", "link")
        life.write("What is it about?", "work worries")
        life.unfold("Someone new, or a group")
        life.write("Who? An initial is enough.", "S")
        life.tap("a topic", "radio")
        life.tap("ajar", "radio")
        life.turn("1-window-new")
        life.go("Keep", within=life.page.locator("main"))
        life.sees("It stands ajar until you close it.")
        life.later(timedelta(minutes=15))
        life.sees("work worries", "ajar · until you close it")
        life.turn("1-today")
        _coffee(life)
        life.later(timedelta(minutes=40))
        life.sees("This moment has no ending yet.")
        life.turn("1-today-after")
        life.follow(life.page.locator("aside a[href$='/ended']"))
        life.tap("Met with care", "radio")
        life.unfold("Was one of your windows open?")
        life.tap("respected", "radio")
        life.turn("1-ended")
        life.go("Keep", within=life.page.locator("main"))
        beside = life.card("Your windows, then and now")
        expect(beside).to_contain_text("Then it stood ajar. You noted: respected. It ended: met with care.")
        expect(beside).to_contain_text("Now: ajar until you close it.")
        life.turn("1-before-the-tap")
        moment = life.page.url
        _stands(life, "work worries", "ajar until you close it")
        life.open(moment)
        life.go("Open further: work worries")
        expect(life.card("Your windows, then and now")).to_contain_text("Now: half open until you close it.")
        life.turn("1-after-the-tap")
        _stands(life, "work worries", "half open until you close it")
        life.turn("1-bubble")
        kept, window = life.one(Moment), life.one(Window)
        assert (kept.outcome, kept.choice, kept.aperture) == (Outcome.CARE, Choice.CLOSER, 1 / 3)
        assert [(one.opening, one.respect) for one in kept.windows] == [(Opening.AJAR, Respect.RESPECTED)]
        assert window.opening is Opening.HALF


@pytest.mark.system("S5")
@pytest.mark.system("S6")
@pytest.mark.system("S20")
@pytest.mark.care("C10")
@pytest.mark.care("C12")
def test_a_dismissal_and_a_window_narrowed(own: House, browser: Browser) -> None:
    """Brushed off and crossed, it is narrowed in one tap; "I will" is kept, "you must not" turned, never blocked."""
    with living(own, browser) as life:
        life.open("/windows/new")
        life.write("What is it about?", "my mornings")
        life.unfold("Someone new, or a group")
        life.write("Who? An initial is enough.", "R")
        life.tap("half open", "radio")
        life.go("Keep", within=life.page.locator("main"))
        window = life.page.url
        life.later(timedelta(hours=1))
        life.moment("R", "talks over me", 6, "Brushed off or judged", treated="crossed")
        told = "Then it stood half open. You noted: crossed. It ended: brushed off or judged."
        expect(life.card("Your windows, then and now")).to_contain_text(told)
        life.turn("2-before-the-tap")
        life.go("Narrow it: my mornings")
        expect(life.card("Your windows, then and now")).to_contain_text("Now: ajar until you close it.")
        life.turn("2-after-the-tap")
        life.open(window)
        life.sees("Crossed in the one moment in which you noted it.", "You narrowed it: ajar, until you close it.")
        life.turn("2-window")
        _i_will_and_you_must_not(life)
        assert life.one(Window).opening is Opening.AJAR
        assert [(one.opening, one.respect) for one in life.one(Moment).windows] == [(Opening.HALF, Respect.CROSSED)]
        said = {need.label: need.will for need in life.all_of(Need)}
        assert said == {"my mornings to myself": "I will leave the table.", "You must not talk over me": ""}


_SPRING, _AUTUMN = datetime(2027, 3, 27, 20, 30, tzinfo=UTC), datetime(2026, 10, 24, 19, 30, tzinfo=UTC)
"""Half past nine in the evening in Vienna. Half past seven is nine hours later in one night, eleven in the other."""

_NIGHTS = [
    pytest.param(_SPRING, "2027-03-28T02:30", "03:30", timedelta(hours=9), id="spring"),
    pytest.param(_AUTUMN, "2026-10-25T02:30", "02:30 (before the clocks go back)", timedelta(hours=11), id="autumn"),
]


@pytest.mark.system("S5")
@pytest.mark.parametrize(("evening", "told", "said", "night"), _NIGHTS)
def test_a_window_expires_overnight(
    own: House, browser: Browser, evening: datetime, told: str, said: str, night: timedelta
) -> None:
    """It closes in the hour that is skipped or comes twice, while the app is off; a clock set back opens nothing."""
    own.clock.instant = evening
    with living(own, browser) as life:
        _open_until(life, "the phone by my bed", "until the morning")
        _open_until(life, "news from home", "a time", told)
        life.sees(f"It stands wide open until tomorrow {said}")
        life.turn(f"6-{told[:4]}-evening")
        life.at(evening + night)
        life.turn(f"6-{told[:4]}-before-eight")
        _stands(life, "the phone by my bed", "wide open until 08:00")
        _stands(life, "news from home", "closed")
        life.at(evening + night + timedelta(hours=1))
        for name, at in (("the phone by my bed", "08:00"), ("news from home", said)):
            _closed_by_itself(life, name, at)
        life.turn(f"6-{told[:4]}-morning")
        life.at(evening + timedelta(minutes=30))
        life.misses("What is open")
        for name, at in (("the phone by my bed", "08:00"), ("news from home", said)):
            _closed_by_itself(life, name, at)
        life.turn(f"6-{told[:4]}-set-back")
        assert {one.opening for one in life.all_of(Window)} == {Opening.CLOSED}


_BUBBLE = """
- banner:
  - button "Leave quickly"
  - link "Skip to the page"
  - link "Help"
- navigation "Rooms"
- main:
  - heading "You decide what opens" [level=1]
  - group "The picture of your bubble. Every handle is inside.":
    - slider "my mornings, window for everyone"
- complementary "Beside this":
  - heading "All windows, as a list" [level=2]
  - list "All windows, as a list":
    - listitem:
      - heading "my mornings" [level=3]
      - paragraph: wide open until tomorrow 08:00 · for everyone
      - group "my mornings":
        - button "close"
        - button "ajar"
        - button "half"
        - button "wide" [pressed]
  - link "A new window"
- contentinfo:
  - link "Help, and lines to call or text"
"""
_CHOOSE = """
- banner:
  - button "Leave quickly"
  - link "Skip to the page"
  - link "Help"
- main:
  - navigation "Parts of this moment":
    - paragraph: "4 of 5: Choose"
  - heading "What would be right for you, now?" [level=1]
  - group "Your choice":
    - button "closer"
    - button "stay"
    - button "step back"
    - button "out"
  - button "Go on without choosing"
  - button "Back"
  - button "I am not safe"
- contentinfo:
  - link "Help, and lines to call or text"
"""


@pytest.mark.system("S4")
@pytest.mark.system("S5")
def test_as_a_screen_reader_meets_them(own: House, browser: Browser) -> None:
    """Leaving comes first; then the heading, what it is about, and the way on: in the bubble, and where one chooses."""
    with living(own, browser) as life:
        _open_until(life, "my mornings", "until the morning")
        life.open("/bubble")
        expect(life.page.locator("body")).to_match_aria_snapshot(_BUBBLE)
        life.open("/now")
        life.go("Go on")
        life.go("Go on")
        life.go("Go on without saying")
        expect(life.page.locator("body")).to_match_aria_snapshot(_CHOOSE)


def _coffee(life: Life) -> None:
    life.go("Something is happening", "link")
    life.go("Go on")
    life.tap("S")
    life.unfold("Something or someone new")
    life.write("Something new, in your words", "a warm voice")
    life.turn("1-now-notice")
    life.go("Go on")
    life.go("a little")
    life.turn("1-now-choose")
    life.go("closer")
    life.go("ask one question")
    life.headed("It is kept")
    life.turn("1-now-kept")


def _i_will_and_you_must_not(life: Life) -> None:
    life.go("What I need", "link")
    life.write("What do you need?", "my mornings to myself")
    life.write("And what will you do? “I will…”", "I will leave the table.")
    life.turn("2-need-new")
    life.go("Keep", within=life.page.locator("main"))
    life.sees("I will leave the table.")
    life.misses("If you like, turn it round")
    life.turn("2-need-kept")
    life.go("Show it, large", "link")
    life.sees("I will leave the table.")
    life.turn("2-need-shown")
    life.open("/needs")
    life.unfold("Another need")
    life.write("What do you need?", "You must not talk over me")
    life.go("Keep", within=life.page.locator("main"))
    life.headed("You must not talk over me")
    life.sees("If you like, turn it round", "Your words are kept as they are.")
    life.turn("2-need-turned")


def _open_until(life: Life, label: str, until: str, told: str = "") -> None:
    life.open("/windows/new")
    life.write("What is it about?", label)
    life.tap("wide open", "radio")
    life.tap(until, "radio")
    if told:
        life.write("The time, if you chose one", told)
    life.go("Keep", within=life.page.locator("main"))


def _closed_by_itself(life: Life, name: str, at: str) -> None:
    _stands(life, name, "closed")
    life.go(name, "link", life.page.locator("[data-bubble-list]"))
    life.sees("It is closed.", f"It closed by itself at {at}, as you had set it.")


def _stands(life: Life, name: str, how: str) -> None:
    """How far it stands, in the picture and in the list alike."""
    life.open("/bubble")
    expect(life.page.get_by_role("slider", name=name)).to_have_attribute("aria-valuetext", how)
    expect(life.page.locator("[data-bubble-list] > li", has_text=name).locator("b")).to_have_text(how)
