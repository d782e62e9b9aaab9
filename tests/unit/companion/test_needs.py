"""Needs: told in own words, kept beside a window or someone, and whether they were heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, names, needs, windows
from homing.record import Heard, LivedTime, Need, Opening, Window
from tests.desks import ZONE, Clock, everything_written, new_desk

pytestmark = pytest.mark.system("S20")
QUIET = Need(id=UUID(int=7), label="An hour of quiet", will="I will close the door for an hour.")


@pytest.fixture
def clock() -> Clock:
    """A clock set by hand."""
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Iterator[Desk]:
    """An empty desk with that clock."""
    one = new_desk(clock)
    yield one
    one.vault.close()


def test_a_need_is_kept_with_whom_it_names(desk: Desk) -> None:
    """It is listed with the window it belongs to and the people it is for."""
    window = windows.add(desk, Window(id=UUID(int=5), label="Evenings", opening=Opening.AJAR))
    need = needs.add(desk, replace(QUIET, window=window.id), ["S.", " "])
    told = needs.all_of(desk)
    assert told.needs == (need,)
    assert told.windows == {window.id: window}
    assert [told.book.by_id[one].label for one in need.people] == ["S."]
    assert needs.find(desk, need.id) == need


def test_what_was_forgotten_meanwhile_is_left_out(desk: Desk) -> None:
    """A form still open may name someone or a window that is gone."""
    assert needs.add(desk, replace(QUIET, people=(UUID(int=9),), window=UUID(int=5))) == QUIET


def test_a_change_keeps_when_it_was_told(desk: Desk) -> None:
    """Other words, people or window; the tellings stay, whatever the form says."""
    needs.add(desk, QUIET)
    told = needs.tell(desk, QUIET.id)
    changed = needs.change(desk, replace(QUIET, label="Quiet"), ["N."])
    assert (changed.label, changed.tellings, len(changed.people)) == ("Quiet", told.tellings, 1)


def test_telling_is_kept_at_its_time(desk: Desk, clock: Clock) -> None:
    """When, to whom, and whether it was heard; each time anew."""
    person = names.add_person(desk, "S.").id
    needs.add(desk, QUIET)
    first = LivedTime.at(clock(), ZONE)
    needs.tell(desk, QUIET.id, person, Heard.NOT_HEARD)
    clock.forward(days=1)
    told = needs.tell(desk, QUIET.id, UUID(int=9), Heard.HEARD).tellings
    assert [(one.when, one.to, one.heard) for one in told] == [
        (first, person, Heard.NOT_HEARD),
        (LivedTime.at(clock(), ZONE), None, Heard.HEARD),
    ]


def test_a_double_tap_is_one_telling(desk: Desk, clock: Clock) -> None:
    """Also over the turn of a minute; a moment later, or answered otherwise, it is another."""
    needs.add(desk, QUIET)
    clock.forward(seconds=58)
    needs.tell(desk, QUIET.id, None, Heard.HEARD)
    clock.forward(seconds=4)
    assert len(needs.tell(desk, QUIET.id, None, Heard.HEARD).tellings) == 1
    assert len(needs.tell(desk, QUIET.id, None, Heard.PARTLY).tellings) == 2
    clock.forward(seconds=6)
    assert len(needs.tell(desk, QUIET.id, None, Heard.PARTLY).tellings) == 3
    needs.change(desk, replace(QUIET, label="Quiet"))
    assert len(needs.tell(desk, QUIET.id, None, Heard.PARTLY).tellings) == 4


def test_an_imported_telling_is_no_tap(desk: Desk) -> None:
    """A need that came with its tellings has no earlier form; telling it now is another time."""
    told = needs.tell(desk, needs.add(desk, QUIET).id)
    other = needs.add(desk, replace(told, id=UUID(int=8)))
    assert len(needs.tell(desk, other.id).tellings) == 2


def test_forgetting_is_for_good(desk: Desk) -> None:
    """Nothing of it is left; what is not there is not found."""
    needs.add(desk, QUIET)
    needs.forget(desk, QUIET.id)
    assert "quiet" not in everything_written(desk).lower()
    with pytest.raises(NotFound):
        needs.find(desk, QUIET.id)
    with pytest.raises(NotFound):
        needs.change(desk, QUIET)
    with pytest.raises(NotFound):
        needs.tell(desk, QUIET.id)
    with pytest.raises(NotFound):
        needs.forget(desk, QUIET.id)


def test_forgetting_someone_leaves_the_need(desk: Desk) -> None:
    """The need and when it was told stay, without them."""
    need = needs.add(desk, QUIET, ["S."])
    needs.tell(desk, need.id, need.people[0], Heard.HEARD)
    names.forget(desk, need.people[0], with_moments=False)
    kept = needs.find(desk, need.id)
    assert (kept.people, [one.to for one in kept.tellings]) == ((), [None])
