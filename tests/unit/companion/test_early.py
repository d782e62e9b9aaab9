"""Early relationships: told if one likes, a weak prior that own moments outweigh, forgotten in one tap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from homing.care import Reason
from homing.companion import Desk, names, rest
from homing.companion.practice import early
from homing.engine.attachment import Answers, Kind, prior
from homing.record import Channel, Cue, CueSeen, Danger, Early, LivedTime, Moment, Outcome, Person
from tests.desks import NOW, ZONE, Clock, contents, new_desk, put

pytestmark = [pytest.mark.system("S22"), pytest.mark.care("C8")]

NOTHING: early.Told = (None, None, None, None)
LATE = Cue(id=UUID(int=0x21), label="late reply", channel=Channel.TIMING)
HAND = Cue(id=UUID(int=0x22), label="hand on arm", channel=Channel.TOUCH)
NEAR = Cue(id=UUID(int=0x23), label="comes closer", channel=Channel.DISTANCE)
HALL = Cue(id=UUID(int=0x24), label="hall", channel=Channel.SETTING)
WREN, HERON = Person(id=UUID(int=0x11), label="Wren"), Person(id=UUID(int=0x12), label="Heron")


@pytest.fixture
def clock() -> Clock:
    """A clock set by hand."""
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Iterator[Desk]:
    """Cues and people, and no moment."""
    one = new_desk(clock)
    put(one, LATE, HAND, NEAR, HALL, WREN, HERON)
    yield one
    one.vault.close()


def lived(desk: Desk, *cues: Cue, days: float = 3, people: tuple[Person, ...] = (WREN,), **fields: Any) -> Moment:
    """A moment with these cues."""
    told: dict[str, Any] = {"outcome": Outcome.OKAY} | fields
    one = Moment(
        id=desk.ambient.new_id(),
        when=LivedTime.at(desk.ambient.now() - timedelta(days=days), ZONE),
        people=tuple(person.id for person in people),
        cues=tuple(CueSeen(cue=cue.id) for cue in cues),
        **told,
    )
    put(desk, one)
    return one


def kinds(desk: Desk) -> dict[Kind, early.OfKind]:
    """What the page says of each kind of cue."""
    return {one.kind: one for one in early.page(desk).kinds}


def test_it_is_optional(desk: Desk) -> None:
    """Without a telling there is nothing, and of an empty one nothing is kept."""
    page = early.page(desk)
    assert (page.told, page.kinds, page.earlier) == (None, (), ())
    assert early.tell(desk, "", NOTHING) is None
    assert early.page(desk).told is None
    assert desk.vault.read(lambda rows: early.expected(rows, NOW, Channel.TIMING)) is None


def test_a_new_telling_keeps_the_old_in_its_history(desk: Desk, clock: Clock) -> None:
    """One record, its time that of the newest telling; the same told twice is one."""
    first = early.tell(desk, "nobody came", (4, None, None, None))
    clock.forward(days=1)
    assert early.tell(desk, "nobody came", (4, None, None, None)) == first
    second = early.tell(desk, "someone came, late", (2, 3, None, 0))
    assert first is not None
    assert second is not None
    assert (second.id, second.when.utc - first.when.utc) == (first.id, timedelta(days=1))
    page = early.page(desk)
    assert (page.told, page.earlier) == (second, (first,))


def test_of_several_tellings_the_newest_counts(desk: Desk) -> None:
    """As after an import of a diary from another device."""
    old = Early(id=UUID(int=2), when=LivedTime.at(NOW - timedelta(days=9), ZONE), alone=4)
    new = Early(id=UUID(int=1), when=LivedTime.at(NOW - timedelta(days=2), ZONE), alone=1)
    put(desk, new, old)
    assert early.page(desk).told == new


def test_it_is_forgotten_in_one_tap(desk: Desk) -> None:
    """Every telling and its history; the moments stay."""
    first = early.tell(desk, "nobody came", NOTHING)
    early.tell(desk, "nobody", NOTHING)
    binned = Early(id=UUID(int=2), when=LivedTime.at(NOW, ZONE))
    put(desk, binned)
    desk.vault.write(lambda rows: rows.remove(binned.id, desk.ambient.now()))
    kept = lived(desk, LATE)
    early.forget(desk)
    live, gone, stones = contents(desk)
    assert first is not None
    assert {first.id, binned.id} == set(stones)
    assert (kept in live, gone, early.page(desk).told) == (True, [], None)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (NOTHING, None),
        ((2, 2, 2, 2), Answers()),
        ((4, None, None, None), Answers(worry=2.0)),
        ((4, 1, None, 0), Answers(worry=0.5, distance=-2.0)),
        ((None, None, 3, 4), Answers(distance=1.5)),
    ],
)
def test_each_pair_of_sentences_makes_one_number(told: early.Told, meant: Answers | None) -> None:
    """The mean of what was answered, from the middle of the scale; what was not answered says nothing."""
    unsure, unnoticed, alone, crowded = told
    one = Early(
        id=UUID(int=1),
        when=LivedTime.at(NOW, ZONE),
        unsure=unsure,
        unnoticed=unnoticed,
        alone=alone,
        crowded=crowded,
    )
    assert early.answers(one) == meant


def test_what_was_not_answered_brings_nothing_along(desk: Desk) -> None:
    """Each pair speaks of its own kind of cue, and none of the rest."""
    early.tell(desk, "", (None, 0, None, None))
    assert {kind for kind, said in kinds(desk).items() if said.is_told} == {Kind.ABSENCE}
    early.tell(desk, "", (None, None, None, 4))
    assert {kind for kind, said in kinds(desk).items() if said.is_told} == {Kind.CLOSENESS}


def test_words_alone_make_no_prior(desk: Desk) -> None:
    """Nothing is read into words."""
    early.tell(desk, "they left, again and again", NOTHING)
    assert early.page(desk).kinds == ()


def test_a_cue_is_of_a_kind_by_its_channel() -> None:
    """Timing is absence, touch and distance closeness, all others neither."""
    told = {channel: early.kind_of(channel) for channel in Channel}
    assert told[Channel.TIMING] is Kind.ABSENCE
    assert {told[Channel.TOUCH], told[Channel.DISTANCE]} == {Kind.CLOSENESS}
    rest_of = {kind for channel, kind in told.items() if channel not in early.KINDS}
    assert rest_of | {early.kind_of(None)} == {Kind.OTHER}


def test_own_moments_outweigh_it(desk: Desk) -> None:
    """Four finished moments weigh more than what was brought along, and each kind counts its own alone."""
    early.tell(desk, "", (4, 4, None, None))
    for day in range(3):
        lived(desk, LATE, days=day + 1)
    assert kinds(desk)[Kind.ABSENCE].now.own_share == pytest.approx(0.5)
    lived(desk, LATE, HAND, days=5, outcome=Outcome.HURT)
    absence, closeness = kinds(desk)[Kind.ABSENCE], kinds(desk)[Kind.CLOSENESS]
    assert absence.before == prior(Kind.ABSENCE, Answers(worry=2.0))
    assert absence.now.own_share > 0.5
    assert (absence.hurt.k, absence.hurt.n) == (1, 4)
    assert absence.now.mean < absence.before.mean
    assert (closeness.hurt.k, closeness.hurt.n) == (1, 1)
    assert early.page(desk).weight == 3.0


@pytest.mark.care("C10")
def test_only_finished_moments_of_this_kind_count(desk: Desk) -> None:
    """Protected, open and future ones are left out; two cues of a kind in one moment count once, a merged cue too."""
    early.tell(desk, "", (None, None, 4, None))
    lived(desk, HAND, NEAR)
    lived(desk, HAND, protected=True)
    lived(desk, HAND, outcome=None)
    lived(desk, HAND, days=-2)
    lived(desk, LATE)
    hug = names.add_cue(desk, "a hug", None)
    lived(desk, hug)
    assert kinds(desk)[Kind.CLOSENESS].hurt.n == 1
    names.merge(desk, hug.id, HAND.id)
    assert kinds(desk)[Kind.CLOSENESS].hurt.n == 2
    assert kinds(desk)[Kind.OTHER].hurt.n == 0


@pytest.mark.care("C2")
def test_moments_with_a_held_person_are_left_out(desk: Desk, clock: Clock) -> None:
    """Nothing is said that would be said of them."""
    early.tell(desk, "", (3, None, None, None))
    lived(desk, LATE, people=(WREN, HERON), outcome=Outcome.HURT)
    lived(desk, LATE)
    lived(desk, people=(HERON,), outcome=None, danger=(Danger.FOLLOWED,), days=12)
    clock.forward(days=2)
    assert (kinds(desk)[Kind.ABSENCE].hurt.k, kinds(desk)[Kind.ABSENCE].hurt.n) == (0, 1)


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_nothing_is_said_after_harm_nor_while_resting(desk: Desk, clock: Clock) -> None:
    """For a day after harm, and while one rests; what was told stays, and can be forgotten."""
    told = early.tell(desk, "nobody came", (4, None, None, None))
    lived(desk, LATE, days=0, outcome=Outcome.FRIGHTENED)
    page = early.page(desk)
    assert (page.verdict.reason, page.kinds, page.told) == (Reason.AFTER_HARM, (), told)
    assert desk.vault.read(lambda rows: early.expected(rows, clock(), Channel.TIMING)) is None
    clock.forward(days=2)
    rest.begin(desk, 3)
    assert early.page(desk).verdict.reason is Reason.RESTING


def test_it_can_be_asked_where_there_is_no_number_of_ones_own(desk: Desk) -> None:
    """The same as on the page, for a cue of any channel."""
    early.tell(desk, "", (4, None, 3, None))
    lived(desk, LATE, outcome=Outcome.HURT)
    for channel in (*Channel, None):
        told = desk.vault.read(lambda rows, channel=channel: early.expected(rows, NOW, channel))  # type: ignore[misc]
        assert told == kinds(desk)[early.kind_of(channel)].now
