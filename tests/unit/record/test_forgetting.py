"""A record as if it had never spoken of someone, and what goes with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from homing.record import (
    Anchor,
    CheckIn,
    Cue,
    CueSeen,
    FeltState,
    Forgotten,
    FuzzyDate,
    LivedTime,
    Look,
    Memory,
    Moment,
    Need,
    Occasion,
    Opening,
    Pause,
    Person,
    Promise,
    Record,
    Reward,
    Rhythm,
    Ritual,
    Round,
    Settling,
    Space,
    Step,
    Telling,
    Terms,
    Whose,
    Window,
    WindowSeen,
)
from homing.record.forgetting import means_nothing_without, without
from homing.record.jsonl import read_jsonl, write_jsonl
from homing.record.references import dangling, references

A, B, C, D = (UUID(int=number) for number in range(1, 5))
WHEN = LivedTime(local=datetime(2026, 3, 21), zone="UTC")  # noqa: DTZ001 - local by design
WINDOW = Window(id=D, label="hugs", people=(A, B), opening=Opening.HALF)
ALONE = Window(id=D, label="hugs", people=(A,), opening=Opening.HALF)
CIRCLE = Window(id=D, label="hugs", people=(A,), circle="the choir", opening=Opening.HALF)
RITUAL = Ritual(id=D, label="x", occasion=Occasion.MEETING, people=(B,))
PROMISE = Promise(id=D, label="x", whose=Whose.MINE, made=WHEN)
LOOK = Look(id=D, when=WHEN, cue=A, moment=B)


@pytest.mark.care("C24")
@pytest.mark.parametrize(
    ("record", "left"),
    [
        (
            Moment(
                id=D,
                when=WHEN,
                people=(A, B),
                setting=A,
                cues=(CueSeen(cue=A), CueSeen(cue=B)),
                windows=(WindowSeen(window=A, opening=Opening.AJAR), WindowSeen(window=B, opening=Opening.WIDE)),
                step=A,
                ritual=A,
            ),
            Moment(
                id=D,
                when=WHEN,
                people=(B,),
                cues=(CueSeen(cue=B),),
                windows=(WindowSeen(window=B, opening=Opening.WIDE),),
            ),
        ),
        (Person(id=D, label="x", lifted=(A, B), merged_into=A), Person(id=D, label="x", lifted=(B,))),
        (Cue(id=D, label="x", merged_into=A), Cue(id=D, label="x")),
        (
            Memory(id=D, label="x", about=FuzzyDate("1999"), alarm=3, people=(A, B), cues=(B, A)),
            Memory(id=D, label="x", about=FuzzyDate("1999"), alarm=3, people=(B,), cues=(B,)),
        ),
        (WINDOW, Window(id=D, label="hugs", people=(B,), opening=Opening.HALF)),
        (CIRCLE, Window(id=D, label="hugs", circle="the choir", opening=Opening.HALF)),
        (
            Need(
                id=D, label="x", people=(B, A), window=A, tellings=(Telling(when=WHEN, to=A), Telling(when=WHEN, to=B))
            ),
            Need(id=D, label="x", people=(B,), tellings=(Telling(when=WHEN), Telling(when=WHEN, to=B))),
        ),
        (Look(id=D, when=WHEN, cue=B, moment=A), Look(id=D, when=WHEN, cue=B)),
        (Anchor(id=D, label="x", person=A), Anchor(id=D, label="x")),
        (
            Settling(id=D, when=WHEN, anchor=A, setting=A, people=(B, A)),
            Settling(id=D, when=WHEN, people=(B,)),
        ),
        (Pause(id=D, back=WHEN, people=(A, B)), Pause(id=D, back=WHEN, people=(B,))),
        (Terms(id=D, people=(A, B)), Terms(id=D, people=(B,))),
        (Moment(id=D, when=WHEN, step=B, ritual=B), Moment(id=D, when=WHEN, step=B, ritual=B)),
        (Step(id=D, label="x", people=(A, B), setting=A, window=A), Step(id=D, label="x", people=(B,))),
        (Ritual(id=D, label="x", occasion=Occasion.MEETING, people=(A, B)), RITUAL),
        (Promise(id=D, label="x", whose=Whose.MINE, made=WHEN, person=A), PROMISE),
        (Space(id=D, label="x", person=A), Space(id=D, label="x")),
        (Reward(id=D, when=WHEN, label="x", people=(A, B)), Reward(id=D, when=WHEN, label="x", people=(B,))),
        (Round(id=D, when=WHEN, people=(A,)), Round(id=D, when=WHEN)),
        (CheckIn(id=D, when=WHEN, state=FeltState.MIXED), CheckIn(id=D, when=WHEN, state=FeltState.MIXED)),
    ],
)
def test_no_mention_is_left(record: Record, left: Record) -> None:
    """Every mention of the forgotten goes, everything else stays, and of others nothing goes."""
    assert without(record, {A}) == left
    assert without(record, {C}) == record
    assert A not in {one for _, _, one in references(without(record, {A}))}


@pytest.mark.care("C12")
def test_a_window_for_the_forgotten_alone_is_closed() -> None:
    """It must not come to stand open for everyone; one for everyone is left as it is."""
    assert without(ALONE, {A}) == Window(id=D, label="hugs")
    everyone = Window(id=D, label="hugs", opening=Opening.WIDE)
    assert without(everyone, {A}) == everyone


@pytest.mark.care("C24")
def test_what_goes_with_the_forgotten() -> None:
    """A window or terms for them alone and a look at such a cue go; what names anyone else, or a circle, stays."""
    assert means_nothing_without(ALONE, {A, B})
    assert means_nothing_without(Terms(id=D, people=(A,)), {A, B})
    assert not means_nothing_without(Terms(id=D, people=(A, C)), {A, B})
    assert not means_nothing_without(Terms(id=D), {A, B})
    assert not means_nothing_without(Pause(id=D, back=WHEN, people=(A,)), {A, B})
    assert means_nothing_without(WINDOW, {A, B})
    assert means_nothing_without(LOOK, {A})
    for record in (WINDOW, CIRCLE, Window(id=D, label="hugs"), LOOK, Need(id=D, label="x", people=(B,))):
        assert not means_nothing_without(record, {B})


@pytest.mark.care("C24")
def test_what_is_practised_with_the_forgotten_alone_goes_with_them() -> None:
    """A step or ritual for them alone, a rhythm and a promise go; a quarrel, a joy and a space are the owner's own."""
    rhythm, promise = Rhythm(id=D, person=A, days=7), replace(PROMISE, person=A)
    theirs: tuple[Record, ...] = (Step(id=D, label="x", people=(A, B)), replace(RITUAL, people=(A, B)), rhythm, promise)
    for record in theirs:
        assert means_nothing_without(record, {A, B})
        assert not means_nothing_without(record, {C})
    others: tuple[Record, ...] = (
        Step(id=D, label="x"),
        Step(id=D, label="x", people=(A, C)),
        replace(RITUAL, people=()),
        PROMISE,
    )
    own: tuple[Record, ...] = (Round(id=D, when=WHEN, people=(A,)), Reward(id=D, when=WHEN, label="x", people=(A,)))
    for record in (*others, *own, Space(id=D, label="x", person=A)):
        assert not means_nothing_without(record, {A, B})
    assert without(rhythm, {A}) == rhythm


def test_references_that_lead_nowhere_are_named_where_they_stand() -> None:
    """Of each new kind of reference the line, the column and the noun are told; a tombstone excuses it."""
    seen = Moment(id=C, when=WHEN, windows=(WindowSeen(window=A, opening=Opening.AJAR),))
    need = Need(id=D, label="x", people=(A,), window=A, tellings=(Telling(when=WHEN), Telling(when=WHEN, to=A)))
    look = Look(id=UUID(int=9), when=WHEN, cue=A, moment=A)
    records: list[Record] = [seen, Window(id=B, label="x", people=(A,)), need, look]
    records += [Anchor(id=UUID(int=10), label="x", person=A), Pause(id=UUID(int=11), back=WHEN, people=(A,))]
    records += [Settling(id=UUID(int=12), when=WHEN, anchor=A, people=(A,), setting=A)]
    records += [Terms(id=UUID(int=13), people=(A,))]
    records += [Step(id=UUID(int=14), label="x", people=(A,), setting=A, window=A)]
    records += [Rhythm(id=UUID(int=15), person=A, days=1), Space(id=UUID(int=16), label="x", person=A)]
    records += [replace(PROMISE, id=UUID(int=17), person=A), replace(RITUAL, id=UUID(int=18), people=(A,))]
    records += [Moment(id=UUID(int=19), when=WHEN, step=A, ritual=A)]
    records += [Round(id=UUID(int=20), when=WHEN, people=(A,)), Reward(id=UUID(int=21), when=WHEN, label="x")]
    faults = list(dangling(read_jsonl(write_jsonl(records, [], "a test"))))
    nouns = ["window", "person", "person", "window", "person", "cue", "moment"]
    nouns += ["person", "person", "anchor", "person", "cue", "person"]
    nouns += ["person", "cue", "window", "person", "person", "person", "person", "step", "ritual", "person"]
    assert [fault.sentence.split()[3] for fault in faults] == nouns
    assert [fault.line for fault in faults] == [
        *(2, 3, 4, 4, 4, 5, 5, 6, 7, 8, 8, 8, 9),
        *(10, 10, 10, 11, 12, 13, 14, 15, 15, 16),
    ]
    assert all(fault.text[fault.column - 1 :].startswith(f'"{A}"'.encode()) for fault in faults)


def test_a_step_and_a_ritual_of_the_file_are_found() -> None:
    """What the file holds is no reference to nowhere, nor what the vault knows, nor what was forgotten."""
    moment = Moment(id=C, when=WHEN, step=A, ritual=D)
    whole = read_jsonl(write_jsonl([moment, Step(id=A, label="x"), replace(RITUAL, people=())], [], "a test"))
    assert list(dangling(whole)) == []
    bare = read_jsonl(write_jsonl([moment], [Forgotten(id=D)], "a test"))
    assert list(dangling(bare, {Step: {A}})) == []
