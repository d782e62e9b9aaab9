"""Windows, needs, and looks at an old cue."""

from __future__ import annotations

from uuid import UUID

from hypothesis import strategies as st

from homing.record import (
    About,
    Belongs,
    Heard,
    Look,
    Need,
    Opening,
    Safe,
    Size,
    Telling,
    Window,
)
from tests.strategies.pieces import IDS, extras, fuzzy_dates, labels, lived_times, texts, tuples


def windows(
    ids: st.SearchStrategy[UUID] | None = None, people_ids: st.SearchStrategy[UUID] | None = None
) -> st.SearchStrategy[Window]:
    """Any window, expired ones too; give a strategy for the ids of those it may be for."""
    return st.builds(
        Window,
        id=IDS if ids is None else ids,
        label=labels(),
        about=st.none() | st.sampled_from(About),
        size=st.sampled_from(Size),
        people=tuples(IDS if people_ids is None else people_ids),
        circle=texts(),
        opening=st.sampled_from(Opening),
        until=st.none() | lived_times(),
        closes_when=texts(),
        why=texts(),
        extra=extras(),
    )


def needs(
    ids: st.SearchStrategy[UUID] | None = None,
    people_ids: st.SearchStrategy[UUID] | None = None,
    window_ids: st.SearchStrategy[UUID] | None = None,
) -> st.SearchStrategy[Need]:
    """Any need, said or not; give strategies for the ids that it may speak of."""
    someone = IDS if people_ids is None else people_ids
    told = st.builds(Telling, when=lived_times(), to=st.none() | someone, heard=st.none() | st.sampled_from(Heard))
    return st.builds(
        Need,
        id=IDS if ids is None else ids,
        label=labels(),
        will=texts(),
        people=tuples(someone),
        window=st.none() | (IDS if window_ids is None else window_ids),
        tellings=tuples(told),
        extra=extras(),
    )


def looks(
    ids: st.SearchStrategy[UUID] | None = None,
    cue_ids: st.SearchStrategy[UUID] | None = None,
    moment_ids: st.SearchStrategy[UUID] | None = None,
) -> st.SearchStrategy[Look]:
    """Any look at an old cue; give strategies for the ids that it may speak of."""
    return st.builds(
        Look,
        id=IDS if ids is None else ids,
        when=lived_times(),
        cue=IDS if cue_ids is None else cue_ids,
        moment=st.none() | (IDS if moment_ids is None else moment_ids),
        safe=st.none() | st.sampled_from(Safe),
        belongs=st.none() | st.sampled_from(Belongs),
        words=texts(),
        step=texts(),
        again=st.none() | fuzzy_dates(),
        extra=extras(),
    )
