"""The page for a therapist: only what was chosen, nothing counted of others or of held people, and nothing stored."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from homing.care import Reason
from homing.companion import Desk, moments, names, rest
from homing.companion.practice import therapist
from homing.companion.practice.therapist import Chosen
from homing.mind import Code
from homing.record import (
    CheckIn,
    Danger,
    FeltState,
    LivedTime,
    Need,
    Occasion,
    Outcome,
    Person,
    Space,
)
from homing.words import felt
from tests.desks import ZONE, everything_written, keep, put

pytestmark = pytest.mark.system("S21")

EDGE, SETTLED = FeltState.ON_EDGE, FeltState.SETTLED
QUIET = Need(id=UUID(int=7), label="an hour of quiet")
CHOIR = Space(id=UUID(int=8), label="the choir", bring="a cap")
EVERYTHING = Chosen(overview=True, states=True, settles=True, needs=(QUIET.id,), spaces=(CHOIR.id,), question="why?")


def cue_of(desk: Desk, label: str) -> UUID:
    """The id of a cue."""
    return next(one.id for one in desk.vault.read(names.book).cues if one.label == label)


def said(desk: Desk, chosen: Chosen) -> list[tuple[Code, int, int]]:
    """The overview in counts."""
    told = therapist.sheet(desk, chosen).overview
    assert told is not None
    return [(one.code, one.k, one.n) for one in told]


def test_nothing_stands_there_that_was_not_chosen(desk: Desk) -> None:
    """Nothing is chosen beforehand; an empty choice is an empty page."""
    put(desk, QUIET, CHOIR)
    keep(desk, "Sam", cues=("a sigh",), alarm=8, outcome=Outcome.OKAY)
    sheet = therapist.sheet(desk, Chosen())
    assert sheet.is_empty
    assert (sheet.overview, sheet.states, sheet.cues, sheet.moments, sheet.needs, sheet.spaces) == (
        *(None, None),
        *((), (), (), ()),
    )
    assert therapist.sheet(desk, Chosen(question=" ")).is_empty
    assert not therapist.sheet(desk, EVERYTHING).is_empty


def test_what_may_be_chosen(desk: Desk) -> None:
    """Moments of these weeks, the newest first; their cues, the most frequent first; needs; spaces with something."""
    put(desk, QUIET, CHOIR, Space(id=UUID(int=9), label="the bench"))
    old = keep(desk, "Sam", cues=("a cough",), days=40)
    first = keep(desk, "Sam", cues=("a sigh",), days=3)
    second = keep(desk, cues=("a hum", "a sigh"), days=2)
    keep(desk, "Sam", cues=("a door",), days=-2)
    keep(desk, "Sam", occasion=Occasion.MEETING, state_after=SETTLED)
    offer = therapist.offer(desk, 4)
    assert (offer.moments, offer.needs, offer.spaces) == ((second, first), (QUIET,), (CHOIR,))
    assert [one.label for one in offer.cues] == ["a sigh", "a hum"]
    assert old in therapist.offer(desk, 8).moments


def test_the_page_counts_what_was_lived_in_these_weeks(desk: Desk) -> None:
    """Alarm and ending, felt states, cues and places, each with its n; never how many notes have no ending."""
    for days in (1, 2, 3):
        keep(desk, "Sam", cues=("a sigh",), place="kitchen", alarm=8, outcome=Outcome.HURT if days == 1 else None,
             state=EDGE, state_after=SETTLED, days=days)  # fmt: skip
    keep(desk, "Sam", cues=("a sigh",), alarm=8, outcome=Outcome.HURT, days=200)
    keep(desk, "Sam", alarm=8, days=-1)
    for at, state in enumerate((SETTLED, EDGE, SETTLED)):
        put(desk, CheckIn(id=UUID(int=0x40 + at), when=LivedTime.at(desk.ambient.now(), ZONE), state=state))
    chosen = replace(EVERYTHING, cues=(cue_of(desk, "a sigh"), cue_of(desk, "a sigh"), UUID(int=0x99)))
    assert said(desk, chosen) == [(Code.RANG, 3, 3), (Code.BEFORE_HURT, 1, 1), (Code.TOO_FEW, 1, 3)]
    sheet = therapist.sheet(desk, chosen)
    assert sheet.states == ((SETTLED, 2), (EDGE, 1))
    assert [(one.cue.label, one.findings[0].n) for one in sheet.cues] == [("a sigh", 3)]
    assert [(felt.named(one.what), one.settled.n) for one in sheet.places] == [("kitchen", 3)]
    assert sheet.question == "why?"


def test_moments_are_chosen_one_by_one(desk: Desk) -> None:
    """In the order in which they were lived; what was thrown away meanwhile is left out, and no way names a person."""
    later = keep(desk, "Sam", note="later")
    first = keep(desk, "Sam", note="first", days=5)
    gone = keep(desk, "Sam", note="gone")
    moments.remove(desk, gone.id)
    chosen = (later.id, gone.id, first.id, later.id)
    assert therapist.sheet(desk, Chosen(moments=chosen)).moments == (first, later)


@pytest.mark.care("C21")
def test_nobody_else_is_counted(desk: Desk) -> None:
    """Whoever settled one in five of five moments is on no line: neither places nor ways hold a person."""
    for days in range(5):
        keep(desk, "Sam", state=EDGE, state_after=SETTLED, outcome=Outcome.CARE, days=days)
    sheet = therapist.sheet(desk, EVERYTHING)
    assert not any(isinstance(one.what, Person) for one in (*sheet.places, *sheet.ways))


@pytest.mark.care("C2")
@pytest.mark.care("C21")
def test_nothing_is_counted_of_a_held_person(desk: Desk) -> None:
    """Their moments are in no count and lend no cue, under any name; chosen one by one they stand in own words."""
    keep(desk, "Sam", cues=("a sigh",), alarm=2, outcome=Outcome.OKAY, days=4)
    keep(desk, "Sam", cues=("a sigh",), alarm=2, outcome=Outcome.OKAY, days=5)
    theirs = keep(desk, "R.", cues=("the key",), alarm=9, outcome=Outcome.HURT, days=3)
    keep(desk, "Rook", days=20, danger=(Danger.FORCED,))
    by_name = {one.label: one.id for one in desk.vault.read(names.book).people}
    names.merge(desk, by_name["R."], by_name["Rook"])
    desk.ambient.now.forward(days=2)  # type: ignore[attr-defined]
    key = cue_of(desk, "the key")
    assert [one.label for one in therapist.offer(desk, 4).cues] == ["a sigh"]
    chosen = replace(EVERYTHING, cues=(key,), moments=(theirs.id,))
    assert said(desk, chosen) == [(Code.RANG, 0, 2), (Code.HURT, 0, 2), (Code.TOO_FEW, 2, 2)]
    sheet = therapist.sheet(desk, chosen)
    assert (sheet.cues, sheet.moments) == ((), (theirs,))


@pytest.mark.care("C2")
@pytest.mark.care("C16")
def test_after_harm_and_while_resting_nothing_is_counted(desk: Desk) -> None:
    """Own words, needs and what to bring can still be taken along; no count can."""
    put(desk, QUIET, CHOIR)
    kept = keep(desk, "Sam", cues=("a sigh",), alarm=8, outcome=Outcome.OKAY, days=2)
    chosen = replace(EVERYTHING, cues=(cue_of(desk, "a sigh"),), moments=(kept.id,))
    for quiet in (Reason.RESTING, Reason.AFTER_HARM):
        if quiet is Reason.RESTING:
            rest.begin(desk, 1)
        else:
            rest.end(desk)
            keep(desk, "Rook", outcome=Outcome.FRIGHTENED)
        offer = therapist.offer(desk, 4)
        assert (offer.counts.reason, offer.cues) == (quiet, ())
        sheet = therapist.sheet(desk, chosen)
        assert (sheet.overview, sheet.states, sheet.cues, sheet.places) == (None, None, (), ())
        assert (sheet.moments, sheet.needs, sheet.spaces, sheet.question) == ((kept,), (QUIET,), (CHOIR,), "why?")


def test_nothing_of_it_is_stored(desk: Desk) -> None:
    """Putting the page together writes nothing, not even that it was put together."""
    keep(desk, "Sam", cues=("a sigh",), alarm=8)
    before = everything_written(desk)
    therapist.offer(desk, 4)
    therapist.sheet(desk, replace(EVERYTHING, cues=(cue_of(desk, "a sigh"),)))
    assert everything_written(desk) == before
