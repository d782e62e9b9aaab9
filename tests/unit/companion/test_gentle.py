"""What comes up by itself on Today: little, in one order, and nothing where it has no place."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import UUID

import pytest

from homing.companion import Desk, gentle, holds, names, now, pages, pauses, rest
from homing.companion.gentle import Gentle, Kind
from homing.companion.quiet_hours import QuietHours
from homing.record import Danger, FuzzyDate, Occasion, Outcome, Promise, Rhythm, Ritual, Step, Whose
from tests.desks import Clock, everything_written, keep, put

pytestmark = pytest.mark.care("C16")

TODAY, LATER = FuzzyDate("2026-03-20"), FuzzyDate("2026-03-23")


def comes_up(desk: Desk) -> Gentle:
    """The gentle things now."""
    return desk.vault.read(lambda rows: gentle.gather(rows, desk, names.book(rows)))


def kinds(desk: Desk) -> list[Kind]:
    """Their kinds."""
    return [thing.kind for thing in comes_up(desk).things]


def night(clock: Clock) -> None:
    """Half past eleven in the evening in Vienna."""
    clock.forward(hours=5.5)


@pytest.mark.system("S12")
@pytest.mark.system("S14")
@pytest.mark.system("S18")
def test_the_first_three_in_one_order_come_up(desk: Desk, clock: Clock) -> None:
    """What has its hour stands before what can wait; whatever is put away makes room for the next."""
    plover = keep(desk, "Plover", days=9).people[0]
    put(
        desk,
        Ritual(id=UUID(int=1), label="tea", occasion=Occasion.MEETING, at="18:30"),
        Promise(id=UUID(int=2), label="a shelf", whose=Whose.MINE, made=desk.ambient.lived_now(), due=TODAY),
        Rhythm(id=UUID(int=3), person=plover, days=3),
        Step(id=UUID(int=4), label="a smile on the stairs", alarm=4),
    )
    order = [Kind.RITUAL, Kind.PROMISE, Kind.REASSURANCE, Kind.STEP, Kind.MOMENTS]
    gentle.keep_hours(desk, None)
    assert kinds(desk) == [Kind.RITUAL, Kind.PROMISE, Kind.STEP], "the rhythm begins to ask after three days"
    clock.forward(days=3)
    put(desk, Promise(id=UUID(int=2), label="a shelf", whose=Whose.MINE, made=desk.ambient.lived_now(), due=LATER))
    for gone in range(len(order)):
        assert kinds(desk) == order[gone : gone + 3]
        gentle.not_today(desk, order[gone])
    assert kinds(desk) == []


def test_inside_quiet_hours_nothing_comes_up(desk: Desk, clock: Clock) -> None:
    """Until when they last is told; before and after them it does again."""
    keep(desk, "Plover", days=1)
    assert kinds(desk) == [Kind.MOMENTS]
    night(clock)
    ends = comes_up(desk).quiet_until
    assert kinds(desk) == []
    assert ends is not None
    assert ends.local.time() == time(8)
    assert pages.today(desk).quiet
    gentle.keep_hours(desk, QuietHours(time(1), time(5)))
    assert (kinds(desk), comes_up(desk).quiet_until) == ([Kind.MOMENTS], None)
    gentle.keep_hours(desk, None)
    assert kinds(desk) == [Kind.MOMENTS]


def test_what_one_began_can_be_gone_on_with_in_quiet_hours(desk: Desk, clock: Clock) -> None:
    """It does not come up as a gentle thing; the way back to it stands there, since they began it themselves."""
    night(clock)
    kept = keep(desk, "Plover")
    now.stand_at(desk, kept.id, "choose")
    found = comes_up(desk)
    assert (found.things, found.going_on) == ((), now.BrokenOff(kept, "choose"))
    clock.forward(hours=9.5)
    found = comes_up(desk)
    assert (found.one(Kind.BROKEN_OFF), found.going_on) == (now.BrokenOff(kept, "choose"), None)


@pytest.mark.care("C2")
def test_nothing_comes_up_for_a_day_after_harm_or_while_resting(desk: Desk, clock: Clock) -> None:
    """Not even a way back to a moment of another kind; after that it does again."""
    kept = keep(desk, "Plover")
    now.stand_at(desk, kept.id, "name")
    keep(desk, "Heron", outcome=Outcome.FRIGHTENED)
    assert comes_up(desk) == Gentle()
    clock.forward(hours=24.5)
    assert kinds(desk) == [Kind.MOMENTS]
    rest.begin(desk, 1)
    assert comes_up(desk) == Gentle()


@pytest.mark.care("C2")
def test_nothing_comes_up_about_someone_held(desk: Desk, clock: Clock) -> None:
    """Neither an ending that is open nor a moment that was broken off; once the hold is lifted it may."""
    marked = keep(desk, "Heron", danger=frozenset({Danger.THREATENED}), outcome=Outcome.HURT, days=3)
    open_one = keep(desk, "Heron", days=2)
    other = keep(desk, "Plover", days=1)
    begun = keep(desk, "Heron")
    now.stand_at(desk, begun.id, "name")
    clock.forward(days=1.1)
    now.stand_at(desk, begun.id, "name")
    assert [thing.what for thing in comes_up(desk).things] == [other]
    holds.lift_hold(desk, marked.people[0])
    assert [thing.what for thing in comes_up(desk).things] == [begun, other, open_one]


def test_not_today_lasts_until_tomorrow_and_leaves_no_growing_trace(desk: Desk, clock: Clock) -> None:
    """However often it is said: the day and the kinds are kept, nothing of whom it was about, and no older day."""
    keep(desk, "Plover", days=1)
    pauses.begin(desk, clock() + timedelta(minutes=20))
    clock.forward(minutes=30)
    assert kinds(desk) == [Kind.PAUSE, Kind.MOMENTS]
    gentle.not_today(desk, Kind.MOMENTS)
    assert kinds(desk) == [Kind.PAUSE]
    gentle.keep_hours(desk, None)
    clock.forward(hours=9)
    assert kinds(desk) == [Kind.PAUSE], "half past three in the night is still the same day"
    before = len(everything_written(desk))
    for _day in range(5):
        clock.forward(days=1)
        assert Kind.MOMENTS in kinds(desk)
        for kind in (Kind.MOMENTS, Kind.MOMENTS):
            gentle.not_today(desk, kind)
        assert Kind.MOMENTS not in kinds(desk)
    assert len(everything_written(desk)) == before


def test_a_kind_that_is_switched_off_does_not_come_up(desk: Desk) -> None:
    """Nor is there a way back to what was begun; all can be switched off, and on again."""
    kept = keep(desk, "Plover")
    now.stand_at(desk, kept.id, "name")
    gentle.let_come_up(desk, [Kind.LOOK])
    assert gentle.chosen(desk).kinds == (Kind.LOOK,)
    assert comes_up(desk) == Gentle()
    gentle.let_come_up(desk, list(Kind))
    assert kinds(desk) == [Kind.BROKEN_OFF]
    assert "gentle" not in everything_written(desk)


@pytest.mark.parametrize("wrong", [7, "moments", ["nonsense", 3], {"day": 4}, {"day": "2026-03-20", "kinds": "all"}])
def test_whatever_stands_in_the_settings_today_is_there(desk: Desk, wrong: object) -> None:
    """What cannot be read is as if nothing had been said."""
    keep(desk, "Plover", days=1)
    for key in ("gentle.off", "gentle.away"):
        desk.vault.write(lambda rows, key=key: rows.set_setting(key, wrong))  # type: ignore[misc]
    assert kinds(desk) == [Kind.MOMENTS]
