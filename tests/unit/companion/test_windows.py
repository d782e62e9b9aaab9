"""The bubble: who moves a window, what closes it by itself, which windows a moment was about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from homing.care import Facts, quiet_first
from homing.companion import Desk, NotFound, holds, moments, names, windows
from homing.companion.window_stories import Chapter
from homing.companion.windows import TooSoon
from homing.record import (
    About,
    Danger,
    LivedTime,
    Moment,
    Need,
    Opening,
    Outcome,
    Precision,
    Respect,
    Window,
    WindowSeen,
)
from tests.desks import NOW, ZONE, Clock, everything_written, keep, new_desk, put

CLOSED, AJAR, HALF, WIDE = Opening
EVENING = LivedTime(local=datetime(2026, 3, 20, 21, 30), zone=ZONE)  # noqa: DTZ001 - local by design
"""Half past nine of the day on which the desks' clock begins, at six in the evening."""

pytestmark = [pytest.mark.system("S5"), pytest.mark.care("C12")]


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


def new(desk: Desk, *people: str, **fields: Any) -> Window:
    """A new window, half open for these people unless told otherwise."""
    told: dict[str, Any] = {"id": desk.ambient.new_id(), "label": "Work worries", "opening": HALF} | fields
    return windows.add(desk, Window(**told), people)


def standing(desk: Desk, window: Window) -> Opening:
    """How far it stands, as the bubble tells."""
    return next(one.opening for one in windows.bubble(desk).windows if one.id == window.id)


def story(desk: Desk, window: Window) -> tuple[Chapter, ...]:
    """Its story."""
    return windows.look(desk, window.id).story


def local(*parts: int, offset: int | None = None) -> LivedTime:
    """A time of the clock in Vienna."""
    return LivedTime(local=datetime(*parts), zone=ZONE, offset=offset)  # type: ignore[arg-type] # noqa: DTZ001


def test_a_new_window_stands_as_it_was_made(desk: Desk) -> None:
    """It is kept with whomever it names for the first time, and is in the bubble."""
    window = new(desk, "S.", " ", label="Hugs", about=About.TOUCH, until=EVENING)
    bubble = windows.bubble(desk)
    assert bubble.windows == (window,)
    assert (window.opening, window.until) == (HALF, EVENING)
    assert [bubble.book.by_id[one].label for one in window.people] == ["S."]


def test_a_new_window_that_ends_in_the_past_is_refused_whole(desk: Desk) -> None:
    """Neither it nor whom it names is kept; a closed one needs no end and has none."""
    with pytest.raises(TooSoon):
        new(desk, "S.", until=LivedTime.at(NOW, ZONE))
    assert windows.bubble(desk).windows == ()
    assert windows.bubble(desk).book.people == ()
    assert new(desk, "S.", opening=CLOSED, until=EVENING).until is None


@pytest.mark.parametrize("minutes", [210, 211, 60 * 24 * 400])
def test_what_expired_is_closed(desk: Desk, clock: Clock, minutes: int) -> None:
    """From its end on, to the second, it is closed wherever one looks, however long Homing was off."""
    window = new(desk, "S.", until=EVENING)
    clock.forward(minutes=209, seconds=59)
    assert standing(desk, window) is HALF
    clock.instant = NOW
    clock.forward(minutes=minutes)
    assert standing(desk, window) is CLOSED
    assert windows.look(desk, window.id).window.opening is CLOSED


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), (2026, 3, 29, 8, 0), 7),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), (2026, 10, 25, 8, 0), 9),
    ],
    ids=["the night with 23 hours", "the night with 25 hours"],
)
def test_a_window_expires_overnight_when_the_clocks_change(
    desk: Desk, clock: Clock, begin: datetime, end: tuple[int, ...], hours: int
) -> None:
    """From midnight until eight are seven hours in spring, nine in autumn; it closes by the clock on the wall."""
    clock.instant = begin
    window = new(desk, "S.", until=local(*end))
    clock.forward(hours=hours, seconds=-1)
    assert standing(desk, window) is HALF
    clock.forward(seconds=1)
    assert standing(desk, window) is CLOSED
    assert story(desk, window)[0].at.local == datetime(*end)  # type: ignore[arg-type] # noqa: DTZ001


def test_an_hour_that_comes_twice_ends_when_it_was_meant(desk: Desk, clock: Clock) -> None:
    """Half past two comes twice in the night of autumn: the earlier ends an hour before the later."""
    clock.instant = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    first, second = (new(desk, until=local(2026, 10, 25, 2, 30, offset=each)) for each in (7200, 3600))
    clock.instant = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert (standing(desk, first), standing(desk, second)) == (CLOSED, HALF)
    clock.forward(hours=1)
    assert (standing(desk, first), standing(desk, second)) == (CLOSED, CLOSED)


def test_an_hour_that_never_comes_ends_all_the_same(desk: Desk, clock: Clock) -> None:
    """Half past two is skipped in spring; it is read by the clock of before, and closes at half past three."""
    clock.instant = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    window = new(desk, until=local(2026, 3, 29, 2, 30))
    clock.instant = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert standing(desk, window) is CLOSED


def test_a_clock_set_back_opens_nothing(desk: Desk, clock: Clock) -> None:
    """Once it was seen as expired it stays closed, whatever the clock says later."""
    window = new(desk, "S.", until=EVENING)
    clock.forward(hours=4)
    assert [one.id for one in windows.close_expired(desk)] == [window.id]
    clock.forward(hours=-4)
    assert standing(desk, window) is CLOSED
    assert windows.close_expired(desk) == []


def test_what_has_not_expired_is_only_read(desk: Desk) -> None:
    """Looking at the clock writes nothing, as long as nothing has expired."""
    new(desk, "S.", until=EVENING)
    before = everything_written(desk)
    assert windows.close_expired(desk) == []
    windows.bubble(desk)
    assert everything_written(desk) == before


def test_what_lies_in_the_bin_stays_there(desk: Desk, clock: Clock) -> None:
    """An end that passes while a window is in the bin does not bring it back."""
    window = new(desk, "S.", until=EVENING)
    windows.remove(desk, window.id)
    clock.forward(hours=4)
    assert windows.close_expired(desk) == []
    assert windows.bubble(desk).windows == ()


def test_an_end_is_taken_away_by_a_tap(desk: Desk) -> None:
    """A window that stays as far open loses its end when its owner says so, and not otherwise."""
    window = new(desk, "S.", until=EVENING)
    assert windows.move(desk, window.id, HALF).until == EVENING
    assert windows.move(desk, window.id, HALF, endless=True).until is None


def test_closing_keeps_no_end(desk: Desk) -> None:
    """A closed window has no end; closing it again changes nothing."""
    window = new(desk, "S.", until=EVENING)
    closed = windows.move(desk, window.id, CLOSED)
    assert (closed.opening, closed.until) == (CLOSED, None)
    assert windows.move(desk, window.id, CLOSED, EVENING) == closed
    assert len(story(desk, window)) == 2


def test_narrowing_keeps_the_end(desk: Desk) -> None:
    """It closes when it would have closed; another end may be set with the same tap."""
    window = new(desk, "S.", opening=WIDE, until=EVENING)
    assert windows.move(desk, window.id, HALF).until == EVENING
    later = LivedTime.at(EVENING.utc.replace(hour=22), ZONE)
    assert windows.move(desk, window.id, HALF, later).until == later
    assert windows.move(desk, window.id, AJAR).until == later


def test_opening_further_keeps_the_end(desk: Desk, clock: Clock) -> None:
    """One tap makes it wider and not longer; opened anew after it closed by itself, it has no end."""
    window = new(desk, "S.", opening=AJAR, until=EVENING)
    assert windows.move(desk, window.id, HALF).until == EVENING
    assert windows.move(desk, window.id, WIDE, endless=True).until is None
    assert windows.move(desk, window.id, WIDE, EVENING).until == EVENING
    clock.forward(hours=4)
    assert windows.move(desk, window.id, AJAR).until is None


def test_an_end_in_the_past_is_refused(desk: Desk) -> None:
    """Nothing is changed by a tap with an end that has passed."""
    window = new(desk, "S.", opening=AJAR, until=EVENING)
    with pytest.raises(TooSoon):
        windows.move(desk, window.id, WIDE, LivedTime.at(NOW, ZONE))
    assert windows.look(desk, window.id).window == window


def test_a_tap_that_would_narrow_never_opens(desk: Desk, clock: Clock) -> None:
    """Whoever saw it wide and taps ajar after it closed by itself leaves it closed; an opening tap opens it."""
    window = new(desk, "S.", opening=WIDE, until=EVENING)
    clock.forward(hours=4)
    assert windows.move(desk, window.id, AJAR, seen=WIDE).opening is CLOSED
    assert standing(desk, window) is CLOSED
    assert windows.move(desk, window.id, AJAR, seen=CLOSED).opening is AJAR


def test_moving_changes_that_window_alone(desk: Desk) -> None:
    """Its words, its people and every other window are as they were."""
    window, other = new(desk, "S.", why="tired", closes_when="a raised voice"), new(desk, "S.", "N.", label="Visits")
    moved = windows.move(desk, window.id, WIDE)
    assert moved == replace(window, opening=WIDE)
    assert windows.bubble(desk).windows == (moved, other)


def test_changing_moves_nothing(desk: Desk, clock: Clock) -> None:
    """New words and people leave it as far open as it stands, whatever the form says; expired, it stays closed."""
    window = new(desk, "S.", until=EVENING)
    told = replace(window, label="Work", opening=WIDE, until=None)
    changed = windows.change(desk, told, ["N."])
    assert (changed.label, changed.opening, changed.until) == ("Work", HALF, EVENING)
    assert len(changed.people) == 2
    clock.forward(hours=4)
    assert windows.change(desk, told).opening is CLOSED
    assert [one.by_itself for one in story(desk, window)] == [True, False]


def test_a_change_that_leaves_nobody_closes(desk: Desk) -> None:
    """One that was for someone, or a circle, does not come to stand open for everyone by a form left empty."""
    window, ours = new(desk, "S."), new(desk, circle="family")
    assert windows.change(desk, replace(window, people=())).opening is CLOSED
    assert windows.change(desk, replace(ours, circle="")).opening is CLOSED
    everyone = new(desk)
    assert windows.change(desk, replace(everyone, label="Letters")).opening is HALF


def test_removed_and_restored_comes_back_closed(desk: Desk, clock: Clock) -> None:
    """What is brought back from the bin is opened by a tap of its own, if at all."""
    window, over, shut = new(desk, "S."), new(desk, "S.", until=EVENING), new(desk, "S.", opening=CLOSED)
    clock.forward(hours=4)
    for one in (window, over, shut):
        windows.remove(desk, one.id)
        with pytest.raises(NotFound):
            windows.move(desk, one.id, WIDE)
        moments.restore(desk, one.id)
        assert standing(desk, one) is CLOSED
    assert [one.by_itself for one in story(desk, over)] == [True, False]


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    """Every use case says so for an id that is no window's."""
    person = names.add_person(desk, "S.").id
    for one in (UUID(int=9), person):
        with pytest.raises(NotFound):
            windows.look(desk, one)
        with pytest.raises(NotFound):
            windows.move(desk, one, CLOSED)
        with pytest.raises(NotFound):
            windows.change(desk, Window(id=one, label="a"))
        with pytest.raises(NotFound):
            windows.remove(desk, one)
        with pytest.raises(NotFound):
            windows.forget(desk, one)


def test_forgetting_leaves_the_moments(desk: Desk) -> None:
    """The moments and needs that spoke of it stay, without it."""
    window = new(desk, "S.")
    moment = keep(desk, "S.", windows=(WindowSeen(window=window.id, opening=HALF, respect=Respect.CROSSED),))
    put(desk, Need(id=UUID(int=7), label="Quiet", window=window.id))
    assert [need.label for need in windows.look(desk, window.id).needs] == ["Quiet"]
    windows.forget(desk, window.id)
    assert moments.find(desk, moment.id).windows == ()
    assert str(window.id) not in everything_written(desk, but=("tombstone",))


def test_the_story_is_told_newest_first(desk: Desk, clock: Clock) -> None:
    """Each tap at its time, and what closed by itself at its end, though Homing was off; new words are no chapter."""
    window = new(desk, "S.", until=EVENING)
    clock.forward(hours=1)
    windows.change(desk, replace(window, label="Work"))
    windows.move(desk, window.id, AJAR)
    clock.forward(days=2)
    windows.move(desk, window.id, WIDE)
    told = [(one.opening, one.before, one.by_itself, one.at.local) for one in story(desk, window)]
    assert told == [
        (WIDE, CLOSED, False, datetime(2026, 3, 22, 19)),  # noqa: DTZ001
        (CLOSED, AJAR, True, EVENING.local),
        (AJAR, HALF, False, datetime(2026, 3, 20, 19)),  # noqa: DTZ001
        (HALF, CLOSED, False, datetime(2026, 3, 20, 18)),  # noqa: DTZ001
    ]


def test_the_story_tells_a_later_end(desk: Desk) -> None:
    """Letting it stay open for longer is a tap of its own."""
    window = new(desk, "S.", until=EVENING)
    later = LivedTime.at(EVENING.utc.replace(hour=22), ZONE)
    windows.move(desk, window.id, HALF, later)
    newest = story(desk, window)[0]
    assert (newest.opening, newest.before, newest.until, newest.by_itself) == (HALF, HALF, later, False)


@pytest.mark.system("S6")
def test_a_moment_concerns_what_stood_open_then(desk: Desk, clock: Clock) -> None:
    """Not what stands open now: one closed since is asked about, one opened since is not."""
    was, will = new(desk, "S."), new(desk, "S.", opening=CLOSED, label="Visits")
    clock.forward(hours=1)
    moment = keep(desk, "S.")
    clock.forward(hours=1)
    windows.move(desk, was.id, CLOSED)
    windows.move(desk, will.id, WIDE)
    found = windows.concerned(desk, moment)
    assert [(one.now.id, one.now.opening, one.then, one.seen) for one in found] == [(was.id, CLOSED, HALF, None)]


@pytest.mark.system("S6")
def test_a_moment_after_the_end_concerns_nothing(desk: Desk, clock: Clock) -> None:
    """It had expired by then, though nobody had looked."""
    new(desk, "S.", until=EVENING)
    clock.forward(hours=4)
    assert windows.concerned(desk, keep(desk, "S.")) == ()
    before = replace(keep(desk, "S."), when=LivedTime.at(EVENING.utc.replace(minute=29), ZONE))
    assert [one.then for one in windows.concerned(desk, before)] == [HALF]


@pytest.mark.system("S6")
@pytest.mark.parametrize(
    ("precision", "then"),
    [
        (Precision.MINUTE, None),
        (Precision.HOUR, HALF),
        (Precision.DAY, WIDE),
        (Precision.MONTH, None),
        (Precision.YEAR, None),
    ],
)
def test_a_moment_lasts_as_long_as_its_time_was_told(
    desk: Desk, clock: Clock, precision: Precision, then: Opening | None
) -> None:
    """The widest it stood within that minute, hour or day; of a month nobody knows."""
    clock.forward(minutes=20)
    window = new(desk, "S.")
    clock.forward(hours=3)
    windows.move(desk, window.id, WIDE)
    moment = replace(keep(desk, "S."), when=replace(LivedTime.at(NOW, ZONE), precision=precision))
    assert [one.then for one in windows.concerned(desk, moment)] == ([then] if then else [])


@pytest.mark.system("S6")
def test_a_day_is_told_by_its_noon_and_lasts_from_midnight_on(desk: Desk, clock: Clock) -> None:
    """What stood open in the morning alone is asked about, and so it is at either end of the calendar."""
    clock.instant = LivedTime(local=datetime(2026, 3, 20, 0, 30), zone=ZONE).utc  # noqa: DTZ001
    window = new(desk, "S.")
    clock.forward(hours=1)
    windows.move(desk, window.id, CLOSED)
    moment = keep(desk, "S.")
    noon = LivedTime(local=datetime(2026, 3, 20, 12), zone=ZONE, precision=Precision.DAY)  # noqa: DTZ001
    assert [one.then for one in windows.concerned(desk, replace(moment, when=noon))] == [HALF]
    for local in (datetime.min, datetime.max):  # noqa: DTZ901 - local by design
        edge = LivedTime(local=local, zone="UTC", precision=Precision.DAY)
        assert windows.concerned(desk, replace(moment, when=edge)) == ()


@pytest.mark.system("S6")
def test_a_moment_in_the_minute_of_the_tap(desk: Desk, clock: Clock) -> None:
    """A moment's time knows no seconds: what was opened twenty seconds before it was noted stood open."""
    clock.forward(seconds=20)
    new(desk, "S.")
    clock.forward(seconds=20)
    assert [one.then for one in windows.concerned(desk, keep(desk, "S."))] == [HALF]


@pytest.mark.system("S6")
def test_what_a_moment_names_comes_first(desk: Desk, clock: Clock) -> None:
    """It stands there as the moment tells it, also if it is for someone else; what lies in the bin is left out."""
    open_for_her, named = new(desk, "S."), new(desk, "N.", opening=CLOSED, label="Visits")
    gone = new(desk, "S.", label="Calls")
    clock.forward(hours=1)
    seen = WindowSeen(window=named.id, opening=WIDE, respect=Respect.RESPECTED)
    moment = keep(desk, "S.", windows=(seen,))
    windows.remove(desk, gone.id)
    found = windows.concerned(desk, moment)
    assert [(one.now.id, one.then, one.seen) for one in found] == [
        (named.id, WIDE, seen),
        (open_for_her.id, HALF, None),
    ]


@pytest.mark.system("S6")
def test_a_restored_window_was_closed_while_it_lay_in_the_bin(desk: Desk, clock: Clock) -> None:
    """A moment of that time does not ask about it."""
    window = new(desk, "S.")
    clock.forward(hours=1)
    windows.remove(desk, window.id)
    clock.forward(hours=1)
    moment = keep(desk, "S.")
    clock.forward(hours=1)
    moments.restore(desk, window.id)
    windows.move(desk, window.id, WIDE)
    assert windows.concerned(desk, moment) == ()


def test_for_whom_a_window_is(desk: Desk, clock: Clock) -> None:
    """For those it names under any of their names; for everyone if it names nobody; a circle is asked for by name."""
    mine, everyone, ours = new(desk, "S."), new(desk, label="Letters"), new(desk, label="Visits", circle="family")
    clock.forward(hours=1)

    def for_them(*people: str) -> set[UUID]:
        return {one.now.id for one in windows.concerned(desk, keep(desk, *people))}

    assert for_them("S.") == {mine.id, everyone.id}
    assert for_them("N.") == {everyone.id}
    assert for_them() == set()
    assert ours.id not in for_them("S.", "N.")
    names.merge(desk, names.add_person(desk, "N.").id, names.add_person(desk, "S.").id)
    assert for_them("N.") == {mine.id, everyone.id}
    names.remove(desk, mine.people[0])
    assert standing(desk, mine) is HALF


def test_forgetting_someone_takes_what_is_for_them_alone(desk: Desk) -> None:
    """A window shared with others stays, for the others; a circle stays a circle; nothing comes to be for everyone."""
    alone, shared, ours = new(desk, "S."), new(desk, "S.", "N."), new(desk, "S.", circle="family")
    names.forget(desk, alone.people[0], with_moments=False)
    told = {one.id: one for one in windows.bubble(desk).windows}
    assert set(told) == {shared.id, ours.id}
    assert (told[shared.id].people, told[shared.id].opening) == (shared.people[1:], HALF)
    assert (told[ours.id].people, told[ours.id].circle) == ((), "family")


def test_a_page_that_knew_someone_forgotten_opens_nothing_for_everyone(desk: Desk) -> None:
    """A form still open names them: what would be for nobody else is closed."""
    person = names.add_person(desk, "S.").id
    names.forget(desk, person, with_moments=False)
    kept = windows.add(desk, Window(id=UUID(int=5), label="Work", people=(person,), opening=HALF))
    assert (kept.people, kept.opening) == ((), CLOSED)


def test_how_it_was_treated_is_counted(desk: Desk, clock: Clock) -> None:
    """Over all moments that name it; those who did not say how are named and not counted."""
    window = new(desk, "S.")
    for respect in (Respect.RESPECTED, Respect.CROSSED, Respect.CROSSED, None):
        clock.forward(hours=1)
        keep(desk, "S.", windows=(WindowSeen(window=window.id, opening=HALF, respect=respect),))
    keep(desk, "S.")
    page = windows.look(desk, window.id)
    assert page.respects == {Respect.RESPECTED: 1, Respect.CROSSED: 2, Respect.UNCLEAR: 0}
    assert [seen.respect for _, seen in page.moments] == [None, Respect.CROSSED, Respect.CROSSED, Respect.RESPECTED]


def test_only_the_newest_moments_are_on_the_page(desk: Desk, clock: Clock) -> None:
    """The counts know them all."""
    window = new(desk, "S.")
    for _ in range(windows.SHOWN + 1):
        clock.forward(hours=1)
        keep(desk, "S.", windows=(WindowSeen(window=window.id, opening=HALF, respect=Respect.UNCLEAR),))
    page = windows.look(desk, window.id)
    assert len(page.moments) == windows.SHOWN
    assert page.respects[Respect.UNCLEAR] == windows.SHOWN + 1


def test_how_far_a_person_had_opened() -> None:
    """As far as the widest window that the moment names; where none stood open, nothing is known."""
    seen = [WindowSeen(window=UUID(int=n), opening=opening) for n, opening in enumerate(Opening)]
    assert windows.aperture(seen) == 1.0
    assert windows.aperture(seen[:3]) == pytest.approx(2 / 3)
    assert windows.aperture(seen[:1]) == windows.aperture([]) == 1.0


@pytest.mark.care("C5")
@pytest.mark.parametrize(
    ("facts", "first"),
    [
        (Facts(), False),
        (Facts(held=True), True),
        (Facts(dangerous_moment=True), True),
        (Facts(frightening=1, finished=400), True),
        (Facts(resting=True, finished=9), False),
    ],
)
def test_quiet_ways_come_first_with_whoever_was_frightening(facts: Facts, first: bool) -> None:
    """A hold, a danger mark or one fright is enough; a rest has no say in it."""
    assert quiet_first(facts) is first


@pytest.mark.care("C5")
def test_before_announcing_it_is_looked_who_would_hear(desk: Desk, clock: Clock) -> None:
    """Someone under a hold, or among everyone, and also after it was lifted; with anyone else nothing is in the way."""
    hers, theirs = new(desk, "S."), new(desk, "N.", label="Visits")
    everyone, ours = new(desk, label="Letters"), new(desk, circle="family")
    need = Need(id=UUID(int=7), label="Quiet", window=hers.id)
    lost = Need(id=UUID(int=8), label="Quiet", window=UUID(int=99))
    assert not any(windows.announcing(desk, one) for one in (hers, theirs, everyone, ours, need, lost))
    keep(desk, "S.", danger=(Danger.THREATENED,))
    assert all(windows.announcing(desk, one) for one in (hers, everyone, ours, need, lost))
    assert not windows.announcing(desk, theirs)
    assert windows.announcing(desk, Need(id=UUID(int=9), label="Quiet", people=hers.people))
    clock.forward(days=30)
    holds.lift_hold(desk, hers.people[0])
    assert windows.announcing(desk, hers)
    assert not windows.announcing(desk, everyone)


@pytest.mark.care("C5")
def test_one_fright_is_remembered(desk: Desk) -> None:
    """Frightened without a danger mark raises no hold, and still the quiet ways come first, in the bin too."""
    window = new(desk, "S.")
    moment: Moment = keep(desk, "S.", outcome=Outcome.FRIGHTENED)
    assert windows.announcing(desk, window)
    moments.remove(desk, moment.id)
    assert windows.announcing(desk, window)
