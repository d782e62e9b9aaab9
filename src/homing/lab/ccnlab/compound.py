"""The cues of our model at every time step: a serial compound of cues, their pairs, and the context.

At a step there are, each with its own salience:
- for every cue an element that stands for the steps since its onset (complete serial compound: Sutton & Barto 1990;
  Gershman 2015), salience 1;
- ``whole``: an element for the cue whatever the step, so that what is learnt late generalises to early steps;
- ``pair``: an element for every pair of cues, by the steps since the onset of the later one (the unique cue of a
  compound: Rescorla 1973; Wagner & Rescorla 1972), which lets patterning be learnt;
- ``in_context``: an element for every cue in this context, by steps (contexts as occasion setters, Bouton 1993);
- ``context``: the context itself (Rescorla & Wagner 1972).
A cue that goes off leaves a trace that runs on through the steps and decays by ``trace`` a step (ibid.).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from homing.lab.ccnlab.reading import Experiment, Trial
from homing.lab.columns import Floats


class Saliences(NamedTuple):
    """The strength of each kind of element beside that of a cue's own serial compound, 1; and the decay of a trace."""

    whole: float
    pair: float
    in_context: float
    context: float
    trace: float


class _Unit(NamedTuple):
    """An element: its place, its kind (0 serial, then as in :class:`Saliences`), strength, steps since its cue went."""

    place: int
    kind: int
    strength: float
    gone: int


class _Active(NamedTuple):
    cue: int
    age: int
    strength: float
    gone: int


def elements(experiment: Experiment, saliences: Sequence[Saliences]) -> dict[str, Floats]:
    """For every group the elements at every step, (settings, trials, steps, elements); 0 where a trial is shorter."""
    places: dict[tuple[object, ...], int] = {}
    kinds = {id(trial): trial for trials in experiment.groups.values() for trial in trials}
    units = {key: _units(trial, places) for key, trial in kinds.items()}
    salience = np.array([[1.0, *one[:4]] for one in saliences])
    trace = np.array([one.trace for one in saliences])
    steps = max(len(trial.us) for trial in kinds.values())
    laid = {key: _laid(steps, len(places), of_trial, salience, trace) for key, of_trial in units.items()}
    return {
        group: np.stack([laid[id(trial)] for trial in trials], axis=1) for group, trials in experiment.groups.items()
    }


def _laid(steps: int, count: int, units: list[list[_Unit]], salience: Floats, trace: Floats) -> Floats:
    found = np.zeros((len(trace), steps, count))
    for at, there in enumerate(units):
        for unit in there:
            found[:, at, unit.place] = salience[:, unit.kind] * unit.strength * trace**unit.gone
    return found


def _units(trial: Trial, places: dict[tuple[object, ...], int]) -> list[list[_Unit]]:
    def unit(kind: int, strength: float, gone: int, *name: int) -> _Unit:
        return _Unit(places.setdefault((kind, *name), len(places)), kind, strength, gone)

    found = []
    for at, active in enumerate(_active(trial)):
        context = int(trial.context[at])
        there = [unit(4, 1.0, 0, context)]
        for one in active:
            there.append(unit(0, one.strength, one.gone, one.cue, one.age))
            there.append(unit(1, one.strength, one.gone, one.cue))
            there.append(unit(3, one.strength, one.gone, one.cue, one.age, context))
        for later, one in enumerate(active):
            for other in active[:later]:
                age, strength = min(one.age, other.age), one.strength * other.strength
                there.append(unit(2, strength, one.gone + other.gone, other.cue, one.cue, age))
        found.append(there)
    return found


def _active(trial: Trial) -> list[list[_Active]]:
    """At every step the cues that are on or have left a trace, by their place."""
    found: list[list[_Active]] = []
    onset: dict[int, int] = {}
    last: dict[int, int] = {}
    for at, strengths in enumerate(trial.strengths):
        for cue in np.flatnonzero(strengths > 0.0):
            if last.get(int(cue)) != at - 1:
                onset[int(cue)] = at
            last[int(cue)] = at
        found.append(
            [
                _Active(cue, at - onset[cue], float(strengths[cue]) if last[cue] == at else 1.0, at - last[cue])
                for cue in sorted(last)
            ]
        )
    return found
