"""What settles, and moments of safety: counts in the order of the record, without whoever is held."""

from __future__ import annotations

from typing import Any

import pytest

from homing.care import Reason
from homing.companion import Desk, holds, names, rest, safety, settles
from homing.companion.safety import Share
from homing.record import (
    Afterwards,
    Anchor,
    Anchoring,
    Danger,
    Direction,
    Expected,
    FeltState,
    LivedTime,
    Look,
    Moment,
    Move,
    Outcome,
    Safe,
    Settling,
    Tool,
)
from homing.words import felt as words
from tests.desks import ZONE, Clock, keep, put

EDGE, SETTLED, FAR = FeltState.ON_EDGE, FeltState.SETTLED, FeltState.FAR_AWAY


def ended(desk: Desk, *people: str, **fields: Any) -> Moment:
    """A moment that began on edge, ended settled and was met with care, unless told otherwise."""
    return keep(desk, *people, **({"state": EDGE, "state_after": SETTLED, "outcome": Outcome.CARE} | fields))


def tried(desk: Desk, **fields: Any) -> None:
    """A try at settling just now."""
    told: dict[str, Any] = {"before": EDGE, "after": SETTLED} | fields
    put(desk, Settling(id=desk.ambient.new_id(), when=desk.ambient.lived_now(), **told))


def counts(of: tuple[settles.With, ...]) -> list[tuple[str, int, int]]:
    """Name, k and n, in order."""
    return [(words.named(one.what), one.settled.k, one.settled.n) for one in of]


def there(of: tuple[safety.There, ...]) -> list[tuple[str, int]]:
    """Name and count, in order."""
    return [(one.what.label, one.n) for one in of]


@pytest.mark.system("S15")
@pytest.mark.care("C6")
def test_people_stand_in_the_order_of_the_record(desk: Desk) -> None:
    """Whoever was written down first comes first, however seldom it settled with them."""
    ended(desk, "Zed", state_after=FAR)
    for _ in range(3):
        ended(desk, "Ann", place="lake", moves=(Move.STAYED,))
    said = settles.settles(desk)
    assert counts(said.people) == [("Zed", 0, 1), ("Ann", 3, 3)]
    assert counts(said.places) == [("lake", 3, 3)]
    assert counts(said.ways) == [("stayed", 3, 3)]
    assert said.overall is not None
    assert (said.overall.k, said.overall.n) == (3, 4)


@pytest.mark.system("S15")
def test_tries_tell_how_fast(desk: Desk) -> None:
    """Tools and anchors are ways, with their minutes; with few pairs there is nothing but the count."""
    anchor = Anchor(id=desk.ambient.new_id(), label="the flat stone")
    put(desk, anchor)
    for minutes in (10, 12, 14, 16, 18):
        tried(desk, tool=Tool.FEET, minutes=minutes)
    tried(desk, anchor=anchor.id)
    feet, stone = settles.settles(desk).ways
    assert (feet.settled.n, feet.settled.few, stone.settled.few) == (5, False, True)
    assert "5 times with minutes" in words.minutes(feet.settled)
    assert words.minutes(stone.settled) == ""
    assert words.settled(1, 1) != words.settled(0, 1)
    assert "80 %" in words.borrowed()


@pytest.mark.system("S24")
def test_parts_that_need_reassurance_are_own_words_and_counts(desk: Desk) -> None:
    """Own sentences, and what the alarm expected, most often first; other anchors are no sentences."""
    sentence = Anchor(id=desk.ambient.new_id(), label="you are big now", kind=Anchoring.SENTENCE)
    put(desk, sentence, Anchor(id=desk.ambient.new_id(), label="a stone", kind=Anchoring.SENSATION))
    keep(desk, "Sam", expected=(Expected.LEFT,))
    keep(desk, "Sam", expected=(Expected.LEFT, Expected.SHAMED))
    keep(desk, "Sam")
    said = settles.settles(desk)
    assert said.sentences == (sentence,)
    assert (said.expected, said.alarms) == (((Expected.LEFT, 2), (Expected.SHAMED, 1)), 2)


@pytest.mark.care("C2")
def test_whoever_is_held_is_left_out_whole(desk: Desk, clock: Clock) -> None:
    """A late mark takes away their pairs, their safety, places and cues mostly theirs, and their anchors; lifting
    brings all back.
    """
    first = ended(desk, "Sam", "Kim", cues=("hum",), place="attic", expected=(Expected.HARMED,))
    kims = ended(desk, "Kim", cues=("tea",), place="lake")
    alone = ended(desk, cues=("hum",), place="attic")
    sam = first.people[0]
    mine = Anchor(id=desk.ambient.new_id(), label="what Sam said", kind=Anchoring.SENTENCE, person=sam)
    put(desk, mine)
    tried(desk, anchor=mine.id)
    marked = keep(desk, "Sam", danger=(Danger.FOLLOWED,))
    clock.forward(days=9)
    said, safe = settles.settles(desk), safety.safety(desk)
    assert counts(said.people) == [("Kim", 1, 1)]
    assert counts(said.places) == [("lake", 1, 1)]
    assert (said.ways, said.sentences, said.expected, said.alarms) == ((), (), (), 0)
    assert (there(safe.people), there(safe.places), there(safe.cues)) == ([("Kim", 1)], [("lake", 1)], [("tea", 1)])
    assert {one.id for one in safe.newest} == {kims.id, alone.id}
    assert safety.with_person(desk, sam) is None
    assert safety.with_person(desk, first.people[1]) == Share(1, 1)
    holds.lift_hold(desk, sam)
    said, safe = settles.settles(desk), safety.safety(desk)
    assert counts(said.people) == [("Sam", 1, 1), ("Kim", 2, 2)]
    assert (said.sentences, said.alarms) == ((mine,), 1)
    assert (safe.n, marked.id in {one.id for one in safe.newest}) == (3, False)


@pytest.mark.care("C10")
def test_only_what_was_safe_is_a_moment_of_safety(desk: Desk) -> None:
    """Not when protected, in doubt, familiar, used against me later, dangerous, missed, hurt, open, or long ago."""
    ended(desk, "Sam", outcome=Outcome.OKAY, alarm=2, cues=("tea",))
    ended(desk, "Sam", alarm=8, state_after=FAR)
    ended(desk, "Kim", protected=True)
    ended(desk, "Kim", moves=(Move.GAVE_IN,))
    ended(desk, "Kim", safe=Safe.NOT_SURE)
    ended(desk, "Kim", afterwards=Afterwards.CALM_FAMILIAR)
    ended(desk, "Kim", used_against=True)
    ended(desk, "Kim", outcome=Outcome.MISSED)
    ended(desk, "Kim", outcome=Outcome.HURT)
    ended(desk, "Kim", outcome=None)
    ended(desk, "Kim", days=400)
    ended(desk, "Kim", days=-2)
    found = safety.safety(desk)
    assert (found.n, found.cared, found.settled, found.quiet) == (2, 1, Share(1, 2), Share(1, 2))
    assert there(found.people) == [("Sam", 2)]
    assert there(found.cues) == [("tea", 1)]


@pytest.mark.system("S24")
def test_what_came_to_one_is_counted_the_most_frequent_first(desk: Desk) -> None:
    """What one sent oneself is not what was there; a cue told twice in a moment counts once, under its merged name."""
    one = ended(desk, "Sam", cues=("tea", "a nod"))
    ended(desk, "Sam", cues=("a nod", "nodding"))
    nod, nodding = (seen.cue for seen in ended(desk, cues=("a nod", "nodding")).cues)
    sent = one.cues[0].__class__(cue=one.cues[0].cue, direction=Direction.SENT)
    ended(desk, "Sam", id=desk.ambient.new_id())
    put(desk, Moment(id=desk.ambient.new_id(), when=one.when, cues=(sent,), outcome=Outcome.CARE))
    names.merge(desk, nodding, nod)
    assert there(safety.safety(desk).cues) == [("a nod", 3), ("tea", 1)]


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_nothing_is_counted_while_resting_or_after_harm(desk: Desk, clock: Clock) -> None:
    """Neither what settles, nor safety, nor anything about a person."""
    sam = ended(desk, "Sam").people[0]
    rest.begin(desk, 1)
    assert settles.settles(desk) == settles.Settles(counts=settles.settles(desk).counts)
    assert settles.settles(desk).counts.reason is Reason.RESTING
    assert (safety.safety(desk).n, safety.safety(desk).newest) == (0, ())
    assert safety.with_person(desk, sam) is None
    rest.end(desk)
    keep(desk, "Kim", outcome=Outcome.FRIGHTENED)
    assert settles.settles(desk).counts.reason is Reason.AFTER_HARM
    assert safety.safety(desk).counts.reason is Reason.AFTER_HARM
    assert safety.with_person(desk, sam) is None
    clock.forward(days=1, minutes=1)
    assert safety.safety(desk).n == 1


@pytest.mark.care("C2")
def test_where_it_is_not_safe_is_not_named(desk: Desk, clock: Clock) -> None:
    """While someone is held, a cue at which one said "not safe" today is not told beside safety."""
    ended(desk, "Kim", cues=("tea",))
    tea = ended(desk, "Kim", cues=("tea", "rain")).cues[0].cue
    keep(desk, "Sam", danger=(Danger.FORCED,))
    clock.forward(days=9)
    when = LivedTime.at(clock(), ZONE)
    put(desk, Look(id=desk.ambient.new_id(), when=when, cue=tea, safe=Safe.NO))
    assert there(safety.safety(desk).cues) == [("rain", 1)]


@pytest.mark.care("C10")
def test_with_someone_protected_or_frightening_ends_are_never_settled(desk: Desk, clock: Clock) -> None:
    """Nor is calm that was only familiar: no evidence of settling; where the body stayed unsettled, that counts."""
    sam = ended(desk, "Sam").people[0]
    ended(desk, "Sam", state_after=FAR)
    ended(desk, "Sam", moves=(Move.FROZE,))
    ended(desk, "Sam", afterwards=Afterwards.CALM_FAMILIAR)
    ended(desk, "Sam", used_against=True)
    ended(desk, "Sam", outcome=Outcome.FRIGHTENED)
    ended(desk, "Sam", outcome=Outcome.FRIGHTENED, state_after=EDGE)
    ended(desk, "Sam", state=SETTLED)
    ended(desk, "Sam", state_after=FeltState.CANT_TELL)
    clock.forward(days=2)
    assert safety.with_person(desk, sam) == Share(1, 3)
