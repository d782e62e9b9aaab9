"""The cycle equals a recount of the rounds after whatever was done to them; its sentences and its picture hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.companion import Desk, entries, holds, moments, names
from homing.companion.practice import cycle, cycle_reading
from homing.companion.practice.cycle import NotOffered, Station
from homing.companion.practice.cycle_reading import Reading
from homing.engine.cycle import Round as Walked
from homing.engine.cycle import Trend, learn, likely_next, turned_back
from homing.record import By, CycleMove, Danger, LivedTime, Moment, Person, Round, Turn
from homing.vault import Rows
from homing.web.cycle_picture import MOST, MOST_ARROWS, WIDTH, Picture, Stop, picture
from homing.words import cycle as said
from tests.desks import ZONE, Clock, new_desk, put
from tests.examples import examples

pytestmark = [pytest.mark.system("S11"), pytest.mark.care("C6")]

PEOPLE = tuple(Person(id=UUID(int=0x31 + at), label=f"Bird {at}") for at in range(4))
STATIONS = st.builds(Station, st.sampled_from(By), st.sampled_from(CycleMove))
WALKS = st.lists(STATIONS, max_size=7)
WHO = st.integers(0, len(PEOPLE) - 1)
WHICH = st.integers(0, 9)
WALK = [Station(By.ME, CycleMove.PURSUE), Station(By.THEM, CycleMove.WITHDRAW), Station(By.ME, CycleMove.REPAIR)]
BEGUN = tuple(("round", who, WALK[: 1 + at], at > 1, at == 1) for at, who in enumerate((0, 1, 2, 3, None, 0)))
"""What there is before anything else is done: someone with two rounds, three with one, and one with nobody named."""

DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("round"), st.none() | WHO, WALKS, st.sampled_from([True, False, None]), st.booleans()),
        st.tuples(st.just("move"), WHICH, STATIONS),
        st.tuples(st.just("undo"), WHICH),
        st.tuples(st.just("end"), WHICH, st.sampled_from([True, False, None])),
        st.tuples(st.just("whom"), WHICH, WHO),
        st.tuples(st.just("bin"), WHICH),
        st.tuples(st.just("back"), WHICH),
        st.tuples(st.just("forget"), WHICH),
        st.tuples(st.just("merge"), WHO, WHO),
        st.tuples(st.just("unmerge"), WHO),
        st.tuples(st.just("danger"), WHO),
        st.tuples(st.just("lift"), WHO),
    ),
    min_size=1,
    max_size=20,
)


def done(desk: Desk, clock: Clock, made: list[UUID], deed: tuple[object, ...]) -> None:
    """Do one thing, as the person may; what is not possible (any more) changes nothing."""
    what, *told = deed
    if what == "round":
        who, walk, turned, reunion = told
        made.append(desk.ambient.new_id())
        when = LivedTime.at(clock() - timedelta(days=40 - len(made)), ZONE)
        people = () if who is None else (PEOPLE[who].id,)  # type: ignore[call-overload]
        moves = tuple(Turn(by=by, move=move) for by, move in walk)  # type: ignore[attr-defined]
        put(desk, Round(id=made[-1], when=when, people=people, moves=moves, turned_back=turned, reunion=reunion))  # type: ignore[arg-type]
        return
    if what in ("merge", "unmerge", "danger", "lift"):
        of_person(desk, clock, str(what), *told)  # type: ignore[arg-type]
        return
    if made:
        of_round(desk, str(what), made[told[0] % len(made)], *told[1:])  # type: ignore[operator]


def of_person(desk: Desk, clock: Clock, what: str, who: int, into: int = 0) -> None:
    """Merge, unmerge, mark danger (long ago) or lift the hold."""
    one = PEOPLE[who].id
    try:
        if what == "merge":
            names.merge(desk, one, PEOPLE[into].id)
        elif what == "unmerge":
            names.unmerge(desk, one)
        elif what == "lift":
            holds.lift_hold(desk, one)
        else:
            when = LivedTime.at(clock() - timedelta(days=60), ZONE)
            marked = Moment(id=desk.ambient.new_id(), when=when, people=(one,), danger=(Danger.THREATENED,))
            moments.keep(desk, marked)
    except ValueError:
        return


def of_round(desk: Desk, what: str, one: UUID, *told: object) -> None:
    """Tap, undo, end, name someone else, lay in the bin, take out again, forget."""
    found = desk.vault.read(lambda rows: rows.find(Round, one))
    deeds: dict[str, Callable[[Round], object]] = {
        "move": lambda kept: cycle.add_move(desk, one, told[0], after=len(kept.moves)),  # type: ignore[arg-type]
        "undo": lambda kept: cycle.take_out(desk, one, len(kept.moves) - 1, of=len(kept.moves)),
        "end": lambda _: cycle.end(desk, one, turned_back=told[0]),  # type: ignore[arg-type]
        "whom": lambda kept: cycle.change(
            desk,
            one,
            [PEOPLE[told[0]].id],  # type: ignore[call-overload]
            reunion=not kept.reunion,
            when=kept.when,
            note="",
        ),
        "bin": lambda _: cycle.remove(desk, one),
        "forget": lambda _: entries.forget(desk, one),
    }
    try:
        if what == "back":
            moments.restore(desk, one)
        elif found is not None:
            deeds[what](found)
    except (NotOffered, LookupError):
        return


def recount(rows: Rows, who: UUID | None, reunion: bool | None = None) -> list[Round]:
    """The rounds that may be read, found in the plainest way there is."""
    people = {one.id: one for one in rows.all(Person)}

    def stands_for(one: UUID) -> UUID:
        into = people[one].merged_into
        return one if into is None else stands_for(into)

    marked = [one for one in rows.all(Moment) if one.danger]
    feared = {
        stands_for(person) for moment in marked for person in moment.people if moment.id not in people[person].lifted
    }
    found = []
    for one in rows.all(Round):
        with_them = {stands_for(person) for person in one.people}
        is_theirs = bool(with_them & feared) or (not with_them and bool(feared))
        is_asked = who is None or stands_for(who) in with_them
        if is_asked and not is_theirs and one.moves and one.turned_back is not None:
            found.append(one)
    if who is not None and stands_for(who) in feared:
        return []
    return [one for one in found if reunion is None or one.reunion is reunion]


def same(reading: Reading | None, rounds: list[Round]) -> None:
    """The reading says what counting by hand and the engine say of these rounds."""
    if reading is None:
        assert rounds == []
        return
    walks = [[(turn.by, turn.move) for turn in one.moves] for one in rounds]
    assert reading.rounds == len(rounds)
    assert reading.turns == sum(one.turned_back is True for one in rounds)
    assert dict(reading.came) == Counter(at for walk in walks for at in walk)
    pairs = [(walk[at], walk[at + 1]) for walk in walks for at in range(len(walk) - 1)]
    assert dict(reading.arrows) == Counter(pairs)
    told = [
        Walked(tuple(f"{by}:{move}" for by, move in walk), bool(one.turned_back))
        for walk, one in zip(walks, rounds, strict=True)
    ]
    chain = learn(told)
    assert {one.station.key: one.n for one in reading.afters} == {key: chain.seen[key] for key in chain.moves}
    for after in reading.afters:
        counts = Counter(b for a, b in pairs if a == after.station)
        assert {one.station: one.k for one in after.each if one.station is not None} == counts
        if after.likely is not None:
            engine = likely_next(chain, after.station.key)
            assert engine is not None
            assert (after.likely.k, after.likely.n, after.likely.p) == (engine.k, engine.n, engine.p)
            assert after.likely.k == max(one.k for one in after.each) > 1
    assert [(one.station.key, one.share) for one in reading.turned] == [tuple(one) for one in turned_back(told)]


@settings(max_examples=examples(25, 150), deadline=None)
@given(deeds=DEEDS)
@pytest.mark.care("C2")
def test_what_is_read_equals_a_recount(deeds: list[tuple[object, ...]]) -> None:
    """After any taps, edits, merges, bins, danger marks and liftings, with someone and with all, reunions apart."""
    clock = Clock()
    desk = new_desk(clock)
    try:
        put(desk, *PEOPLE)
        clock.forward(days=3)
        made: list[UUID] = []
        for deed in (*BEGUN, *deeds):
            done(desk, clock, made, deed)
            clock.forward(hours=30)  # what was written down as harm must be a day old
        for who in (None, *(person.id for person in PEOPLE)):
            page = cycle_reading.cycle(desk, who)
            for reading, reunion in ((page.whole, None), (page.reunions, True), (page.others, False)):
                same(reading, desk.vault.read(lambda rows, who=who, reunion=reunion: recount(rows, who, reunion)))  # type: ignore[misc]
    finally:
        desk.vault.close()


def rounds_of(walks: list[list[Station]], turned: bool) -> list[Round]:
    """Finished rounds with these moves."""
    return [
        Round(
            id=UUID(int=at + 1),
            when=LivedTime.at(Clock()(), ZONE),
            moves=tuple(Turn(by=by, move=move) for by, move in walk),
            turned_back=turned and at % 2 == 0,
            reunion=at % 3 == 0,
        )
        for at, walk in enumerate(walks)
    ]


def numbers_in(sentence: str) -> list[int]:
    """Every whole number of a sentence."""
    return [int(number) for number in re.findall(r"\d+", sentence)]


@settings(max_examples=examples(12, 60), deadline=None)
@given(walks=st.lists(WALKS, max_size=12), turned=st.booleans())
def test_a_number_never_stands_alone(walks: list[list[Station]], turned: bool) -> None:
    """A sentence with a count tells out of how many, and no other number; none holds a share or a sign of it."""
    rounds = rounds_of(walks, turned)
    reading = cycle_reading.read(rounds)
    again, others = (cycle_reading.read([one for one in rounds if one.reunion is way]) for way in (True, False))
    for after in reading.afters:
        told = numbers_in(said.after(after))
        expected = [] if after.too_few else [after.n] if after.likely is None else [after.likely.k, after.likely.n]
        assert told == expected
        for one in after.each:
            assert {one.k, one.n} <= set(numbers_in(said.follower(after, one)))
    for at in reading.turned:
        assert numbers_in(said.turned(at)) == ([] if at.share.n == 1 else [at.share.k, at.share.n])
        assert {at.share.k, at.share.n} <= set(numbers_in(said.turned_numbers(at)))
    assert set(numbers_in(said.turns(reading))) <= {reading.turns, reading.rounds}
    assert not numbers_in(said.turns(reading)) or reading.rounds in numbers_in(said.turns(reading))
    assert numbers_in(said.counted(reading)) == ([reading.rounds] if reading.rounds else [])
    assert numbers_in(said.reunions(again, others)) == ([again.rounds, reading.rounds] if again.rounds else [])
    spoken = " ".join([*said.afters(reading), said.turns(reading), said.drawn(reading), said.few(reading.rounds)])
    assert "%" not in spoken
    assert "{" not in spoken


@given(
    moments=st.integers(20, 400),
    weeks=st.integers(10, 26),
    slope=st.floats(-0.2, 0.2),
    half=st.floats(0.0, 0.2),
    stepwise=st.booleans(),
    few=st.integers(0, 19),
)
def test_a_slow_change_tells_on_how_much_it_rests(
    moments: int, weeks: int, slope: float, half: float, stepwise: bool, few: int
) -> None:
    """In moments and weeks, whichever way it goes; the slope stands behind the numbers alone."""
    trend = Trend(slope, slope - half, slope + half, weeks, moments, stepwise)
    assert numbers_in(said.slow(cycle_reading.Slow(trend, moments))) == [moments, weeks]
    assert numbers_in(said.slow(cycle_reading.Slow(None, few))) == [few]
    assert {moments, weeks} <= set(numbers_in(said.slow_numbers(trend)))


def drawn(walks: list[list[Station]], word: str) -> tuple[Reading, Picture]:
    """The picture of these rounds, in which every move is called the same."""
    reading = cycle_reading.read(rounds_of(walks, turned=True))
    turned = {one.station for one in reading.turned}
    stops = [Stop(at, word, "the other · 12×", "12 of 12" if at in turned else "") for at in reading.stations]
    return reading, picture(reading, stops)


@settings(max_examples=examples(12, 60), deadline=None)
@given(
    walks=st.lists(WALKS, max_size=12), word=st.sampled_from(["mend", "take a pause", "sich zurückziehen", "W" * 30])
)
def test_no_two_stations_of_the_picture_meet(walks: list[list[Station]], word: str) -> None:
    """Each stands within the picture with all its words; arrows are as broad as their counts and stay inside."""
    reading, whole = drawn(walks, word)
    assert len(whole.places) == min(MOST, len(reading.stations))
    assert len(whole.arrows) <= MOST_ARROWS
    assert whole.left_out == len(reading.stations) - len(whole.places) + len(reading.arrows) - len(whole.arrows)
    for one, other in combinations(whole.places, 2):
        beside = abs(one.x - other.x) >= (one.wide + other.wide) / 2 + 4
        above = abs(one.y - other.y) >= (one.high + other.high) / 2 + 4
        assert beside or above
    for place in whole.places:
        assert abs(place.x) + place.wide / 2 <= WIDTH / 2 - 1
        assert whole.top <= place.y - place.high / 2
        assert place.y + place.high / 2 <= whole.top + whole.high
        assert place.is_mine is (place.stop.station.by is By.ME)
        assert 1 <= len(place.lines) <= 2
    counts = [arrow.k for arrow in whole.arrows]
    assert counts == sorted(counts, reverse=True)
    assert [arrow.wide for arrow in whole.arrows] == sorted((arrow.wide for arrow in whole.arrows), reverse=True)
    for arrow in whole.arrows:
        points = [float(number) for number in re.findall(r"-?\d+\.\d", arrow.line + arrow.head)]
        assert all(abs(x) <= WIDTH for x in points[::2])
        assert 0.6 <= arrow.strong <= 1.0
