"""Rituals: designed, brought up at their times and then gone, kept in one tap, set beside times without them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from homing.care import Reason
from homing.companion import Desk, NotFound, moments, names, rest
from homing.companion.practice import rituals
from homing.record import (
    Danger,
    Day,
    FeltState,
    LivedTime,
    Moment,
    Move,
    Occasion,
    Outcome,
    Pause,
    Person,
    Ritual,
)
from tests.desks import ZONE, Clock, everything_written, keep, new_desk, put

pytestmark = pytest.mark.system("S12")

SAM, KIM = (Person(id=UUID(int=0x10 + at), label=label) for at, label in enumerate(("Sam Elder", "Kim")))
HELLO = Ritual(id=UUID(int=0x20), label="the long hello", occasion=Occasion.MEETING, people=(SAM.id,), at="18:30")
SETTLED, EDGE = FeltState.SETTLED, FeltState.ON_EDGE
FRIDAY = datetime(2026, 3, 20, 17, tzinfo=UTC)
"""Six in the evening in Vienna."""


OPENED: list[Desk] = []
"""Desks that are closed after each test."""


@pytest.fixture(autouse=True)
def _closing() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().vault.close()


def begun(clock: Clock | None = None, ritual: Ritual = HELLO) -> Desk:
    """A desk with two people and a ritual."""
    desk = new_desk(clock or Clock(FRIDAY))
    OPENED.append(desk)
    put(desk, SAM, KIM, ritual)
    return desk


def due(desk: Desk) -> UUID | None:
    """What is brought up now."""
    found = desk.vault.read(lambda rows: rituals.due(rows, desk, names.book(rows)))
    return None if found is None else found.id


def met(desk: Desk, *people: UUID, hours: float = 0, **fields: Any) -> Moment:
    """A moment of meeting, so many hours ago."""
    told: dict[str, Any] = {"occasion": Occasion.MEETING, "state_after": SETTLED, "people": people or (SAM.id,)}
    when = LivedTime.at(desk.ambient.now() - timedelta(hours=hours), ZONE)
    moment = Moment(id=desk.ambient.new_id(), when=when, **(told | fields))
    put(desk, moment)
    return moment


def beside(desk: Desk, ritual: Ritual = HELLO) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Settled of how many, with it and without it."""
    effect = rituals.look(desk, ritual.id).effect
    if effect is None:
        return None
    return (effect.with_it.k, effect.with_it.n), (effect.without.k, effect.without.n)


def test_a_ritual_is_kept_with_whom_it_names() -> None:
    """It is listed with its people; a new name becomes a person, and who is not here any more is left out."""
    desk = begun()
    kept = rituals.put(desk, replace(HELLO, id=UUID(int=0x21), people=(SAM.id, UUID(int=0x99))), ["Moss", " "])
    moss = next(one for one in rituals.all_of(desk).book.people if one.label == "Moss")
    assert kept.people == (SAM.id, moss.id)
    assert [one.id for one in rituals.all_of(desk).rituals] == [HELLO.id, kept.id]
    assert rituals.look(desk, kept.id).people == (SAM, moss)


def test_one_tap_keeps_a_moment_with_it_and_one_without() -> None:
    """Occasion, ritual, people and how it felt; nothing else is told, and no ending is asked for later."""
    desk = begun()
    with_it = rituals.log(desk, HELLO.id, SETTLED, with_it=True)
    without = rituals.log(desk, HELLO.id, EDGE, [SAM.id], with_it=False)
    assert with_it == Moment(
        id=with_it.id,
        when=LivedTime.at(FRIDAY, ZONE),
        people=(SAM.id,),
        occasion=Occasion.MEETING,
        ritual=HELLO.id,
        state_after=SETTLED,
    )
    assert (without.ritual, without.occasion, without.state_after) == (None, Occasion.MEETING, EDGE)
    assert moments.is_one_tap(with_it)
    assert moments.is_one_tap(without)
    assert beside(desk) == ((1, 1), (0, 1))
    assert rituals.look(desk, HELLO.id).newest == (with_it,)


def test_a_finger_that_taps_twice_keeps_one() -> None:
    """The same within seconds is one moment; later, or felt otherwise, it is another."""
    clock = Clock(FRIDAY)
    desk = begun(clock)
    first = rituals.log(desk, HELLO.id, SETTLED, with_it=True)
    clock.forward(seconds=3)
    assert rituals.log(desk, HELLO.id, SETTLED, with_it=True) == first
    assert rituals.log(desk, HELLO.id, EDGE, with_it=True).id != first.id
    clock.forward(minutes=1)
    assert rituals.log(desk, HELLO.id, EDGE, with_it=True).id != first.id
    assert beside(desk) == ((1, 3), (0, 0))


def test_who_it_was_may_be_told() -> None:
    """Of several people those who were there; merges are followed, and who lies in the bin is left out."""
    both = replace(HELLO, people=(SAM.id, KIM.id))
    desk = begun(ritual=both)
    assert rituals.log(desk, HELLO.id, SETTLED, [KIM.id], with_it=True).people == (KIM.id,)
    names.merge(desk, KIM.id, SAM.id)
    assert rituals.log(desk, HELLO.id, EDGE, [KIM.id, KIM.id], with_it=True).people == (SAM.id,)
    names.remove(desk, SAM.id)
    assert rituals.log(desk, HELLO.id, FeltState.MIXED, with_it=True).people == ()


def test_only_alike_times_stand_side_by_side() -> None:
    """The same occasion and people, lived within a year and told how it felt; another ritual counts as without it."""
    desk = begun()
    met(desk, ritual=HELLO.id)
    met(desk, hours=5, state_after=EDGE)
    met(desk, hours=6, ritual=UUID(int=0x77))
    met(desk, hours=7, ritual=HELLO.id, occasion=None)
    met(desk, KIM.id, hours=8)
    met(desk, hours=9, occasion=Occasion.PARTING)
    met(desk, hours=10, occasion=Occasion.PARTING, ritual=HELLO.id)
    met(desk, hours=11, state_after=None)
    met(desk, hours=12, state_after=FeltState.CANT_TELL, ritual=HELLO.id)
    met(desk, hours=-3, ritual=HELLO.id)
    met(desk, hours=24 * 370, ritual=HELLO.id)
    assert beside(desk) == ((2, 2), (1, 2))


@pytest.mark.care("C10")
def test_settled_where_one_protected_oneself_is_left_out() -> None:
    """Giving in, and harm that was lifted since, are no evidence of settling; where it did not settle, that counts."""
    desk = begun()
    met(desk, ritual=HELLO.id, moves=(Move.GAVE_IN,))
    met(desk, ritual=HELLO.id, protected=True, outcome=Outcome.HURT)
    met(desk, ritual=HELLO.id, protected=True, state_after=EDGE)
    met(desk, hours=24 * 20, ritual=HELLO.id, outcome=Outcome.FRIGHTENED)
    desk.ambient.now.forward(days=3)  # type: ignore[attr-defined]
    assert beside(desk) == ((0, 1), (0, 0))


def test_for_nobody_in_particular_all_of_the_year_is_looked_at() -> None:
    """A ritual for everyone, or for oneself at the own door, is set beside every time of its occasion."""
    own = replace(HELLO, people=())
    desk = begun(ritual=own)
    rituals.log(desk, own.id, SETTLED, with_it=True)
    met(desk, KIM.id, hours=4, state_after=EDGE)
    met(desk, hours=5)
    assert beside(desk, own) == ((1, 1), (1, 2))


@pytest.mark.care("C2")
def test_times_with_a_held_person_are_left_out() -> None:
    """A hold on the one it is for silences the page; a held third who was there takes that time out of the counts."""
    desk = begun()
    met(desk, SAM.id, KIM.id, ritual=HELLO.id)
    met(desk, hours=3, ritual=HELLO.id)
    keep(desk, "Kim", days=30, danger=(Danger.FOLLOWED,))
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]
    assert beside(desk) == ((1, 1), (0, 0))
    keep(desk, "Sam Elder", days=30, danger=(Danger.FORCED,))
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]
    page = rituals.look(desk, HELLO.id)
    assert (page.asks.reason, page.effect) == (Reason.HOLD, None)
    assert rituals.all_of(desk).rituals == (HELLO,)


@pytest.mark.parametrize(("minutes", "is_due"), [(-31, False), (-30, True), (0, True), (89, True), (91, False)])
def test_it_is_brought_up_around_its_time(minutes: int, is_due: bool) -> None:
    """From an hour before to an hour after half past six; then it is simply gone."""
    clock = Clock(FRIDAY)
    clock.forward(minutes=minutes)
    assert (due(begun(clock)) == HELLO.id) is is_due


def test_its_days_are_those_of_the_person() -> None:
    """Only on the days it is for, and near midnight the day to which its hour belongs; without a time never."""
    clock = Clock(FRIDAY)
    assert due(begun(clock, replace(HELLO, days=(Day.FRIDAY,)))) == HELLO.id
    assert due(begun(clock, replace(HELLO, days=(Day.THURSDAY, Day.SATURDAY)))) is None
    assert due(begun(clock, replace(HELLO, at=""))) is None
    clock.forward(hours=5, minutes=40)
    midnight = replace(HELLO, at="00:10", days=(Day.SATURDAY,))
    assert due(begun(clock, midnight)) == HELLO.id
    assert due(begun(clock, replace(midnight, days=(Day.FRIDAY,)))) is None
    assert due(begun(clock, replace(HELLO, at="23:10", days=(Day.FRIDAY,)))) == HELLO.id


def test_the_nearest_of_several_comes_first() -> None:
    """Of two the one whose time is nearer; at the same time the one that was designed first."""
    desk = begun()
    late, same = replace(HELLO, id=UUID(int=0x21), at="18:05"), replace(HELLO, id=UUID(int=0x22), at="18:05")
    put(desk, late, same)
    assert due(desk) == late.id


def test_what_was_done_is_not_brought_up() -> None:
    """Not after it was kept, with whomever, nor after any moment or pause with them since its hour began."""
    for how in ("kept", "without", "met", "pause", "other"):
        clock = Clock(FRIDAY)
        desk = begun(clock)
        clock.forward(minutes=20)
        match how:
            case "kept":
                rituals.log(desk, HELLO.id, SETTLED, [KIM.id], with_it=True)
            case "without":
                rituals.log(desk, HELLO.id, SETTLED, with_it=False)
            case "met":
                keep(desk, "Sam Elder")
            case "pause":
                put(desk, Pause(id=UUID(int=0x50), back=LivedTime.at(clock(), ZONE), people=(SAM.id,)))
            case "other":
                keep(desk, "Kim")
        clock.forward(minutes=1)
        assert due(desk) == (HELLO.id if how == "other" else None), how


def test_for_nobody_in_particular_any_such_meeting_counts() -> None:
    """A ritual for everyone is silent after any time of its occasion, but not after a moment of another kind."""
    desk = begun(ritual=replace(HELLO, people=()))
    keep(desk, "Kim", occasion=Occasion.PARTING)
    met(desk, KIM.id, hours=-2)
    assert due(desk) == HELLO.id
    met(desk, KIM.id)
    assert due(desk) is None


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_nothing_is_brought_up_where_it_must_not() -> None:
    """Not of a held person under any name, nor while resting, nor for a day after harm, nor of who lies in the bin."""
    desk = begun()
    names.remove(desk, SAM.id)
    assert due(desk) is None
    desk = begun()
    rest.begin(desk, 1)
    assert due(desk) is None
    desk = begun()
    keep(desk, "Rook", outcome=Outcome.FRIGHTENED)
    assert due(desk) is None
    desk = begun()
    keep(desk, "Rook", days=20, danger=(Danger.THREATENED,))
    desk.ambient.now.forward(days=7)  # type: ignore[attr-defined]
    assert due(desk) == HELLO.id
    rook = desk.vault.read(lambda rows: next(one for one in rows.all(Person) if one.label == "Rook"))
    names.merge(desk, rook.id, SAM.id)
    assert due(desk) is None


def test_forgetting_it_leaves_the_moments() -> None:
    """Nothing of its words is left, and the moments stay without it; what is not there is not found."""
    desk = begun()
    kept = rituals.log(desk, HELLO.id, SETTLED, with_it=True)
    rituals.forget(desk, HELLO.id)
    assert "long hello" not in everything_written(desk)
    assert moments.find(desk, kept.id) == replace(kept, ritual=None)
    for gone in (rituals.look, rituals.find, rituals.forget):
        with pytest.raises(NotFound):
            gone(desk, HELLO.id)
    with pytest.raises(NotFound):
        rituals.log(desk, HELLO.id, SETTLED, with_it=True)


@pytest.mark.care("C2")
def test_a_held_person_named_in_the_words_of_a_ritual_is_enough() -> None:
    """One for nobody in particular is not brought up, nor counted, where a held person's name stands in its words."""
    for ritual in (replace(HELLO, people=(), label="hello to Kim"), replace(HELLO, people=(), touch="kim's hand")):
        clock = Clock(FRIDAY - timedelta(days=2))
        desk = begun(clock, ritual)
        assert rituals.look(desk, ritual.id).asks
        keep(desk, "Kim", days=20, danger=(Danger.THREATENED,))
        clock.forward(days=2)
        assert due(desk) is None
        page = rituals.look(desk, ritual.id)
        assert (page.asks.reason, page.effect) == (Reason.HOLD, None)
        put(desk, replace(ritual, label="hello to Sam", touch=""))
        assert due(desk) == ritual.id
