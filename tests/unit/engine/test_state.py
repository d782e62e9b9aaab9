"""The state of the world model on disk, and the parameters it is built from."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from homing.engine import world
from homing.engine.events import Event

from .diaries import events


@pytest.fixture(scope="module")
def blob() -> bytes:
    """A state that has learnt something, as bytes."""
    return world.dump(world.many(world.start(), events(seed=5, moments=30))[0])


def test_every_bit_comes_back(blob: bytes) -> None:
    """Loading and writing again gives the same bytes, odd names included."""
    odd = "\ud800 \N{WOMAN}\u202e\x00\n"
    state, _ = world.step(world.load(blob), Event(1000.0, (odd,), ((odd, 1.0),), odd, 1.0))
    assert world.dump(world.load(blob)) == blob
    assert world.dump(world.load(world.dump(state))) == world.dump(state)


def test_the_prior_itself_can_be_written() -> None:
    """The state before any event survives, with its time before all time."""
    again = world.load(world.dump(world.start()))
    assert (again.time, again.learnt) == (-math.inf, 0)


@pytest.mark.parametrize("cut", [0, 5, 13, 40, -1])
def test_cut_states_are_refused(blob: bytes, cut: int) -> None:
    """A state cut off anywhere is refused with one clear sentence."""
    with pytest.raises(ValueError, match="this engine state is damaged"):
        world.load(blob[:cut])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'["bias"], ["person_mean"]', b'["person_mean"], ["bias"]'),
        (b'["bias"]', b'["tilt"]'),
        (b'["bias"]', b"[]"),
        (b'"keys": [', b'"keys": 7, "x": ['),
        (b'"learnt": ', b'"learnt": -'),
        (b'"time": "', b'"time": "nan", "x": "'),
        (b'"version": ', b'"was": '),
        (b'{"version"', b'[{"version"'),
        (b"homing-world", b"homing-alarm"),
    ],
)
def test_damaged_heads_are_refused(blob: bytes, old: bytes, new: bytes) -> None:
    """A head that is not what was written is refused with the same sentence."""
    assert old in blob
    with pytest.raises(ValueError, match="this engine state is damaged"):
        world.load(blob.replace(old, new, 1))


def test_numbers_that_are_none_are_refused(blob: bytes) -> None:
    """A state whose numbers are not finite is refused."""
    state = world.load(blob)
    broken = replace(state, mean=np.full_like(state.mean, np.nan))
    with pytest.raises(ValueError, match="this engine state is damaged"):
        world.load(world.dump(broken))


def test_another_version_is_refused(blob: bytes) -> None:
    """A state of another engine version is named as that: it is to be recomputed, not migrated."""
    with pytest.raises(ValueError, match="another version of the engine"):
        world.load(blob.replace(world.VERSION.encode(), b"world-0", 1))


@pytest.mark.care("C24")
def test_repr_of_a_state_names_nobody(blob: bytes) -> None:
    """The repr of a state is two numbers, without the ids it holds."""
    assert repr(world.load(blob)).count("=") == 2


def test_arrays_of_a_state_are_read_only() -> None:
    """Nobody can change a state by accident."""
    with pytest.raises(ValueError, match="read-only"):
        world.start().mean[0] = 1.0


@pytest.mark.parametrize(
    "numbers", [(math.nan, 1.0, 1.0), (0.0, 0.0, 1.0), (0.0, -1.0, 1.0), (0.0, math.inf, 1.0), (0.0, 1.0, 0.0)]
)
def test_priors_that_are_none_are_refused(numbers: tuple[float, float, float]) -> None:
    """A prior without a finite mean and a positive, finite variance and tau is refused."""
    with pytest.raises(ValueError, match="a block needs"):
        world.Block(*numbers)


def test_parameters_without_room_or_level_are_refused() -> None:
    """A level outside (0, 1) and room for fewer than four weights are refused."""
    with pytest.raises(ValueError, match="level"):
        world.Params(level=1.0)
    with pytest.raises(ValueError, match="four weights"):
        world.Params(max_active=3)
