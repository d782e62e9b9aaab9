"""Moments: kept half-finished or whole, found, removed, brought back, forgotten."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.companion import Desk, NewCue, NewNames, NotFound, moments, names
from homing.record import Channel, CueSeen, Direction, FeltState, LivedTime, Moment, Outcome
from tests.desks import ZONE, Clock, contents, everything_written, keep

NOBODY = UUID(int=99)


def blank(desk: Desk) -> Moment:
    """A moment just now, of which nothing was said."""
    return Moment(id=desk.ambient.new_id(), when=desk.ambient.lived_now())


@pytest.mark.system("S4")
def test_half_a_moment_is_kept(desk: Desk) -> None:
    """Nothing but a time is needed, and what is found is what was kept."""
    kept = moments.keep(desk, blank(desk))
    assert moments.find(desk, kept.id) == kept
    assert not kept.is_finished


def test_an_outcome_may_come_later(desk: Desk) -> None:
    """The ending is added to the same moment; both forms are in its history."""
    kept = moments.keep(desk, blank(desk))
    moments.keep(desk, replace(kept, outcome=Outcome.CARE))
    told = [revision.record for revision in moments.history(desk, kept.id)]
    assert told == [replace(kept, outcome=Outcome.CARE), kept]


def test_new_names_become_records_once(desk: Desk) -> None:
    """Whom and what a moment names for the first time is made in the same breath; known names are found."""
    first = keep(desk, "Sam", " sam ", "Noor", cues=("louder",), place="kitchen")
    second = keep(desk, "SAM", cues=("Louder ",), place="Kitchen")
    assert len(first.people) == 2
    assert second.people == first.people[:1]
    assert (second.cues, second.setting) == (first.cues, first.setting)


def test_blank_names_are_no_names(desk: Desk) -> None:
    """Empty fields of a form make nobody, nothing and nowhere."""
    new = NewNames(people=("", "  "), cues=(NewCue(label=" "),), setting=" ")
    kept = moments.keep(desk, blank(desk), new)
    assert (kept.people, kept.cues, kept.setting) == ((), (), None)


def test_new_names_stand_beside_those_ticked(desk: Desk) -> None:
    """A cue ticked and typed counts once in each direction; a typed setting wins over the old one."""
    before = keep(desk, "Sam", cues=("louder",), place="kitchen")
    louder = before.cues[0].cue
    typed = (
        NewCue(label="louder", channel=Channel.VOICE),
        NewCue(label="louder", channel=Channel.VOICE, direction=Direction.SENT, strength=0.5),
    )
    kept = moments.keep(desk, before, NewNames(people=("Sam", "Noor"), cues=typed, setting="car"))
    assert kept.people[0] == before.people[0]
    assert len(kept.people) == 2
    assert kept.cues == (CueSeen(cue=louder), CueSeen(cue=louder, direction=Direction.SENT, strength=0.5))
    assert kept.setting != before.setting


def test_whoever_is_not_here_is_left_out(desk: Desk) -> None:
    """A form that was open while someone was forgotten does not bring back the id."""
    kept = moments.keep(desk, replace(blank(desk), people=(NOBODY,), cues=(CueSeen(cue=NOBODY),), setting=NOBODY))
    assert (kept.people, kept.cues, kept.setting) == ((), (), None)
    assert str(NOBODY) not in everything_written(desk)


def test_whoever_lies_in_the_bin_stays_named(desk: Desk) -> None:
    """Changing a moment does not drop those who are in the bin."""
    kept = keep(desk, "Sam")
    names.remove(desk, kept.people[0])
    assert moments.keep(desk, replace(kept, alarm=3)).people == kept.people


def test_a_removed_moment_comes_back_as_it_was(desk: Desk) -> None:
    """Removing keeps it in the bin; restoring brings back the same; neither is done twice."""
    kept = keep(desk, "Sam", alarm=3)
    moments.remove(desk, kept.id)
    with pytest.raises(NotFound):
        moments.find(desk, kept.id)
    with pytest.raises(NotFound):
        moments.remove(desk, kept.id)
    moments.restore(desk, kept.id)
    assert moments.find(desk, kept.id) == kept
    with pytest.raises(NotFound):
        moments.restore(desk, kept.id)


@pytest.mark.care("C25")
def test_a_forgotten_moment_leaves_a_tombstone_and_nothing_else(desk: Desk) -> None:
    """Its words, its earlier forms and its id are gone from every table but that of the tombstones."""
    kept = keep(desk, "Sam", note="CANARY one")
    moments.keep(desk, replace(kept, note="CANARY two"))
    moments.forget(desk, kept.id)
    assert contents(desk)[2] == [kept.id]
    left = everything_written(desk, but=("tombstone",))
    assert "CANARY" not in left
    assert str(kept.id) not in left
    with pytest.raises(NotFound):
        moments.forget(desk, kept.id)


def test_a_moment_can_be_forgotten_from_the_bin(desk: Desk) -> None:
    """What lies in the bin can be forgotten, too."""
    kept = keep(desk, "Sam")
    moments.remove(desk, kept.id)
    moments.forget(desk, kept.id)
    assert contents(desk)[1:] == ([], [kept.id])


@pytest.mark.system("S10")
def test_a_check_in_is_one_tap(desk: Desk, clock: Clock) -> None:
    """How it is now is kept with the time and zone of this place, or of the one that is told."""
    here = moments.check_in(desk, FeltState.ON_EDGE)
    there = moments.check_in(desk, FeltState.SETTLED, LivedTime.at(clock(), "Asia/Kathmandu"))
    assert (here.when.zone, here.when.utc) == (ZONE, clock())
    assert there.when.zone == "Asia/Kathmandu"
    moments.forget(desk, here.id)
    assert contents(desk)[0] == [there]


def test_a_finger_that_tapped_twice_is_one_check_in(desk: Desk, clock: Clock) -> None:
    """The same state at the same time is kept once; another state, or the same one later, is a new check-in."""
    first = moments.check_in(desk, FeltState.ON_EDGE)
    assert moments.check_in(desk, FeltState.ON_EDGE) == first
    assert moments.check_in(desk, FeltState.SETTLED) != first
    clock.forward(hours=1)
    assert moments.check_in(desk, FeltState.SETTLED).when.utc == clock()
    assert len(contents(desk)[0]) == 3
