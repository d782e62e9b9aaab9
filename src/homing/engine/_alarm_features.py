"""What a moment says about which cause is at work: one log term for time, and one for each thing that was noted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ._alarm_state import (
    HURT,
    PLACED,
    QUIET,
    RUNG,
    SAFE,
    SIZE,
    WITH,
    Causes,
    Floats,
    Key,
    Params,
    State,
    columns_of,
)
from ._graded import log_evidence
from ._timeprior import J, kernel
from .events import Event

ABSENT: Key = ("absent", "")
"""Names the term of the known cues that were not there."""


class View(NamedTuple):
    """A moment with each name told once, in an order that does not depend on how it was written down."""

    people: tuple[str, ...]
    setting: str | None
    cues: tuple[tuple[str, float], ...]

    def keys(self) -> list[Key]:
        """The names of the moment."""
        there = [("setting", self.setting)] if self.setting is not None else []
        return [*(("person", name) for name in self.people), *there, *(("cue", name) for name, _ in self.cues)]


def view(people: Iterable[str], setting: str | None, cues: Iterable[tuple[str, float]], params: Params) -> View:
    """People and cues as sets, at most as many as there is room for: the strongest cues stay."""
    strength: dict[str, float] = {}
    for cue, intensity in cues:
        strength[cue] = max(intensity, strength.get(cue, 0.0))
    strongest = sorted(strength.items(), key=lambda pair: (-pair[1], pair[0]))
    return View(tuple(sorted(set(people))[: params.people]), setting, tuple(strongest[: params.cues]))


class Term(NamedTuple):
    """The log likelihood of one thing noted, (M, K+1), under each cause of each particle."""

    key: Key
    log: Floats


def log_prior(state: State, time: float, params: Params) -> Floats:
    """The log prior of each cause at ``time``, (M, K+1), normalised within each particle; -inf for empty places.

    Power law of elapsed time plus floor for known causes, alpha for a new one (the time-sensitive Chinese restaurant
    process of Gershman et al. 2017, eq. 3, with the floor of Song et al. 2022), times what insight leans to.
    """
    columns, lean, elapsed = columns_of(state.causes.stats), state.causes.lean, elapsed_since(state, time)
    flat = kernel(elapsed) @ columns[:J]
    flat += params.floor
    flat *= columns[SIZE] > 0.0
    mass: Floats = flat.reshape(lean.shape)
    mass[:, -1] = params.alpha
    if lean.any():
        mass *= np.exp(lean * math.exp(-elapsed / params.insight_days))
    mass /= (mass @ ones(mass.shape[1]))[:, None]
    with np.errstate(divide="ignore"):  # an empty place has no mass: its logarithm is meant to be -inf
        return np.log(mass, out=mass)


@lru_cache(maxsize=16)
def ones(count: int) -> Floats:
    """So many ones, to sum with; not to be written to."""
    found = np.ones(count)
    found.setflags(write=False)
    return found


def elapsed_since(state: State, time: float) -> float:
    """Days from the state to ``time``. ``ValueError`` if the state is later."""
    if time < state.time:
        raise ValueError("the event lies before the state; feed events in the order of time")
    return time - state.time


def features(state: State, seen: View, params: Params) -> list[Term]:
    """One term for each person, the setting, each cue, and the known cues that were not there.

    n people speak with the n-th root of their likelihoods: one moment is one piece of evidence, however many were
    there. Likewise a cue of strength x is x of a presence and 1 - x of an absence. A cue's Beta begins on the day it is
    first named: what nobody had named cannot have been absent.
    """
    terms = [
        Term(("person", name), _named(state, ("person", name), WITH, params) / len(seen.people)) for name in seen.people
    ]
    if seen.setting is not None:
        key = ("setting", seen.setting)
        terms.append(Term(key, _named(state, key, PLACED, params)))
    known, shape = [(name, x) for name, x in seen.cues if ("cue", name) in state.names], state.causes.lean.shape
    absent, heard = absent_columns(state, seen) if seen.cues else [], len(known)
    if known or absent:  # one look at the columns of both kinds
        yes, no = _cue_counts(state, [*(state.names["cue", name].column for name, _ in known), *absent], params)
        both = yes + no
    if known:
        strength = np.array([x for _, x in known])[:, None]
        logs, rest, whole = np.log(yes[:heard]), np.log(no[:heard]), np.log(both[:heard])
        logs *= strength
        rest *= 1.0 - strength
        logs += rest
        logs -= whole
        terms += [Term(("cue", name), log) for (name, _), log in zip(known, logs.reshape(-1, *shape), strict=True)]
    if absent:
        shares = np.multiply.reduce(no[heard:] / both[heard:], axis=0).reshape(shape)
        np.maximum(shares, 1e-300, out=shares)
        terms.append(Term(ABSENT, np.log(shares, out=shares)))
    return terms


def _cue_counts(state: State, firsts: list[int], params: Params) -> tuple[Floats, Floats]:
    """The Beta parameters (present, absent) of the cues with these first columns, (c, M (K+1)) each, to write in."""
    columns, at = columns_of(state.causes.stats), np.array(firsts)
    yes, no = columns.take(at, axis=0), columns.take(at + 1, axis=0)
    yes += params.cue[0]
    no += params.cue[1]
    return yes, no


def absent_columns(state: State, seen: View) -> list[int]:
    """The first columns of the known cues that this moment does not name."""
    there = {name for name, _ in seen.cues}
    return [name.column for (kind, cue), name in state.names.items() if kind == "cue" and cue not in there]


def _named(state: State, key: Key, total: int, params: Params) -> Floats:
    """Dirichlet over the names known, this one, and one more for all who left and all who are yet to come."""
    stats, known = state.causes.stats, state.names.get(key)
    count = 0.0 if known is None else stats[..., known.column]
    kin = [kind for kind, _ in state.names].count(key[0]) + (known is None)
    log: Floats = (count + params.category) / (stats[..., total] + params.category * (kin + 1))
    return np.log(log, out=log)


def felt(state: State, event: Event, params: Params) -> Floats:
    """How well each cause foresaw the felt alarm, (M, K+1); zero if nothing was said of it."""
    yes, no = alarm_counts(state.causes, params)
    return np.zeros_like(yes) if event.alarm is None else log_evidence(yes, no, *rung(event.alarm, params))


def followed(state: State, event: Event, params: Params) -> Floats:
    """How well each cause foresaw what followed, (M, K+1). Harm counts whole, its absence by the aperture."""
    yes, no = harm_counts(state.causes, params)
    return (
        np.zeros_like(yes) if event.outcome is None else log_evidence(yes, no, *harmed(event.outcome, event.aperture))
    )


def rung(alarm: float, params: Params) -> tuple[float, float]:
    """A felt alarm as counts of ringing and of silence."""
    return params.grain * alarm, params.grain * (1.0 - alarm)


def harmed(outcome: float, aperture: float) -> tuple[float, float]:
    """An outcome as counts of harm, whole, and of its absence, weighed by how far one had opened."""
    return outcome, aperture * (1.0 - outcome)


def alarm_counts(causes: Causes, params: Params) -> tuple[Floats, Floats]:
    """The Beta parameters of the felt alarm of each cause, two (M, K+1)."""
    return causes.stats[..., RUNG] + params.alarm[0], causes.stats[..., QUIET] + params.alarm[1]


def harm_counts(causes: Causes, params: Params) -> tuple[Floats, Floats]:
    """The Beta parameters of harm under each cause, two (M, K+1)."""
    return causes.stats[..., HURT] + params.harm[0], causes.stats[..., SAFE] + params.harm[1]


def beliefs(causes: Causes, params: Params) -> tuple[Floats, Floats]:
    """The Beta parameters of felt alarm and of harm of each cause: yes, and yes and no together, (2, M (K+1)) each."""
    counts = columns_of(causes.stats)[RUNG : SAFE + 1] + np.array([*params.alarm, *params.harm])[:, None]
    return counts[::2], counts[::2] + counts[1::2]


def evidence_row(state: State, seen: View, *, weight: float, whole: bool, extra: Sequence[tuple[int, float]]) -> Floats:
    """What one moment adds to the sums of its cause, (F,), apart from time.

    ``whole``: known cues that are not named count as absent. ``extra`` are further columns and amounts.
    """
    row = np.zeros(state.causes.stats.shape[-1])
    row[SIZE] = weight
    row[WITH], row[PLACED] = weight * bool(seen.people), weight * (seen.setting is not None)
    for column, amount in extra:
        row[column] = weight * amount
    for key in seen.keys()[: len(seen.people)]:
        row[state.names[key].column] = weight / len(seen.people)
    if seen.setting is not None:
        row[state.names["setting", seen.setting].column] = weight
    for name, intensity in seen.cues:
        column = state.names["cue", name].column
        row[column], row[column + 1] = weight * intensity, weight * (1.0 - intensity)
    if whole and seen.cues:
        row[np.array(absent_columns(state, seen), dtype=np.int64) + 1] = weight
    return row
