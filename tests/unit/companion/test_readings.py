"""The reading: counts first, and merged names together."""

from __future__ import annotations

from uuid import UUID

import pytest

from homing.companion import Desk, expectations, names, readings
from homing.mind import Code
from homing.record import CueSeen, Direction, Outcome
from tests.desks import keep

STRANGER = UUID(int=99)


def test_nothing_is_said_of_strangers(desk: Desk) -> None:
    """A person and a cue that are not known give a reading that says so, and no fault."""
    told = readings.read(desk, people=[STRANGER], cues=[CueSeen(cue=STRANGER)])
    assert [tally.findings[0].code for tally in told.tallies] == [Code.NOTHING_YET] * 2
    _, expected = expectations.expect(desk, people=[STRANGER], cues=[CueSeen(cue=STRANGER)])
    assert expected is not None
    assert (expected.hurt.seen, expected.alarm.seen) == (0, 0)


@pytest.mark.system("S2")
@pytest.mark.care("C3")
def test_each_cue_and_then_all_with_these_people(desk: Desk) -> None:
    """For each cue the moments with these people and it, the most frequent first; last all with them."""
    for day in range(1, 4):
        keep(desk, "Sam", cues=("louder",), days=day, outcome=Outcome.OKAY, alarm=6)
    kept = keep(desk, "Sam", cues=("late", "louder"), days=4, outcome=Outcome.HURT, alarm=9)
    keep(desk, "Robin", cues=("late",), days=5)
    late, louder = (seen.cue for seen in kept.cues)
    told = readings.reading_of(desk, kept)
    assert [(tally.cue, len(tally.facts)) for tally in told.tallies] == [(louder, 4), (late, 1), (None, 4)]
    assert told.tallies[0].findings[0].code is Code.RANG
    assert told.estimates


def test_without_people_cues_are_read_alone(desk: Desk) -> None:
    """Cues without people are counted over everyone, and nothing is said of nobody."""
    kept = keep(desk, "Sam", cues=("louder",), days=2)
    keep(desk, "Robin", cues=("louder",), days=1)
    told = readings.read(desk, cues=kept.cues)
    assert [len(tally.facts) for tally in told.tallies] == [2]
    assert readings.read(desk).tallies == ()


def test_merged_names_are_read_together(desk: Desk) -> None:
    """Two names of a person, and of a cue, give one tally with the moments of both."""
    one = keep(desk, "Sam", cues=("louder",), days=2)
    two = keep(desk, "Sammy", cues=("loud",), days=1)
    names.merge(desk, two.people[0], one.people[0])
    names.merge(desk, two.cues[0].cue, one.cues[0].cue)
    for moment in (one, two):
        told = readings.reading_of(desk, moment)
        assert [len(tally.facts) for tally in told.tallies] == [2, 2]
    both = [*one.cues, *two.cues, CueSeen(cue=one.cues[0].cue, direction=Direction.SENT)]
    assert len(readings.read(desk, people=one.people, cues=both).tallies) == 2
