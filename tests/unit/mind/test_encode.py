"""A moment becomes an event: merged names followed, doubles told once, protected endings without an outcome."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from homing.mind import event_of
from homing.record import Aliases, Cue, CueSeen, Direction, LivedTime, Moment, Move, Outcome, Person

SAM, SAMMY, LOUD, LOUDER = (UUID(int=number) for number in range(1, 5))
NOON = LivedTime.at(datetime(1970, 1, 3, 12, tzinfo=UTC), "Europe/Vienna")
MERGED = Aliases(
    [
        Person(id=SAM, label="Sam"),
        Person(id=SAMMY, label="Sammy", merged_into=SAM),
        Cue(id=LOUD, label="loud"),
        Cue(id=LOUDER, label="louder", merged_into=LOUD),
    ]
)


def test_time_is_counted_in_days_since_the_epoch() -> None:
    """Noon of the third day of 1970 is two and a half days."""
    assert event_of(Moment(id=SAM, when=NOON), Aliases([])).time == 2.5


def test_merged_names_are_one_feature() -> None:
    """Two names of one person, and two of one cue and place, become one each."""
    cues = (CueSeen(cue=LOUD, strength=0.25), CueSeen(cue=LOUDER, strength=0.5))
    event = event_of(Moment(id=SAM, when=NOON, people=(SAMMY, SAM), cues=cues, setting=LOUDER), MERGED)
    assert event.people == (str(SAM),)
    assert event.cues == ((str(LOUD), 0.5),)
    assert event.setting == str(LOUD)


def test_a_cue_that_was_sent_is_another_feature() -> None:
    """What came from me and what came to me are told apart, each with its own strength."""
    cues = (CueSeen(cue=LOUD, direction=Direction.SENT, strength=0.5), CueSeen(cue=LOUD))
    told = dict(event_of(Moment(id=SAM, when=NOON, cues=cues), MERGED).cues)
    assert sorted(told.values()) == [0.5, 1.0]
    assert told[str(LOUD)] == 1.0


def test_the_order_of_what_was_told_means_nothing() -> None:
    """People and cues in another order make the same event."""
    cues = (CueSeen(cue=LOUD), CueSeen(cue=SAMMY, strength=0.3))
    one = Moment(id=SAM, when=NOON, people=(SAM, LOUD), cues=cues)
    other = Moment(id=SAM, when=NOON, people=(LOUD, SAM), cues=cues[::-1])
    assert event_of(one, Aliases([])) == event_of(other, Aliases([]))


@pytest.mark.care("C10")
@pytest.mark.parametrize(
    ("outcome", "protected", "moves", "expected"),
    [
        (Outcome.CARE, False, (), 0.0),
        (Outcome.HURT, False, (), 1.0),
        (Outcome.FRIGHTENED, True, (Move.HID,), 1.0),
        (Outcome.OKAY, True, (), None),
        (Outcome.OKAY, False, (Move.GAVE_IN,), None),
        (Outcome.UNKNOWN, False, (), None),
        (None, False, (), None),
    ],
)
def test_only_what_is_evidence_becomes_an_outcome(
    outcome: Outcome | None, protected: bool, moves: tuple[Move, ...], expected: float | None
) -> None:
    """Hurt is 1, a finished moment without it 0; protected and open endings say nothing."""
    moment = Moment(id=SAM, when=NOON, outcome=outcome, protected=protected, moves=moves)
    assert event_of(moment, Aliases([])).outcome == expected


def test_the_alarm_is_a_share_of_ten() -> None:
    """An alarm of 7 is 0.7, and no alarm is none."""
    assert event_of(Moment(id=SAM, when=NOON, alarm=7), Aliases([])).alarm == 0.7
    assert event_of(Moment(id=SAM, when=NOON), Aliases([])).alarm is None
