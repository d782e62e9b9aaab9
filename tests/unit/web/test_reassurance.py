"""The pages of reassurance: one question, taps for what was given and what came, a rhythm, and silence."""

from __future__ import annotations

from uuid import UUID

import pytest

from homing.record import Danger, Direction, Moment, Outcome, Reassurance, Rhythm
from tests.unit.web.support import PASSPHRASE, ROBIN, SKY, Browser, House, moment, sound

pytestmark = pytest.mark.system("S14")

PATH = f"/reassurance/{ROBIN.id}"
WEEKLY = Rhythm(id=UUID(int=0x90), person=ROBIN.id, days=7)


@pytest.mark.care("C13")
def test_the_page_asks_and_supplies_no_words(writer: Browser) -> None:
    """One question; the taps name what happened, each as one word with what is meant, and no field takes a message."""
    page = writer.look(PATH)
    assert "Is there something true you would like to say?" in page.text
    form = page.form(f"{PATH}/log")
    assert [(one.get("name"), one.get("value")) for one in form.all("button")] == [
        (way, kind.value) for way in ("given", "received") for kind in Reassurance
    ]
    assert not list(form.all("textarea", "input"))


@pytest.mark.parametrize(("field", "way"), [("given", Direction.SENT), ("received", Direction.RECEIVED)])
def test_a_tap_keeps_a_moment(house: House, writer: Browser, field: str, way: Direction) -> None:
    """Given or received, in one tap; the page then says of how many moments."""
    answer = writer.press(PATH, f"{PATH}/log", (field, "appreciation"))
    assert answer.headers["location"] == f"{PATH}?kept=1"
    (kept,) = house.all(Moment)
    assert [(one.kind, one.direction) for one in kept.reassured] == [(Reassurance.APPRECIATION, way)]
    page = writer.look(f"{PATH}?kept=1")
    assert "It is kept." in page.text
    assert ("You gave some in 1 of 1." if field == "given" else "Some came to you in 1 of 1.") in page.text
    assert "Too few to say more." in page.text
    assert writer.submit(f"{PATH}/log", []).headers["location"] == PATH


def test_a_rhythm_is_begun_changed_and_let_go(house: House, writer: Browser) -> None:
    """From 1 to 365 days; anything else is said clearly, with what was typed still there."""
    for told in ("", "0", "366", "soon", "٣", "99999999"):
        page = sound(writer.submit(f"{PATH}/rhythm", [("days", told)]), 422)
        assert "A number of days from 1 to 365 is needed. Nothing was changed." in page.text
        (field,) = [one for one in page.form(f"{PATH}/rhythm").all("input") if one.get("name") == "days"]
        assert field.get("value") == told
    writer.press(PATH, f"{PATH}/rhythm", days=" 14 ")
    (rhythm,) = house.all(Rhythm)
    assert (rhythm.person, rhythm.days) == (ROBIN.id, 14)
    assert "Homing asks after 14 days without any moment with them." in writer.look("/reassurance").text
    writer.press(PATH, f"{PATH}/rhythm", days="3")
    assert [one.days for one in house.all(Rhythm)] == [3]
    assert writer.press(PATH, f"{PATH}/stop").headers["location"] == PATH
    assert house.all(Rhythm) == []


def test_everyone_is_listed_those_with_a_rhythm_first(house: House, owner: Browser) -> None:
    """An empty diary leads to people; otherwise each leads to their own page."""
    assert "Nobody here yet" in owner.look("/reassurance").text
    house.put(ROBIN, SKY, WEEKLY)
    links = [one.get("href") for one in owner.look("/reassurance").root.all("a")]
    assert links.index(PATH) < links.index(f"/reassurance/{SKY.id}")


@pytest.mark.care("C13")
def test_asking_for_it_is_not_pushed(writer: Browser) -> None:
    """Why is said once, with its source and what it does not show; the page leads there."""
    page = writer.look("/reassurance")
    assert "Starr and Davila (2008)" in page.text
    assert "It does not show which comes first" in page.text
    assert "/reassurance#asking" in [one.get("href") for one in writer.look(PATH).root.all("a")]


@pytest.mark.care("C2")
def test_under_a_hold_there_is_nothing(house: House, writer: Browser) -> None:
    """No question, no tap, no count, no rhythm to begin: a kind sentence, and the old rhythm may be let go. The list of
    everyone does not tell why.
    """
    house.put(WEEKLY, moment(danger=(Danger.FORCED,)))
    house.clock.move(days=2)
    writer = house.browser(house.keeper.unlock(PASSPHRASE))
    page = writer.look(PATH)
    assert "You marked danger with this person." in page.text
    assert "Is there something true" not in page.text
    actions = {form.get("action") for form in page.root.all("form")}
    assert actions & {f"{PATH}/log", f"{PATH}/rhythm"} == set()
    assert f"{PATH}/stop" in actions
    assert "danger" not in writer.look("/reassurance").text.lower()
    assert writer.submit(f"{PATH}/rhythm", [("days", "3")]).status_code == 303
    assert house.all(Rhythm) == [WEEKLY]


@pytest.mark.care("C2")
def test_after_harm_there_is_nothing_of_anyone(house: House, writer: Browser) -> None:
    """For a day the room is silent, and leads to what may help."""
    house.put(moment(people=(SKY.id,), outcome=Outcome.FRIGHTENED))
    for path in ("/reassurance", PATH):
        page = writer.look(path)
        assert "Is there something true" not in page.text
        assert "/safe-now" in [one.get("href") for one in page.root.all("a")]
