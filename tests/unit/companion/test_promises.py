"""Promises: kept as told, answered in one tap, agreed anew; and when one's own is brought up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, names, rest
from homing.companion.practice import promises
from homing.record import Danger, FuzzyDate, Kept, LivedTime, Outcome, Promise, PromiseSize, Whose
from tests.desks import NOW, ZONE, Clock, everything_written, keep, new_desk, put

pytestmark = pytest.mark.system("S17")
MADE = LivedTime.at(NOW - timedelta(days=9), ZONE)
RING = Promise(id=UUID(int=7), label="Ring on Sunday", whose=Whose.MINE, made=MADE)


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


def due_on(desk: Desk, *told: Promise) -> Promise | None:
    """What is brought up when these promises are there."""
    put(desk, *told)
    return desk.vault.read(lambda rows: promises.due(rows, desk, names.book(rows)))


def in_days(days: int) -> FuzzyDate:
    """The day so many days from now."""
    return FuzzyDate((NOW.date() + timedelta(days=days)).isoformat())


def test_a_promise_is_kept_with_whom_it_names(desk: Desk) -> None:
    """It is listed without an ending, and whoever is named for the first time is known from then on."""
    kept = promises.add(desk, RING, "S.")
    found = promises.all_of(desk)
    assert (found.open, found.ended) == ((kept,), ())
    assert kept.person is not None
    assert found.book.by_id[kept.person].label == "S."
    assert promises.find(desk, kept.id) == kept


def test_whoever_was_forgotten_meanwhile_is_left_out(desk: Desk) -> None:
    """A form still open may name someone who is gone; the promise is kept."""
    assert promises.add(desk, replace(RING, person=UUID(int=9))).person is None


def test_the_soonest_stands_first(desk: Desk) -> None:
    """Those without an ending by their day, those without a day last; ended ones by their day, the newest first."""
    days = {8: in_days(4), 9: in_days(1), 10: None}
    put(desk, *(replace(RING, id=UUID(int=at), due=due) for at, due in days.items()))
    old, new = (LivedTime.at(NOW - timedelta(days=ago), ZONE) for ago in (50, 3))
    put(desk, *(replace(RING, id=UUID(int=20 + at), kept=Kept.KEPT, ended=when) for at, when in enumerate((old, new))))
    put(
        desk,
        replace(RING, id=UUID(int=22), kept=Kept.LATE, due=in_days(-20)),
        replace(RING, id=UUID(int=23), kept=Kept.KEPT),
    )
    found = promises.all_of(desk)
    assert [one.id.int for one in found.open] == [9, 8, 10]
    assert [one.id.int for one in found.ended] == [21, 23, 22, 20]


def test_an_answer_is_one_tap_and_can_be_taken_back(desk: Desk, clock: Clock) -> None:
    """It ended when it was said; another word leaves the day; "no ending yet" takes both away."""
    put(desk, RING)
    first = promises.answer(desk, RING.id, Kept.BROKEN)
    assert (first.kept, first.ended) == (Kept.BROKEN, LivedTime.at(NOW, ZONE))
    clock.forward(days=1)
    assert promises.answer(desk, RING.id, Kept.LATE) == replace(first, kept=Kept.LATE)
    assert promises.answer(desk, RING.id, None) == RING
    assert promises.answer(desk, RING.id, Kept.KEPT).ended == LivedTime.at(clock(), ZONE)


def test_agreeing_anew_keeps_the_old_one(desk: Desk, clock: Clock) -> None:
    """The old promise is neither kept nor broken; a new one stands beside it, with its day and perhaps other words."""
    large = replace(RING, size=PromiseSize.LARGE, due=in_days(0), note="at ten")
    put(desk, large)
    fresh = promises.anew(desk, RING.id, due=in_days(7))
    now = LivedTime.at(NOW, ZONE)
    assert promises.find(desk, RING.id) == replace(large, kept=Kept.RENEGOTIATED, ended=now)
    assert fresh == replace(large, id=fresh.id, made=now, due=in_days(7), note="")
    clock.forward(minutes=5)
    assert promises.anew(desk, RING.id, "Write on Sunday").label == "Write on Sunday"
    assert promises.find(desk, RING.id).ended == now


def test_a_double_tap_is_one_promise(desk: Desk, clock: Clock) -> None:
    """Two taps within seconds keep one; later it is another, and so is another promise at once."""
    first = promises.add(desk, RING)
    clock.forward(seconds=2)
    assert promises.add(desk, replace(RING, id=UUID(int=8))) == first
    promises.add(desk, replace(RING, id=UUID(int=9), whose=Whose.THEIRS))
    clock.forward(seconds=9)
    promises.add(desk, replace(RING, id=UUID(int=10), whose=Whose.THEIRS))
    assert len(promises.all_of(desk).open) == 3


@pytest.mark.parametrize(
    ("told", "last"), [("2026", (2026, 12, 31)), ("2026-02", (2026, 2, 28)), ("2026-03-20", (2026, 3, 20))]
)
def test_the_last_day_of_a_date_as_told(told: str, last: tuple[int, int, int]) -> None:
    """A year ends with its December, a month with its own last day."""
    assert promises.last_day(FuzzyDate(told)) == date(*last)


@pytest.mark.parametrize(("days", "is_due"), [(1, False), (0, True), (-1, True), (-2, True), (-3, False)])
def test_mine_is_brought_up_for_three_days(desk: Desk, days: int, is_due: bool) -> None:
    """On its day and two days after it; then it is left alone and never counted."""
    mine = replace(RING, due=in_days(days))
    assert due_on(desk, mine) == (mine if is_due else None)


def test_the_one_that_waited_longest_is_brought_up(desk: Desk) -> None:
    """One at a time."""
    late, now = replace(RING, due=in_days(-2)), replace(RING, id=UUID(int=8), due=in_days(0))
    assert due_on(desk, now, late) == late


def test_theirs_is_never_brought_up(desk: Desk) -> None:
    """Nor one that has an ending, nor one without a day: nobody is watched by this (care rule 13)."""
    theirs = replace(RING, whose=Whose.THEIRS, due=in_days(0))
    done = replace(RING, id=UUID(int=8), due=in_days(0), kept=Kept.BROKEN)
    assert due_on(desk, theirs, done, replace(RING, id=UUID(int=9))) is None


@pytest.mark.care("C2")
def test_nothing_is_brought_up_toward_a_held_person(desk: Desk, clock: Clock) -> None:
    """Under no name; the promise stays listed, and one to somebody else is brought up instead."""
    held = keep(desk, "Heron", days=20, danger=(Danger.THREATENED,)).people[0]
    alias = names.add_person(desk, "H.").id
    clock.forward(days=2)
    to_them = replace(RING, due=in_days(1), person=alias)
    assert due_on(desk, to_them) == to_them
    names.merge(desk, alias, held)
    other = replace(RING, id=UUID(int=8), due=in_days(2))
    assert due_on(desk, other) == other
    assert set(promises.all_of(desk).open) == {to_them, other}


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_nothing_is_brought_up_after_harm_or_while_resting(desk: Desk) -> None:
    """First things first; a rest is a rest."""
    mine = replace(RING, due=in_days(0))
    rest.begin(desk, 3)
    assert due_on(desk, mine) is None
    rest.end(desk)
    assert due_on(desk, mine) == mine
    keep(desk, "Heron", outcome=Outcome.FRIGHTENED)
    assert due_on(desk, mine) is None


def test_forgetting_is_for_good(desk: Desk) -> None:
    """Nothing of it is left; what is not there is not found."""
    put(desk, RING)
    promises.forget(desk, RING.id)
    assert "sunday" not in everything_written(desk).lower()
    for again in (
        lambda: promises.find(desk, RING.id),
        lambda: promises.change(desk, RING),
        lambda: promises.answer(desk, RING.id, None),
        lambda: promises.anew(desk, RING.id),
        lambda: promises.forget(desk, RING.id),
    ):
        with pytest.raises(NotFound):
            again()


@pytest.mark.care("C24")
def test_forgetting_someone_takes_the_promises_with_them(desk: Desk) -> None:
    """A promise with one who was forgotten says too much of them; the others stay."""
    kept = promises.add(desk, RING, "S.")
    promises.add(desk, replace(RING, id=UUID(int=8)))
    assert kept.person is not None
    names.forget(desk, kept.person, with_moments=False)
    assert [one.id.int for one in promises.all_of(desk).open] == [8]


@pytest.mark.care("C2")
def test_a_held_person_named_in_the_words_is_enough(desk: Desk, clock: Clock) -> None:
    """Where nobody was chosen, a name in the words of a promise is whom it is toward; others come up all the same."""
    keep(desk, "Heron", days=20, danger=(Danger.THREATENED,))
    clock.forward(days=2)
    toward = replace(RING, label="Ring heron tonight", due=in_days(2))
    assert due_on(desk, toward) is None
    assert due_on(desk, replace(toward, label="Ring", note="Heron waits for it")) is None
    assert due_on(desk, replace(toward, label="Ring my aunt"))
