"""People, cues, and what was lived: moments, check-ins, older things. And what no Homing knows yet."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st

from homing.record import (
    Afterwards,
    Answer,
    Belongs,
    BodyPlace,
    Channel,
    CheckIn,
    Choice,
    Cue,
    CueSeen,
    Danger,
    Direction,
    Expected,
    FeltState,
    Forgotten,
    Memory,
    Moment,
    Move,
    Occasion,
    Opening,
    Outcome,
    Person,
    Reassurance,
    Reassured,
    Received,
    Respect,
    Safe,
    Unknown,
    WindowSeen,
)
from tests.strategies.pieces import IDS, KINDS, extras, fuzzy_dates, labels, lived_times, texts, tuples


def people(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[Person]:
    """Anyone; what they refer to may be nowhere."""
    return st.builds(
        Person,
        id=IDS if ids is None else ids,
        label=labels(),
        known_since=st.none() | fuzzy_dates(),
        note=texts(),
        lifted=tuples(IDS),
        merged_into=st.none() | IDS,
        extra=extras(),
    )


def cues(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[Cue]:
    """Any cue; what it was merged into may be nowhere."""
    return st.builds(
        Cue,
        id=IDS if ids is None else ids,
        label=labels(),
        channel=st.none() | st.sampled_from(Channel),
        note=texts(),
        merged_into=st.none() | IDS,
        extra=extras(),
    )


def cues_seen(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[CueSeen]:
    """A cue in a moment."""
    return st.builds(
        CueSeen,
        cue=IDS if ids is None else ids,
        direction=st.sampled_from(Direction),
        strength=st.just(1.0) | st.floats(0, 1),
    )


def windows_seen(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[WindowSeen]:
    """A window in a moment."""
    return st.builds(
        WindowSeen,
        window=IDS if ids is None else ids,
        opening=st.sampled_from(Opening),
        respect=st.none() | st.sampled_from(Respect),
    )


def reassurances() -> st.SearchStrategy[Reassured]:
    """A reassurance in a moment."""
    return st.builds(Reassured, kind=st.sampled_from(Reassurance), direction=st.sampled_from(Direction))


def moments(
    people_ids: st.SearchStrategy[UUID] | None = None,
    cue_ids: st.SearchStrategy[UUID] | None = None,
    ids: st.SearchStrategy[UUID] | None = None,
    window_ids: st.SearchStrategy[UUID] | None = None,
    step_ids: st.SearchStrategy[UUID] | None = None,
    ritual_ids: st.SearchStrategy[UUID] | None = None,
) -> st.SearchStrategy[Moment]:
    """Any moment, half-finished ones too; give strategies for the ids that it may speak of."""
    return st.builds(
        Moment,
        id=IDS if ids is None else ids,
        when=lived_times(),
        people=tuples(IDS if people_ids is None else people_ids),
        setting=st.none() | (IDS if cue_ids is None else cue_ids),
        cues=tuples(cues_seen(cue_ids)),
        state=st.none() | st.sampled_from(FeltState),
        state_after=st.none() | st.sampled_from(FeltState),
        alarm=st.none() | st.integers(0, 10),
        expected=tuples(st.sampled_from(Expected)),
        expected_words=texts(),
        head=texts(),
        body=texts(),
        choice=st.none() | st.sampled_from(Choice),
        small_thing=texts(),
        moves=tuples(st.sampled_from(Move)),
        outcome=st.none() | st.sampled_from(Outcome),
        protected=st.booleans(),
        safe=st.none() | st.sampled_from(Safe),
        danger=tuples(st.sampled_from(Danger)),
        belongs=st.none() | st.sampled_from(Belongs),
        note=texts(),
        aperture=st.just(1.0) | st.floats(0, 1),
        windows=tuples(windows_seen(window_ids)),
        step=st.none() | (IDS if step_ids is None else step_ids),
        occasion=st.none() | st.sampled_from(Occasion),
        ritual=st.none() | (IDS if ritual_ids is None else ritual_ids),
        listened=st.none() | st.sampled_from(Answer),
        respected=st.none() | st.sampled_from(Answer),
        afterwards=st.none() | st.sampled_from(Afterwards),
        honest=st.none() | st.sampled_from(Answer),
        received=st.none() | st.sampled_from(Received),
        used_against=st.booleans(),
        reassured=tuples(reassurances()),
        extra=extras(),
    )


def memories(
    ids: st.SearchStrategy[UUID] | None = None,
    people_ids: st.SearchStrategy[UUID] | None = None,
    cue_ids: st.SearchStrategy[UUID] | None = None,
) -> st.SearchStrategy[Memory]:
    """Something old; give strategies for the ids that it may speak of."""
    return st.builds(
        Memory,
        id=IDS if ids is None else ids,
        label=labels(),
        about=fuzzy_dates(),
        alarm=st.integers(0, 10),
        people=tuples(IDS if people_ids is None else people_ids),
        cues=tuples(IDS if cue_ids is None else cue_ids),
        note=texts(),
        extra=extras(),
    )


def checkins(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[CheckIn]:
    """Any check-in."""
    return st.builds(
        CheckIn,
        id=IDS if ids is None else ids,
        when=lived_times(),
        state=st.sampled_from(FeltState),
        strength=st.none() | st.integers(0, 10),
        places=tuples(st.sampled_from(BodyPlace)),
        note=texts(),
        extra=extras(),
    )


def unknown(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[Unknown]:
    """Records of a type from the future."""
    kinds = st.sampled_from(("lantern", "kite", "harbour")) | texts(8).filter(lambda kind: kind not in KINDS)
    return st.builds(Unknown, id=IDS if ids is None else ids, type=kinds, body=extras())


def tombstones(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[Forgotten]:
    """Something that was forgotten."""
    return st.builds(Forgotten, id=IDS if ids is None else ids)
