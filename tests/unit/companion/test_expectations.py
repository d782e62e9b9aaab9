"""What the models expect is said on request alone, after care was asked."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.care import Reason
from homing.companion import Desk, expectations, memories, moments, names
from homing.mind import MOST_MEMORIES
from homing.record import CueSeen, Danger, FuzzyDate, Memory, Moment, Outcome, Person
from tests.desks import keep


def with_voice(desk: Desk, *, days: float, alarm: int, outcome: Outcome = Outcome.OKAY) -> Moment:
    """A moment with Sam in which the voice got louder."""
    told = keep(desk, "Sam", days=days, outcome=outcome, alarm=alarm)
    cue = names.add_cue(desk, "voice gets louder", None)
    return moments.keep(desk, replace(told, cues=(CueSeen(cue=cue.id),)))


def known_since(desk: Desk, year: str) -> Person:
    """Sam, known since a year."""
    sam = replace(names.add_person(desk, "Sam"), known_since=FuzzyDate(year))
    names.change(desk, sam)
    return sam


def something_older(desk: Desk, alarm: int = 9) -> Memory:
    """The kitchen at the weir, long before Sam."""
    cue = names.add_cue(desk, "voice gets louder", None)
    memory = Memory(id=desk.ambient.new_id(), label="the weir", about=FuzzyDate("2003"), alarm=alarm, cues=(cue.id,))
    return memories.add(desk, memory)


@pytest.fixture
def loud(desk: Desk) -> Moment:
    """The newest of a dozen loud moments with Sam, who has been known for a few years."""
    known_since(desk, "2022")
    something_older(desk)
    return [with_voice(desk, days=day, alarm=8) for day in range(36, 0, -3)][-1]


@pytest.mark.system("S2")
def test_both_models_speak_of_the_same_moment(desk: Desk, loud: Moment) -> None:
    """What may follow and how loud the alarm may ring are said side by side, each with its interval."""
    verdict, found = expectations.expect(desk, people=loud.people, cues=loud.cues)
    assert verdict
    assert found is not None
    assert found.hurt.low <= found.hurt.p <= found.hurt.high < 0.5
    assert 0.5 < found.alarm.low <= found.alarm.p <= found.alarm.high
    assert found.hurt.seen == found.alarm.seen == 12


@pytest.mark.care("C2")
def test_a_hold_silences_every_model(desk: Desk, loud: Moment) -> None:
    """After a danger mark nothing is expected of a moment with that person."""
    keep(desk, "Sam", days=20, danger=(Danger.THREATENED,))
    verdict, found = expectations.expect(desk, people=loud.people, cues=loud.cues)
    assert (verdict.reason, found) == (Reason.HOLD, None)


@pytest.mark.system("S8")
def test_a_quiet_time_is_forecast_for_a_cue(desk: Desk) -> None:
    """A cue that once rang loudly and then grew quiet may ring louder again after a quiet time, and that is said."""
    for day in range(200, 150, -5):
        with_voice(desk, days=day, alarm=9)
    for day in range(45, 0, -3):
        told = with_voice(desk, days=day, alarm=1)
    verdict, found = expectations.over_time(desk, told.cues[0].cue)
    assert verdict
    assert found is not None
    assert found.forecast.rise > 0.0
    assert [at.days for at in found.forecast.later] == [7.0, 30.0, 90.0]


@pytest.mark.system("S8")
def test_a_change_is_split_in_two(desk: Desk) -> None:
    """A cue that grew quieter is told as a change whose two parts add up, with the moments behind it."""
    for day in range(90, 50, -4):
        with_voice(desk, days=day, alarm=9)
    for day in range(40, 0, -3):
        told = with_voice(desk, days=day, alarm=2)
    _, found = expectations.over_time(desk, told.cues[0].cue)
    assert found is not None
    assert found.change is not None
    change = found.change.change
    assert (found.change.before, found.change.since) == (10, 14)
    assert change.after < change.before - 0.2
    assert change.experience + change.insight == pytest.approx(change.after - change.before)


def test_a_change_needs_moments_on_both_sides(desk: Desk) -> None:
    """Where a cue is new, or has not come of late, no change is told."""
    for day in range(90, 50, -4):
        told = with_voice(desk, days=day, alarm=9)
    _, found = expectations.over_time(desk, told.cues[0].cue)
    assert found is not None
    assert found.change is None


@pytest.mark.care("C2")
def test_after_harm_there_is_no_forecast_for_a_day(desk: Desk, loud: Moment) -> None:
    """On the day after harm nothing is forecast either."""
    keep(desk, "Robin", days=0.1, outcome=Outcome.FRIGHTENED)
    verdict, found = expectations.over_time(desk, loud.cues[0].cue)
    assert (verdict.reason, found) == (Reason.AFTER_HARM, None)


def test_something_older_weighs_on_the_alarm(desk: Desk) -> None:
    """A loud memory with a cue makes a first moment with that cue ring louder than a silent one does."""
    found = []
    for alarm in (9, 0):
        memory = something_older(desk, alarm)
        _, told = expectations.expect(desk, cues=[CueSeen(cue=one) for one in memory.cues])
        assert told is not None
        found.append(told.alarm.p)
        moments.forget(desk, memory.id)
    assert found[0] > found[1]


def test_memories_have_room_for_so_many(desk: Desk) -> None:
    """One memory more than the alarm model holds is refused, and nothing is kept of it."""
    for _ in range(MOST_MEMORIES):
        something_older(desk)
    with pytest.raises(memories.NoRoom):
        something_older(desk)
    assert len(memories.all_of(desk)) == MOST_MEMORIES


@pytest.mark.care("C24")
def test_a_forgotten_person_leaves_the_memories(desk: Desk) -> None:
    """Forgetting a person takes them out of what was older, too."""
    memory = Memory(id=UUID(int=7), label="the weir", about=FuzzyDate("2003"), alarm=9)
    kept = memories.add(desk, memory, ["Old Reed", " "])
    names.forget(desk, kept.people[0], with_moments=False)
    assert [one.people for one in memories.all_of(desk)] == [()]
