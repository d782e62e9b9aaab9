"""People and cues: adding, renaming, joining, holding, removing, forgetting."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.record import Channel, Cue, CueSeen, Danger, FuzzyDate, Moment, Outcome, Person
from tests.unit.web import markup
from tests.unit.web.support import DOOR, LOUDER, PASSPHRASE, ROBIN, SKY, Browser, House, moment, sound


def titles(browser: Browser, path: str) -> list[str]:
    """The words of the rows of a list."""
    return [row.text for row in browser.look(path).root.all("span") if row.get("class") == "list-title"]


@pytest.mark.system("S1")
def test_a_cue_is_added_by_hand(house: House, owner: Browser) -> None:
    """A cue has the words and the channel one gives it, once; without words nothing is added."""
    pairs = {"label": " a hum ", "channel": "voice"}
    address = owner.press("/cues", "/cues", None, **pairs).headers["location"]
    (cue,) = house.all(Cue)
    assert (cue.label, cue.channel, address) == ("a hum", Channel.VOICE, f"/cues/{cue.id}")
    assert owner.press("/cues", "/cues", label="A HUM", channel="voice").headers["location"] == address
    assert owner.press("/cues", "/cues", label="a hum", channel="").headers["location"] != address
    assert owner.press("/cues", "/cues", label="  ").headers["location"] == "/cues"
    assert len(house.all(Cue)) == 2
    sound(owner.submit("/cues", [("label", "a smell"), ("channel", "smell")]), 422)


def test_a_person_is_added_by_hand(house: House, owner: Browser) -> None:
    """A person has the name one gives them, once."""
    address = owner.press("/people", "/people", label="R.").headers["location"]
    assert owner.press("/people", "/people", label="r.").headers["location"] == address
    assert owner.press("/people", "/people", label=" ").headers["location"] == "/people"
    assert [person.label for person in house.all(Person)] == ["R."]


def test_a_person_can_be_changed(house: House, writer: Browser) -> None:
    """Name, note and how long known are kept; the earlier name is still there to be read."""
    path = f"/people/{ROBIN.id}"
    told = {"label": " Rob ", "known_since": " 2019-03 ", "note": "\nline\r\nline"}
    assert writer.press(path, f"{path}/change", None, **told).headers["location"] == path
    changed = replace(ROBIN, label="Rob", known_since=FuzzyDate("2019-03"), note="\nline\nline")
    assert house.find(ROBIN) == changed
    writer.submit("/names", [("show", "1")])
    assert ROBIN.label in writer.look(path).text
    writer.press(path, f"{path}/change", known_since="", note="")
    assert house.find(ROBIN) == replace(ROBIN, label="Rob")


def test_a_cue_can_be_changed(house: House, writer: Browser) -> None:
    """Words, channel and note of a cue are kept, and its meaning stays its moments' own."""
    path = f"/cues/{LOUDER.id}"
    writer.press(path, f"{path}/change", label="louder", channel="voice", note="since spring")
    assert house.find(LOUDER) == Cue(id=LOUDER.id, label="louder", channel=Channel.VOICE, note="since spring")
    writer.press(path, f"{path}/change", channel="")
    assert house.find(LOUDER).channel is None
    sound(writer.submit(f"{path}/change", [("label", "x"), ("channel", "smell")]), 422)
    assert house.find(LOUDER).label == "louder"


@pytest.mark.parametrize(
    "told",
    [{"known_since": "yesterday"}, {"known_since": "2019-13"}, {"known_since": "2019-02-30"}, {"known_since": "19"},
     {"known_since": "0000"}, {"label": ""}, {"label": "  "}],
)  # fmt: skip
def test_what_cannot_be_kept_changes_nothing(house: House, writer: Browser, told: dict[str, str]) -> None:
    """A date that is none, or no name, gives the same page with a clear sentence; nothing of the form was kept."""
    path = f"/people/{ROBIN.id}"
    page = sound(writer.press(path, f"{path}/change", None, **({"note": "new"} | told)), 422)
    assert "A name is needed, and a date reads 2019, 2019-03 or 2019-03-21. Nothing was changed." in page.text
    assert house.find(ROBIN) == ROBIN
    back = page.form("/names")
    assert ("back", path) in markup.sent_by(back)


@pytest.mark.system("S1")
@pytest.mark.parametrize(("room", "one", "other"), [("people", ROBIN, SKY), ("cues", LOUDER, DOOR)])
def test_two_that_are_one_are_joined_and_taken_apart(
    house: House, writer: Browser, room: str, one: Person | Cue, other: Person | Cue
) -> None:
    """Joined, both names lead to one page that counts all moments; taken apart, each has its own again, unharmed."""
    moments = [moment(1), moment(2, people=(SKY.id,), cues=(CueSeen(cue=DOOR.id),))]
    house.put(*moments)
    joined = writer.press(f"/{room}/{one.id}", f"/{room}/{one.id}/merge", into=str(other.id))
    assert joined.headers["location"] == f"/{room}/{other.id}"
    assert len(titles(writer, f"/{room}")) == 1
    assert "2 moments" in writer.look(f"/{room}").text
    assert writer.look(f"/{room}/{one.id}").text == writer.look(f"/{room}/{other.id}").text
    taken = writer.press(f"/{room}/{other.id}", f"/{room}/{one.id}/unmerge")
    assert taken.headers["location"] == f"/{room}/{one.id}"
    assert len(titles(writer, f"/{room}")) == 2
    assert [house.find(kept) for kept in moments] == moments


@pytest.mark.parametrize("into", ["x", "", str(ROBIN.id), str(LOUDER.id), str(UUID(int=999))])
def test_what_cannot_be_joined_is_not(house: House, writer: Browser, into: str) -> None:
    """Nobody is joined with themselves, with a cue, or with someone who is not there."""
    answer = writer.submit(f"/people/{ROBIN.id}/merge", [("into", into)])
    assert answer.status_code in (404, 422)
    assert house.find(ROBIN) == ROBIN


@pytest.mark.care("C2")
def test_a_hold_goes_along_with_a_name(house: House, writer: Browser) -> None:
    """Joining does not lift a hold: whoever stands for someone held is held."""
    house.put(moment(1, hours=-500, danger=(Danger.THREATENED,)))
    writer.press(f"/people/{ROBIN.id}", f"/people/{ROBIN.id}/merge", into=str(SKY.id))
    assert "a hold stands" in writer.look("/people").text
    assert writer.look(f"/people/{SKY.id}").form(f"/people/{SKY.id}/lift")


@pytest.mark.care("C2")
def test_removing_the_moment_does_not_lift_the_hold(house: House, writer: Browser) -> None:
    """A dangerous moment in the bin still holds."""
    house.put(moment(1, hours=-500, danger=(Danger.THREATENED,)))
    writer.press(f"/moments/{moment(1).id}", f"/moments/{moment(1).id}/remove")
    assert "a hold stands" in writer.look("/people").text


@pytest.mark.parametrize(("room", "one"), [("people", ROBIN), ("cues", LOUDER)])
def test_removed_and_brought_back(house: House, writer: Browser, room: str, one: Person | Cue) -> None:
    """Whoever is removed lies in the bin, is in no list, and comes back unharmed; the moments stay."""
    house.put(moment(1))
    assert writer.press(f"/{room}/{one.id}", f"/{room}/{one.id}/remove").headers["location"] == f"/{room}"
    assert len(titles(writer, f"/{room}")) == 1
    sound(writer.get(f"/{room}/{one.id}"), 404)
    writer.look(f"/moments/{moment(1).id}")
    assert writer.press("/keep/bin", f"/keep/bin/{one.id}/restore").headers["location"] == "/keep/bin"
    assert house.find(one) == one
    assert house.find(moment(1)) == moment(1)


@pytest.mark.care("C24")
@pytest.mark.parametrize(("choice", "left"), [("keep", 2), ("forget", 1), ("", 2)])
@pytest.mark.parametrize(("room", "one"), [("people", ROBIN), ("cues", LOUDER)])
def test_forgotten_in_one_step(
    house: House, writer: Browser, room: str, one: Person | Cue, choice: str, left: int
) -> None:
    """Someone is forgotten with or without the moments; unless it is asked for, the moments are kept."""
    house.put(moment(1, outcome=Outcome.OKAY), moment(2, people=(SKY.id,), cues=()))
    button = ("moments", choice) if choice else None
    page, then = (f"/people/{one.id}/forget", "/people/forgotten") if room == "people" else (f"/cues/{one.id}", "/cues")
    assert writer.press(page, f"/{room}/{one.id}/forget", button).headers["location"] == then
    writer.look(then)
    sound(writer.get(f"/{room}/{one.id}"), 404)
    kept = house.all(Moment)
    assert len(kept) == left
    assert all(one.id not in (*each.people, *(seen.cue for seen in each.cues)) for each in kept)
    assert str(one.id) not in writer.get("/keep/bin").text
    assert house.forgotten(one.id)


@pytest.mark.parametrize("what", ["change", "merge", "unmerge", "remove", "forget", "lift"])
def test_nobody_there(writer: Browser, what: str) -> None:
    """What is asked of someone who is not there gives a quiet page."""
    answer = writer.submit(f"/people/{UUID(int=999)}/{what}", [("into", str(ROBIN.id)), ("label", "x")])
    sound(answer, 404)


@pytest.mark.care("C6")
def test_lists_are_in_order_and_grade_nobody(house: House, writer: Browser) -> None:
    """The lists begin with who and what comes most often, and hold counts of moments and nothing else."""
    house.put(*(moment(n, people=(SKY.id,), outcome=Outcome.HURT) for n in range(3)), moment(9))
    writer.submit("/names", [("show", "1")])
    assert titles(writer, "/people") == [SKY.label, ROBIN.label]
    text = writer.look("/people").text
    assert "3 moments" in text
    assert "%" not in text
    assert titles(writer, "/cues") == [LOUDER.label, DOOR.label]


@pytest.mark.care("C6")
def test_an_empty_record_says_so(owner: Browser) -> None:
    """Before there is anything, each room says what will come and where to begin."""
    for path in ("/today", "/moments", "/people", "/cues", "/keep/bin"):
        assert owner.look(path).text.strip()
    assert "Nothing kept yet" in owner.look("/today").text


def test_today_asks_for_at_most_three_endings(house: House, writer: Browser) -> None:
    """Today shows how it last was and at most three moments without an ending; a tap keeps how it is now."""
    house.put(*(moment(n, hours=-n) for n in range(1, 7)))
    page = writer.look("/today")
    assert len([a for a in page.root.all("a") if a.get("href").endswith("/ended")]) == 3
    assert writer.press("/today", "/checkin", ("state", "settled")).headers["location"] == "/today"
    assert "settled" in writer.look("/today").text
    house.put(*(moment(n, hours=-n, outcome=Outcome.OKAY) for n in range(1, 7)))
    page = writer.look("/today")
    assert not [a for a in page.root.all("a") if a.get("href").endswith("/ended")]
    sound(writer.submit("/checkin", [("state", "fine")]), 422)


def test_another_s_names_stay_hidden(house: House, writer: Browser) -> None:
    """Showing names in one browser shows them in no other, and not after locking."""
    other = house.browser(house.keeper.unlock(PASSPHRASE))
    writer.submit("/names", [("show", "1")])
    assert ROBIN.label in writer.look("/people").text
    assert ROBIN.label not in other.look("/people").text
    writer.submit("/lock")
    again = house.browser(house.keeper.unlock(PASSPHRASE))
    assert ROBIN.label not in again.look("/people").text
