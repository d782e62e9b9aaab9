"""What is offered first: by what has helped, with room for what is new, and with care."""

from __future__ import annotations

import numpy as np
import pytest

from homing.engine.offers import Help, Offer, Try, Why, offers

WAYS = ("breath", "cold water", "feet", "hum", "look around", "wall")


def firsts(tries: list[Try], ways: tuple[str, ...] = WAYS, breath: tuple[str, ...] = ()) -> list[str]:
    """What came first under two hundred seeds."""
    return [offers(ways, tries, np.random.default_rng(seed), breath)[0].way for seed in range(200)]


def test_every_way_is_offered_once_with_its_count() -> None:
    """None is hidden or doubled; each has its k of n and the reason behind it; tries of other ways say nothing."""
    told = [Try("feet", Help.HELPED), Try("feet", Help.WORSE), Try("hum", Help.SAME), Try("gone", Help.HELPED)]
    found = {one.way: one for one in offers([*WAYS, "hum"], told, np.random.default_rng(0))}
    assert sorted(found) == sorted(WAYS)
    assert found["feet"] == Offer("feet", 1, 2, Why.HELPED)
    assert found["hum"] == Offer("hum", 0, 1, Why.TRIED)
    assert found["wall"] == Offer("wall", 0, 0, Why.NEW)


def test_no_way_is_no_offer() -> None:
    """Of nothing, nothing is offered."""
    assert offers([], [], np.random.default_rng(0)) == ()


@pytest.mark.system("S23")
def test_it_converges_to_what_helps_most() -> None:
    """In twenty simulated people with 120 tries each, the best way comes first in most of the last forty."""
    best = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        helps, tries = dict(zip(WAYS, (0.2, 0.3, 0.35, 0.1, 0.75, 0.25), strict=True)), list[Try]()
        for i in range(120):
            way = offers(WAYS, tries, rng)[0].way
            tries.append(Try(way, Help.HELPED if rng.random() < helps[way] else Help.SAME))
            best += i >= 80 and way == "look around"
    assert best / (20 * 40) > 0.85


def test_what_is_new_is_explored() -> None:
    """Beside one that helped in 4 of 8, the others come first now and then, and each of them does."""
    told = [Try("feet", Help.HELPED), Try("feet", Help.SAME)] * 4
    came = firsts(told)
    assert set(came) == set(WAYS)
    assert came.count("feet") < 150


def test_what_is_surely_good_comes_first() -> None:
    """One that helped in 29 of 30 beside others that helped in 3 of 30 comes first nearly always."""
    told = [Try(way, Help.HELPED if i < (29 if way == "hum" else 3) else Help.SAME) for way in WAYS for i in range(30)]
    assert firsts(told).count("hum") >= 195


def test_worse_twice_without_ever_helping_goes_to_the_back() -> None:
    """It is last whatever the seed, and still there."""
    told = [Try("wall", Help.WORSE)] * 2
    assert all(offers(WAYS, told, np.random.default_rng(seed))[-1].way == "wall" for seed in range(50))


def test_worse_once_or_with_some_help_does_not() -> None:
    """One bad time, or two beside one that helped, leave a way in the row."""
    for told in ([Try("wall", Help.WORSE)], [Try("wall", Help.WORSE)] * 2 + [Try("wall", Help.HELPED)]):
        last = [offers(WAYS, told, np.random.default_rng(seed))[-1].way for seed in range(100)]
        assert set(last) > {"wall"}


@pytest.mark.care("C15")
def test_breath_is_never_first_where_it_made_it_worse() -> None:
    """One bad time with one kind of breath is enough, for every kind of it, whatever else it did before."""
    told = [Try("breath", Help.HELPED)] * 20 + [Try("long breath out", Help.WORSE)]
    kinds = ("breath", "long breath out")
    assert not set(firsts(told, (*WAYS, "long breath out"), kinds)) & set(kinds)
    assert "breath" in firsts(told)


@pytest.mark.care("C15")
def test_even_before_what_made_it_worse_breath_is_not_first() -> None:
    """Where all else made it worse too, one of those is first; where there is nothing else, breath stands alone."""
    told = [Try("breath", Help.WORSE), Try("wall", Help.WORSE), Try("wall", Help.WORSE)]
    assert set(firsts(told, ("breath", "wall"), ("breath",))) == {"wall"}
    assert set(firsts(told, ("breath",), ("breath",))) == {"breath"}


def test_a_try_shows_no_answer_in_its_repr() -> None:
    """What did not help is nobody's business but the person's."""
    assert "worse" not in repr(Try("feet", Help.WORSE))
