"""The room of practice, and listening: reached from anywhere, nothing kept of it, silent where it has no place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homing.companion import rest
from homing.companion.practice import rooms
from homing.record import (
    Anchor,
    Danger,
    Kept,
    LivedTime,
    Need,
    Outcome,
    Person,
    Promise,
    Step,
    Whose,
)
from homing.web.pages.practice import MINUTES
from homing.words.listening import TURNS
from tests.desks import everything_written
from tests.unit.web.markup import Page
from tests.unit.web.support import MORNING, ROBIN, ZONE, Browser, House, moment

STEP, ASIDE = (Step(id=moment(number).id, label="a smile on the stairs") for number in (21, 22))
NOW = LivedTime.at(MORNING, ZONE)
OPEN = Promise(id=moment(23).id, label="the shelf", whose=Whose.MINE, made=NOW)
DONE = Promise(id=moment(24).id, label="the soup", whose=Whose.THEIRS, made=NOW, kept=Kept.KEPT)


def links(page: Page) -> set[str]:
    """Where the page leads."""
    return {one.get("href") for one in page.root.all("a")}


def rows(page: Page) -> dict[str, str]:
    """The rooms that the page lists: the address, and all that stands in its row."""
    listed = (one for one in page.root.all("a") if one.get("class") == "list-a")
    return {one.get("href"): " ".join(one.text.split()) for one in listed}


def test_every_room_is_reached_from_the_hub_and_the_hub_from_every_room(owner: Browser) -> None:
    """Each has a line of its own, and an empty one says nothing of what is not there."""
    page = owner.look("/practice")
    assert set(rows(page)) == {f"/{room.value}" for room in rooms.Room}
    assert not any(char.isdigit() for line in rows(page).values() for char in line)
    for address in rows(page):
        assert "/practice" in links(owner.look(address))


@pytest.mark.care("C6")
def test_the_hub_says_what_of_ones_own_stands_there(house: House, owner: Browser) -> None:
    """Plans and words are counted: steps that are not set aside, promises that are open, needs and anchors."""
    house.put(STEP, replace(ASIDE, set_aside=True), OPEN, DONE)
    house.put(Need(id=moment(25).id, label="an hour"), Anchor(id=moment(26).id, label="a stone"))
    told = rows(owner.look("/practice"))
    assert told["/ladder"].endswith("1 step")
    assert told["/promises"].endswith("1 open")
    assert told["/needs"].endswith("1 of your own")
    assert told["/anchors"].endswith("1 of your own")


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_the_hub_counts_nothing_while_resting_or_after_harm(house: House, owner: Browser) -> None:
    """After harm safety stands first, and what is to be looked at in a calm hour is not there; the rooms are."""
    house.put(STEP)
    rest.begin(house.desk, 1)
    resting = owner.look("/practice")
    assert "You are resting" in resting.text
    assert not any(char.isdigit() for line in rows(resting).values() for char in line)
    rest.end(house.desk)
    house.put(ROBIN, moment(outcome=Outcome.FRIGHTENED))
    harmed = owner.look("/practice")
    assert "/safe-now" in links(harmed)
    assert not any(char.isdigit() for line in rows(harmed).values() for char in line)
    assert not {"/understanding", "/cycle", "/early"} & links(harmed)
    assert "/ladder" in links(harmed)


@pytest.mark.system("S16")
def test_listening_is_kept_nowhere(house: House, owner: Browser) -> None:
    """Through every step of every length, with a diary open or none, nothing is written and no name is shown."""
    house.put(ROBIN)
    before = everything_written(house.desk)
    owner.submit("/names", [("show", "1")])
    for minutes in MINUTES:
        answer = owner.submit("/listening", [("minutes", str(minutes))])
        assert answer.headers["location"] == f"/listening/{minutes}/1"
        for step in range(1, len(TURNS) + 2):
            page = owner.look(f"/listening/{minutes}/{step}")
            assert ROBIN.label not in page.text
            assert not list(page.root.all("nav", "footer", "input", "textarea"))
            assert f"/listening/{minutes}/{step + 1}" in links(page) or step > len(TURNS)
            assert "/listening" in links(page) or step > len(TURNS)
    assert everything_written(house.desk) == before


@pytest.mark.system("S16")
def test_a_turn_says_until_when_without_any_script(owner: Browser) -> None:
    """The time at which it ends stands there; what follows waits for a tap."""
    assert "5 minutes, until about 09:35" in owner.look("/listening/5/1").text
    assert "as long as it takes" in owner.look("/listening/5/2").text


@pytest.mark.care("C23")
def test_the_diary_can_be_locked_before_a_screen_is_shared(house: House, owner: Browser) -> None:
    """It is locked for every browser, and listening goes on."""
    page = owner.look("/listening")
    assert any(one.get("name") == "lock" and one.has("checked") for one in page.root.all("input"))
    answer = owner.submit("/listening", [("minutes", "2"), ("lock", "1")])
    assert (answer.status_code, answer.headers["location"]) == (303, "/listening/2/1")
    assert house.keeper._desk is None
    owner.look("/listening/2/1")
    assert owner.get("/practice").headers["location"] == "/"


@pytest.mark.parametrize("path", ["/listening/3/1", "/listening/5/0", "/listening/5/6", "/listening/0/0"])
def test_there_is_no_other_turn(owner: Browser, path: str) -> None:
    """A length or a step that is not offered leads nowhere."""
    owner.look(path, 404)
    assert owner.submit("/listening", [("minutes", "3")]).status_code == 422


@pytest.mark.care("C2")
def test_side_by_side_has_no_place_after_harm(house: House, owner: Browser) -> None:
    """Neither the guide nor a step of it is shown for a day; being safe comes first. A day later it is there again."""
    house.put(ROBIN, moment(outcome=Outcome.FRIGHTENED))
    page = owner.look("/listening")
    assert "/safe-now" in links(page)
    assert "Begin side by side" not in page.text
    assert owner.get("/listening/5/1").headers["location"] == "/listening"
    house.clock.move(days=2)
    assert (
        "Begin side by side"
        in house.browser(house.keeper.unlock("lantern under the plum tree")).look("/listening").text
    )


@pytest.mark.care("C2")
def test_side_by_side_is_not_put_forward_while_a_hold_stands(house: House, owner: Browser) -> None:
    """It waits in a fold that speaks of someone one is at ease with; with whom not stands there always."""
    assert not _folded(owner.look("/listening"))
    heron = Person(id=moment(31).id, label="Heron")
    house.put(heron, moment(32, hours=-300, people=(heron.id,), danger=(Danger.THREATENED,)))
    page = owner.look("/listening")
    assert _folded(page)
    assert "With whom not" in page.text
    assert "With whom not" in house.browser().look("/listening").text


def _folded(page: Page) -> bool:
    return any("Begin side by side" in one.text for one in page.root.all("details"))
