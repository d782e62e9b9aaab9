"""Steps, rituals, rhythms, promises, spaces, rewards, early experience and rounds."""

from __future__ import annotations

from typing import TypeAlias
from uuid import UUID

from hypothesis import strategies as st

from homing.record import (
    AGREE_MAX,
    LONGEST_RHYTHM,
    By,
    CycleMove,
    Day,
    Early,
    Kept,
    Occasion,
    Opening,
    Promise,
    PromiseSize,
    Reward,
    RewardKind,
    Rhythm,
    Ritual,
    Round,
    Space,
    SpaceKind,
    Step,
    Turn,
    Whose,
)
from tests.strategies.pieces import extras, fuzzy_dates, labels, lived_times, or_any, texts, tuples

Ids: TypeAlias = st.SearchStrategy[UUID] | None


def steps(
    ids: Ids = None, people_ids: Ids = None, cue_ids: Ids = None, window_ids: Ids = None
) -> st.SearchStrategy[Step]:
    """Any step of a ladder; give strategies for the ids that it may speak of."""
    return st.builds(
        Step,
        id=or_any(ids),
        label=labels(),
        people=tuples(or_any(people_ids)),
        setting=st.none() | or_any(cue_ids),
        window=st.none() | or_any(window_ids),
        opening=st.none() | st.sampled_from(Opening),
        way_out=texts(),
        alarm=st.none() | st.integers(0, 10),
        set_aside=st.booleans(),
        extra=extras(),
    )


def rituals(ids: Ids = None, people_ids: Ids = None) -> st.SearchStrategy[Ritual]:
    """Any greeting or parting; give a strategy for the ids of those it is for."""
    return st.builds(
        Ritual,
        id=or_any(ids),
        label=labels(),
        occasion=st.sampled_from(Occasion),
        people=tuples(or_any(people_ids)),
        look=texts(),
        tone=texts(),
        words=texts(),
        touch=texts(),
        place=texts(),
        days=tuples(st.sampled_from(Day)),
        at=st.just("") | st.times().map(lambda time: time.strftime("%H:%M")),
        extra=extras(),
    )


def rhythms(ids: Ids = None, people_ids: Ids = None) -> st.SearchStrategy[Rhythm]:
    """Any rhythm; give a strategy for the ids of those it is about."""
    return st.builds(
        Rhythm,
        id=or_any(ids),
        person=or_any(people_ids),
        days=st.integers(1, LONGEST_RHYTHM),
        extra=extras(),
    )


def promises(ids: Ids = None, people_ids: Ids = None) -> st.SearchStrategy[Promise]:
    """Any promise, open or ended; give a strategy for the ids of those it is with."""
    return st.builds(
        Promise,
        id=or_any(ids),
        label=labels(),
        whose=st.sampled_from(Whose),
        made=lived_times(),
        person=st.none() | or_any(people_ids),
        size=st.sampled_from(PromiseSize),
        due=st.none() | fuzzy_dates(),
        kept=st.none() | st.sampled_from(Kept),
        ended=st.none() | lived_times(),
        note=texts(),
        extra=extras(),
    )


def spaces(ids: Ids = None, people_ids: Ids = None) -> st.SearchStrategy[Space]:
    """Any supportive space; give a strategy for the ids of those it may be."""
    return st.builds(
        Space,
        id=or_any(ids),
        label=labels(),
        kind=st.none() | st.sampled_from(SpaceKind),
        person=st.none() | or_any(people_ids),
        where=texts(),
        bring=texts(),
        extra=extras(),
    )


def rewards(ids: Ids = None, people_ids: Ids = None) -> st.SearchStrategy[Reward]:
    """Anything dared, dreamt or played; give a strategy for the ids of those it names."""
    return st.builds(
        Reward,
        id=or_any(ids),
        when=lived_times(),
        label=labels(),
        kind=st.none() | st.sampled_from(RewardKind),
        people=tuples(or_any(people_ids)),
        note=texts(),
        extra=extras(),
    )


def earlies(ids: Ids = None) -> st.SearchStrategy[Early]:
    """Anything told of early relationships."""
    agreed = st.none() | st.integers(0, AGREE_MAX)
    return st.builds(
        Early,
        id=or_any(ids),
        when=lived_times(),
        words=texts(),
        unsure=agreed,
        unnoticed=agreed,
        alone=agreed,
        crowded=agreed,
        extra=extras(),
    )


def turns() -> st.SearchStrategy[Turn]:
    """Any move of a round."""
    return st.builds(Turn, by=st.sampled_from(By), move=st.sampled_from(CycleMove), words=texts(), underneath=texts())


def rounds(ids: Ids = None, people_ids: Ids = None) -> st.SearchStrategy[Round]:
    """Any time round the cycle; give a strategy for the ids of those it names."""
    return st.builds(
        Round,
        id=or_any(ids),
        when=lived_times(),
        people=tuples(or_any(people_ids)),
        moves=tuples(turns()),
        reunion=st.booleans(),
        turned_back=st.none() | st.booleans(),
        note=texts(),
        extra=extras(),
    )
