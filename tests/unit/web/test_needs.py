"""The pages of needs: put into words, turned if one likes, shown to someone, and how they were heard."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.record import Danger, Heard, Need, Person, Window
from tests.unit.web.support import ROBIN, SKY, Browser, House, moment

ALONE = Need(id=UUID(int=0x80), label="ten minutes alone", will="I will walk\r\nonce round", people=(ROBIN.id,))
TALK = Window(id=UUID(int=0x70), label="late talks")


@pytest.mark.system("S20")
def test_a_need_is_kept_as_told(house: House, writer: Browser) -> None:
    """What is needed, what I will do, for whom and for which window are kept; without words nothing is."""
    house.put(TALK)
    told = [("label", " some quiet "), ("will", "I will read."), ("people", str(SKY.id)), ("people_new", "Moss")]
    answer = writer.submit("/needs", [*told, ("window", str(TALK.id))])
    (need,) = house.all(Need)
    moss = next(one for one in house.all(Person) if one.label == "Moss")
    assert answer.headers["location"] == f"/needs/{need.id}"
    assert (need.label, need.will, need.window) == ("some quiet", "I will read.", TALK.id)
    assert set(need.people) == {SKY.id, moss.id}
    assert writer.press("/needs", "/needs", label=" ").status_code == 422
    assert len(house.all(Need)) == 1
    assert "some quiet" in writer.look("/needs").text
    assert "some quiet" in writer.look(f"/windows/{TALK.id}").text


@pytest.mark.system("S20")
@pytest.mark.care("C12")
def test_you_must_not_is_kept_and_gently_turned(house: House, writer: Browser) -> None:
    """Words that order the other about are kept as they are, and the page offers to turn them; "I will" is left."""
    writer.submit("/needs", [("label", "You must not shout at me.")])
    (need,) = house.all(Need)
    assert need.label == "You must not shout at me."
    assert "you can decide what you will do" in writer.look(f"/needs/{need.id}").text
    house.put(ALONE)
    assert "you can decide what you will do" not in writer.look(f"/needs/{ALONE.id}").text


@pytest.mark.system("S20")
def test_shown_to_someone_it_stands_alone(house: House, writer: Browser) -> None:
    """The large page holds the words and a way back: no name, no rooms, no other link but that out of here."""
    house.put(ALONE)
    page = writer.look(f"/needs/{ALONE.id}/show")
    assert ALONE.label in page.text
    assert ROBIN.label[0] + "…" not in page.text
    links = [link.get("href") for link in page.root.all("a")]
    assert links == ["#main", "/help", f"/needs/{ALONE.id}"]
    assert not list(page.root.all("nav", "footer"))


@pytest.mark.system("S20")
def test_how_it_was_heard_is_one_tap(house: House, writer: Browser) -> None:
    """Each answer is one button; it is kept with whom it was for, and stands on the page."""
    house.put(ALONE, replace(ALONE, id=UUID(int=0x81), people=()))
    path = f"/needs/{ALONE.id}"
    assert writer.press(path, f"{path}/tell", ("heard", "partly_heard")).headers["location"] == path
    (telling,) = house.find(ALONE).tellings
    assert (telling.to, telling.heard) == (ROBIN.id, Heard.PARTLY)
    assert "partly heard · R…" in writer.look(path).text
    other = f"/needs/{UUID(int=0x81)}"
    writer.press(other, f"{other}/tell", ("heard", "heard"))
    assert "By whom?" not in writer.look(other).text
    house.put(replace(ALONE, people=(ROBIN.id, SKY.id)))
    assert "By whom?" in writer.look(path).text


@pytest.mark.care("C25")
def test_a_change_sent_unchanged_changes_nothing(house: House, writer: Browser) -> None:
    """The form of a need sent as it stands leaves it to the letter; one touched field changes alone."""
    house.put(TALK, replace(ALONE, window=TALK.id))
    path, before = f"/needs/{ALONE.id}", house.find(ALONE)
    writer.press(path, f"{path}/change")
    assert house.find(ALONE) == before
    writer.press(path, f"{path}/change", window="")
    assert house.find(ALONE) == replace(before, window=None)
    assert writer.press(path, f"{path}/change", label=" ").status_code == 422
    writer.submit(f"{path}/change", [])
    assert house.find(ALONE).label == ALONE.label


@pytest.mark.care("C5")
def test_quiet_ways_come_before_showing(house: House, writer: Browser) -> None:
    """For someone under a hold the quiet ways stand first, and showing it waits in a fold; nothing is forbidden."""
    house.put(ALONE, moment(danger=(Danger.AFRAID_TO_SAY_NO,)))
    page = writer.look(f"/needs/{ALONE.id}")
    assert page.text.index("Quieter ways come first") < page.text.index("Show it, large")
    (link,) = [one for one in page.root.all("a") if one.get("href").endswith("/show")]
    assert link.within("details")
    assert writer.look(f"/needs/{ALONE.id}/show")


def test_a_need_is_forgotten_for_good(house: House, writer: Browser) -> None:
    """Forgotten, it is gone with its history, and so is its page."""
    house.put(ALONE)
    assert writer.press(f"/needs/{ALONE.id}", f"/needs/{ALONE.id}/forget").headers["location"] == "/needs"
    assert house.forgotten(ALONE.id)
    assert writer.get(f"/needs/{ALONE.id}/show").status_code == 404
