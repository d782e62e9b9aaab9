"""The page called Quiet: quiet hours, and what may come up by itself on Today."""

from __future__ import annotations

from datetime import time

import pytest

from homing.companion import gentle
from homing.companion.gentle import Kind
from homing.companion.quiet_hours import USUAL, QuietHours
from homing.record import FuzzyDate, LivedTime, Occasion, Promise, Rhythm, Ritual, Whose
from tests.unit.web.support import MORNING, ROBIN, ZONE, Browser, House, moment
from tests.unit.web.test_practice import links

pytestmark = pytest.mark.care("C16")


def test_quiet_hours_are_stated_changed_and_switched_off(house: House, owner: Browser) -> None:
    """By default they are from ten to eight; what is kept is stated the next time."""
    assert "From 22:00 until 08:00 nothing comes up by itself." in owner.look("/keep/quiet").text
    answer = owner.press("/keep/quiet", "/keep/quiet/hours", begins="23:30", ends="06:15")
    assert answer.headers["location"] == "/keep/quiet"
    assert gentle.chosen(house.desk).hours == QuietHours(time(23, 30), time(6, 15))
    assert "From 23:30 until 06:15" in owner.look("/keep/quiet").text
    owner.submit("/keep/quiet/hours", [("none", "1")])
    assert gentle.chosen(house.desk).hours is None
    assert "You have no quiet hours" in owner.look("/keep/quiet").text


@pytest.mark.parametrize("ends", ["07:00", "", "25:00", "soon", "07:00:00+01:00"])
def test_hours_that_are_none_change_nothing(house: House, owner: Browser, ends: str) -> None:
    """It is said what is needed, and a time that was told stays in its field."""
    answer = owner.submit("/keep/quiet/hours", [("begins", "07:00"), ("ends", ends)])
    assert answer.status_code == 422
    assert "Two different times of day are needed" in answer.text
    assert 'value="07:00"' in answer.text
    assert "soon" not in answer.text
    assert gentle.chosen(house.desk).hours == USUAL


def test_each_kind_can_be_switched_off(house: House, owner: Browser) -> None:
    """Those that are ticked may come up; with none ticked nothing does, ever."""
    for kept in ([Kind.LOOK, Kind.PROMISE], []):
        owner.submit("/keep/quiet/kinds", [("kinds", kind.value) for kind in kept])
        assert gentle.chosen(house.desk).kinds == tuple(kept)
        ticked = [one.get("value") for one in owner.look("/keep/quiet").root.all("input") if one.has("checked")]
        assert {kind.value for kind in kept} == {one for one in ticked if one in list(Kind)}


def test_today_inside_quiet_hours_asks_nothing(house: House, owner: Browser) -> None:
    """It says until when, and what one asks for oneself is there as at any hour."""
    house.put(ROBIN, moment())
    assert "no ending yet" in owner.look("/today").text
    house.clock.move(hours=14)
    page = house.browser(house.keeper.unlock("lantern under the plum tree")).look("/today")
    assert "Quiet hours until 08:00. Nothing is asked of you." in page.text
    assert "no ending yet" not in page.text
    assert "A good moment counts as much" not in page.text
    assert {"/now", "/settle", "/pause", "/good", "/keep/quiet#hours"} <= links(page)


@pytest.mark.system("S12")
@pytest.mark.system("S14")
@pytest.mark.care("C13")
def test_what_comes_up_of_practice_can_wait_until_tomorrow(house: House, owner: Browser) -> None:
    """A ritual about its time, a promise on its day, a rhythm: at most three in all, and each is gone with one tap."""
    now = LivedTime.at(MORNING, ZONE)
    house.put(ROBIN, moment(hours=-24 * 12), moment(2, hours=-24 * 12))
    house.put(Ritual(id=moment(41).id, label="tea by the door", occasion=Occasion.MEETING, at="10:00"))
    house.put(Rhythm(id=moment(42).id, person=ROBIN.id, days=3))
    house.put(Promise(id=moment(43).id, label="the shelf", whose=Whose.MINE, made=now, due=FuzzyDate("2026-11-27")))
    house.clock.move(days=7)
    owner = house.browser(house.keeper.unlock("lantern under the plum tree"))
    gone = {"promise": "the shelf", "ritual": "tea by the door", "reassurance": "like to say to R…?"}
    page = owner.look("/today")
    assert all(words in page.text for words in gone.values())
    for kind, words in gone.items():
        assert owner.submit("/today/not-today", [("kind", kind)]).headers["location"] == "/today"
        assert words not in owner.look("/today").text
    assert owner.submit("/today/not-today", [("kind", "everything")]).status_code == 422
