"""A story lived at a phone, through the pages alone: a ladder toward a friend, with one dismissal in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from homing.record import Moment, Opening, Outcome, Step, Window
from tests.browser.house import House
from tests.browser.life import Life, living

pytestmark = [pytest.mark.browser, pytest.mark.care("C6"), pytest.mark.care("C16")]

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
TIRED, AFRAID, SONG = "say that I am tired", "tell what I am afraid of", "sit beside J for one song"
ROOM = "There is room for a small step, if you like."
NOBODY = "No step is proposed just now. Nothing needs to be done."


@pytest.mark.system("S18")
@pytest.mark.system("S17")
@pytest.mark.system("S19")
@pytest.mark.care("C2")
@pytest.mark.care("C10")
def test_a_ladder_toward_a_friend_with_a_dismissal_in_it(own: House, browser: Browser) -> None:
    """Too early, then offered with its counts; met, brushed off, rested; smaller again; and silent after a danger."""
    with living(own, browser) as life:
        _a_window(life)
        tired = _first_step(life)
        _five_moments(life)
        _offered_and_met(life, tired)
        _brushed_off(life)
        song = _a_smaller_one(life, tired)
        _used_against(life, tired)
        _what_the_record_says(life)
        _danger(life, (tired, song))
        tries = [one for one in life.all_of(Moment) if one.step]
        assert [(one.outcome, one.used_against) for one in tries] == [
            (Outcome.CARE, True),
            (Outcome.OKAY, False),
            (Outcome.BRUSHED_OFF, False),
            (Outcome.CARE, False),
        ]
        assert {step.label: step.set_aside for step in life.all_of(Step)} == {TIRED: True, AFRAID: False, SONG: False}
        assert life.one(Window).opening is Opening.AJAR


def _a_window(life: Life) -> None:
    life.open("/windows/new")
    life.write("What is it about?", "how I really am")
    life.unfold("Someone new, or a group")
    life.write("Who? An initial is enough.", "J")
    life.tap("ajar", "radio")
    life.go("Keep", within=life.page.locator("main"))


def _first_step(life: Life) -> str:
    life.go("Practice", "link")
    life.turn("7-practice")
    life.follow(life.page.locator("main a[href='/ladder']"))
    life.sees("A step can be as small as a smile on the stairs.")
    life.turn("7-ladder-empty")
    life.go("One in my own words", "link")
    tired = _step(life, TIRED, "I say “enough for today” and look for the kettle.", 4, "ajar", "7-new")
    life.sees("I say “enough for today” and look for the kettle.", "With J", "By your window: how I really am")
    life.turn("7-step")
    life.unfold("Would Homing propose it now?")
    life.sees("Too early to propose: 0 of at least 5 finished moments with J.")
    return tired


def _five_moments(life: Life) -> None:
    for n, alarm in enumerate((3, 4, 2, 3), start=1):
        life.later(2 * DAY)
        life.moment("J", "asks back" if n % 2 else "laughs softly", alarm, "Okay" if n % 2 else "Met with care")
        life.open("/ladder")
        life.sees(NOBODY, f"Too early to propose: {n} of at least 5 finished moments with J.")
        life.misses("A step, if you like")
    life.turn("7-too-early")
    life.later(2 * DAY)
    life.misses(ROOM)
    life.moment("J", "asks back", 3, "Met with care")
    life.open("/today")
    life.go("Look at it", "link", life.page.locator(".gentle-one", has_text=ROOM))
    life.misses(NOBODY)
    offered = life.card("A step, if you like")
    expect(offered).to_contain_text("A first small step.")
    expect(offered).to_contain_text("Hurt followed in 0 of your 5 finished moments with J, and none frightened you.")
    expect(offered).to_contain_text("You expect the alarm at 4 of 10.")
    expect(offered).to_contain_text("I say “enough for today” and look for the kettle.")
    life.turn("7-offered")


def _offered_and_met(life: Life, tired: str) -> None:
    life.go("Look at it", "link")
    assert life.page.url == tired
    life.sees("Before you go")
    life.go("I try it now")
    life.turn("7-trying")
    life.later(HOUR)
    life.turn("7-today-after")
    life.open(tired)
    life.sees("One tap is enough. It can wait.")
    life.unfold("How loud was the alarm? Say it first, if you like")
    life.tap("3", "radio")
    life.go("met with care")
    life.sees(
        "It is kept: met with care.",
        "Tried once: met with care.",
        "You expect the alarm at 4 of 10. In the last try that tells it, it was at 3.",
    )
    life.turn("7-met")
    life.open("/ladder")
    life.sees(NOBODY, "Some rest between steps: Thursday is soon enough for the next.")
    life.turn("7-resting")
    life.later(2 * DAY)
    life.open("/ladder")
    life.sees("Again, where it went well: the one try like it ended with care, or okay.")
    life.sees("Hurt followed in 0 of your 6 finished moments with J, and none frightened you.")
    life.go("Look at it", "link")
    life.unfold("I tried it: how did it go?")
    life.go("okay")
    life.sees("Met with care: 1 of 2 tries.", "Okay: 1 of 2 tries.", "Too few to say more.")


def _brushed_off(life: Life) -> None:
    """A bolder one of the person's own. It is brushed off; nothing is proposed for four days, and nothing is blamed."""
    life.later(WEEK)
    afraid = _step(life, AFRAID, "I say “that was all” and ask for the salt.", 6, "half open", "")
    life.sees("For this step: half open.")
    life.go("Open it there, if you like", "link")
    life.go("half")
    life.open(afraid)
    life.go("I try it now")
    life.later(HOUR)
    life.open(afraid)
    life.go("brushed off or judged")
    life.sees("It is kept: brushed off or judged.", "It says nothing against you, or against having tried.")
    life.sees("Tried once: brushed off or judged.", "Some rest between steps: Monday is soon enough for the next.")
    life.turn("7-brushed-off")
    life.go("Your windows, then and now", "link")
    life.sees("Then it stood half open.")
    life.turn("7-brushed-off-moment")
    life.go("Narrow it: how I really am")
    for pause in (DAY, 2 * DAY, 20 * HOUR):
        life.later(pause)
        life.misses(ROOM)
        life.open("/ladder")
        life.sees(NOBODY, "Some rest between steps:")
        life.misses("A step, if you like")
        life.turn("7-rest-after")


def _a_smaller_one(life: Life, tired: str) -> str:
    song = _step(life, SONG, "I get up when the song ends.", 4, "ajar", "")
    life.open(tired)
    life.go("Set it aside for now")
    life.later(4 * HOUR)
    life.open("/ladder")
    offered = life.card("A step, if you like")
    expect(offered).to_contain_text(SONG)
    expect(offered).to_contain_text("Again, where it went well: 2 of 3 tries like it ended with care, or okay.")
    expect(offered).to_contain_text("Hurt followed in 0 of your 8 finished moments with J, and none frightened you.")
    life.sees("A smaller step is a step like any other.")
    life.misses("step down", "step back", "going back", "lower")
    life.turn("7-smaller")
    life.go("Look at it", "link")
    life.unfold("I tried it: how did it go?")
    life.go("met with care")
    assert life.page.url == song
    life.turn("7-smaller-met")
    return song


def _used_against(life: Life, tired: str) -> None:
    life.later(2 * WEEK)
    life.open(tired)
    life.unfold("Was what you shared used against you later?")
    life.turn("7-used-asked")
    life.follow(life.page.get_by_role("button", name="Yes, it was").last)
    life.sees("Okay: 1 of 2 tries.", "Used against me later: 1 of 2 tries.")
    life.sees("What was used against you counts as hurt. It says nothing against you, or against having tried.")
    life.unfold("Would Homing propose it now?")
    life.sees("Not while it is set aside")
    life.misses("Met with care: ")
    life.turn("7-used-against")
    life.go("Small steps", "link")
    life.sees(NOBODY)
    life.turn("7-ladder-after-used")
    life.follow(life.page.locator("main a.list-a", has_text=SONG))
    life.unfold("Would Homing propose it now?")
    life.sees("Your record does not make it likely enough that such a moment goes without hurt.")
    life.turn("7-why-none-after-used")


def _what_the_record_says(life: Life) -> None:
    for alarm in (3, 2):
        life.later(DAY)
        life.moment("J", "asks back", alarm, "Met with care")
        life.go("Say how they were with you", "link")
        life.tap("yes", "radio", life.group("Did they listen more than they talked?"))
        life.tap("calm, because it felt safe", "radio", life.group("How did they leave you?"))
        life.unfold("You told something of yourself")
        life.tap("heard and felt", "radio")
        life.turn("7-how-they-were")
        life.go("Keep", within=life.page.locator("main"))
    life.go("People", "link")
    life.follow(life.page.locator("main a.list-a", has_text="J"))
    life.turn("7-person")
    beside = life.page.locator("#with-me")
    expect(beside).to_contain_text("Too early to say. You noted it in 2 moments: yes in 2.")
    expect(beside).to_contain_text("Too early to say. You noted it in 2 moments: calm, because it felt safe in 2.")
    life.go("Trust: promises, being met, honesty", "link")
    life.turn("7-trust")
    life.go("Back", "link")
    life.go("Small steps, on your ladder", "link")
    life.turn("7-ladder-at-the-end")


def _danger(life: Life, steps: tuple[str, ...]) -> None:
    """A mark in the eighth week: no step, no count of trust, no proposal, from any page; and no loud word about it."""
    life.later(12 * DAY)
    life.moment("J", "laughs softly", 9, "Frightened or harmed me", danger="threatened")
    assert life.page.url.endswith("/safe-now")
    tries = len([one for one in life.all_of(Moment) if one.step])
    for hours in (0, 26):
        if hours:
            life.later(timedelta(hours=hours))
        life.open("/today")
        expect(life.page.locator(".gentle-one", has_text="J")).to_have_count(0)
        life.open("/ladder")
        life.misses("A step, if you like", "danger", "finished moments with J")
        life.sees(AFRAID, SONG)
        life.turn(f"7-after-danger-{hours}")
        for step in steps:
            life.open(step)
            expect(life.find("I try it now", "button")).to_have_count(0)
            life.misses("By your window", "I tried it: how did it go?")
            for path in ("try", "met"):
                life.page.request.post(
                    f"{step}/{path}", form={"outcome": "okay"}, headers={"Origin": life.house.address}
                )
        life.turn(f"7-step-after-danger-{hours}")
        life.open("/people")
        life.follow(life.page.locator("main a.list-a", has_text="J"))
        life.misses("Practice with them", "Do they listen", "They listened")
        life.open(f"{life.page.url}/trust")
        life.misses("You were heard", "Met with care:", "used against you")
        life.turn(f"7-trust-after-danger-{hours}")
    life.open("/ladder")
    life.sees(NOBODY)
    assert len([one for one in life.all_of(Moment) if one.step]) == tries


def _step(life: Life, label: str, way_out: str, alarm: int, opening: str, picture: str) -> str:
    """Write a step toward J, by the window; its address."""
    life.open("/ladder/new")
    life.write("What is the step?", label)
    life.write("My way out", way_out)
    life.tap(str(alarm), "radio")
    life.unfold("With someone? Nobody is fine, too")
    life.tap("J")
    life.unfold("Where, and by which window")
    life.tap("how I really am", "radio")
    life.tap(opening, "radio")
    if picture:
        life.turn(picture)
    life.go("Keep", within=life.page.locator("main"))
    return life.page.url
