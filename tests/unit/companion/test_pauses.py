"""Pauses of one's own: taken over, prolonged, ended, dropped; asked about once; a usual time learnt from them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, names, pause, pauses, rest, terms
from homing.companion.pauses import Outside
from homing.record import ComingBack, Danger, Ended, FeltState, LivedTime, Outcome, Pause, Terms
from tests.desks import NOW, ZONE, Clock, contents, everything_written, keep, put

pytestmark = [pytest.mark.care("C11"), pytest.mark.system("S13")]

HALF = timedelta(minutes=30)


def all_of(desk: Desk) -> list[Pause]:
    """Every pause there is, the newest first."""
    return list(pauses.history(desk).pauses)


def only(desk: Desk) -> Pause:
    """The one pause there is."""
    (found,) = all_of(desk)
    return found


def lived(desk: Desk, clock: Clock, minutes: float, after: FeltState | None) -> None:
    """A pause of so many minutes, and how it was in oneself at its end."""
    pauses.begin(desk, clock() + HALF)
    clock.forward(minutes=minutes)
    ended = pauses.end(desk)
    assert ended is not None
    pauses.answer(desk, ended.id, ComingBack.EASIER, after)
    clock.forward(days=1)


def test_a_pause_is_begun_prolonged_and_ended(desk: Desk, clock: Clock) -> None:
    """Its record holds when it began, the return time as it was first and last said, and how it ended."""
    pauses.begin(desk, clock() + HALF, FeltState.ON_EDGE)
    clock.forward(minutes=25)
    pauses.longer(desk, clock() + HALF)
    clock.forward(minutes=15)
    ended = pauses.end(desk)
    assert ended == only(desk)
    assert ended.began == LivedTime.at(NOW, ZONE)
    assert (ended.first_back, ended.back) == (LivedTime.at(NOW + HALF, ZONE), LivedTime.at(NOW + 11 * HALF / 6, ZONE))
    assert (ended.ended, ended.before) == (Ended.BACK, FeltState.ON_EDGE)
    assert pauses.end(desk) is None


def test_a_finger_that_taps_twice_begins_one_pause(desk: Desk, clock: Clock) -> None:
    """While one goes on, beginning again gives it a new end; after that another begins, and the first is asked."""
    pauses.begin(desk, clock() + HALF)
    pauses.begin(desk, clock() + HALF)
    pauses.begin(desk, clock() + 2 * HALF)
    assert only(desk).back.utc == NOW + 2 * HALF
    clock.forward(hours=2)
    pauses.begin(desk, clock() + HALF)
    assert len(all_of(desk)) == 2
    asked = pauses.to_ask_about(desk)
    assert asked is not None
    assert asked.back.utc == NOW + 2 * HALF


def test_a_pause_called_before_unlocking_is_taken_over_once(desk: Desk, clock: Clock) -> None:
    """It has no beginning that is known; looking again, or later, adds none."""
    back = clock() + HALF + timedelta(seconds=20)
    for _ in range(3):
        pauses.catch_up(desk, back)
        clock.forward(minutes=15)
    assert (only(desk).began, only(desk).back.utc) == (None, NOW + HALF)


@pytest.mark.parametrize("back", [NOW - timedelta(days=2), NOW + timedelta(days=2), None])
def test_what_is_no_pause_of_ours_is_not_taken_over(desk: Desk, back: datetime | None) -> None:
    """An instant of days ago or far ahead, or none, begins nothing."""
    pauses.catch_up(desk, back)
    assert all_of(desk) == []


def test_more_time_taken_before_unlocking_is_the_same_pause(desk: Desk, clock: Clock) -> None:
    """A new return instant prolongs the pause that went on when it was locked."""
    pauses.begin(desk, clock() + HALF)
    pauses.catch_up(desk, clock() + 2 * HALF)
    assert (only(desk).back.utc, only(desk).first_back) == (NOW + 2 * HALF, LivedTime.at(NOW + HALF, ZONE))


@pytest.mark.parametrize("how", list(Ended))
def test_an_end_told_before_unlocking_is_kept(desk: Desk, clock: Clock, how: Ended) -> None:
    """Back, or not today, ends the record at that time; a new instant beside it is another pause."""
    pauses.begin(desk, clock() + HALF)
    pauses.catch_up(desk, clock() + 3 * HALF, Outside(how, LivedTime.at(NOW + HALF / 2, ZONE)))
    newer, older = all_of(desk)
    assert (older.ended, older.ended_at) == (how, LivedTime.at(NOW + HALF / 2, ZONE))
    assert (newer.ended, newer.back.utc) == (None, NOW + 3 * HALF)


@pytest.mark.parametrize("outside", [Outside(None, LivedTime.at(NOW, ZONE)), None])
def test_whoever_got_away_before_unlocking_leaves_no_record(desk: Desk, clock: Clock, outside: Outside | None) -> None:
    """Whether it is remembered or a restart came between: the record is gone with its history, and nothing is asked."""
    pauses.begin(desk, clock() + HALF, FeltState.ON_EDGE)
    pauses.catch_up(desk, None, outside)
    clock.forward(hours=2)
    assert all_of(desk) == []
    assert pauses.to_ask_about(desk) is None
    assert "on_edge" not in everything_written(desk)


def test_getting_away_with_an_open_diary_leaves_no_record(desk: Desk, clock: Clock) -> None:
    """The pause is forgotten as if it had never been; where there is none nothing happens."""
    pauses.drop(desk)
    pauses.begin(desk, clock() + HALF, FeltState.FAR_AWAY)
    pauses.drop(desk)
    pauses.catch_up(desk, None)
    assert all_of(desk) == []
    assert "far_away" not in everything_written(desk)


def test_not_today_ends_one_pause_and_begins_the_next(desk: Desk, clock: Clock) -> None:
    """The next has the same people and the new time, and nothing is asked about the first."""
    robin = names.add_person(desk, "Robin")
    pauses.begin(desk, clock() + HALF, people=[robin.id, UUID(int=5)])
    pauses.not_today(desk, clock() + 30 * HALF)
    newer, older = all_of(desk)
    assert (older.ended, newer.ended) == (Ended.NOT_TODAY, None)
    assert older.people == newer.people == (robin.id,)
    assert pauses.to_ask_about(desk) is None


def test_what_is_done_without_a_record_still_holds(desk: Desk, clock: Clock) -> None:
    """More time and another day begin a record where none was there; one that its owner forgot stays forgotten."""
    pauses.longer(desk, clock() + HALF)
    pauses.forget(desk, only(desk).id)
    pauses.longer(desk, clock() + 2 * HALF)
    pauses.catch_up(desk, clock() + 2 * HALF)
    assert all_of(desk) == []
    assert pauses.page(desk).pause is None
    pauses.not_today(desk, clock() + 3 * HALF)
    assert only(desk).people == ()
    for wrong in (pauses.forget, pauses.find):
        with pytest.raises(NotFound):
            wrong(desk, UUID(int=9))


def test_a_missed_return_is_asked_about_for_three_days(desk: Desk, clock: Clock) -> None:
    """From its time on, not before; after three days the question is gone by itself."""
    pauses.begin(desk, clock() + HALF)
    assert pauses.to_ask_about(desk) is None
    clock.forward(minutes=30)
    assert pauses.to_ask_about(desk) == only(desk)
    clock.forward(days=3)
    assert pauses.to_ask_about(desk) == only(desk)
    clock.forward(minutes=1)
    assert pauses.to_ask_about(desk) is None


@pytest.mark.care("C16")
def test_while_resting_nothing_is_asked_and_no_time_is_told(desk: Desk, clock: Clock) -> None:
    """Neither how coming back was nor how long settling takes; after the rest both are there again."""
    for minutes in (30, 40, 35):
        lived(desk, clock, minutes, FeltState.SETTLED)
    pauses.begin(desk, clock() + HALF)
    clock.forward(hours=1)
    rest.begin(desk, 1)
    assert pauses.to_ask_about(desk) is None
    assert (pauses.page(desk).usual, pauses.history(desk).usual, pauses.page(desk).minutes) == (None, None, 20)
    rest.end(desk)
    assert pauses.to_ask_about(desk) is not None
    assert pauses.history(desk).usual is not None


@pytest.mark.parametrize(
    ("how", "ended"), [(ComingBack.NOT_YET, None), (ComingBack.HARDER, Ended.BACK), (ComingBack.EASIER, Ended.BACK)]
)
def test_the_answer_closes_the_question(desk: Desk, clock: Clock, how: ComingBack, ended: Ended | None) -> None:
    """A missed return is answered once, and the pause is over with it; "did not come back" is no end of its own."""
    pauses.begin(desk, clock() + HALF)
    clock.forward(hours=14)
    assert pauses.answer(desk, only(desk).id, how)
    assert (only(desk).coming_back, only(desk).ended) == (how, ended)
    assert pauses.to_ask_about(desk) is None
    assert not pauses.answer(desk, only(desk).id, None)


def test_a_pause_of_another_device_is_not_asked_about(desk: Desk, clock: Clock) -> None:
    """Its return time came elsewhere; only what its owner ended is asked."""
    put(desk, Pause(id=UUID(int=1), back=LivedTime.at(NOW, ZONE)))
    clock.forward(hours=1)
    assert pauses.to_ask_about(desk) is None
    put(desk, Pause(id=UUID(int=2), back=LivedTime.at(NOW, ZONE), ended=Ended.BACK))
    assert pauses.to_ask_about(desk) == pauses.find(desk, UUID(int=2))


def test_a_clock_that_is_changed_loses_no_pause(desk: Desk, clock: Clock) -> None:
    """Set back or forward by days, the record stands; set right again, it is asked about in its time."""
    back = clock() + HALF
    pauses.begin(desk, back)
    for days in (-400, 400, -2, 2):
        clock.forward(days=days)
        pauses.catch_up(desk, back)
        assert pauses.to_ask_about(desk) is None
    clock.forward(hours=1)
    assert pauses.to_ask_about(desk) == only(desk)


def test_how_it_is_now_counts_only_right_after_the_end(desk: Desk, clock: Clock) -> None:
    """An hour later it says nothing of the end any more and is not kept."""
    pauses.begin(desk, clock() + HALF)
    clock.forward(minutes=30)
    ended = pauses.end(desk)
    assert ended is not None
    assert pauses.is_fresh(desk, ended)
    clock.forward(minutes=61)
    pauses.answer(desk, ended.id, ComingBack.SAME, FeltState.SETTLED)
    assert only(desk).after is None
    assert not pauses.is_fresh(desk, only(desk))


def test_the_usual_time_is_learnt_and_informs_the_default(desk: Desk, clock: Clock) -> None:
    """Nothing is said of fewer than three timed pauses; then the length to offer is what was learnt, rounded up."""
    for minutes in (45, 50):
        lived(desk, clock, minutes, FeltState.SETTLED)
    assert (pauses.page(desk).usual, pauses.page(desk).minutes) == (None, 20)
    lived(desk, clock, 60, FeltState.ON_EDGE)
    lived(desk, clock, 40, None)
    told = pauses.page(desk)
    assert told.usual is not None
    assert told.usual.n == 3
    assert told.minutes % 5 == 0
    assert 30 <= told.usual.minutes.median <= told.minutes <= told.usual.minutes.median + 5


def test_a_clock_set_back_during_a_pause_teaches_nothing(desk: Desk, clock: Clock) -> None:
    """An end before the beginning, or days after it, is no time that settling took."""
    for minutes in (30, 40, -90, 3000):
        lived(desk, clock, minutes, FeltState.SETTLED)
    assert pauses.page(desk).usual is None


def test_what_was_agreed_comes_before_what_was_learnt(desk: Desk, clock: Clock) -> None:
    """The terms of these people, else those with nobody's name, give the length and the sentence."""
    for minutes in (45, 50, 55):
        lived(desk, clock, minutes, FeltState.SETTLED)
    robin, sky = (names.add_person(desk, label) for label in ("Robin", "Sky"))
    told = terms.agree(desk, Terms(id=UUID(int=1), minutes=25, sentence="air", people=(robin.id, UUID(int=77))))
    assert told.people == (robin.id,)
    assert (pauses.page(desk).agreed, pauses.page(desk).minutes) == (told, 25)
    pauses.begin(desk, clock() + HALF, people=[sky.id])
    assert pauses.page(desk).agreed is None
    anyone = terms.agree(desk, Terms(id=UUID(int=2), minutes=60))
    assert pauses.page(desk).agreed == anyone
    pauses.drop(desk)
    pauses.begin(desk, clock() + HALF, people=[robin.id])
    assert pauses.page(desk).agreed == told


@pytest.mark.care("C2")
def test_terms_with_a_held_person_bind_nobody(desk: Desk) -> None:
    """What was agreed with someone on whom a hold stands gives neither a length nor a sentence."""
    frightening = keep(desk, "Hawthorn", danger=(Danger.THREATENED,))
    terms.agree(desk, Terms(id=UUID(int=1), minutes=600, sentence="as you say", people=frightening.people))
    told = pauses.page(desk)
    assert (told.agreed, told.minutes) == (None, 20)


@pytest.mark.care("C2")
def test_of_a_pause_from_someone_held_nothing_is_asked_or_learnt(desk: Desk, clock: Clock) -> None:
    """Neither how coming back was, nor how long settling took; of any other pause both are."""
    frightening = keep(desk, "Hawthorn", danger=(Danger.THREATENED,))
    clock.forward(days=2)
    for people in (frightening.people, frightening.people, frightening.people, ()):
        pauses.begin(desk, clock() + HALF, people=people)
        clock.forward(minutes=30)
        ended = pauses.end(desk)
        assert ended is not None
        assert (pauses.to_ask_about(desk) == ended) is not bool(people)
        pauses.answer(desk, ended.id, None, FeltState.SETTLED)
        clock.forward(days=4)
    assert (len(all_of(desk)), pauses.history(desk).usual) == (4, None)


@pytest.mark.care("C2")
def test_for_a_day_after_harm_nothing_is_asked_or_told_of_pauses(desk: Desk, clock: Clock) -> None:
    """With whomever it was; the day after that both are there again."""
    for minutes in (30, 40, 35):
        lived(desk, clock, minutes, FeltState.SETTLED)
    pauses.begin(desk, clock() + HALF)
    clock.forward(hours=1)
    keep(desk, outcome=Outcome.FRIGHTENED)
    assert (pauses.to_ask_about(desk), pauses.history(desk).usual) == (None, None)
    clock.forward(days=1, hours=1)
    assert pauses.to_ask_about(desk) is not None
    assert pauses.history(desk).usual is not None


def test_terms_are_added_changed_and_forgotten(desk: Desk) -> None:
    """They name whom one likes, also someone new; a length that is not offered is refused, and changes nothing."""
    first = terms.agree(desk, Terms(id=UUID(int=1), minutes=20), ["Wren", " "])
    assert [one.label for one in terms.all_of(desk).book.people] == ["Wren"]
    longer = terms.change(desk, Terms(id=first.id, minutes=24 * 60, people=first.people))
    assert terms.find(desk, first.id) == longer
    for minutes in (5, 19):
        with pytest.raises(terms.NoLength):
            terms.change(desk, Terms(id=first.id, minutes=minutes))
    with pytest.raises(NotFound):
        terms.change(desk, Terms(id=UUID(int=9)))
    terms.forget(desk, first.id)
    assert (terms.all_of(desk).terms, contents(desk)[2]) == ((), [first.id])
    with pytest.raises(NotFound):
        terms.forget(desk, first.id)


@pytest.mark.parametrize(
    ("now", "asked", "back"),
    [
        (NOW, 20, NOW + timedelta(minutes=20)),
        (NOW + timedelta(seconds=1), 20, NOW + timedelta(minutes=21)),
        (NOW + timedelta(seconds=59), 24 * 60, NOW + timedelta(days=1)),
    ],
)
def test_a_return_time_is_a_whole_minute(now: datetime, asked: int, back: datetime) -> None:
    """It is rounded up, so that twenty minutes are never less, but never over a day."""
    assert pause.after(now, asked) == back


def test_more_time_is_counted_from_the_end_or_from_now() -> None:
    """Ten more are ten from the return time, or from now once that has come; never over a day, never less."""
    assert pause.longer(NOW, NOW + HALF, 10) == NOW + timedelta(minutes=40)
    assert pause.longer(NOW + 2 * HALF, NOW + HALF, 10) == NOW + timedelta(minutes=70)
    assert pause.longer(NOW, NOW + timedelta(hours=23), 120) == NOW + timedelta(days=1)
    for wrong in (0, -10, 24 * 60 + 1, 10**30):
        with pytest.raises(pause.NoPause):
            pause.longer(NOW, NOW + HALF, wrong)


@pytest.mark.parametrize(
    ("local", "days"),
    [
        ("2026-03-20T20:00", ["21 09:00", "21 12:00", "21 18:00"]),
        ("2026-03-20T10:00", ["21 09:00"]),
        ("2026-03-20T02:00", ["20 09:00", "20 12:00", "20 18:00"]),
        ("2026-03-28T20:00", ["29 09:00", "29 12:00", "29 18:00"]),
        ("2026-10-24T11:30", ["25 09:00"]),
    ],
)
def test_another_day_is_the_next_one(local: str, days: list[str]) -> None:
    """Times of tomorrow that are at most a day away, at night of the same date; also where the clocks change."""
    now = LivedTime(local=datetime.fromisoformat(local), zone=ZONE)
    assert [one.local.strftime("%d %H:%M") for one in pause.another_day(now)] == days
