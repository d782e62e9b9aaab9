"""With whom and where the body settles: what counts, how it borrows, and whether its intervals keep their word."""

from __future__ import annotations

import math

import numpy as np
import pytest

from homing.engine.body import WORDS
from homing.engine.coregulation import FEW, UNSETTLED, Pair, settling
from homing.engine.counts import jeffreys


def some(key: str, k: int, n: int, minutes: float | None = None) -> list[Pair]:
    """So many pairs with a key, k of which ended settled."""
    return [Pair("on_edge", "settled" if i < k else "on_edge", minutes, (key,)) for i in range(n)]


@pytest.mark.system("S15")
def test_only_what_began_unsettled_and_ended_clearly_counts() -> None:
    """Of all pairs of words, three beginnings and four endings are evidence; settled is the one that counts for."""
    said = settling(Pair(before, after, None, ("sam",)) for before in WORDS for after in WORDS)
    assert (said.overall.k, said.overall.n) == (len(UNSETTLED), len(UNSETTLED) * 4)
    assert (said.of("sam").k, said.of("sam").n) == (3, 12)


def test_a_pair_without_keys_counts_overall_alone() -> None:
    """It is part of the whole, with the plain interval of k of n, and makes no key."""
    said = settling([Pair("on_edge", "settled"), *some("sam", 1, 2)], level=0.9)
    assert said.overall == jeffreys(2, 3, 0.9)
    assert [one.key for one in said.keys] == ["sam"]


def test_a_key_told_twice_counts_once() -> None:
    """The same key twice in one pair is one pair with it."""
    assert settling([Pair("mixed", "settled", None, ("sam", "sam"))]).of("sam").n == 1


def test_an_unseen_key_falls_to_the_pool() -> None:
    """Someone never there is expected to be like the others, but less surely than any of them."""
    said = settling([pair for i in range(6) for pair in some(f"k{i}", 8, 10)])
    new = said.of("nobody yet")
    assert new == said.unseen
    assert (new.key, new.k, new.n, new.few, new.timed) == (None, 0, 0, True, 0)
    assert 0.65 < new.p < 0.85
    assert new.high - new.low > said.of("k0").high - said.of("k0").low


def test_one_pair_hardly_speaks_and_many_speak_for_themselves() -> None:
    """A single pair stays near the pool; a key with two thousand has its own share."""
    said = settling(
        [*some("once", 0, 1), *some("often", 200, 2000), *(p for i in range(8) for p in some(f"k{i}", 8, 10))]
    )
    assert abs(said.of("once").p - said.unseen.p) < 0.2
    assert said.of("often").p == pytest.approx(0.1, abs=0.003)
    assert said.of("once").few
    assert not said.of("often").few


def test_few_is_told() -> None:
    """Below five pairs there are too few to say more."""
    assert [settling(some("sam", 1, n)).of("sam").few for n in (FEW - 1, FEW)] == [True, False]


def test_too_few_timed_pairs_say_nothing_of_how_fast() -> None:
    """With two timed pairs in all there is no time; with three there is, also for keys without their own."""
    two = [*some("sam", 2, 2, 20.0), *some("kim", 3, 3)]
    assert all(one.minutes is None for one in (*settling(two).keys, settling(two).unseen))
    three = settling([*two, Pair("on_edge", "settled", 22.0)])
    kim = three.of("kim").minutes
    assert kim is not None
    assert kim.low < kim.median < kim.high
    assert [one.timed for one in three.keys] == [0, 2]


def test_waits_lengthen_the_time() -> None:
    """Not settled after an hour makes the time longer; leaving it out would make it look quick."""
    quick = some("sam", 4, 4, 20.0)
    alone, waiting = (settling(told).of("sam").minutes for told in (quick, [*quick, *some("sam", 0, 3, 60.0)]))
    assert alone is not None
    assert waiting is not None
    assert waiting.median > 1.2 * alone.median


def test_a_faster_key_is_faster() -> None:
    """Twenty times of ten minutes with one, of fifty with another: medians near their own, in order."""
    said = settling([*some("fast", 20, 20, 10.0), *some("slow", 20, 20, 50.0)])
    fast, slow = said.of("fast").minutes, said.of("slow").minutes
    assert fast is not None
    assert slow is not None
    assert fast.median == pytest.approx(10.0, rel=0.15)
    assert slow.median == pytest.approx(50.0, rel=0.15)


@pytest.mark.parametrize(("a", "b"), [(6.0, 4.0), (2.0, 6.0), (4.0, 2.0)])
def test_intervals_of_shares_keep_their_word(a: float, b: float) -> None:
    """In 120 simulated lives of eight keys with 1 to 14 pairs, an 80 % interval holds 75 to 85 % of the true shares."""
    rng, held, asked = np.random.default_rng(7), 0, 0
    for _ in range(120):
        true = rng.beta(a, b, 8).tolist()
        counts = rng.integers(1, 15, 8).tolist()
        settled = [int(rng.binomial(n, share)) for n, share in zip(counts, true, strict=True)]
        told = [pair for i in range(8) for pair in some(str(i), settled[i], counts[i])]
        for share, one in zip(true, settling(told).keys, strict=True):
            held, asked = held + (one.low <= share <= one.high), asked + 1
    assert 0.75 <= held / asked <= 0.85


@pytest.mark.parametrize("scatter", [0.3, 0.5, 0.8])
def test_intervals_of_times_keep_their_word(scatter: float) -> None:
    """In 100 simulated lives, many waits cut short, 75 to 85 % of the next times lie in an 80 % interval, however much
    times scatter.
    """
    rng, held, asked = np.random.default_rng(8), 0, 0
    for _ in range(100):
        common = rng.normal(math.log(20.0), 0.7)
        medians = common + 0.4 * rng.standard_normal(5)
        told = []
        for i, median in enumerate(medians.tolist()):
            for time in np.exp(median + scatter * rng.standard_normal(6)).tolist():
                asked_at = math.exp(median + 0.5 * abs(rng.standard_normal()))
                settled = time <= asked_at
                told.append(
                    Pair("on_edge", "settled" if settled else "mixed", time if settled else asked_at, (str(i),))
                )
        for median, one in zip(medians.tolist(), settling(told).keys, strict=True):
            after = math.exp(median + scatter * rng.standard_normal())
            assert one.minutes is not None
            held, asked = held + (one.minutes.low <= after <= one.minutes.high), asked + 1
    assert 0.75 <= held / asked <= 0.85


def test_many_keys_are_fine() -> None:
    """Two hundred keys are each spoken of, in the order of their names."""
    said = settling(Pair("on_edge", "settled", 20.0, (f"k{i:03d}",)) for i in range(200))
    assert [one.key for one in said.keys] == [f"k{i:03d}" for i in range(200)]


def test_nothing_told_says_nothing() -> None:
    """Without pairs nothing is known of anything."""
    said = settling([])
    assert (said.keys, said.overall.n, said.unseen.few, said.unseen.minutes) == ((), 0, True, None)


@pytest.mark.parametrize("told", [("calm", "settled"), ("on_edge", "fine")])
def test_other_words_are_refused(told: tuple[str, str]) -> None:
    """A felt state is one of the five words."""
    with pytest.raises(ValueError, match="felt state"):
        Pair(*told)


@pytest.mark.parametrize("minutes", [0.0, -1.0, math.inf, math.nan])
def test_impossible_minutes_are_refused(minutes: float) -> None:
    """A time to settle is positive and finite."""
    with pytest.raises(ValueError, match="minutes"):
        Pair("on_edge", "settled", minutes)


@pytest.mark.parametrize("level", [0.0, 1.0, math.nan])
def test_impossible_levels_are_refused(level: float) -> None:
    """A level lies between 0 and 1."""
    with pytest.raises(ValueError, match="level"):
        settling([], level)


def test_a_pair_shows_nothing_in_its_repr() -> None:
    """What was felt, with whom, is not in a log by accident."""
    assert repr(Pair("on_edge", "settled", 20.0, ("sam",))) == "Pair()"
