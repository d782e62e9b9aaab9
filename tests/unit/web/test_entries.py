"""Windows, needs and looks as entries: their history, a copy, the bin, forgetting."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.record import About, CueSeen, Danger, FuzzyDate, Look, Need, Opening, Telling, Window
from homing.vault import Rows
from tests.unit.web.support import LOUDER, ROBIN, Browser, House, moment

WINDOW = Window(id=UUID(int=0x71), label="hugs", about=About.TOUCH, people=(ROBIN.id,), why="slowly")


@pytest.mark.care("C12")
@pytest.mark.care("C25")
def test_a_touch_window_has_a_history_and_no_copy(house: House, writer: Browser) -> None:
    """Every form is shown, names hidden; the copy is refused kindly, also if it is asked for all the same."""
    house.put(ROBIN, WINDOW, replace(WINDOW, opening=Opening.AJAR))
    page = writer.look(f"/entries/{WINDOW.id}")
    assert "slowly" in page.text
    assert ROBIN.label not in page.text
    assert "an open window is never a yes" in page.text
    assert f"/entries/{WINDOW.id}/export" not in page.text
    assert writer.submit(f"/entries/{WINDOW.id}/export").headers["location"] == f"/entries/{WINDOW.id}"
    assert writer.submit(f"/entries/{WINDOW.id}/remove").headers["location"] == "/bubble"
    assert "hugs" in writer.look("/keep/bin").text


@pytest.mark.care("C25")
def test_a_need_and_a_look_have_a_history_and_a_copy(house: House, writer: Browser) -> None:
    """What they say is shown, a copy is given, and forgetting leads back to where such entries stand."""
    lived = moment()
    told = Telling(when=lived.when, to=ROBIN.id)
    need = Need(id=UUID(int=0x72), label="an hour alone", will="I will go out", people=(ROBIN.id,), tellings=(told,))
    look = Look(id=UUID(int=0x73), when=lived.when, cue=LOUDER.id, words="older than he is", again=FuzzyDate("2026-05"))
    house.put(ROBIN, LOUDER, lived, need, look)
    for entry, said, shelf in ((need, "I will go out", "/needs"), (look, "older than he is", "/cues")):
        assert said in writer.look(f"/entries/{entry.id}").text
        copy = writer.submit(f"/entries/{entry.id}/export")
        assert said in copy.text
        assert writer.submit(f"/entries/{entry.id}/forget").headers["location"] == shelf
        assert entry.id in house.vault.read(Rows.tombstones)


def test_what_is_about_something_in_the_bin_says_so(house: House, writer: Browser) -> None:
    """A look at a removed cue has no copy until the cue is back."""
    look = Look(id=UUID(int=0x73), when=moment().when, cue=LOUDER.id)
    house.put(LOUDER, look)
    writer.submit(f"/cues/{LOUDER.id}/remove")
    page = writer.look(f"/entries/{look.id}").text
    assert "lies in the bin" in page
    assert f"/entries/{look.id}/export" not in page


@pytest.mark.care("C24")
def test_forgetting_someone_tells_of_windows_and_needs(house: House, writer: Browser) -> None:
    """Before it is done, the page counts windows for them alone, needs that name them, and their name elsewhere."""
    need = Need(id=UUID(int=0x72), label="an hour alone", people=(ROBIN.id,), will=f"I will tell {ROBIN.label}")
    house.put(ROBIN, WINDOW, need)
    page = writer.look(f"/people/{ROBIN.id}/forget").text
    assert "1 window that is for them alone" in page
    assert "1 need that names them" in page
    assert "1 other entry in which you wrote the name" in page


@pytest.mark.care("C2")
@pytest.mark.parametrize("marked", [(), (Danger.FORCED,)])
def test_a_step_is_not_shown_beside_a_danger_mark(house: House, writer: Browser, marked: tuple[Danger, ...]) -> None:
    """A small step in a look's history waits until the hold is lifted; the own words stay."""
    house.put(moment(1, hours=-400, cues=(CueSeen(cue=LOUDER.id),), danger=marked))
    look = Look(id=UUID(int=0x9A), when=moment(1).when, cue=LOUDER.id, words="old words", step="one cup of tea")
    house.put(look)
    text = writer.look(f"/entries/{look.id}").text
    assert "old words" in text
    assert ("one cup of tea" in text) is not bool(marked)
