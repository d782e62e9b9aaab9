"""A story of practice over eight weeks, lived at a phone: an evening greeting that two designed, and one bad evening.

Every evening is tapped; only the clock is moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Browser, expect

from homing.record import Moment, Occasion, Reward, Ritual, Round
from tests.browser.house import House
from tests.browser.life import Life, living
from tests.browser.weeks import at, group, room, until

pytestmark = [pytest.mark.browser, pytest.mark.care("C6"), pytest.mark.care("C13"), pytest.mark.care("C16")]

WEEKS = ("..eS.", "S.E.S", "e..S.", "S.e.s", "S.S..", ".....", "SE..e", "S.sS.")
"""Each evening from Monday to Friday: with the ritual S settled, E on edge; without it s and e; a dot was not kept.

What else comes (the first Monday, a quiet Tuesday, a rest, a quarrel, a week away) is told below, and is a dot here.
"""

WITH_IT, WITHOUT = "With it: how are you now?", "Without it: how are you now?"
HELLO = "It is about the time for this: the evening hello"
TRUE = "Is there something true you would like to say to M?"


@pytest.mark.system("S12")
@pytest.mark.system("S11")
@pytest.mark.system("S14")
@pytest.mark.system("S25")
@pytest.mark.system("S26")
def test_an_evening_greeting_of_two(own: House, browser: Browser) -> None:
    """It comes up at its hour and never after real life did; what it does is told in two counts, and proves nothing."""
    with living(own, browser) as life:
        ritual = _design(life)
        for week, evenings in enumerate(WEEKS):
            for day, how in enumerate(evenings):
                if how != ".":
                    _evening(life, at(week, day, "18:35"), how)
                elif (week, day) in ELSE:
                    ELSE[week, day](life, ritual)
            if week in WEEKENDS:
                WEEKENDS[week](life)
        _two_counts(life, ritual)
        told = life.all_of(Moment)
        assert life.one(Ritual).at == "18:30"
        assert sum(one.ritual is not None for one in told) == 13
        assert sum(one.ritual is None and one.occasion is Occasion.MEETING for one in told) == 8
        assert life.one(Round).reunion
        assert life.one(Reward).label == "danced in the kitchen"


def _design(life: Life) -> str:
    """Together, on a Saturday morning, in their own words."""
    room(life, "Meeting and parting")
    life.write("What do you call it?", "the evening hello")
    life.tap("when we meet", "radio")
    life.write("Someone new, by an initial", "M")
    life.write("A look", "we look up from what we are doing")
    life.write("Words", "“there you are”")
    life.write("Touch", "a hand on the shoulder, if we both like")
    life.write("A place", "by the coats")
    life.unfold("On which days, and at what time")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        life.tap(day)
    life.write("About what time do you really meet or part?", "18:30")
    life.turn("7-ritual-new")
    life.go("Keep", within=life.page.locator("main"))
    life.sees("Monday to Friday", "“there you are”", "An agreement is never consent.")
    life.sees("Nothing to set side by side yet. Too early to say anything.")
    life.turn("7-ritual-designed")
    return life.page.url


def _first_evening(life: Life, _ritual: str) -> None:
    """An hour before its time it comes up; one tap keeps it, and it is gone."""
    until(life, at(0, 0, "17:20"))
    life.misses(HELLO)
    until(life, at(0, 0, "17:45"))
    life.sees(HELLO, "None of it has to be done.")
    life.turn("7-today-at-its-hour")
    life.go("Look at it", "link")
    life.turn("7-ritual-one-tap")
    _felt(life, WITH_IT, "Settled")
    life.sees("It is kept.", "With it once. You were settled afterwards.", "Too few to say more.")
    life.turn("7-ritual-kept")
    life.go("Today", "link")
    life.misses(HELLO)


def _evening(life: Life, when: datetime, how: str) -> None:
    until(life, when)
    life.go("Look at it", "link", life.page.locator(".gentle-one", has_text=HELLO))
    _felt(life, WITH_IT if how.isupper() else WITHOUT, "Settled" if how in "Ss" else "On edge")
    life.sees("It is kept.")


def _quiet_hours(life: Life, ritual: str) -> None:
    """Nothing comes up by itself; what one asks for is there."""
    until(life, at(1, 1, "12:00"))
    _keep_hours(life, "18:00", "08:00")
    until(life, at(1, 1, "18:35"))
    life.sees("Quiet hours until 08:00. Nothing is asked of you.")
    life.misses(HELLO)
    life.turn("7-today-quiet-hours")
    life.open(ritual)
    _felt(life, WITHOUT, "Settled")
    life.sees("It is kept.")
    _keep_hours(life, "22:00", "08:00")


def _rest(life: Life, ritual: str) -> None:
    """While resting nothing comes up, and its page asks nothing; the words stay."""
    until(life, at(2, 2, "18:05"))
    life.open("/keep/quiet")
    life.go("1 day")
    for page in ("/today", ritual):
        life.open(page)
        life.misses(HELLO, "You met just now?", "Settled afterwards in")
    life.sees("“there you are”")
    life.turn("7-ritual-resting")


def _quarrel(life: Life, ritual: str) -> None:
    """One bad evening, on meeting again: in a dozen taps, then looked at side by side."""
    until(life, at(4, 3, "18:45"))
    room(life, "A quarrel, move by move")
    taps = 4 + len(MOVES) + 1
    life.go("Map a quarrel", "link")
    life.tap("M")
    life.tap("It began on meeting again")
    life.turn("7-cycle-new")
    life.go("Begin")
    life.turn("7-cycle-first-move")
    for move in MOVES:
        life.go(move)
    life.turn("7-cycle-moves")
    life.go("It turned back there")
    assert taps * 4 <= 60, "a tap every four seconds, in a minute"
    life.sees("on meeting again", "turned back here")
    life.unfold("Your words on the moves")
    life.unfold("1. me: criticise")
    life.turn("7-cycle-words")
    life.go("alone")
    life.sees("underneath: alone")
    life.turn("7-cycle-round")
    life.go("Look at it together", "link")
    life.headed("What catches us both")
    life.sees("neither of us is it", "one of us", "the other")
    assert not re.search(r"\bM\b|\bme\b|\bthem\b", life.page.locator("main").inner_text())
    life.turn("7-cycle-together")
    life.open("/today")
    life.misses(HELLO)
    life.open(ritual)
    _felt(life, WITHOUT, "On edge")


def _the_cycle(life: Life) -> None:
    """Days later it is one quarrel, and too few to say what tends to come next."""
    until(life, at(4, 5, "11:00"))
    room(life, "A quarrel, move by move")
    life.go("M 1 quarrel", "link")
    life.sees("1 quarrel is counted here.", "Too few to say what tends to come next.")
    life.sees("1 of 1 quarrel turned back.", "1 of 1 quarrel began on meeting again.")
    life.turn("7-cycle-with")


def _given_and_received(life: Life) -> None:
    """Given and received, each in a tap; no word of it is supplied."""
    until(life, at(1, 5, "10:00"))
    room(life, "Reassurance")
    life.go("M", "link")
    life.sees("Is there something true you would like to say?")
    life.turn("7-reassurance")
    for way, kind in (("It came from me", "appreciation"), ("It came to me", "interest")):
        life.follow(group(life, way).get_by_role("button", name=re.compile(kind)))
        life.sees("It is kept.")
    life.sees("You gave some in 1 of these 8.", "Some came to you in 1 of these 8.")
    life.sees("They are no balance: nobody owes the other a number.")
    life.turn("7-reassurance-kept")


def _a_rhythm(life: Life) -> None:
    until(life, at(3, 5, "10:00"))
    room(life, "Reassurance")
    life.go("M", "link")
    life.unfold("Let Homing ask me now and then")
    life.write("After how many days?", "4")
    life.go("Keep", within=life.page.locator("aside"))
    life.sees("Homing asks after 4 days without any moment with them.")
    life.turn("7-rhythm")


def _away(life: Life, _ritual: str) -> None:
    """A week apart: nothing piles up, the rhythm asks on the fifth day, and a call begins it anew."""
    until(life, at(5, 0, "18:35"))
    life.misses(TRUE)
    life.go("Not today", within=life.page.locator(".gentle-one", has_text=HELLO))
    life.misses(HELLO)
    until(life, at(5, 2, "12:00"))
    life.misses(HELLO)
    life.sees(TRUE)
    life.turn("7-today-something-true")
    life.moment("M", "a warm voice", 2, "Met with care")
    for day in (2, 3, 4):
        until(life, at(5, day, "12:30"))
        life.misses(TRUE)


def _a_reward(life: Life) -> None:
    until(life, at(7, 5, "22:30"))
    room(life, "What it made possible")
    life.write("What was it?", "danced in the kitchen")
    life.tap("played", "radio")
    life.tap("M")
    life.turn("7-reward-new")
    life.go("Keep", within=life.page.locator("main"))
    life.headed("danced in the kitchen")
    life.go("What safety makes possible", "link")
    life.sees("danced in the kitchen", "Nothing is counted.")
    life.turn("7-rewards")


def _two_counts(life: Life, ritual: str) -> None:
    """Both with their n, side by side; intervals only on request."""
    life.open(ritual)
    beside = life.card("With it, and without it")
    expect(beside).to_contain_text("Settled afterwards in 11 of 13 with it.")
    expect(beside).to_contain_text("Settled afterwards in 3 of 8 without it.")
    expect(beside).to_contain_text("This is no proof.")
    expect(beside.get_by_text("95 % interval").filter(visible=True)).to_have_count(0)
    life.turn("7-ritual-after-eight-weeks")
    life.unfold("The numbers")
    expect(beside.get_by_text("With it: 11 of 13")).to_be_visible()
    life.turn("7-ritual-numbers")


MOVES = (
    "me: criticise",
    "them: defend",
    "me: go after",
    "them: pull back",
    "me: go after",
    "them: take a pause",
    "me: mend",
)
ELSE: dict[tuple[int, int], Callable[[Life, str], None]] = {
    (0, 0): _first_evening,
    (1, 1): _quiet_hours,
    (2, 2): _rest,
    (4, 3): _quarrel,
    (5, 0): _away,
}
WEEKENDS: dict[int, Callable[[Life], None]] = {1: _given_and_received, 3: _a_rhythm, 4: _the_cycle, 7: _a_reward}


def _felt(life: Life, legend: str, state: str) -> None:
    life.follow(group(life, legend).get_by_role("button", name=re.compile(f"^{state}")))


def _keep_hours(life: Life, begins: str, ends: str) -> None:
    life.open("/keep/quiet")
    life.write("From", begins)
    life.write("Until", ends)
    life.go("Keep these hours")
