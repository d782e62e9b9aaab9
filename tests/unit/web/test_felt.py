"""The pages of the felt state: one tap stays one tap, more if one likes, the week, what settles, moments of safety."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from homing.record import (
    Anchor,
    Anchoring,
    BodyPlace,
    CheckIn,
    Danger,
    Expected,
    FeltState,
    LivedTime,
    Outcome,
    Settling,
    Tool,
)
from tests.unit.web.support import DOOR, MORNING, ROBIN, SKY, ZONE, Browser, House, moment

EDGE, SETTLED = FeltState.ON_EDGE, FeltState.SETTLED
CALM = {"state": EDGE, "state_after": SETTLED, "outcome": Outcome.CARE}
FELT = CheckIn(id=UUID(int=0x90), when=LivedTime.at(MORNING, ZONE), state=EDGE, note="a\r\nb")


@pytest.mark.system("S10")
def test_one_tap_stays_one_tap(house: House, writer: Browser) -> None:
    """A tile keeps it and leads back to Today, where "More about it" is offered; a second tap loses nothing of it."""
    assert not [one for one in writer.look("/today").root.all("input") if one.has("checked")]
    assert writer.press("/today", "/checkin", ("state", "on_edge")).headers["location"] == "/today"
    (told,) = house.all(CheckIn)
    (link,) = [one for one in writer.look("/today").root.all("a") if one.text == "More about it"]
    assert link.get("href") == f"/checkins/{told.id}"
    writer.submit(link.get("href"), [("strength", "8"), ("places", "chest"), ("note", "tight")])
    writer.press("/today", "/checkin", ("state", "on_edge"))
    (still,) = house.all(CheckIn)
    assert (still.strength, still.places, still.note) == (8, (BodyPlace.CHEST,), "tight")


@pytest.mark.system("S10")
@pytest.mark.care("C25")
def test_what_nobody_touched_stays(house: House, writer: Browser) -> None:
    """The form sent as it stands changes nothing; each part can be taken back; what no form sends is refused."""
    house.put(FELT)
    path = f"/checkins/{FELT.id}"
    writer.press(path, path)
    writer.submit(path, [])
    assert house.find(FELT) == FELT
    writer.press(path, path, strength="0", places="back")
    assert (house.find(FELT).strength, house.find(FELT).places) == (0, (BodyPlace.BACK,))
    assert "back" in writer.look(path).text
    writer.submit(path, [("strength", ""), ("note", "")])
    assert (house.find(FELT).strength, house.find(FELT).places, house.find(FELT).note) == (None, (), "")
    for bad in ([("strength", "11")], [("strength", "999")], [("strength", "x")], [("places", "soul")]):
        assert writer.submit(path, bad).status_code == 422
    assert writer.get(f"/checkins/{UUID(int=1)}").status_code == 404


@pytest.mark.system("S10")
def test_the_week_is_drawn_told_and_tabled(house: House, writer: Browser) -> None:
    """One drawing for each day on which something was said, with title and description, and the same in a table."""
    assert "Nothing said yet" in writer.look("/body").text
    house.put(replace(FELT, when=LivedTime.at(MORNING - timedelta(days=20), ZONE)))
    assert "That was some time ago" in writer.look("/body").text
    house.put(replace(FELT, when=LivedTime.at(MORNING - timedelta(hours=3), ZONE)))
    page = writer.look("/body")
    (drawing,) = [one for one in page.root.all("svg") if one.get("class") == "fd-svg"]
    assert drawing.get("role") == "img"
    assert len(list(drawing.all("rect"))) == 4
    assert "on edge in the morning" in page.text
    assert page.text.count("Nothing said.") == 6
    assert page.text.count("nothing said") == 6
    assert "no data stands behind" in page.text
    assert "Homing cannot tell by now" in page.text
    assert page.text.index("What you said last") < page.text.index("Homing cannot tell")


@pytest.mark.care("C16")
def test_a_rest_and_a_day_after_harm_leave_own_words(house: House, writer: Browser) -> None:
    """While resting nothing is guessed or counted on these pages; after harm they ask first whether one is safe."""
    house.put(FELT, moment(1, hours=-1, **CALM))
    writer.submit("/keep/quiet/rest", [("days", "3")])
    for path in ("/body", "/body/settles", "/safety"):
        page = writer.look(path)
        assert "You are resting" in page.text
        assert not [one for one in page.root.all("rect") if one.get("class") == "fd-shade"]
        assert "of 1" not in page.text
    writer.submit("/keep/quiet/rest/end")
    house.put(moment(2, hours=-1, danger=(Danger.HARMED,)))
    for path in ("/body", "/body/settles", "/safety"):
        assert "Are you safe now?" in writer.look(path).text


@pytest.mark.system("S15")
@pytest.mark.care("C6")
def test_what_settles_is_told_in_counts(house: House, writer: Browser) -> None:
    """Hidden names, counts, "too few to say more"; intervals and minutes wait behind "The numbers"."""
    assert "Nothing to count yet" in writer.look("/body/settles").text
    house.put(*(moment(at, hours=-at, setting=DOOR.id, **CALM) for at in range(1, 6)))
    house.put(moment(9, hours=-9, people=(SKY.id,), **CALM))
    when = LivedTime.at(MORNING, ZONE)
    for at in range(8):
        tool = list(Tool)[at]
        house.put(Settling(id=UUID(int=0x900 + at), when=when, before=EDGE, after=SETTLED, tool=tool, minutes=9 + at))
    page = writer.look("/body/settles")
    assert "Settled afterwards in 5 of 5 times." in page.text
    assert "Once. You were settled afterwards. Too few to say more." in page.text
    assert "R…" in page.text
    assert ROBIN.label not in page.text
    for svg in page.root.all("svg"):
        assert svg.get("class") != "interval-svg" or svg.within("details")
    assert "what came together, not what caused it" in page.text
    assert "There is no best person" in page.text
    writer.submit("/names", [("show", "1"), ("back", "/body/settles")])
    assert ROBIN.label in writer.look("/body/settles").text


@pytest.mark.system("S24")
def test_what_still_needs_reassurance(house: House, writer: Browser) -> None:
    """Own sentences are said, and what the alarm expected is counted, with room for an alarm that is right."""
    assert "can be kept as an anchor" in writer.look("/body/settles").text
    house.put(
        Anchor(id=UUID(int=0x91), label="stairs", kind=Anchoring.SENTENCE, words="You are big now."),
        moment(1, expected=(Expected.LEFT,)),
        moment(2, expected=(Expected.LEFT, Expected.HARMED)),
    )
    text = writer.look("/body/settles").text
    assert "You are big now." in text
    assert "in 2 of 2" in text
    assert "An alarm can be right" in text


@pytest.mark.system("S24")
def test_moments_of_safety_have_a_page(house: House, writer: Browser) -> None:
    """Empty, it invites; with moments it counts them and what was there, and leads into the normal flow in one tap."""
    assert "None kept yet" in writer.look("/safety").text
    house.put(moment(1, hours=-1, alarm=2, setting=DOOR.id, **CALM))
    page = writer.look("/safety")
    assert "You kept 1 moment of safety" in page.text
    assert "You were met with care." in page.text
    house.put(moment(2, hours=-2, alarm=7, outcome=Outcome.OKAY, state_after=EDGE))
    page = writer.look("/safety")
    assert "You kept 2 moments of safety" in page.text
    assert "You were settled afterwards in 1 of the 2" in page.text
    assert "Your alarm stayed quiet in 1 of the 2" in page.text
    assert "/moments/new" in [link.get("href") for link in page.root.all("a")]
    assert "/safety" in [link.get("href") for link in writer.look("/today").root.all("a")]
    assert "/safety" in [link.get("href") for link in writer.look("/body").root.all("a")]


@pytest.mark.care("C2")
@pytest.mark.care("C6")
def test_a_person_s_page_counts_without_a_grade(house: House, writer: Browser) -> None:
    """In counts, and only where no hold stands."""
    house.put(*(moment(at, hours=-at, **CALM) for at in range(1, 4)))
    path = f"/people/{ROBIN.id}"
    assert "Settled afterwards in 3 of 3 times. Too few to say more." in writer.look(path).text
    house.put(moment(9, hours=-24 * 9, danger=(Danger.FOLLOWED,)))
    assert "Settled afterwards" not in writer.look(path).text
