"""Which weights a moment touches, and how strongly."""

from __future__ import annotations

import pytest

from homing.engine._features import Key, features
from homing.engine.events import Event


def weights(event: Event, limit: int = 100) -> dict[Key, float]:
    """The features of an event by name."""
    return dict(zip(*features(event, limit), strict=True))


def test_empty_moment_touches_the_bias_alone() -> None:
    """A moment of which nothing is known is the bias."""
    assert weights(Event(0.0)) == {("bias",): 1.0}


def test_one_person_with_one_cue_somewhere() -> None:
    """Person, cue, setting and their product each have a weight; the cue's strength grades it and the product."""
    assert weights(Event(0.0, ("a",), (("voice", 0.5),), "kitchen")) == {
        ("bias",): 1.0,
        ("person_mean",): 1.0,
        ("cue_mean",): 0.5,
        ("person", "a"): 1.0,
        ("setting", "kitchen"): 1.0,
        ("cue", "voice"): 0.5,
        ("person_cue", "a", "voice"): 0.5,
    }


@pytest.mark.parametrize("n", [1, 2, 4, 9])
def test_people_share_one_moment(n: int) -> None:
    """The squared shares of the people sum to one, however many there are."""
    found = weights(Event(0.0, tuple(f"p{i}" for i in range(n))))
    shares = [x for key, x in found.items() if key[0] == "person"]
    assert sum(x * x for x in shares) == pytest.approx(1.0)
    assert found["person_mean",] == pytest.approx(sum(shares))


def test_naming_twice_is_naming_once() -> None:
    """A person named twice is one person; a cue named twice has its strongest intensity; strength 0 is absence."""
    twice = Event(0.0, ("a", "a"), (("voice", 0.2), ("voice", 0.7), ("face", 0.0)))
    assert features(twice, 100) == features(Event(0.0, ("a",), (("voice", 0.7),)), 100)


def test_people_come_first_and_the_strongest_cues_next_when_room_is_short() -> None:
    """A moment with more features than room keeps people, setting, the strongest cues, then their products."""
    crowded = Event(0.0, ("a", "b"), (("x", 0.1), ("y", 0.9), ("z", 0.5)), "kitchen")
    kept = [key for key, _ in zip(*features(crowded, 6), strict=True)]
    assert kept[3:] == [
        ("person", "a"),
        ("person", "b"),
        ("setting", "kitchen"),
        ("cue", "y"),
        ("cue", "z"),
        ("cue", "x"),
    ]
    assert [key[0] for key in features(crowded, 8)[0][3:]].count("person_cue") == 2
