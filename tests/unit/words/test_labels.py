"""Every key that a person may meet has words, kind ones."""

from __future__ import annotations

from enum import StrEnum

import pytest

from homing import words
from homing.care.lines import Method, Trace
from homing.record import (
    Channel,
    FeltState,
    Helped,
    SpaceKind,
    boundaries,
    cycles,
    practice,
    scales,
    settling,
)

SCALES: list[type[StrEnum]] = [
    kind
    for kind in {**vars(scales), **vars(settling), **vars(boundaries), **vars(practice), **vars(cycles)}.values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
]
SHOWN: list[type[StrEnum]] = [*SCALES, Method, Trace]
KEYS = [key for kind in SHOWN for key in kind]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{type(key).__name__}.{key.name}")
def test_every_key_has_words(key: StrEnum) -> None:
    """No key is shown as it is stored, and no two of one scale read the same."""
    told = words.label(key)
    assert told
    assert "_" not in told
    assert "!" not in told
    assert [words.label(other) for other in type(key)].count(told) == 1


def test_a_place_of_the_body_is_no_ending() -> None:
    """The back is the back, although a pause may end with a key that reads the same."""
    assert words.label(settling.BodyPlace.BACK) == "back"
    assert words.label(settling.Ended.BACK) == "I came back"


def test_keys_that_read_alike_keep_their_own_words() -> None:
    """A person as an anchor and as a space, a yes to what helped and to how someone was: each scale has its words."""
    assert words.label(SpaceKind.PERSON) == words.label(settling.Anchoring.PERSON) == "a person"
    assert words.label(Helped.YES) == words.label(practice.Answer.YES) == "yes"
    assert words.label(practice.Received.HEARD) == "heard and felt"
    assert words.label(boundaries.Heard.HEARD) == "heard"


def test_felt_states_have_hints() -> None:
    """Each felt state but "can't tell" is told in the body's words too, whatever its tile."""
    assert set(words.HINTS) == set(FeltState)
    assert [state for state, hint in words.HINTS.items() if not hint] == [FeltState.CANT_TELL]


@pytest.mark.care("C9")
def test_every_channel_has_starters_without_valence() -> None:
    """Examples of cues are there for every channel, and none of them says good or bad."""
    assert set(words.STARTERS) == set(Channel)
    told = " ".join(starter for starters in words.STARTERS.values() for starter in starters)
    assert not {"good", "bad", "angry", "kind", "cruel", "nice", "hostile", "friendly"} & set(told.split())
