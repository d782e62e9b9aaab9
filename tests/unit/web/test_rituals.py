"""The pages of rituals: designed with bad input kept, one tap either way, and silence where it is due."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.record import Danger, Day, FeltState, Moment, Occasion, Person, Ritual
from tests.unit.web.support import ROBIN, SKY, Browser, House, moment, sound

pytestmark = pytest.mark.system("S12")

HELLO = Ritual(
    id=UUID(int=0x90),
    label="the long hello",
    occasion=Occasion.MEETING,
    people=(ROBIN.id,),
    look="up\r\nfrom it all",
    touch="a hand",
    days=(Day.MONDAY,),
    at="18:30",
)
PATH = f"/rituals/{HELLO.id}"


def test_a_ritual_is_kept_as_told(house: House, writer: Browser) -> None:
    """Its name, occasion, people, parts, days and time are kept; all but the first two may be missing."""
    told = [("label", " evening "), ("occasion", "parting"), ("people", str(SKY.id)), ("people_new", "Moss")]
    told += [("words", "later"), ("days", "friday"), ("days", "monday"), ("at", "07:05")]
    answer = writer.submit("/rituals", told)
    (ritual,) = house.all(Ritual)
    moss = next(one for one in house.all(Person) if one.label == "Moss")
    assert answer.headers["location"] == f"/rituals/{ritual.id}"
    assert (ritual.label, ritual.occasion, ritual.words, ritual.at) == ("evening", Occasion.PARTING, "later", "07:05")
    assert ritual.days == (Day.MONDAY, Day.FRIDAY)
    assert set(ritual.people) == {SKY.id, moss.id}
    assert "evening" in writer.look("/rituals").text
    assert "You parted just now?" in writer.look(f"/rituals/{ritual.id}").text
    assert writer.submit("/rituals", [("label", "bare"), ("occasion", "meeting")]).status_code == 303


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"label": " ", "occasion": "meeting"}, "A name for it is needed. Nothing was kept."),
        ({"label": "x"}, "It needs to be for meeting or for parting. Nothing was kept."),
        ({"label": "x", "occasion": "meeting", "at": "25:00"}, "A time is written as 18:30. Nothing was kept."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    house: House, writer: Browser, told: dict[str, str], why: str
) -> None:
    """A clear sentence, the form as it was filled in, and nothing kept."""
    typed = {"look": "over the fence", "days": "sunday", "people": str(SKY.id)}
    page = sound(writer.submit("/rituals", list((told | typed).items())), 422)
    assert why in page.text
    form = page.form("/rituals")
    assert "over the fence" in form.text
    ticked = {one.get("value") for one in form.all("input") if one.has("checked")}
    assert {"sunday", str(SKY.id)} <= ticked
    assert house.all(Ritual) == []


@pytest.mark.care("C25")
def test_a_change_sent_unchanged_changes_nothing(house: House, writer: Browser) -> None:
    """Sent as it stands it stays to the letter; one touched field changes alone; without a name nothing does."""
    house.put(HELLO)
    writer.press(PATH, f"{PATH}/change")
    assert house.find(HELLO) == HELLO
    writer.press(PATH, f"{PATH}/change", at="")
    assert house.find(HELLO) == replace(HELLO, at="")
    page = sound(writer.submit(f"{PATH}/change", [("label", ""), ("look", "typed now")]), 422)
    assert "Nothing was changed." in page.text
    assert "typed now" in page.text
    assert house.find(HELLO) == replace(HELLO, at="")


@pytest.mark.parametrize("field", ["with_it", "without"])
def test_one_tap_either_way(house: House, writer: Browser, field: str) -> None:
    """With it or without it, each state is one button of the same kind; the page says that it is kept."""
    house.put(HELLO)
    answer = writer.press(PATH, f"{PATH}/done", (field, "on_edge"))
    assert answer.headers["location"] == f"{PATH}?kept=1"
    (kept,) = house.all(Moment)
    assert (kept.people, kept.occasion, kept.state_after) == ((ROBIN.id,), Occasion.MEETING, FeltState.ON_EDGE)
    assert kept.ritual == (HELLO.id if field == "with_it" else None)
    page = writer.look(f"{PATH}?kept=1")
    assert "It is kept." in page.text
    assert ("With it once" if field == "with_it" else "Without it once") in page.text
    buttons = [one.get("name") for one in page.form(f"{PATH}/done").all("button")]
    assert buttons == ["with_it"] * 5 + ["without"] * 5
    assert writer.submit(f"{PATH}/done", []).headers["location"] == PATH


def test_who_it_was_is_asked_only_where_it_is_open(house: House, writer: Browser) -> None:
    """With one person there is nothing to ask; with several, or nobody in particular, a chip tells who it was."""
    house.put(HELLO)
    assert "With whom?" not in writer.look(PATH).form(f"{PATH}/done").text
    house.put(replace(HELLO, people=(ROBIN.id, SKY.id)))
    assert "None chosen means everyone it is for." in writer.look(PATH).text
    house.put(replace(HELLO, people=()))
    writer.press(PATH, f"{PATH}/done", ("with_it", "settled"), people=str(SKY.id))
    assert [one.people for one in house.all(Moment)] == [(SKY.id,)]


@pytest.mark.care("C12")
def test_consent_stands_beside_touch(house: House, writer: Browser) -> None:
    """Where touch is agreed it is said that an agreement is never consent; in the form, too."""
    house.put(HELLO, replace(HELLO, id=UUID(int=0x91), touch=""))
    assert writer.look(PATH).text.count("An agreement is never consent.") == 2
    assert writer.look(f"/rituals/{UUID(int=0x91)}").text.count("An agreement is never consent.") == 1


@pytest.mark.care("C2")
def test_under_a_hold_the_words_stay_and_nothing_is_asked(house: House, writer: Browser) -> None:
    """No tap, no count, no newest times; the person's own words are there, and may be changed."""
    house.put(HELLO, moment(danger=(Danger.FORCED,), ritual=HELLO.id, occasion=Occasion.MEETING))
    house.clock.move(days=2)
    writer = house.browser(house.keeper.unlock("lantern under the plum tree"))
    page = writer.look(PATH)
    assert "Homing brings nothing up and counts nothing here just now." in page.text
    assert "danger" not in page.text.lower()
    assert "a hand" in page.text
    actions = {form.get("action") for form in page.root.all("form")}
    assert f"{PATH}/done" not in actions
    assert not any(part in page.text for part in ("With it", "Without it", "The newest times"))


def test_a_ritual_is_forgotten_for_good(house: House, writer: Browser) -> None:
    """Forgotten, it is gone with its history, and so is its page."""
    house.put(HELLO)
    assert writer.press(PATH, f"{PATH}/forget").headers["location"] == "/rituals"
    assert house.forgotten(HELLO.id)
    assert writer.get(PATH).status_code == 404
