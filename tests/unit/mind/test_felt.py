"""The bridge for the body: what is told becomes a reading, a course, and pairs of before and after."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest

from homing.companion import Desk, names
from homing.engine import body
from homing.engine.coregulation import Pair
from homing.engine.events import Event
from homing.mind import felt
from homing.mind.encode import day_of
from homing.mind.felt import AFTER, FRESH, BodyNow, Kind, Point, key_of, look_of, pairs, settles, state_now, usual_time
from homing.record import (
    Anchor,
    CheckIn,
    FeltState,
    LivedTime,
    Moment,
    Move,
    Outcome,
    Pause,
    Person,
    Precision,
    Safe,
    Settling,
    Tool,
)
from homing.vault import Rows
from tests.desks import NOW, ZONE, keep, put

EDGE, SETTLED, FAR = FeltState.ON_EDGE, FeltState.SETTLED, FeltState.FAR_AWAY
IN_VIEW = timedelta(days=body.Params().table.horizon)


def check_in(desk: Desk, state: FeltState, precision: Precision = Precision.MINUTE, **ago: float) -> CheckIn:
    """Keep a check-in, so long ago."""
    local = LivedTime.at(NOW - timedelta(**ago), ZONE)
    when = LivedTime(local=local.local, zone=ZONE, offset=local.offset, precision=precision)
    told = CheckIn(id=desk.ambient.new_id(), when=when, state=state)
    put(desk, told)
    return told


def now(desk: Desk) -> BodyNow | None:
    """The body now."""
    return desk.vault.read(lambda rows: state_now(rows, NOW))


def drawn(desk: Desk, hours: float, steps: int) -> tuple[Point, ...]:
    """The course of the last hours."""
    return desk.vault.read(lambda rows: felt.course(rows, NOW - timedelta(hours=hours), NOW, steps))


def told(desk: Desk, left_out: Callable[[UUID], bool] = lambda _: False) -> list[tuple[str, str]]:
    """The pairs of a record, as words, in order."""
    return sorted((one.before, one.after) for one in desk.vault.read(lambda rows: pairs(rows, left_out)))


def ended(desk: Desk, *people: str, **fields: Any) -> Moment:
    """Keep a moment that began on edge and ended settled, unless told otherwise."""
    return keep(desk, *people, **({"state": EDGE, "state_after": SETTLED} | fields))


def test_nothing_told_is_nothing_said(desk: Desk) -> None:
    """An empty record has no body, and no course."""
    assert now(desk) is None
    assert drawn(desk, 24, 5) == ()


@pytest.mark.system("S10")
def test_a_check_in_is_read_by_the_filter(desk: Desk) -> None:
    """The reading is that of the body filter, and what was told stands beside it."""
    one = check_in(desk, SETTLED, minutes=40)
    said = now(desk)
    state, _ = body.step(body.start(), body.CheckIn(time=day_of(one.when.utc), felt="settled"))
    assert said is not None
    assert said.reading == body.read(state, Event(day_of(NOW)))
    assert (said.told, said.at, said.felt) == (SETTLED, one.when.utc, SETTLED)


def test_no_state_is_named_that_was_not_told(desk: Desk) -> None:
    """Two hours after "on edge" the filter expects settled; nobody said so, and it is not named."""
    check_in(desk, EDGE, hours=2)
    said = now(desk)
    assert said is not None
    assert (said.reading.felt, said.told, said.felt) == ("settled", EDGE, None)


def test_no_state_is_named_when_it_is_long_ago(desk: Desk) -> None:
    """Settled is named while it is fresh, and not after."""
    check_in(desk, SETTLED, hours=FRESH / timedelta(hours=1) + 0.1)
    said = now(desk)
    assert said is not None
    assert (said.reading.felt, said.felt) == ("settled", None)


def test_what_is_out_of_view_says_nothing(desk: Desk) -> None:
    """What the filter has forgotten, what is dated ahead, and what only has a day are not read."""
    check_in(desk, EDGE, days=6)
    check_in(desk, EDGE, hours=-1)
    check_in(desk, EDGE, Precision.DAY, hours=1)
    keep(desk, state=EDGE, when=LivedTime(local=NOW.replace(tzinfo=None), zone=ZONE, precision=Precision.MONTH))
    keep(desk, state=EDGE, days=-1)
    assert now(desk) is None


def test_moments_tell_before_and_after(desk: Desk) -> None:
    """The state of a moment counts at its time, the state after it half an hour later."""
    keep(desk, "Sam", state=EDGE, state_after=SETTLED, days=1 / 12)
    said = now(desk)
    assert said is not None
    assert (said.told, said.at) == (SETTLED, NOW - timedelta(hours=2) + AFTER)
    assert said.reading.seen == 2


def test_the_end_of_a_moment_is_before_what_was_told_next(desk: Desk) -> None:
    """A check-in ten minutes after a moment comes after its end; a moment kept just now has ended by now."""
    keep(desk, state_after=FAR, days=1 / 24)
    check_in(desk, EDGE, minutes=50)
    said = now(desk)
    assert said is not None
    assert said.told is EDGE
    keep(desk, state=EDGE, state_after=SETTLED)
    after = now(desk)
    assert after is not None
    assert (after.told, after.at) == (SETTLED, NOW)


@pytest.mark.parametrize("state", FeltState)
def test_a_course_widens_between_check_ins(desk: Desk, state: FeltState) -> None:
    """After any word the bounds lie ever further from the mean, up to the ends of the scale; before it is no point."""
    check_in(desk, state, hours=3)
    points = drawn(desk, 6, 25)
    assert (points[0].time, points[-1].time) == (NOW - timedelta(hours=3), NOW)
    for earlier, later in pairwise(points):
        assert later.low == 0.0 or later.mean - later.low >= earlier.mean - earlier.low - 1e-9
        assert later.high == 10.0 or later.high - later.mean >= earlier.high - earlier.mean - 1e-9
    for point in points:
        assert sum(point.states) == pytest.approx(1.0)
        assert 0.0 <= point.low <= point.mean <= point.high <= 10.0


def test_a_new_word_makes_the_course_sure_again(desk: Desk) -> None:
    """Settled, said an hour after on edge, narrows the bounds; points tell how fresh they are."""
    check_in(desk, EDGE, hours=5)
    check_in(desk, SETTLED, hours=1)
    points = drawn(desk, 5, 11)
    widths = {point.time: point.high - point.low for point in points}
    assert widths[NOW - timedelta(hours=1)] < 0.7 * widths[NOW - timedelta(hours=1.5)]
    assert [point.fresh for point in points] == [True] * 7 + [False] + [True] * 3
    assert points[-1].since == timedelta(hours=1)


def test_a_course_ends_where_its_filter_has_forgotten(desk: Desk) -> None:
    """More than five days after the last word there is nothing to draw, until the next."""
    check_in(desk, EDGE, days=9)
    check_in(desk, EDGE, days=1)
    times = {point.time for point in drawn(desk, 240, 241)}
    silent = [NOW - timedelta(days=10), NOW - timedelta(days=9.5), NOW - timedelta(days=3)]
    assert not times & set(silent)
    assert {NOW - timedelta(days=9), NOW - timedelta(days=5), NOW - timedelta(days=1), NOW} <= times


def test_the_course_ends_where_the_present_is(desk: Desk) -> None:
    """Its last point and the state now are the same reading."""
    for hours, state in ((30, EDGE), (20, FAR), (2, SETTLED)):
        check_in(desk, state, hours=hours)
    said = now(desk)
    assert said is not None
    last = drawn(desk, 48, 7)[-1]
    assert last.states == pytest.approx(said.reading.states, abs=1e-9)
    assert last.mean == pytest.approx(10 * said.reading.p, abs=1e-7)


@pytest.mark.parametrize(("hours", "steps"), [(1.0, 1), (0.0, 5), (-1.0, 5)])
def test_a_course_of_nothing_is_refused(desk: Desk, hours: float, steps: int) -> None:
    """A course has two steps or more, and goes forward."""
    with pytest.raises(ValueError, match="course"):
        drawn(desk, hours, steps)


def test_late_entries_are_found(desk: Desk) -> None:
    """A recent check-in is found behind some eighty old ones that were written in after it."""
    check_in(desk, SETTLED, minutes=10)
    put(
        desk,
        *(
            CheckIn(id=desk.ambient.new_id(), when=LivedTime.at(NOW - timedelta(days=2), ZONE), state=EDGE)
            for _ in range(40)
        ),
    )
    for i in range(45):
        check_in(desk, EDGE, days=100 + i)
    check_in(desk, FAR, minutes=70)
    said = now(desk)
    assert said is not None
    assert (said.told, said.reading.seen) == (SETTLED, 42)


def test_how_strong_on_edge_is_tells_arousal(desk: Desk) -> None:
    """Very much on edge reads higher than a little; how strong settled is says nothing of arousal."""
    many, few = (look_of(replace(check_in(desk, EDGE, hours=1), strength=n)) for n in (9, 2))
    assert (many.arousal, few.arousal, many.felt) == (9, 2, "on_edge")
    high, low = (body.read(body.step(body.start(), one)[0], Event(one.time)).mean for one in (many, few))
    assert high > low + 3.0
    assert look_of(replace(check_in(desk, SETTLED, hours=1), strength=9)).arousal is None


def test_tries_and_pauses_tell_of_the_body_too(desk: Desk) -> None:
    """Both ends of a try at settling and of a pause count where their times are known."""
    at = LivedTime.at(NOW - timedelta(hours=2), ZONE)
    put(desk, Settling(id=desk.ambient.new_id(), when=at, before=EDGE, after=FAR, minutes=25))
    said = now(desk)
    assert said is not None
    assert (said.told, said.at, said.reading.seen) == (FAR, NOW - timedelta(minutes=95), 2)
    put(desk, Settling(id=desk.ambient.new_id(), when=at, before=EDGE, after=SETTLED))
    back = LivedTime.at(NOW - timedelta(minutes=5), ZONE)
    put(desk, Pause(id=desk.ambient.new_id(), back=back, before=EDGE, ended_at=back, after=SETTLED))
    after = now(desk)
    assert after is not None
    assert (after.told, after.at, after.reading.seen) == (SETTLED, NOW - timedelta(minutes=5), 4)


@pytest.mark.system("S15")
@pytest.mark.system("S23")
def test_tries_at_settling_are_pairs_with_their_time(desk: Desk) -> None:
    """A try is a pair with its way, place, people and minutes; without both ends it is none."""
    one = keep(desk, "Sam", place="lake")
    anchor = Anchor(id=desk.ambient.new_id(), label="the old song")
    at: dict[str, Any] = {"when": one.when, "before": EDGE, "after": SETTLED}
    put(desk, anchor)
    put(
        desk,
        Settling(id=desk.ambient.new_id(), tool=Tool.FEET, minutes=12, people=one.people, setting=one.setting, **at),
    )
    put(desk, Settling(id=desk.ambient.new_id(), anchor=anchor.id, **at))
    put(desk, Settling(id=desk.ambient.new_id(), **(at | {"after": None})), Settling(id=desk.ambient.new_id(), **at))
    person, place = key_of(Kind.PERSON, one.people[0]), key_of(Kind.PLACE, one.setting)
    assert sorted(desk.vault.read(lambda rows: pairs(rows, lambda _: False)), key=lambda pair: pair.keys) == [
        Pair("on_edge", "settled"),
        Pair("on_edge", "settled", None, (f"doing:anchor:{anchor.id}",)),
        Pair("on_edge", "settled", 12, (person, place, "doing:tool:feet")),
    ]


@pytest.mark.care("C2")
def test_an_anchor_that_is_someone_held_is_left_out(desk: Desk) -> None:
    """A try by an anchor that is a person counts only while no hold stands on them, be it in the bin or not."""
    sam = keep(desk, "Sam").people[0]
    anchor = Anchor(id=desk.ambient.new_id(), label="a calm voice", person=sam)
    put(desk, anchor)
    put(
        desk, Settling(id=desk.ambient.new_id(), when=LivedTime.at(NOW, ZONE), anchor=anchor.id, before=EDGE, after=FAR)
    )
    assert told(desk) == [("on_edge", "far_away")]
    assert told(desk, lambda person: person == sam) == []
    desk.vault.write(lambda rows: rows.remove(anchor.id, NOW))
    assert told(desk, lambda person: person == sam) == []


@pytest.mark.system("S15")
def test_pairs_have_people_place_and_ways(desk: Desk) -> None:
    """A moment that began unsettled is a pair with everyone and everything that was there; its time is not known."""
    one = ended(desk, "Sam", place="kitchen", moves=(Move.SAID_NEED, Move.CHECKED_PHONE))
    (pair,) = desk.vault.read(lambda rows: pairs(rows, lambda _: False))
    person, place = key_of(Kind.PERSON, one.people[0]), key_of(Kind.PLACE, one.setting)
    assert pair == Pair("on_edge", "settled", None, (person, place, "doing:said_what_i_needed"))


def test_only_a_moment_with_both_ends_is_a_pair(desk: Desk) -> None:
    """Settled from the start, or without an end, it is none; far away and mixed are unsettled too."""
    ended(desk, "Sam", state=SETTLED)
    ended(desk, "Sam", state_after=None)
    ended(desk, "Sam", state=None)
    ended(desk, state=FAR, state_after=EDGE)
    ended(desk, state=FeltState.MIXED)
    assert told(desk) == [("far_away", "on_edge"), ("mixed", "settled")]


@pytest.mark.care("C2")
def test_moments_with_someone_held_are_left_out_whole(desk: Desk) -> None:
    """Under any of their names, and with whoever else was there."""
    sam = ended(desk, "Sam", "Kim").people[0]
    alias = ended(desk, "S.", state=FAR).people[0]
    ended(desk, "Kim", state=FeltState.MIXED)
    names.merge(desk, alias, sam)
    assert told(desk, lambda person: person == sam) == [("mixed", "settled")]


@pytest.mark.care("C10")
@pytest.mark.parametrize(
    "fields",
    [{"safe": Safe.NO}, {"outcome": Outcome.FRIGHTENED}, {"protected": True}, {"moves": (Move.GAVE_IN,)}],
    ids=["danger", "fright", "protected", "gave in"],
)
def test_what_was_not_safe_never_counts_as_settling(desk: Desk, fields: dict[str, Any]) -> None:
    """A calm after danger or giving in is no pair; an unsettled end of it is one."""
    ended(desk, "Sam", **fields)
    ended(desk, "Sam", state_after=FAR, **fields)
    assert told(desk) == [("on_edge", "far_away")]


def test_merged_names_are_one(desk: Desk) -> None:
    """Two names of one person are one key, once a moment."""
    one = ended(desk, "Sam")
    two = ended(desk, "S.", "Sam")
    names.merge(desk, two.people[0], one.people[0])
    said = settles(desk.vault.read(lambda rows: pairs(rows, lambda _: False)))
    assert [(key.key, key.n) for key in said[Kind.PERSON].keys] == [(key_of(Kind.PERSON, one.people[0]), 2)]


@pytest.mark.system("S24")
@pytest.mark.care("C6")
def test_kinds_borrow_from_their_own_kind_only(desk: Desk) -> None:
    """Whom, where and how are told apart, each in the order of ids, with the same pairs overall."""
    for name in ("Sam", "Kim", "Ada"):
        ended(desk, name, place="lake", moves=(Move.STAYED,))
    said = settles(desk.vault.read(lambda rows: pairs(rows, lambda _: False)), level=0.5)
    assert {kind: len(one.keys) for kind, one in said.items()} == {Kind.PERSON: 3, Kind.PLACE: 1, Kind.DOING: 1}
    assert {one.overall.n for one in said.values()} == {3}
    ids = [one.key or "" for one in said[Kind.PERSON].keys]
    assert ids == sorted(ids)
    assert said[Kind.PERSON].overall.level == 0.5


@pytest.mark.system("S13")
def test_the_usual_time_is_learnt_from_pauses() -> None:
    """Six pauses of about 35 minutes say about 35; the wait that was not over counts."""
    said = usual_time([(30.0, True), (40.0, True), (35.0, True), (45.0, True), (30.0, True), (40.0, False)])
    assert said is not None
    assert said.n == 6
    assert 33.0 < said.minutes.median < 40.0
    assert said.minutes.low < said.minutes.median < said.minutes.high


def test_few_pauses_say_nothing() -> None:
    """Two pauses, or any number that never ended settled, have no usual time."""
    assert usual_time([(30.0, True)] * 2) is None
    assert usual_time([(30.0, False)] * 9) is None


def test_only_the_last_days_are_read(desk: Desk) -> None:
    """Of years of check-ins, one batch of the newest is decoded, and those in view are found in it."""
    many = [LivedTime.at(NOW - timedelta(hours=8 * i), ZONE) for i in range(1200, 0, -1)]
    put(desk, *(CheckIn(id=UUID(int=i + 1), when=when, state=EDGE) for i, when in enumerate(many)))
    with patch.object(Rows, "newest", autospec=True, side_effect=Rows.newest) as newest:
        said = now(desk)
    assert said is not None
    assert said.reading.seen == sum(when.utc >= NOW - IN_VIEW for when in many)
    assert {call.args[2] for call in newest.call_args_list} == {64}


def test_examples_in_docstrings_hold() -> None:
    """The example gives what it says."""
    assert doctest.testmod(felt).failed == 0


def test_points_and_people_are_apart(desk: Desk) -> None:
    """Nothing of a person is in a point or in the state now: they are of oneself."""
    keep(desk, "Sam", state=EDGE)
    sam = desk.vault.read(lambda rows: rows.all(Person))[0]
    assert str(sam.id) not in repr((now(desk), drawn(desk, 2, 3)))


def test_pairs_may_begin_at_a_time(desk: Desk) -> None:
    """With a beginning, what is older is left out: moments and tries alike; what began settled is still none."""
    ended(desk, "Sam", days=10)
    ended(desk, "Sam", state=FAR, days=2)
    ended(desk, "Sam", state=SETTLED, days=1)
    for days in (10, 3):
        at = LivedTime.at(NOW - timedelta(days=days), ZONE)
        put(desk, Settling(id=desk.ambient.new_id(), when=at, before=FeltState.MIXED, after=EDGE))
    found = desk.vault.read(lambda rows: pairs(rows, lambda _: False, NOW - timedelta(days=5)))
    assert sorted((one.before, one.after) for one in found) == [("far_away", "settled"), ("mixed", "on_edge")]


def test_a_course_may_end_soon_after_each_word(desk: Desk) -> None:
    """Only the hours within a while of something told have points, and they are the same as in the whole course."""
    check_in(desk, EDGE, hours=20)
    check_in(desk, SETTLED, hours=3)
    start, within = NOW - timedelta(hours=24), timedelta(hours=4)
    whole = desk.vault.read(lambda rows: felt.course(rows, start, NOW, 25))
    part = desk.vault.read(lambda rows: felt.course(rows, start, NOW, 25, within))
    assert part == tuple(point for point in whole if point.since <= within)
    assert len(part) == 9


def test_what_was_said_is_told_in_its_order(desk: Desk) -> None:
    """Check-ins and both ends of a moment, within the time asked for."""
    check_in(desk, FAR, days=3)
    check_in(desk, SETTLED, minutes=10)
    keep(desk, state=EDGE, state_after=SETTLED, days=1 / 12)
    found = desk.vault.read(lambda rows: felt.said(rows, NOW - timedelta(days=1), NOW))
    assert [one.felt for one in found] == [EDGE, SETTLED, SETTLED]
    assert [one.at for one in found] == sorted(one.at for one in found)
