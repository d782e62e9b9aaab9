"""Reassurance: given and received counted apart, and a rhythm that any real contact begins anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from homing.care import Reason
from homing.companion import Desk, NotFound, moments, names, rest
from homing.companion.practice import reassurance
from homing.record import (
    Danger,
    Direction,
    LivedTime,
    Moment,
    Need,
    Outcome,
    Pause,
    Person,
    Reassurance,
    Reassured,
    Reward,
    Rhythm,
    Round,
    Settling,
    Telling,
)
from tests.desks import ZONE, Clock, keep, put

pytestmark = pytest.mark.system("S14")

SAM, KIM = (Person(id=UUID(int=0x10 + at), label=label) for at, label in enumerate(("Sam Elder", "Kim")))
WEEKLY = Rhythm(id=UUID(int=0x20), person=SAM.id, days=7)
GIVEN, CAME = Direction.SENT, Direction.RECEIVED
THANKS, ASKED = Reassurance.APPRECIATION, Reassurance.INTEREST


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk with two people and a weekly rhythm with one of them."""
    put(desk, SAM, KIM, WEEKLY)
    return desk


def due(desk: Desk) -> UUID | None:
    """Whose rhythm asks now."""
    found = desk.vault.read(lambda rows: reassurance.due(rows, desk, names.book(rows)))
    return None if found is None else found.id


def counted(desk: Desk) -> tuple[int, int, int]:
    """Moments, given, received with Sam."""
    told = reassurance.of(desk, SAM.id).counted
    assert told is not None
    return told.n, told.given, told.received


def test_one_tap_keeps_a_moment(known: Desk, clock: Clock) -> None:
    """Which, and whether it came from me or to me; taps soon after each other tell of one time together."""
    first = reassurance.log(known, SAM.id, THANKS, GIVEN)
    told = Reassured(kind=THANKS, direction=GIVEN)
    assert first == Moment(id=first.id, when=LivedTime.at(clock(), ZONE), people=(SAM.id,), reassured=(told,))
    clock.forward(seconds=20)
    assert reassurance.log(known, SAM.id, THANKS, GIVEN) == first
    clock.forward(minutes=5)
    both = reassurance.log(known, SAM.id, ASKED, CAME)
    assert (both.id, both.reassured) == (first.id, (told, Reassured(kind=ASKED)))
    assert moments.is_one_tap(both)
    clock.forward(minutes=20)
    assert reassurance.log(known, SAM.id, THANKS, GIVEN).id != first.id
    assert counted(known) == (2, 2, 1)


def test_a_moment_that_tells_more_is_left_as_it_is(known: Desk) -> None:
    """A tap never changes a moment with other people, or with words of its own."""
    lunch = keep(known, "Sam Elder", note="lunch", reassured=(Reassured(kind=ASKED),))
    assert reassurance.log(known, SAM.id, THANKS, GIVEN).id != lunch.id
    with_both = keep(known, "Sam Elder", "Kim", reassured=(Reassured(kind=ASKED),), days=-0.001)
    assert reassurance.log(known, KIM.id, THANKS, GIVEN).id != with_both.id
    assert moments.find(known, lunch.id) == lunch


def test_given_and_received_are_counted_apart(known: Desk, clock: Clock) -> None:
    """Of the moments of the last six weeks, by kind too; not what lies ahead, is long ago, or names another alone."""
    keep(known, "Sam Elder", reassured=(Reassured(kind=THANKS, direction=GIVEN), Reassured(kind=ASKED)))
    keep(known, "Sam Elder", reassured=(Reassured(kind=ASKED),), days=3)
    keep(known, "Sam Elder", note="only there", days=41)
    keep(known, "Sam Elder", reassured=(Reassured(kind=ASKED),), days=43)
    keep(known, "Sam Elder", reassured=(Reassured(kind=ASKED),), days=-1)
    keep(known, "Kim", reassured=(Reassured(kind=ASKED),))
    assert counted(known) == (3, 1, 2)
    told = reassurance.of(known, SAM.id).counted
    assert told is not None
    assert told.kinds == {(GIVEN, THANKS): 1, (CAME, ASKED): 2}
    clock.forward(days=60)
    assert counted(known) == (0, 0, 0)


def test_a_merge_is_one_person(known: Desk) -> None:
    """What was told of someone under another name counts for them, and they have one rhythm and one page."""
    keep(known, "Kim", reassured=(Reassured(kind=ASKED),))
    put(known, Rhythm(id=UUID(int=0x21), person=KIM.id, days=3))
    names.merge(known, KIM.id, SAM.id)
    assert counted(known) == (1, 0, 1)
    assert reassurance.of(known, KIM.id).person == SAM
    found = reassurance.all_of(known)
    assert [(one.person, one.rhythm) for one in found.rhythms] == [(SAM, WEEKLY)]
    reassurance.stop(known, KIM.id)
    assert reassurance.all_of(known).rhythms == ()
    assert reassurance.all_of(known).others == (SAM,)


def test_a_rhythm_is_begun_changed_and_let_go(known: Desk) -> None:
    """One for each person; other days keep it the same rhythm; days that none has are refused."""
    begun = reassurance.begin(known, KIM.id, 14)
    assert begun is not None
    assert reassurance.of(known, KIM.id).rhythm == Rhythm(id=begun.id, person=KIM.id, days=14)
    assert reassurance.begin(known, KIM.id, 3) == replace(begun, days=3)
    with pytest.raises(ValueError, match="1 to 365"):
        reassurance.begin(known, KIM.id, 366)
    assert [one.person for one in reassurance.all_of(known).rhythms] == [SAM, KIM]
    reassurance.stop(known, KIM.id)
    assert reassurance.of(known, KIM.id).rhythm is None
    assert reassurance.all_of(known).others == (KIM,)


def test_it_asks_after_its_days_and_leaves_in_peace(known: Desk, clock: Clock) -> None:
    """From the beginning of the rhythm; for three days, then not before as many days have passed again."""
    asked = []
    for day in range(30):
        if due(known):
            asked.append(day)
        clock.forward(days=1)
    assert asked == [7, 8, 9, 14, 15, 16, 21, 22, 23, 28, 29]


def test_a_rhythm_begun_later_counts_from_its_beginning(desk: Desk, clock: Clock) -> None:
    """Someone met long ago is not due at once: the days run from when the rhythm was begun."""
    put(desk, SAM)
    keep(desk, "Sam Elder", days=100)
    put(desk, WEEKLY)
    clock.forward(days=6, hours=23)
    assert due(desk) is None
    clock.forward(hours=1)
    assert due(desk) == WEEKLY.id


@pytest.mark.parametrize("how", ["moment", "alias", "quarrel", "reward", "settling", "pause", "told", "lately"])
def test_any_contact_begins_it_anew(known: Desk, clock: Clock, how: str) -> None:
    """A moment under any of their names, told today or later, and whatever else was lived with them."""
    clock.forward(days=7, hours=5)
    assert due(known) == WEEKLY.id
    lived = LivedTime.at(clock() - timedelta(days=3), ZONE)
    told: dict[str, Any] = {"id": UUID(int=0x99), "when": lived, "people": (SAM.id,)}
    match how:
        case "moment":
            keep(known, "Sam Elder", days=3)
        case "alias":
            keep(known, "Kim", days=3)
            names.merge(known, KIM.id, SAM.id)
        case "quarrel":
            put(known, Round(**told))
        case "reward":
            put(known, Reward(**told, label="rowed out"))
        case "settling":
            put(known, Settling(**told))
        case "pause":
            put(known, Pause(id=UUID(int=0x99), back=lived, people=(SAM.id,)))
        case "told":
            put(known, Need(id=UUID(int=0x99), label="a rest", tellings=(Telling(when=lived, to=SAM.id),)))
        case "lately":
            reassurance.log(known, SAM.id, THANKS, GIVEN)
    assert due(known) is None
    clock.forward(days=7 if how == "lately" else 4, hours=-1)
    assert due(known) is None
    clock.forward(hours=2)
    assert due(known) == WEEKLY.id


def test_what_lies_ahead_or_in_the_bin_is_no_contact(known: Desk, clock: Clock) -> None:
    """A meeting written down for tomorrow has not been yet, and one that was thrown away was not; nor one with Kim."""
    clock.forward(days=7)
    keep(known, "Sam Elder", days=-1)
    keep(known, "Kim")
    gone = keep(known, "Sam Elder", days=1)
    moments.remove(known, gone.id)
    put(known, Reward(id=UUID(int=0x98), when=LivedTime.at(clock() + timedelta(days=1), ZONE), label="x"))
    assert due(known) == WEEKLY.id


def test_the_one_whose_days_ended_first_asks(known: Desk, clock: Clock) -> None:
    """One at a time; of two begun together the shorter."""
    put(known, Rhythm(id=UUID(int=0x21), person=KIM.id, days=6))
    clock.forward(days=7, hours=1)
    assert due(known) == UUID(int=0x21)
    keep(known, "Kim")
    assert due(known) == WEEKLY.id


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_nothing_is_asked_where_it_must_not(known: Desk, clock: Clock) -> None:
    """Nobody who lies in the bin, nothing while resting or for a day after harm, nothing of a held person."""
    clock.forward(days=7)
    names.remove(known, SAM.id)
    assert due(known) is None
    assert reassurance.all_of(known).rhythms == ()
    moments.restore(known, SAM.id)
    rest.begin(known, 1)
    assert due(known) is None
    rest.end(known)
    assert due(known) == WEEKLY.id
    keep(known, "Rook", outcome=Outcome.FRIGHTENED)
    assert due(known) is None
    assert reassurance.all_of(known).asks.reason is Reason.AFTER_HARM


@pytest.mark.care("C2")
def test_under_a_hold_there_is_nothing(known: Desk, clock: Clock) -> None:
    """No question, no count, no new rhythm; the rhythm stays to be let go. Times with a held third are not counted."""
    keep(known, "Sam Elder", "Kim", days=2, reassured=(Reassured(kind=ASKED),))
    keep(known, "Kim", days=30, danger=(Danger.FORCED,))
    clock.forward(days=2)
    assert counted(known) == (0, 0, 0)
    held = reassurance.of(known, KIM.id)
    assert (held.asks.reason, held.counted) == (Reason.HOLD, None)
    assert reassurance.begin(known, KIM.id, 7) is None
    keep(known, "Sam Elder", days=30, danger=(Danger.FORCED,))
    clock.forward(days=20)
    assert due(known) is None
    assert reassurance.all_of(known).rhythms[0].counted is None
    reassurance.stop(known, SAM.id)
    assert reassurance.of(known, SAM.id).rhythm is None


def test_who_is_not_here_is_not_found(known: Desk) -> None:
    """Nothing is kept with someone who is not there."""
    for work in (
        lambda: reassurance.of(known, UUID(int=0x77)),
        lambda: reassurance.log(known, UUID(int=0x77), ASKED, CAME),
        lambda: reassurance.begin(known, UUID(int=0x77), 7),
    ):
        with pytest.raises(NotFound):
            work()
