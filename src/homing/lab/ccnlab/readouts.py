"""From responses at every time step to the values that an experiment reports, as the benchmark's own code does it.

The exported file holds no phases, so which trials count is told here: by the cues of the trial and their place among
the trials with those cues. An experiment that is not listed counts all trials with exactly its variable's cues where
there are sessions, and otherwise their last unbroken run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from homing.lab.ccnlab.reading import BenchmarkError, Experiment, Trial, Value
from homing.lab.columns import Floats

Bools = NDArray[np.bool_]
Places = NDArray[np.int64]


class Window(NamedTuple):
    """Trials with exactly the cues ``trial``, of these the slice ``first:end``; measured while just ``cue`` is on."""

    trial: str
    cue: str = ""
    first: int | None = None
    end: int | None = None


_LAST = {
    "Extinction_ContinuousVsPartial": 16,
    "Generalization_NovelVsInhibitor": 10,
    "Generalization_AddVsRemove": 4,
    "Competition_RelativeValidity": 10,
    "Competition_OvershadowingAndForwardBlocking": 1,
    "Competition_Unblocking": 1,
    "Competition_BackwardBlocking": 1,
    "Competition_Overexpectation": 2,
    "Competition_Superconditioning": 3,
    "Inhibition_InhibitorExtinction": 1,
    "PreExposure_LatentInhibitionVsPerceptualLearning": 10,
    "PreExposure_USPreExposure": 40,
    "Recovery_LatentInhibition": 3,
    "Recovery_Overshadowing": 1,
    "Recovery_Renewal": 10,
    "HigherOrder_SensoryPreconditioning": 1,
    "HigherOrder_SecondOrderConditioning": 4,
}
"""How many of the last trials with the variable's cues are the test."""

_OF_ITS_OWN: Mapping[str, Mapping[tuple[str, str], tuple[Window, ...]]] = {
    "Discrimination_Biconditional": {
        ("component", "+"): (Window("AC"), Window("AD")),
        ("component", "−"): (Window("BC"), Window("BD")),
        ("biconditional", "+"): (Window("AC"), Window("BD")),
        ("biconditional", "−"): (Window("AD"), Window("BC")),
    },
    "Discrimination_FeaturePositive": {("", "A"): (Window("A"),), ("", "BA"): (Window("AB", "A"),)},
    "Discrimination_FeatureNegative": {("", "A"): (Window("A", first=8),), ("", "BA"): (Window("AB", "A"),)},
    "Transfer_Reacquisition": {
        ("control few", "A"): (Window("A", first=-8),),
        ("extinction few", "A"): (Window("A", first=-8),),
        ("control many", "A"): (Window("A", first=-12),),
        ("extinction many", "A"): (Window("A", first=-12),),
    },
    "Recovery_ExternalDisinhibition": {
        ("", "extinction"): (Window("A", first=-30),),
        ("", "test 1"): (Window("AB", "A", 0, 3),),
        ("", "test 2"): (Window("AB", "A", 3),),
    },
    "Recovery_Reinstatement": {
        ("", "extinction"): (Window("A", first=-55, end=-20),),
        ("", "test 1"): (Window("A", first=-20, end=-10),),
        ("", "test 2"): (Window("A", first=-10),),
    },
}
"""Where a variable is more than its own cues; the group '' stands for every group."""


class Level(NamedTuple):
    """The trials that one variable of one group is measured on, and when in them: masks (windows, trials, steps)."""

    places: Places
    during: Bools
    without: Bools
    steps: Bools


class Readout:
    """How the values of one experiment are read off the responses of a model.

    Raises :class:`BenchmarkError` if the experiment has a value for which no trials can be found.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self._levels = {
            (value.group, value.variable): _level(experiment, value.group, value.variable)
            for value in experiment.values
        }
        self._sessions = [self._session(value) for value in experiment.values]

    def values(self, responses: Mapping[str, Floats]) -> Floats:
        """The simulated counterpart of each measured value, in the same order.

        ``responses`` (trials, steps) of each group may hold anything where a trial is shorter than the longest.
        """
        measure = suppression_ratio if self.experiment.suppression else conditioned_response
        read = {key: measure(level, responses[key[0]]) for key, level in self._levels.items()}
        values = self.experiment.values
        return np.array(
            [read[one.group, one.variable][:, at].mean() for one, at in zip(values, self._sessions, strict=True)]
        )

    def _session(self, value: Value) -> slice:
        """The counted trials of a session: they are divided evenly, in order; session 0 is the first trial."""
        count = self._levels[value.group, value.variable].places.shape[1]
        if value.session is None:
            return slice(0, count)
        if value.session == 0:
            return slice(0, 1)
        same = [one for one in self.experiment.values if (one.group, one.variable) == (value.group, value.variable)]
        size = count // max(one.session or 0 for one in same)
        if size == 0:
            raise BenchmarkError(f"{self.experiment.name}: too few trials for the sessions of {value.variable[:60]!r}")
        return slice((value.session - 1) * size, value.session * size)


def conditioned_response(level: Level, responses: Floats) -> Floats:
    """The mean response of each trial while the cues are on and no US is; 0 if they never are."""
    shown = np.where(level.during, responses[level.places], 0.0)
    return np.asarray(shown.sum(axis=2) / np.maximum(level.during.sum(axis=2), 1))


def suppression_ratio(level: Level, responses: Floats) -> Floats:
    """What is left of other behaviour during the cues, over that plus what is left without any: 0 fear, .5 none.

    What is left is the trial's largest response less the response, as in the benchmark; 0 if nothing is left at all.
    """
    given = responses[level.places]
    left = np.where(level.steps, given, -np.inf).max(axis=2, keepdims=True) - given
    during = np.where(level.during, left, 0.0).sum(axis=2)
    whole = during + np.where(level.without, left, 0.0).sum(axis=2)
    return np.asarray(during / np.where(whole == 0.0, 1.0, whole))


def _level(experiment: Experiment, group: str, variable: str) -> Level:
    trials = experiment.groups[group]
    longest = max(len(trial.us) for trial in trials)
    windows = _windows(experiment.name, group, variable)
    counted = [_counted(experiment, group, window) for window in windows]
    if len({len(places) for places in counted}) > 1 or not counted[0]:
        raise BenchmarkError(f"{experiment.name}: no trials to measure {variable[:60]!r} of {group[:60]!r} on")
    cues = [frozenset(window.cue or window.trial) for window in windows]
    during = [[_while(trials[at], cue, longest) for at in places] for cue, places in zip(cues, counted, strict=True)]
    without = [[_while(trials[at], frozenset(), longest) for at in places] for places in counted]
    steps = [[np.arange(longest) < len(trials[at].us) for at in places] for places in counted]
    return Level(np.array(counted), np.array(during), np.array(without), np.array(steps))


def _while(trial: Trial, cues: frozenset[str], longest: int) -> Bools:
    on = np.zeros(longest, dtype=bool)
    on[: len(trial.us)] = [shown == cues for shown in trial.shown] & (trial.us == 0.0)
    return on


def _windows(name: str, group: str, variable: str) -> tuple[Window, ...]:
    own = _OF_ITS_OWN.get(name, {})
    for whose in (group, ""):
        if (whose, variable) in own:
            return own[whose, variable]
    last = _LAST.get(name)
    return (Window(variable, first=None if last is None else -last),)


def _counted(experiment: Experiment, group: str, window: Window) -> list[int]:
    trials = experiment.groups[group]
    places = [at for at, trial in enumerate(trials) if trial.cues == frozenset(window.trial)]
    listed = experiment.name in _LAST or experiment.name in _OF_ITS_OWN
    if not listed and all(value.session is None for value in experiment.values):
        breaks = [at for at in range(1, len(places)) if places[at] != places[at - 1] + 1]
        places = places[breaks[-1] :] if breaks else places
    return places[window.first : window.end]
