"""What a moment says about which cause is at work: one log term for time, and one for each thing that was noted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
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
    stats, elapsed = state.causes.stats, elapsed_since(state, time)
    mass = stats[..., :J] @ kernel(elapsed) + params.floor
    mass[stats[..., SIZE] == 0.0] = 0.0
    mass[:, -1] = params.alpha
    mass *= np.exp(state.causes.lean * math.exp(-elapsed / params.insight_days))
    with np.errstate(divide="ignore"):  # an empty place has no mass: its logarithm is meant to be -inf
        log: Floats = np.log(mass / mass.sum(axis=1, keepdims=True))
    return log


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
    stats = state.causes.stats
    terms = [
        Term(("person", name), _named(state, ("person", name), WITH, params) / len(seen.people)) for name in seen.people
    ]
    if seen.setting is not None:
        key = ("setting", seen.setting)
        terms.append(Term(key, _named(state, key, PLACED, params)))
    known = [(name, x) for name, x in seen.cues if ("cue", name) in state.names]
    if known:
        columns = np.array([state.names["cue", name].column for name, _ in known])
        strength = np.array([x for _, x in known])
        yes, no = stats[..., columns] + params.cue[0], stats[..., columns + 1] + params.cue[1]
        logs = np.log(yes) * strength + np.log(no) * (1.0 - strength) - np.log(yes + no)
        terms += [Term(("cue", name), logs[..., i]) for i, (name, _) in enumerate(known)]
    absent = absent_columns(state, seen)
    if seen.cues and absent:
        columns = np.array(absent)
        no = stats[..., columns + 1] + params.cue[1]
        shares = no / (no + stats[..., columns] + params.cue[0])
        terms.append(Term(ABSENT, np.log(np.maximum(shares.prod(axis=-1), 1e-300))))
    return terms


def absent_columns(state: State, seen: View) -> list[int]:
    """The first columns of the known cues that this moment does not name."""
    there = {name for name, _ in seen.cues}
    return [name.column for (kind, cue), name in state.names.items() if kind == "cue" and cue not in there]


def _named(state: State, key: Key, total: int, params: Params) -> Floats:
    """Dirichlet over the names known, this one, and one more for all who left and all who are yet to come."""
    stats, known = state.causes.stats, state.names.get(key)
    count = 0.0 if known is None else stats[..., known.column]
    kin = sum(kind == key[0] for kind, _ in state.names) + (known is None)
    log: Floats = np.log((count + params.category) / (stats[..., total] + params.category * (kin + 1)))
    return log


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
