"""What many people have learnt from their rows so far, whatever the model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from homing.engine.published._protocol import Events, Floats, Model

from .kernels import model_named

Seeds = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class States:
    """P people after some rows. ``inner`` is the state of an online model, which draws nothing: ``seeds`` is (0,).

    A model that is not online has no such state: ``seen`` holds its rows, and it is run on all of them again, each
    person with their own of the ``seeds`` (P,). ``compiled``: by its compiled twin, where it has one.
    """

    model: str
    params: Any
    seeds: Seeds
    inner: Any
    seen: Events | None
    compiled: bool = False


def seeds(seed: int, first: int, people: int) -> Seeds:
    """A seed (P,) for each person from their number in the cohort: it depends on no block and on no worker.

    >>> bool(seeds(1, 0, 4)[3] == seeds(1, 3, 1)[0])
    True
    """
    drawn = (np.random.SeedSequence(seed, spawn_key=(first + one,)) for one in range(people))
    return np.array([one.generate_state(1, np.uint64)[0] for one in drawn], dtype=np.uint64)


def begin(
    model: str,
    people: int,
    cues: int,
    params: Any = None,
    *,
    seed: int = 0,
    first: int = 0,
    compiled: bool = False,
) -> States:
    """``people`` who have seen none of the ``cues``; ``first`` is the number of the first of them in the cohort.

    Without ``params`` the model's own defaults hold; ``compiled`` needs numba. Raises :class:`CohortError` if there is
    no such model.
    """
    found = model_named(model)
    given = found.params() if params is None else params
    if found.start is not None:
        return States(model, given, seeds(seed, first, 0), found.start(people, cues, given), None, compiled)
    shape = (people, 0)
    nothing = Events(np.zeros((*shape, cues)), np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool))
    return States(model, given, seeds(seed, first, people), None, nothing, compiled)


def run_block(states: States, events: Events) -> tuple[States, Floats]:
    """Run P people over T rows: their states after it, and what each expected before each outcome, (P, T).

    Pure: nothing that is given is changed. NaN on padding. Running the rows at once or in parts gives the same.

    Raises ``ValueError`` where the model does, if the events do not fit the states.
    """
    model = model_named(states.model, compiled=states.compiled)
    if model.run_block is not None:
        inner, expected = model.run_block(states.inner, events, states.params)
        return replace(states, inner=inner), expected
    if states.seen is None:
        raise ValueError("these states are of an online model, which this one is not")
    seen = Events(*(np.concatenate(two, axis=1) for two in zip(states.seen, events, strict=True)))
    return replace(states, seen=seen), _one_by_one(model, states, seen)[:, states.seen.there.shape[1] :]


def _one_by_one(model: Model, states: States, seen: Events) -> Floats:
    expected = np.full(seen.there.shape, np.nan)
    for person, there in enumerate(seen.there):
        if there.any():
            rows = (seen.cues[person, there], seen.outcomes[person, there], seen.times[person, there])
            expected[person, there] = model.run(*rows, states.params, seed=int(states.seeds[person])).expected
    return expected
