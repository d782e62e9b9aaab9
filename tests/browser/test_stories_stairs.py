"""A story lived at a phone, through the pages alone: someone for whom the smallest step is a nod on the stairs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from homing.record import Early, Evidence, Moment, Person
from tests.browser.house import House
from tests.browser.life import Life, living

pytestmark = [pytest.mark.browser, pytest.mark.care("C6"), pytest.mark.care("C16")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ROOM = "There is room for a small step, if you like."
NOBODY = "No step is proposed just now. Nothing needs to be done."
STAIRS = "nod to whoever is on the stairs"
ROOMS = (
    *("/today", "/practice", "/ladder", "/early", "/safety", "/body", "/moments", "/people", "/bubble"),
    *("/rituals", "/reassurance", "/promises", "/needs", "/anchors", "/spaces", "/rewards", "/cycle", "/keep/quiet"),
)


@pytest.mark.system("S18")
@pytest.mark.system("S22")
@pytest.mark.system("S24")
@pytest.mark.system("S26")
@pytest.mark.care("C8")
def test_a_smile_on_the_stairs(own: House, browser: Browser) -> None:
    """No one is named; the smallest step in own words, a way out taken, rest, silent weeks, and what safety is like."""
    with living(own, browser) as life:
        stairs = _in_own_words(life)
        _early_words(life)
        _the_way_out(life, stairs)
        _weeks_of_rest(life, stairs)
        _weeks_of_nothing(life, stairs)
        _own_moments_have_the_say(life)
        _what_safety_is_like(life, stairs)
        tries = [one for one in life.all_of(Moment) if one.step]
        assert [one.evidence for one in tries] == [Evidence.PROTECTED, Evidence.NO_HURT, Evidence.NO_HURT]
        assert [one.label for one in life.all_of(Person)] == ["B"]
        assert life.one(Early).crowded == 4


def _in_own_words(life: Life) -> str:
    life.open("/people")
    life.turn("8-nobody")
    life.go("Practice", "link")
    life.follow(life.page.locator("main a[href='/ladder']"))
    life.sees("Closeness is learnt in small doses, if you want it.", "Never toward anyone you are afraid of.")
    life.follow(life.page.locator("a", has_text="smile at a neighbour"))
    life.write("What is the step?", STAIRS)
    life.write("My way out", "I look at my keys and walk on.")
    life.tap("4", "radio")
    life.turn("8-own-words")
    life.go("Keep", within=life.page.locator("main"))
    stairs = life.page.url
    life.sees("In general", "I look at my keys and walk on.")
    life.go("Small steps", "link")
    offered = life.card("A step, if you like")
    expect(offered).to_contain_text("It names nobody, so no record tells what may follow.")
    expect(offered).to_contain_text("You expect the alarm at 4 of 10.")
    life.turn("8-offered")
    return stairs


def _early_words(life: Life) -> None:
    life.later(DAY)
    life.go("Practice", "link")
    life.follow(life.page.locator("a[href='/early']"))
    life.turn("8-early-empty")
    life.write("In your own words, if you like", "The door was shut. I was good at playing alone.")
    for sentence in ("I learnt early to manage by myself.", "Being close to someone left no room for me."):
        life.tap("very much", "radio", life.group(sentence))
    life.go("Keep", within=life.page.locator("main"))
    close = life.card("When someone comes close")
    expect(close).to_contain_text("Your own moments: none yet. Too early to say anything.")
    expect(close).to_contain_text("What you brought along counts as about 3 moments.")
    life.turn("8-early-told")


def _the_way_out(life: Life, stairs: str) -> None:
    """The first try ends by the way out, the second well; the rest after the first is the longer one."""
    life.open(stairs)
    life.go("I try it now")
    life.go("I took my way out, or gave in, froze or hid")
    assert life.page.url == stairs
    life.sees("Tried once: I protected myself.", "The way out is a part of every step.")
    life.turn("8-step-after")
    life.later(3 * DAY)
    life.open("/ladder")
    life.sees(NOBODY, "Some rest between steps: tomorrow is soon enough for the next.")
    life.later(DAY + HOUR)
    life.open("/ladder")
    expect(life.card("A step, if you like")).to_contain_text(STAIRS)
    life.open(stairs)
    life.unfold("I tried it: how did it go?")
    life.go("okay")
    life.sees(
        "I protected myself: 1 of 2 tries.",
        "Okay: 1 of 2 tries.",
        "Where you protected yourself it is never counted as safe.",
    )
    life.turn("8-tried-twice")


def _weeks_of_rest(life: Life, stairs: str) -> None:
    life.later(2 * DAY)
    life.open("/keep/quiet")
    life.go("14 days")
    life.later(6 * DAY)
    life.sees("You are resting", "There is nothing to do.")
    life.misses("There is room for a small step")
    life.turn("8-resting")
    life.open("/ladder")
    life.sees("You are resting: nothing is counted or expected just now.", STAIRS)
    life.misses("A step, if you like", "expected alarm")
    life.turn("8-ladder-resting")
    life.open(stairs)
    life.misses("of 2 tries")
    life.turn("8-step-resting")
    _no_reproach(life)
    life.later(8 * DAY + HOUR)
    life.misses("You are resting")
    life.turn("8-after-the-rest")


def _weeks_of_nothing(life: Life, stairs: str) -> None:
    """More than three weeks without a tap. What was not done is on no page."""
    life.later(24 * DAY)
    life.sees(ROOM, "None of it has to be done.")
    life.turn("8-today-after-weeks")
    _no_reproach(life)
    life.open(stairs)
    life.misses("ago", "It has been")
    life.open("/ladder")
    expect(life.card("A step, if you like")).to_contain_text(STAIRS)
    life.turn("8-ladder-after-weeks")


def _own_moments_have_the_say(life: Life) -> None:
    """Four moments with what was brought along; the first with nobody named, then someone with an initial."""
    for n, who in enumerate(("", "", "B", "B"), start=1):
        _came_closer(life, who, n)
        life.open("/early")
        close = life.card("When someone comes close")
        ones = "one" if n == 1 else "ones"
        expect(close).to_contain_text(
            f"Your own moments: hurt followed in 0 of {n} finished {ones}. Too few to say more."
        )
        if n < 4:
            expect(close).to_contain_text(f"You have finished {n} like these; a few more, and they have the say.")
        else:
            expect(close).to_contain_text("You have finished 4 like these: they have the say now.")
        life.later(2 * DAY)
    life.open("/early")
    life.unfold("The numbers")
    life.turn("8-early-gives-way")


def _came_closer(life: Life, who: str, n: int) -> None:
    life.go("New", "link")
    if who and life.find(who, "checkbox").count():
        life.tap(who)
    elif who:
        life.page.locator("[name=people_new]").fill(who)
    if n == 1:
        life.unfold("Some examples")
    life.tap(
        "comes closer", within=life.group("None of them means anything by itself." if n == 1 else "What came to you?")
    )
    life.tap("On edge tight, fast", "radio", life.group("How was it in you?"))
    life.go("Next")
    life.tap("3", "radio")
    life.go("Next")
    life.go("Next")
    life.tap("Okay" if n < 3 else "Met with care", "radio")
    life.tap("Settled easy breath", "radio", life.group("How was it in you afterwards?"))
    life.go("Keep", within=life.page.locator("main"))


def _what_safety_is_like(life: Life, stairs: str) -> None:
    life.open(stairs)
    life.go("I try it now")
    life.go("met with care")
    life.turn("8-met")
    life.open("/good")
    life.tap("comes closer")
    life.tap("B")
    life.write("Or in your own words", "B held the door, and I breathed out.")
    life.turn("8-good")
    life.go("Met with care")
    life.turn("8-good-kept")
    life.open("/safety")
    life.sees("You kept 7 moments of safety in the last twelve months.", "You were met with care in 4 of them.")
    life.sees("You were settled afterwards in 4 of the 4 that tell how it was.", "There is no best person")
    life.sees("Nobody named", "a small step")
    life.turn("8-safety")
    life.open("/body/settles")
    life.turn("8-settles")
    life.sees("2 of 2")
    life.later(DAY)
    life.turn("8-today-at-the-end")
    _no_reproach(life)


def _no_reproach(life: Life) -> None:
    """Every room opens, looked over on the way."""
    for room in ROOMS:
        life.open(room)
        life.misses("It has been a", "You have not", "weeks ago", "days ago", "waiting for you to")
