"""How someone is with me, answered from the record: what counts, what is kept apart, and what is never said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from homing.care import Reason
from homing.companion import Desk, NotFound, holds, moments, names, rest
from homing.companion.practice.answers import AT_ONCE
from homing.companion.practice.feels_safe import Three, feels_safe
from homing.companion.practice.telling import telling
from homing.companion.practice.trust import SHOWN, Counted, trust
from homing.record import (
    Afterwards,
    Answer,
    Danger,
    Kept,
    LivedTime,
    Moment,
    Move,
    Occasion,
    Outcome,
    Promise,
    PromiseSize,
    Received,
    Ritual,
    Step,
    Whose,
)
from tests.desks import NOW, ZONE, Clock, keep, new_desk, put

YES, PARTLY, NO = Answer


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


def three(desk: Desk, person: UUID) -> Three:
    """The three answers, which may be told."""
    found = feels_safe(desk, person).three
    assert found is not None
    return found


def counted(desk: Desk, person: UUID) -> Counted:
    """The counts of trust, which may be told."""
    found = trust(desk, person).counted
    assert found is not None
    return found


@pytest.mark.system("S19")
def test_calm_because_familiar_is_never_counted_as_safe(desk: Desk) -> None:
    """The two calms are two words; the sum of one holds nothing of the other."""
    told = [Afterwards.CALM_SAFE, *[Afterwards.CALM_FAMILIAR] * 3, Afterwards.ANXIOUS]
    for days, word in enumerate(told):
        who = keep(desk, "Wren", days=days, afterwards=word).people[0]
    whole = three(desk, who).afterwards.whole
    assert [whole.k(word) for word in Afterwards] == [1, 3, 1, 0]
    assert whole.n == 5


@pytest.mark.system("S19")
@pytest.mark.parametrize(
    ("days", "is_early"), [([1, 2, 3, 4], True), ([1, 1, 1, 2, 2], True), ([1, 1, 2, 2, 3], False)]
)
def test_it_says_when_it_is_too_early(desk: Desk, days: list[int], is_early: bool) -> None:
    """Below five answers, and below three days, since one evening is one event."""
    for ago in days:
        who = keep(desk, "Wren", days=ago, listened=YES).people[0]
    asked = three(desk, who).listened
    assert (asked.n, asked.days, asked.is_early) == (len(days), len(set(days)), is_early)
    assert three(desk, who).respected.is_early


@pytest.mark.system("S19")
@pytest.mark.care("C10")
@pytest.mark.parametrize(
    "apart",
    [
        {"moves": (Move.GAVE_IN,)},
        {"protected": True},
        {"outcome": Outcome.FRIGHTENED},
        {"moves": (Move.FROZE,), "outcome": Outcome.HURT},
        {"used_against": True, "outcome": Outcome.CARE},
    ],
    ids=["gave in", "protected", "frightened", "froze and was hurt", "used against me later"],
)
def test_where_i_protected_myself_no_good_answer_counts(desk: Desk, clock: Clock, apart: dict[str, Any]) -> None:
    """A yes is set apart and told; a no counts all the same, and so does being anxious."""
    good = keep(desk, "Wren", days=9, listened=YES, respected=PARTLY, afterwards=Afterwards.CALM_SAFE, **apart)
    keep(desk, "Wren", days=9, listened=NO, respected=NO, afterwards=Afterwards.ANXIOUS, **apart)
    clock.forward(days=2)
    found = three(desk, good.people[0])
    for asked in (found.listened, found.respected, found.afterwards):
        assert (asked.n, asked.apart) == (1, 1)
    assert found.n == 6


@pytest.mark.system("S17")
@pytest.mark.system("S19")
def test_lately_is_told_apart_from_before(desk: Desk, clock: Clock) -> None:
    """Three months by the lived day; what was lately becomes before as time goes by."""
    for days, word in ((91, YES), (92, NO)):
        who = keep(desk, "Wren", days=days, honest=word).people[0]
    honest = counted(desk, who).honest
    assert (honest.lately.k(YES), honest.lately.n, honest.before.k(NO), honest.before.n) == (1, 1, 1, 1)
    clock.forward(days=1)
    assert counted(desk, who).honest.lately.n == 0


@pytest.mark.system("S19")
def test_a_moment_with_two_people_says_so(desk: Desk) -> None:
    """It counts for both, and that nobody can know who was meant is told beside it; one under two names is one."""
    both = keep(desk, "Wren", "Bram", listened=YES)
    for who in both.people:
        assert (three(desk, who).listened.n, three(desk, who).listened.shared) == (1, 1)
    names.merge(desk, both.people[1], both.people[0])
    assert three(desk, both.people[0]).listened.shared == 0


@pytest.mark.system("S17")
def test_promises_are_counted_by_side_and_size(desk: Desk) -> None:
    """Mine and theirs, small and large, each apart; agreed anew is neither, and what has no ending is only told."""
    who = names.add_person(desk, "Wren").id
    told = [
        (Whose.THEIRS, PromiseSize.LARGE, Kept.BROKEN),
        *[(Whose.THEIRS, PromiseSize.SMALL, Kept.KEPT)] * 2,
        (Whose.THEIRS, PromiseSize.SMALL, Kept.LATE),
        (Whose.THEIRS, PromiseSize.SMALL, Kept.RENEGOTIATED),
        (Whose.THEIRS, PromiseSize.SMALL, None),
        (Whose.MINE, PromiseSize.SMALL, Kept.BROKEN),
    ]
    made = LivedTime.at(NOW, ZONE)
    for at, (whose, size, kept) in enumerate(told):
        put(desk, Promise(id=UUID(int=50 + at), label="x", whose=whose, size=size, kept=kept, made=made, person=who))
    put(desk, Promise(id=UUID(int=90), label="nobody’s", whose=Whose.MINE, made=made))
    found = counted(desk, who)
    ledgers = {(one.whose, one.size): one for one in found.ledgers}
    small = ledgers[Whose.THEIRS, PromiseSize.SMALL]
    assert list(ledgers) == [
        (Whose.MINE, PromiseSize.SMALL),
        (Whose.THEIRS, PromiseSize.SMALL),
        (Whose.THEIRS, PromiseSize.LARGE),
    ]
    assert (small.whole.n, small.whole.k(Kept.KEPT), small.renegotiated, small.open, small.all) == (3, 2, 1, 1, 5)
    assert len(found.promises) == len(told)
    assert not found.has_enough


@pytest.mark.system("S16")
@pytest.mark.system("S17")
def test_what_was_used_against_me_stands_among_what_i_told(desk: Desk) -> None:
    """Also where it was met with care at first: then it was not, in the end."""
    who = keep(desk, "Wren", outcome=Outcome.CARE, received=Received.HEARD).people[0]
    keep(desk, "Wren", outcome=Outcome.CARE, received=Received.HEARD, used_against=True)
    keep(desk, "Wren", used_against=True)
    found = counted(desk, who)
    assert (found.used.k, found.used.n) == (2, 3)
    assert (found.cared_lately.k, found.cared_lately.n) == (1, 3)
    assert (found.received.whole.k(Received.HEARD), found.received.apart) == (1, 1)
    assert len(found.moments) == 3


def test_nothing_noted_is_no_count(desk: Desk) -> None:
    """Someone of whom nothing was told has no ledger, no story and no answer; nobody is nobody."""
    who = names.add_person(desk, "Wren").id
    found = counted(desk, who)
    assert (found.ledgers, found.promises, found.moments, found.honest.n) == ((), (), (), 0)
    assert three(desk, who).n == 0
    for look in (trust, feels_safe):
        with pytest.raises(NotFound):
            look(desk, UUID(int=99))


@pytest.mark.care("C2")
def test_a_mark_set_later_silences_it_all(desk: Desk, clock: Clock) -> None:
    """Under every name, until the owner lifts it; and after harm or while resting nothing is counted of anyone."""
    who = keep(desk, "Heron", days=40, listened=YES).people[0]
    alias = keep(desk, "H.", days=30, danger=(Danger.FOLLOWED,)).people[0]
    other = keep(desk, "Wren", days=30, listened=YES).people[0]
    clock.forward(days=3)
    assert counted(desk, who).listened.n == 1
    names.merge(desk, alias, who)
    for look in (trust(desk, who), feels_safe(desk, who)):
        assert look.verdict.reason is Reason.HOLD
    assert trust(desk, alias).counted is None
    assert feels_safe(desk, alias).three is None
    assert counted(desk, other).listened.n == 1
    holds.lift_hold(desk, who)
    assert counted(desk, who).listened.n == 1
    rest.begin(desk, 1)
    assert feels_safe(desk, other).verdict.reason is Reason.RESTING
    rest.end(desk)
    keep(desk, "Oxbow", outcome=Outcome.FRIGHTENED)
    assert trust(desk, other).verdict.reason is Reason.AFTER_HARM


@pytest.mark.care("C2")
def test_a_moment_with_a_held_person_counts_for_nobody(desk: Desk, clock: Clock) -> None:
    """A word about the one would be one about the other."""
    both = keep(desk, "Wren", "Heron", days=30, listened=YES, outcome=Outcome.CARE)
    keep(desk, "Heron", days=30, danger=(Danger.FORCED,))
    clock.forward(days=2)
    found = counted(desk, both.people[0])
    assert (found.listened.n, found.cared_lately.n, found.moments) == (0, 0, ())


def test_a_year_is_read_and_no_more(desk: Desk) -> None:
    """However much was told in it; what is older is left where it is."""
    who = names.add_person(desk, "Wren").id
    days = [*(2.5 * at for at in range(AT_ONCE + 20)), 364, 366, 700]
    whens = [LivedTime.at(NOW - timedelta(days=one), ZONE) for one in days]
    put(desk, *(Moment(id=UUID(int=at), when=when, people=(who,), honest=YES) for at, when in enumerate(whens)))
    assert counted(desk, who).honest.n == AT_ONCE + 21
    assert len(counted(desk, who).moments) == SHOWN


def test_what_is_dated_ahead_is_not_counted_yet(desk: Desk, clock: Clock) -> None:
    """A moment of tomorrow counts tomorrow."""
    who = keep(desk, "Wren", days=-1, listened=YES, outcome=Outcome.CARE).people[0]
    assert (counted(desk, who).listened.n, counted(desk, who).cared_lately.n) == (0, 0)
    clock.forward(days=1)
    assert (counted(desk, who).listened.n, counted(desk, who).cared_lately.n) == (1, 1)


@pytest.mark.system("S14")
def test_a_moment_is_asked_for_what_belongs_to_it(desk: Desk) -> None:
    """Steps and rituals for those people, or for everyone; one set aside only where the moment names it."""
    moment = keep(desk, "Wren")
    wren, bram = moment.people[0], names.add_person(desk, "Bram").id
    steps = [
        Step(id=UUID(int=60), label="in general"),
        Step(id=UUID(int=61), label="with her", people=(wren,)),
        Step(id=UUID(int=62), label="with him", people=(bram,)),
        Step(id=UUID(int=63), label="not now", set_aside=True),
    ]
    hello = Ritual(id=UUID(int=70), label="hello", occasion=Occasion.MEETING, people=(bram,))
    put(desk, *steps, hello)
    found = telling(desk, moment.id)
    assert found.offered
    assert not found.narrow
    assert ([one.id.int for one in found.steps], found.rituals) == ([60, 61], ())
    named = keep(desk, "Wren", step=steps[3].id, ritual=hello.id)
    found = telling(desk, named.id)
    assert ([one.id.int for one in found.steps], found.rituals) == ([60, 61, 63], (hello,))
    moments.remove(desk, moment.id)
    with pytest.raises(NotFound):
        telling(desk, moment.id)


@pytest.mark.care("C2")
def test_closeness_is_not_asked_about_under_a_hold(desk: Desk) -> None:
    """Nor for a day after harm; while resting it is only not offered."""
    moment = keep(desk, "Wren")
    rest.begin(desk, 1)
    assert (telling(desk, moment.id).offered, telling(desk, moment.id).narrow) == (False, False)
    rest.end(desk)
    keep(desk, "Heron", days=30, danger=(Danger.FORCED,))
    held = keep(desk, "Heron")
    assert (telling(desk, held.id).offered, telling(desk, held.id).narrow) == (False, True)
