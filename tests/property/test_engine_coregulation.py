"""What holds of settling and of offers for every record there can be."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.engine.body import WORDS
from homing.engine.coregulation import Pair, Settling, settling
from homing.engine.offers import Help, Try, offers
from tests.examples import examples

KEYS = ("ann", "ben", "kitchen", "lake")
PAIRS = st.lists(
    st.builds(
        Pair,
        st.sampled_from(WORDS),
        st.sampled_from(WORDS),
        st.none() | st.floats(1e-9, 1e9),
        st.lists(st.sampled_from(KEYS), max_size=4).map(tuple),
    ),
    max_size=30,
)
WAYS = st.lists(st.sampled_from("abcdef"), max_size=6)
TRIES = st.lists(st.builds(Try, st.sampled_from("abcdefg"), st.sampled_from(Help)), max_size=30)


def numbers(said: Settling) -> list[float]:
    """The numbers of a reading, in a row."""
    minutes = said.minutes
    return [said.p, said.low, said.high, *((minutes.median, minutes.low, minutes.high) if minutes else ())]


@settings(max_examples=examples(10, 50), deadline=None)
@given(PAIRS, st.integers(0, 9))
def test_the_order_of_pairs_and_keys_is_irrelevant(told: list[Pair], seed: int) -> None:
    """Any order of pairs, and of the keys in them, says exactly the same."""
    mixed = [Pair(one.before, one.after, one.minutes, one.keys[::-1]) for one in told]
    Random(seed).shuffle(mixed)
    assert settling(mixed) == settling(told)


@settings(max_examples=examples(10, 50), deadline=None)
@given(PAIRS)
def test_every_reading_is_one(told: list[Pair]) -> None:
    """Counts are what anyone would count; bounds hold what they bound, and a higher level holds a lower one."""
    narrow, wide = settling(told, 0.5), settling(told, 0.95)
    clear = [one for one in told if one.before in ("on_edge", "far_away", "mixed") and one.after != "cant_tell"]
    for small, large in zip((*narrow.keys, narrow.unseen), (*wide.keys, wide.unseen), strict=True):
        there = [one for one in clear if small.key in one.keys]
        assert (small.k, small.n) == (sum(one.after == "settled" for one in there), len(there))
        assert 0.0 < large.low <= small.low <= small.p <= small.high <= large.high < 1.0
        assert small.p == large.p
        if small.minutes and large.minutes:
            assert 0.0 < large.minutes.low <= small.minutes.low <= small.minutes.median
            assert small.minutes.median <= small.minutes.high <= large.minutes.high


@settings(max_examples=examples(8, 30), deadline=None)
@given(PAIRS)
def test_names_are_irrelevant(told: list[Pair]) -> None:
    """Under other names, in another alphabetical order, every key has the same numbers."""
    renamed = [Pair(o.before, o.after, o.minutes, tuple(key[::-1] for key in o.keys)) for o in told]
    before, after = settling(told), settling(renamed)
    for one in before.keys:
        assert numbers(after.of((one.key or "")[::-1])) == pytest.approx(numbers(one), rel=1e-9)


@settings(max_examples=examples(8, 30), deadline=None)
@given(PAIRS, st.sampled_from(KEYS))
def test_one_more_settled_pair_never_lowers_its_own_share(told: list[Pair], key: str) -> None:
    """The body settled once more with someone: their share does not fall."""
    more = [*told, Pair("on_edge", "settled", None, (key,))]
    assert settling(more).of(key).p >= settling(told).of(key).p - 1e-12


@settings(max_examples=examples(12, 60), deadline=None)
@given(WAYS, TRIES, st.integers(0, 2**32), st.sets(st.sampled_from("abc")))
def test_offers_are_the_same_for_the_same_seed(ways: list[str], tries: list[Try], seed: int, breath: set[str]) -> None:
    """In whatever order ways and tries are told, the seed decides; every way is there once, with its own counts."""
    found = offers(ways, tries, np.random.default_rng(seed), breath)
    assert found == offers(ways[::-1], tries[::-1], np.random.default_rng(seed), breath)
    assert sorted(one.way for one in found) == sorted(set(ways))
    for one in found:
        told = [t.answer for t in tries if t.way == one.way]
        assert (one.k, one.n) == (told.count(Help.HELPED), len(told))


@settings(max_examples=examples(12, 60), deadline=None)
@given(WAYS, TRIES, st.integers(0, 2**32), st.sets(st.sampled_from("abc")))
def test_breath_that_made_it_worse_is_never_first(
    ways: list[str], tries: list[Try], seed: int, breath: set[str]
) -> None:
    """For whoever breath work made it worse, something else is first if there is anything else (care rule 15)."""
    found = offers(ways, tries, np.random.default_rng(seed), breath)
    worse = any(t.answer is Help.WORSE and t.way in breath for t in tries)
    if worse and set(ways) - breath:
        assert found[0].way not in breath
