"""Anchors, tries at settling, pauses and their terms."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st

from homing.record import (
    Anchor,
    Anchoring,
    ComingBack,
    Ended,
    FeltState,
    Helped,
    Pause,
    Settling,
    Terms,
    Tool,
)
from tests.strategies.pieces import IDS, extras, labels, lived_times, texts, tuples


def anchors(
    ids: st.SearchStrategy[UUID] | None = None, people_ids: st.SearchStrategy[UUID] | None = None
) -> st.SearchStrategy[Anchor]:
    """Any anchor; give a strategy for the ids of those it may be."""
    return st.builds(
        Anchor,
        id=IDS if ids is None else ids,
        label=labels(),
        kind=st.none() | st.sampled_from(Anchoring),
        words=texts(),
        person=st.none() | (IDS if people_ids is None else people_ids),
        extra=extras(),
    )


def settlings(
    ids: st.SearchStrategy[UUID] | None = None,
    people_ids: st.SearchStrategy[UUID] | None = None,
    cue_ids: st.SearchStrategy[UUID] | None = None,
    anchor_ids: st.SearchStrategy[UUID] | None = None,
) -> st.SearchStrategy[Settling]:
    """Any try at settling, with or without an answer; give strategies for the ids that it may speak of."""
    return st.builds(
        Settling,
        id=IDS if ids is None else ids,
        when=lived_times(),
        anchor=st.none() | (IDS if anchor_ids is None else anchor_ids),
        tool=st.none() | st.sampled_from(Tool),
        before=st.none() | st.sampled_from(FeltState),
        after=st.none() | st.sampled_from(FeltState),
        minutes=st.none() | st.integers(1, 10_000),
        helped=st.none() | st.sampled_from(Helped),
        people=tuples(IDS if people_ids is None else people_ids),
        setting=st.none() | (IDS if cue_ids is None else cue_ids),
        note=texts(),
        extra=extras(),
    )


def pauses(
    ids: st.SearchStrategy[UUID] | None = None, people_ids: st.SearchStrategy[UUID] | None = None
) -> st.SearchStrategy[Pause]:
    """Any pause, kept, missed or called before unlocking; give a strategy for the ids of those it may name."""
    return st.builds(
        Pause,
        id=IDS if ids is None else ids,
        back=lived_times(),
        first_back=st.none() | lived_times(),
        began=st.none() | lived_times(),
        people=tuples(IDS if people_ids is None else people_ids),
        before=st.none() | st.sampled_from(FeltState),
        ended=st.none() | st.sampled_from(Ended),
        ended_at=st.none() | lived_times(),
        after=st.none() | st.sampled_from(FeltState),
        coming_back=st.none() | st.sampled_from(ComingBack),
        note=texts(),
        extra=extras(),
    )


def terms(
    ids: st.SearchStrategy[UUID] | None = None, people_ids: st.SearchStrategy[UUID] | None = None
) -> st.SearchStrategy[Terms]:
    """Any terms, for someone or for everyone; give a strategy for the ids of those they are agreed with."""
    return st.builds(
        Terms,
        id=IDS if ids is None else ids,
        people=tuples(IDS if people_ids is None else people_ids),
        minutes=st.integers(1, 24 * 60),
        sentence=texts(),
        place=texts(),
        returning=texts(),
        extra=extras(),
    )
