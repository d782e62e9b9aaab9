"""Something older can be brought along, seen and forgotten; a cue tells what may come back."""

from __future__ import annotations

import pytest

from homing.record import Memory, Outcome
from tests.unit.web.support import LOUDER, ROBIN, Browser, House, moment


def told(house: House) -> list[Memory]:
    """Everything older that is kept."""
    return house.vault.read(lambda rows: rows.all(Memory))


@pytest.mark.system("S7")
def test_something_older_is_kept_shown_and_forgotten(house: House, writer: Browser) -> None:
    """Own words, a year and how loud it was are enough; it is shown, and forgotten in one tap."""
    house.put(ROBIN, LOUDER)
    pairs = [
        ("label", "the weir"),
        ("about", "2003"),
        ("alarm", "9"),
        ("people", str(ROBIN.id)),
        ("cues", str(LOUDER.id)),
    ]
    assert writer.submit("/older", [*pairs, ("people_new", "Old Reed")]).headers["location"] == "/older"
    [kept] = told(house)
    assert (kept.label, kept.about.text, kept.alarm, kept.cues) == ("the weir", "2003", 9, (LOUDER.id,))
    assert len(kept.people) == 2
    assert "the weir" in writer.look("/older").text
    writer.press("/older", f"/older/{kept.id}/forget")
    assert told(house) == []


@pytest.mark.parametrize(
    "wrong", [{"label": " "}, {"about": "long ago"}, {"alarm": ""}, {"alarm": "11"}, {"alarm": "²"}]
)
def test_what_is_missing_is_said_and_nothing_is_kept(house: House, writer: Browser, wrong: dict[str, str]) -> None:
    """A form that lacks something comes back with what was typed, and keeps nothing."""
    pairs = {"label": "the weir", "about": "2003", "alarm": "9"} | wrong
    answer = writer.submit("/older", list(pairs.items()))
    assert answer.status_code == 422
    assert "Nothing was kept." in answer.text
    assert told(house) == []


def test_there_is_room_for_so_many(writer: Browser) -> None:
    """When the alarm model is full, that is said."""
    for _ in range(20):
        answer = writer.submit("/older", [("label", "again"), ("about", "2003"), ("alarm", "5")])
    assert answer.status_code == 422
    assert "no room for another" in answer.text


@pytest.mark.system("S8")
def test_a_cue_tells_what_may_come_back(house: House, writer: Browser) -> None:
    """The page of a cue leads to what it may do after a quiet time, said as a guess."""
    house.put(*(moment(number, hours=-50 * number, outcome=Outcome.OKAY, alarm=7) for number in range(1, 13)))
    text = writer.look(f"/cues/{LOUDER.id}/forecast").text
    assert "of 10 now" in text
    assert "no failure" in text
