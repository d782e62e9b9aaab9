"""The pages of spaces and of rewards: own words, kept, read again, changed to the letter, forgotten."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.record import Danger, LivedTime, Outcome, Person, Reward, RewardKind, Space, SpaceKind
from tests.unit.web.support import MORNING, PASSPHRASE, ROBIN, SKY, ZONE, Browser, House, moment, sound

CHOIR = Space(
    id=UUID(int=0x90), label="the choir", kind=SpaceKind.GROUP, person=ROBIN.id, where="Tuesdays\r\nat 7", bring="a cap"
)
SANG = Reward(
    id=UUID(int=0x91),
    when=LivedTime.at(MORNING, ZONE),
    label="sang aloud",
    kind=RewardKind.DARED,
    people=(ROBIN.id,),
    note="off\r\nkey",
)


@pytest.mark.system("S21")
def test_a_space_is_kept_as_told(house: House, writer: Browser) -> None:
    """Kind, where, what to bring and who it is; without a name nothing is kept, and nothing typed is lost."""
    told = [("label", " choir "), ("kind", "group"), ("where", "Tuesdays"), ("bring", "a cap"), ("person_new", "Moss")]
    answer = writer.submit("/spaces", told)
    (space,) = house.all(Space)
    moss = next(one for one in house.all(Person) if one.label == "Moss")
    assert answer.headers["location"] == f"/spaces/{space.id}"
    assert (space.label, space.kind, space.where, space.bring, space.person) == (
        *("choir", SpaceKind.GROUP, "Tuesdays", "a cap"),
        moss.id,
    )
    assert "Tuesdays" in writer.look("/spaces").text
    page = sound(writer.submit("/spaces", [("label", ""), ("where", "by the weir"), ("person", str(SKY.id))]), 422)
    assert "A name for it is needed. Nothing was kept." in page.text
    assert "by the weir" in page.text
    assert len(house.all(Space)) == 1


@pytest.mark.care("C25")
def test_a_change_of_a_space_sent_unchanged_changes_nothing(house: House, writer: Browser) -> None:
    """To the letter; one touched field changes alone; nobody chosen is nobody."""
    house.put(CHOIR)
    path = f"/spaces/{CHOIR.id}"
    writer.press(path, f"{path}/change")
    assert house.find(CHOIR) == CHOIR
    writer.press(path, f"{path}/change", person="", kind="")
    assert house.find(CHOIR) == replace(CHOIR, person=None, kind=None)
    writer.submit(f"{path}/change", [("person", str(SKY.id))])
    assert house.find(CHOIR).person == SKY.id
    assert "Nothing was changed." in sound(writer.submit(f"{path}/change", [("label", " ")]), 422).text
    assert writer.press(path, f"{path}/forget").headers["location"] == "/spaces"
    assert house.forgotten(CHOIR.id)


@pytest.mark.system("S21")
@pytest.mark.care("C26")
def test_lines_are_linked_not_copied(house: House, writer: Browser) -> None:
    """The checked lines stay in their own room; a line of one's own leads there, a professional to the page to take."""
    assert "/help" in [one.get("href") for one in writer.look("/spaces").root.all("main", "aside", "a")]
    for kind, leads in ((SpaceKind.LINE, "/help"), (SpaceKind.PROFESSIONAL, "/therapist")):
        house.put(replace(CHOIR, kind=kind))
        (main,) = writer.look(f"/spaces/{CHOIR.id}").root.all("main")
        assert leads in [one.get("href") for one in main.all("a")]


@pytest.mark.care("C2")
def test_a_held_person_stands_apart(house: House, writer: Browser) -> None:
    """Their space waits in a fold, with a sentence; own words are not taken away."""
    house.put(CHOIR, moment(danger=(Danger.FORCED,)))
    house.clock.move(days=2)
    writer = house.browser(house.keeper.unlock(PASSPHRASE))
    (link,) = [one for one in writer.look("/spaces").root.all("a") if one.get("href") == f"/spaces/{CHOIR.id}"]
    assert link.within("details")
    assert "You marked danger with this person." in writer.look(f"/spaces/{CHOIR.id}").text


@pytest.mark.system("S25")
def test_a_reward_is_kept_and_read_again(house: House, writer: Browser) -> None:
    """Dared, dreamt or played, alone or with someone, at the time it was; the list holds its words and no number."""
    told = [("label", " rowed out "), ("kind", "played"), ("people", str(SKY.id)), ("note", "far")]
    answer = writer.submit("/rewards", [*told, ("when", "2026-11-20T15:00"), ("people_new", "Moss")])
    (reward,) = house.all(Reward)
    assert answer.headers["location"] == f"/rewards/{reward.id}"
    assert (reward.label, reward.kind, reward.note) == ("rowed out", RewardKind.PLAYED, "far")
    assert reward.when.local.isoformat() == "2026-11-20T15:00:00"
    assert len(reward.people) == 2
    writer.submit("/rewards", [("label", "a blue door")])
    page = writer.look("/rewards")
    assert page.text.index("a blue door") < page.text.index("rowed out")
    assert "· alone ·" in page.text.replace("  ", " ") or "alone ·" in page.text
    assert "far" in writer.look(f"/rewards/{reward.id}").text


@pytest.mark.parametrize(
    ("told", "why"),
    [({"label": ""}, "A few words are needed."), ({"label": "x", "when": "soon"}, "This time cannot be read.")],
)
def test_what_is_missing_in_a_reward_is_said(house: House, writer: Browser, told: dict[str, str], why: str) -> None:
    """Nothing is kept, and nothing typed is lost."""
    page = sound(writer.submit("/rewards", list((told | {"note": "typed now"}).items())), 422)
    assert f"{why} Nothing was kept." in page.text
    assert "typed now" in page.text
    assert house.all(Reward) == []


@pytest.mark.care("C25")
def test_a_change_of_a_reward_sent_unchanged_changes_nothing(house: House, writer: Browser) -> None:
    """To the letter; one touched field changes alone."""
    house.put(SANG)
    path = f"/rewards/{SANG.id}"
    writer.press(path, f"{path}/change")
    assert house.find(SANG) == SANG
    writer.press(path, f"{path}/change", label="hummed", when="2026-11-20T15:00")
    changed = house.find(SANG)
    assert (changed.label, changed.when.zone, changed.note) == ("hummed", SANG.when.zone, SANG.note)
    assert "Nothing was changed." in sound(writer.submit(f"{path}/change", [("label", " ")]), 422).text
    writer.submit(f"{path}/change", [("label", "hummed")])
    assert house.find(SANG).kind is RewardKind.DARED
    assert writer.press(path, f"{path}/forget").headers["location"] == "/rewards"
    assert house.forgotten(SANG.id)


@pytest.mark.system("S25")
def test_a_good_moment_leads_to_what_it_made_possible(house: House, writer: Browser) -> None:
    """Its people are ticked and its time stands there; of a moment that is no moment of safety nothing is taken."""
    good, other = moment(1, outcome=Outcome.CARE), moment(2, outcome=Outcome.HURT)
    house.put(good, other)
    assert f"/rewards/from/{good.id}" in [one.get("href") for one in writer.look(f"/good/{good.id}").root.all("a")]
    for one, taken in ((good, True), (other, False)):
        form = writer.look(f"/rewards/from/{one.id}").form("/rewards")
        ticked = [field.get("value") for field in form.all("input") if field.get("name") == "people"]
        checked = [field.has("checked") for field in form.all("input") if field.get("name") == "people"]
        assert dict(zip(ticked, checked, strict=True))[str(ROBIN.id)] is taken


@pytest.mark.care("C16")
def test_after_harm_nothing_good_is_asked_for(house: House, writer: Browser) -> None:
    """The form waits behind a fold."""
    assert not writer.look("/rewards").form("/rewards").within("details")
    house.put(moment(outcome=Outcome.FRIGHTENED))
    assert writer.look("/rewards").form("/rewards").within("details")
