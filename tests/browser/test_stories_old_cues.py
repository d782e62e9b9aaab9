"""Stories lived at a phone, through the pages alone: an old alarm over six weeks, a present danger, and no one safe."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import APIResponse, Browser, expect

from homing.record import Belongs, Cue, Look, Moment, Need, Opening, Safe, Window
from tests.browser.house import House
from tests.browser.life import Life, living

pytestmark = [pytest.mark.browser, pytest.mark.care("C6")]

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LOUD = (9, 8, 9, 8, 9)
LATER = (6, 5, 4, 3, 2, 2)
"""How loud it rang in each of the six weeks."""


@pytest.mark.system("S7")
@pytest.mark.system("S8")
@pytest.mark.system("S9")
@pytest.mark.care("C3")
def test_an_old_alarm_over_six_weeks(own: House, browser: Browser) -> None:
    """Loud at first, then quieter: the look, the weeks, the reminder, before and since, and what changed."""
    with living(own, browser) as life:
        for alarm in LOUD:
            life.moment("S", "a door falls shut", alarm, "Okay")
            life.later(DAY)
        _first_look(life)
        for week, alarm in enumerate(LATER, start=1):
            if week == 3:
                life.house.restart()
            life.later(WEEK)
            if week < len(LATER):
                life.misses("You wanted to look at this again")
            life.moment("S", "a door falls shut", alarm, "Met with care" if week > 3 else "Okay")
        life.open("/today")
        life.sees("You wanted to look at this again: a door falls shut")
        life.turn("3-today-again")
        life.go("Look at it", "link", life.page.locator(".gentle-one", has_text="You wanted to look at this again"))
        _second_look(life)
        life.open("/today")
        life.misses("You wanted to look at this again")
        first, second = life.all_of(Look)
        assert (first.belongs, second.belongs, second.again) == (Belongs.BOTH, Belongs.THEN, None)
        assert [moment.belongs for moment in life.all_of(Moment)] == [None] * 11


@pytest.mark.system("S7")
@pytest.mark.system("S5")
@pytest.mark.care("C2")
@pytest.mark.care("C5")
def test_a_present_danger(own: House, browser: Browser) -> None:
    """After a danger mark no way leads to the question, a look begun before says nothing, and closing is one tap."""
    with living(own, browser) as life:
        before = life.moment("H", "raises a hand", 8, "Okay")
        life.go("Look at this alarm: then, or now?", "link")
        life.go("Yes, it is safe now")
        life.write("What do you notice? A few words, or none", "cold hands, an old kitchen")
        life.tap("mostly then", "radio")
        life.go("Keep", within=life.page.locator("main"))
        begun, cue = life.page.url, life.page.locator("a.back").get_attribute("href") or ""
        life.turn("4-look-before")
        _a_window(life, "H", "my keys")
        life.later(timedelta(hours=2))
        after = life.moment("H", "raises a hand", 9, "Frightened or harmed me", danger="threatened")
        assert life.page.url.endswith("/safe-now")
        life.headed("Are you safe now?")
        life.turn("4-safe-now")
        for hours in (0, 26):
            if hours:
                life.later(timedelta(hours=hours))
            _is_shut(life, cue, before, after, begun)
        life.open(after)
        life.turn("4-moment-next-day")
        life.misses("Open further")
        life.go("Close it: my keys")
        expect(life.card("Your windows, then and now")).to_contain_text("Now: closed.")
        life.turn("4-closed")
        assert [one.opening for one in life.all_of(Window)] == [Opening.CLOSED]
        assert [(one.belongs, one.words) for one in life.all_of(Look)] == [(Belongs.THEN, "cold hands, an old kitchen")]


@pytest.mark.system("S20")
@pytest.mark.system("S3")
@pytest.mark.care("C1")
def test_no_one_feels_safe(own: House, browser: Browser) -> None:
    """Today leads there; "yes" leads to lines without a step, "no" to a smallest step in own words, kept as a need."""
    with living(own, browser) as life:
        for person, cue, outcome in (
            ("A", "looks away", "Missed me"),
            ("B", "laughs", "Brushed off or judged"),
            ("A", "looks away", "Brushed off or judged"),
            ("B", "laughs", "Hurt me"),
            ("A", "looks away", "Missed me"),
        ):
            life.moment(person, cue, 6, outcome)
            life.later(2 * DAY)
        life.turn("5-today")
        life.go("When no one feels safe", "link")
        life.sees("Does someone keep others away from you, or decide whom you see?", "Your answer is not kept.")
        life.sees("Of the 5 moments you finished in the last sixty days, with 2 people, none ended with care, or okay.")
        life.turn("5-asked")
        life.go("Yes")
        life.sees("Then someone may stand between you and other people.")
        life.misses("I will")
        expect(life.find("People to call or text", "link")).to_be_visible()
        life.turn("5-yes")
        life.go("People to call or text", "link")
        life.turn("5-lines")
        life.go("Today", "link")
        life.go("When no one feels safe", "link")
        life.go("No")
        life.write("Or in your own words", "I will feed the ducks by the pond.")
        life.turn("5-step")
        life.go("Keep", within=life.page.locator("main"))
        life.sees("I will feed the ducks by the pond.", "Nothing will remind you")
        assert life.page.url.endswith("/no-one")
        life.turn("5-kept")
        life.house.restart()
        life.unlock()
        life.go("Bubble", "link")
        life.open("/needs")
        life.sees("I will feed the ducks by the pond.")
        life.turn("5-needs")
        assert life.one(Need).will == "I will feed the ducks by the pond."


def _first_look(life: Life) -> None:
    life.go("Cues", "link")
    life.follow(life.page.locator("main a", has_text="a door falls shut"))
    life.turn("3-cue")
    life.go("Look at this alarm: then, or now?", "link")
    life.headed("Is it safe for you now, where this comes up?")
    life.go("Yes, it is safe now")
    life.sees("The alarm rang in all 5 of these moments.")
    life.misses("Since you first looked", "What may be older")
    life.write("What do you notice? A few words, or none", "I am six, and someone leaves")
    life.tap("both", "radio")
    life.turn("3-first-look")
    life.go("Keep", within=life.page.locator("main"))
    life.sees("You said: both", "hold it lightly")
    life.go("In 6 weeks")
    life.sees("You wanted to look again on")
    life.turn("3-first-answer")


def _second_look(life: Life) -> None:
    life.go("Yes, it is safe now")
    since = life.card("Since you first looked")
    expect(since).to_contain_text("The alarm rang in all 5 of these moments.")
    expect(since).to_contain_text("The alarm rang in 2 of these 6 moments.")
    expect(since).to_contain_text("I am six, and someone leaves")
    life.turn("3-second-look")
    life.tap("mostly then", "radio")
    life.go("Keep", within=life.page.locator("main"))
    life.misses("Not again")
    life.turn("3-second-answer")
    life.go("Ask what your record adds", "link")
    life.sees("You said: mostly then. That stands, whatever comes here.", "What has changed since")
    life.sees("Less alarm than before.", "Coming back is normal")
    life.turn("3-record")


def _a_window(life: Life, person: str, label: str) -> None:
    life.open("/windows/new")
    life.write("What is it about?", label)
    life.tap(person)
    life.tap("half open", "radio")
    life.go("Keep", within=life.page.locator("main"))


def _is_shut(life: Life, cue: str, before: str, after: str, begun: str) -> None:
    """From the pages, by addresses typed by hand, and straight."""
    for page in (cue, before, after):
        life.open(page)
        life.misses("Look at this alarm")
    life.open(f"{cue}/look")
    life.headed("Not now")
    expect(life.find("What may help now", "link")).to_be_visible()
    life.turn("4-shut")
    for page in (begun, f"{begun}/record", f"{before}/look"):
        life.open(page)
        life.headed("Not now")
        life.misses("cold hands", "mostly then", "Is it safe for you now")
    life.turn("4-look-after")
    about = life.one(Cue).id
    straight: list[tuple[str, dict[str, str | float | bool]]] = [
        (f"{cue}/look", {"safe": Safe.YES.value}),
        (f"{before}/look", {"safe": Safe.YES.value, "cue": str(about)}),
        (f"{begun}/answer", {"belongs": Belongs.THEN.value, "words": "said anew"}),
        (f"{begun}/again", {"weeks": "6"}),
    ]
    for path, form in straight:
        assert "Then, or now?" not in _straight(life, path, form).text()


def _straight(life: Life, path: str, form: dict[str, str | float | bool]) -> APIResponse:
    """Post a form that no page showed."""
    return life.page.request.post(path, form=form, headers={"Origin": life.house.address})
