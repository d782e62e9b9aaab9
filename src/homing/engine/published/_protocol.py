"""What the published models have in common: rows of cues, outcomes and times, a block of people, a state.

A model is a module with ``Params``, ``run`` for one person and, where it works online, ``start`` and ``run_block``. An
online model writes one function, ``step``, for one row of everybody; :func:`over` runs it along a block and
:func:`along` along one person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Events(NamedTuple):
    """A block of P people with T rows and D cues each.

    ``cues`` (P, T, D) are intensities; ``outcomes`` (P, T) are NaN where not known: nothing is learnt of them, and time
    still passes; ``times`` (P, T) never fall; ``there`` (P, T) is False on padding, which leaves the state as it was.
    """

    cues: Floats
    outcomes: Floats
    times: Floats
    there: Bools


class Row(NamedTuple):
    """One row of everybody: ``cues`` (P, D), ``outcome`` (P,) NaN where not known, ``time`` (P,)."""

    cues: Floats
    outcome: Floats
    time: Floats

    @property
    def known(self) -> Bools:
        """Whose outcome is known, shape (P,)."""
        return ~np.isnan(self.outcome)


@dataclass(frozen=True, slots=True)
class Model:
    """A published model: ``run`` for one person, its ``params``, and for online models ``start`` and ``run_block``."""

    run: Callable[..., Any]
    params: Callable[..., Any]
    start: Callable[..., Any] | None = None
    run_block: Callable[..., Any] | None = None


S = TypeVar("S", bound=NamedTuple)  # a state: arrays with people along the first axis
P = TypeVar("P")


def one_person(cues: ArrayLike, outcomes: ArrayLike, times: ArrayLike) -> Events:
    """One person's rows, checked, as a block of one; the arrays are copies.

    Raises ``ValueError`` where :func:`checked` does.
    """
    x, r, tau = (np.array(given, dtype=float) for given in (cues, outcomes, times))
    if x.ndim != 2 or r.ndim != 1 or tau.ndim != 1 or not len(x) == len(r) == len(tau):
        raise ValueError("every row needs cues, an outcome and a time: cues are (T, D), outcomes and times (T,)")
    return checked(Events(x[None], r[None], tau[None], np.ones((1, len(r)), dtype=bool)), 1, x.shape[1])


def checked(events: Events, people: int, cues: int) -> Events:
    """The events with padding blanked out, checked; nothing is changed in place.

    Raises ``ValueError`` if shapes do not fit ``people`` and ``cues``, a cue or time is not finite, an outcome is
    infinite, or a person's times fall.
    """
    x, r, tau, there = events
    if x.ndim != 3 or x.shape[0] != people or x.shape[2] != cues:
        raise ValueError(f"cues must have the shape ({people}, T, {cues}), people first")
    if not r.shape == tau.shape == there.shape == x.shape[:2]:
        raise ValueError("outcomes, times and there must have the shape (P, T) of the cues")
    x, r = np.where(there[:, :, None], x, 0.0), np.where(there, r, np.nan)
    if not (np.isfinite(x).all() and np.isfinite(tau[there]).all()) or np.isinf(r).any():
        raise ValueError("cues and times must be finite numbers, and outcomes finite or NaN where not known")
    reached = np.maximum.accumulate(np.where(there, tau, -np.inf), axis=1)
    if np.any(tau[there] < reached[there]):
        raise ValueError("times must not fall from one row of a person to the next")
    return Events(x, r, np.where(np.isfinite(reached), reached, 0.0), there)


def over(
    step: Callable[[S, Row, P], tuple[S, Floats]], state: S, events: Events, params: P, *, cues: int
) -> tuple[S, Floats]:
    """Take ``step`` along a block, row by row: the last state and what was expected, (P, T), NaN on padding.

    ``step(state, row, params)`` must treat each person alone; where there is padding, its new state is not taken.

    Raises ``ValueError`` where :func:`checked` does.
    """
    given = checked(events, len(next(iter(state))), cues)
    x = np.ascontiguousarray(given.cues.transpose(1, 0, 2))  # everybody's row lies together, as it is gone through
    r, tau, there = (np.ascontiguousarray(field.T) for field in (given.outcomes, given.times, given.there))
    expected = np.empty(r.shape)
    for t, here in enumerate(there):
        stepped, expected[t] = step(state, Row(x[t], r[t], tau[t]), params)
        if here.all():
            state = stepped
        else:
            state = state._make(_chosen(here, new, old) for new, old in zip(stepped, state, strict=True))
    expected[~given.there.T] = np.nan
    return state, np.ascontiguousarray(expected.T)


def along(
    start: Callable[[int, int, P], S],
    run_block: Callable[[S, Events, P], tuple[S, Floats]],
    rows: tuple[ArrayLike, ArrayLike, ArrayLike],
    params: P,
) -> tuple[S, Floats]:
    """Run one person's ``rows`` (cues, outcomes, times): the state after each row, and the expected (T,).

    Each field of that state has the rows in place of the people as its first axis.

    Raises ``ValueError`` where :func:`one_person` does.
    """
    events = one_person(*rows)
    state = start(1, events.cues.shape[2], params)
    passed: list[S] = []
    expected = np.empty(events.outcomes.shape[1])
    for t in range(len(expected)):
        one = slice(t, t + 1)
        here = Events(events.cues[:, one], events.outcomes[:, one], events.times[:, one], events.there[:, one])
        state, foreseen = run_block(state, here, params)
        passed.append(state)
        expected[t] = foreseen[0, 0]
    if not passed:
        return state._make(field[:0] for field in state), expected
    return state._make(np.concatenate(fields) for fields in zip(*passed, strict=True)), expected


def _chosen(here: Bools, new: NDArray[Any], old: NDArray[Any]) -> NDArray[Any]:
    """The new value of those who have a row here, the old value of the others."""
    return np.where(here.reshape(-1, *[1] * (old.ndim - 1)), new, old)
