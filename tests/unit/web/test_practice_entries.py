"""Entries of practice: what they say, which of them have a copy, and where one comes to when they are gone."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.record import (
    About,
    Afterwards,
    Answer,
    By,
    Channel,
    Cue,
    CycleMove,
    Day,
    Direction,
    Early,
    FuzzyDate,
    Kept,
    Occasion,
    Opening,
    Practised,
    Promise,
    Reassurance,
    Reassured,
    Received,
    Reward,
    RewardKind,
    Rhythm,
    Ritual,
    Round,
    Space,
    SpaceKind,
    Step,
    Turn,
    Whose,
    Window,
)
from tests.unit.web.support import ROBIN, Browser, House, moment

WHEN = moment().when
TALK = Window(id=UUID(int=0x80), label="worries", about=About.TOPIC)
PARK = Cue(id=UUID(int=0x81), label="the park", channel=Channel.SETTING)
STEP = Step(
    id=UUID(int=0x82),
    label="a smile",
    people=(ROBIN.id,),
    setting=PARK.id,
    window=TALK.id,
    opening=Opening.AJAR,
    way_out="walk on",
    alarm=3,
    set_aside=True,
)
RITUAL = Ritual(
    id=UUID(int=0x83),
    label="the door",
    occasion=Occasion.MEETING,
    people=(ROBIN.id,),
    words="there you are",
    touch="a hand on the back",
    days=(Day.MONDAY, Day.FRIDAY),
    at="18:30",
)
RHYTHM = Rhythm(id=UUID(int=0x84), person=ROBIN.id, days=14)
PROMISE = Promise(
    id=UUID(int=0x85),
    label="to call",
    whose=Whose.THEIRS,
    made=WHEN,
    person=ROBIN.id,
    due=FuzzyDate("2026-04"),
    kept=Kept.LATE,
    ended=WHEN,
)
SPACE = Space(id=UUID(int=0x86), label="the choir", kind=SpaceKind.GROUP, person=ROBIN.id, bring="warm socks")
REWARD = Reward(id=UUID(int=0x87), when=WHEN, label="sang aloud", kind=RewardKind.DARED, people=(ROBIN.id,))
EARLY = Early(id=UUID(int=0x88), when=WHEN, words="Grandmother noticed.", unsure=0, alone=4)
ROUND = Round(
    id=UUID(int=0x89),
    when=WHEN,
    people=(ROBIN.id,),
    moves=(
        Turn(by=By.ME, move=CycleMove.PURSUE, words="why again", underneath="lonely"),
        Turn(by=By.THEM, move=CycleMove.WITHDRAW),
    ),
    reunion=True,
    turned_back=False,
    note="late in the evening",
)
TOLD: tuple[tuple[Practised, tuple[str, ...], str], ...] = (
    (STEP, ("a smile", "the park", "worries", "ajar", "walk on", "3 of 10", "yes, not now"), "/ladder"),
    (RITUAL, ("the door", "we met", "there you are", "a hand on the back", "Monday, Friday", "18:30"), "/rituals"),
    (RHYTHM, ("14 days without contact",), "/reassurance"),
    (PROMISE, ("to call", "theirs", "small", "2026-04", "kept, but late"), "/promises"),
    (SPACE, ("the choir", "a group", "warm socks"), "/spaces"),
    (REWARD, ("sang aloud", "dared"), "/rewards"),
    (EARLY, ("Grandmother noticed.", "not at all", "very much", "manage by myself"), "/early"),
    (
        ROUND,
        ("me: go after", "why again", "underneath: lonely", "them: pull back", "ended without turning back", "evening"),
        "/cycle",
    ),
)


@pytest.mark.care("C25")
@pytest.mark.parametrize(("record", "said", "shelf"), TOLD, ids=[record.type for record, _, _ in TOLD])
def test_an_entry_of_practice_says_all_and_names_nobody(
    house: House, writer: Browser, record: Practised, said: tuple[str, ...], shelf: str
) -> None:
    """Its page tells every part in plain words, names hidden; it goes into the bin and is forgotten from there."""
    house.put(ROBIN, PARK, TALK, record)
    page = writer.look(f"/entries/{record.id}").text
    assert [one for one in said if one not in page] == []
    assert "R…" in page or (not hasattr(record, "person") and not getattr(record, "people", ()))
    assert "Robin" not in page
    assert writer.submit(f"/entries/{record.id}/remove").headers["location"] == shelf
    named = writer.look("/keep/bin").text
    assert "Something else" not in named
    assert getattr(record, "label", "") in named
    writer.submit(f"/keep/bin/{record.id}/restore")
    assert writer.submit(f"/entries/{record.id}/forget").headers["location"] == shelf


@pytest.mark.care("C21")
@pytest.mark.parametrize("record", [PROMISE, RHYTHM, ROUND], ids=lambda record: record.type)
def test_what_is_about_one_person_says_why_it_has_no_copy(house: House, writer: Browser, record: Practised) -> None:
    """The page offers none and says why; asked for all the same, none is given."""
    house.put(ROBIN, record)
    page = writer.look(f"/entries/{record.id}").text
    assert "would become a file about someone" in page
    assert f"/entries/{record.id}/export" not in page
    assert writer.submit(f"/entries/{record.id}/export").headers["location"] == f"/entries/{record.id}"


@pytest.mark.care("C12")
def test_no_copy_says_yes_to_touch(house: House, writer: Browser) -> None:
    """A step through a window about touch has none; a ritual has one without its touch, and says so before."""
    house.put(ROBIN, PARK, replace(TALK, about=About.TOUCH), STEP, RITUAL, replace(RITUAL, id=UUID(int=0x90), touch=""))
    page = writer.look(f"/entries/{STEP.id}").text
    assert "a plan is never a yes" in page
    assert f"/entries/{STEP.id}/export" not in page
    assert "What it says of touch stays here" in writer.look(f"/entries/{RITUAL.id}").text
    assert "What it says of touch" not in writer.look(f"/entries/{UUID(int=0x90)}").text
    copy = writer.submit(f"/entries/{RITUAL.id}/export").text
    assert "there you are" in copy
    assert "a hand" not in copy


@pytest.mark.care("C25")
def test_the_history_of_a_moment_tells_its_answers(house: House, writer: Browser) -> None:
    """Each answer of practice stands in the history, the step and the ritual by their names, in the bin by none."""
    lived = moment(
        people=(ROBIN.id,),
        step=STEP.id,
        occasion=Occasion.PARTING,
        ritual=RITUAL.id,
        listened=Answer.PARTLY,
        respected=Answer.NO,
        afterwards=Afterwards.CALM_FAMILIAR,
        honest=Answer.YES,
        received=Received.FIXED,
        used_against=True,
        reassured=(Reassured(kind=Reassurance.APPRECIATION, direction=Direction.SENT),),
    )
    house.put(ROBIN, PARK, TALK, STEP, RITUAL, lived)
    page = writer.look(f"/entries/{lived.id}").text
    for said in ("a smile", "the door", "we parted", "partly", "because I know it like this", "tried to fix it"):
        assert said in page
    assert "counted as a hurt" in page
    assert "appreciation (it came from me)" in page
    writer.submit(f"/entries/{STEP.id}/remove")
    assert "a smile" not in writer.look(f"/entries/{lived.id}").text


@pytest.mark.care("C24")
def test_forgetting_someone_tells_of_plans_and_quarrels(house: House, writer: Browser) -> None:
    """Before it is done, the page counts what is planned with them alone, and quarrels, joys and spaces."""
    house.put(ROBIN, PARK, TALK, *(record for record, _, _ in TOLD))
    page = writer.look(f"/people/{ROBIN.id}/forget").text
    assert "4 steps, rituals, rhythms and promises" in page
    assert "3 quarrels, joys and supportive spaces name them" in page
    writer.press(f"/people/{ROBIN.id}/forget", f"/people/{ROBIN.id}/forget", button=("moments", "keep"))
    assert house.vault.read(lambda rows: rows.all(Round)) == [replace(ROUND, people=())]
    assert house.vault.read(lambda rows: rows.all(Step)) == []
