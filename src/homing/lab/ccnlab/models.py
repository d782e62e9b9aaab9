"""Our model and its peers on the benchmark: what they can be set to, and their values at every time step.

Ours is Kalman temporal difference (Gershman 2015) on the compound of ``compound.py``. The peers are the published
models of ``engine.published`` on the bare cues and contexts, as the benchmark runs them. All respond through the same
:func:`respond`, which is the identity at the benchmark's defaults.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from homing.engine.published import kalman_rescorla_wagner, kalman_td, rescorla_wagner, temporal_difference
from homing.engine.published._protocol import Events
from homing.lab.ccnlab.compound import Saliences, elements
from homing.lab.ccnlab.reading import Experiment
from homing.lab.columns import Floats

Setting = Mapping[str, float]
Grid = Mapping[str, tuple[float, ...]]
Groups = dict[str, Floats]

RESPONSE: Grid = {"threshold": (0.05, 0.1, 0.2, 0.3, 0.5), "slope": (0.0, 2.0, 4.0, 6.0, 9.0, 14.0)}
"""A slope of 0 means that the value itself is the response, whatever the threshold."""

_AS_IT_IS: Setting = {"threshold": 0.0, "slope": 0.0}
_BETWEEN_TRIALS = 10.0


@dataclass(frozen=True, slots=True)
class Model:
    """A model: ``values(experiment, settings)`` gives for each setting each group's values, (trials, steps).

    ``grid`` holds what each setting can be chosen from, ``default`` the peers' published values (None for ours).
    """

    name: str
    grid: Grid
    default: Setting | None
    values: Callable[[Experiment, Sequence[Setting]], list[Groups]]


def respond(value: Floats, setting: Setting) -> Floats:
    """From value to response: a logistic curve, or the value itself where the slope is 0.

    A response that saturates, as in Gershman et al. 2017 (eLife 6:e23763); there it is the normal curve.
    """
    if setting["slope"] == 0.0:
        return value
    response: Floats = 1.0 / (1.0 + np.exp(-np.clip(setting["slope"] * (value - setting["threshold"]), -500.0, 500.0)))
    return response


def _ours(experiment: Experiment, settings: Sequence[Setting]) -> list[Groups]:
    def each(name: str) -> tuple[float, ...]:
        return tuple(setting[name] for setting in settings for _ in experiment.groups)

    saliences = [Saliences(**{name: setting[name] for name in Saliences._fields}) for setting in settings]
    params = kalman_td.Params(each("discount"), each("noise"), each("diffusion"))
    return _run(kalman_td, params, experiment, elements(experiment, saliences))


def _rescorla_wagner(experiment: Experiment, settings: Sequence[Setting]) -> list[Groups]:
    bare = _bare(experiment)
    return [_run(rescorla_wagner, rescorla_wagner.Params(setting["rate"]), experiment, bare)[0] for setting in settings]


def _kalman(experiment: Experiment, settings: Sequence[Setting]) -> list[Groups]:
    bare = _bare(experiment)
    each = [
        kalman_rescorla_wagner.Params(noise_variance=setting["noise"], diffusion=setting["diffusion"])
        for setting in settings
    ]
    return [_run(kalman_rescorla_wagner, params, experiment, bare)[0] for params in each]


def _temporal_difference(experiment: Experiment, settings: Sequence[Setting]) -> list[Groups]:
    bare = _bare(experiment)
    steps = next(iter(bare.values())).shape[2]
    each = [
        temporal_difference.Params(setting["rate"], setting["discount"], steps=steps, clock="trial")
        for setting in settings
    ]
    return [_run(temporal_difference, params, experiment, bare)[0] for params in each]


OURS = Model(
    "ours",
    {
        "discount": (0.7, 0.8, 0.9, 0.95, 0.98),
        "noise": (0.03, 0.1, 0.3, 1.0, 3.0),
        "diffusion": (0.0, 0.00003, 0.0001, 0.0003, 0.001, 0.003),
        "whole": (0.0, 0.3, 0.6),
        "pair": (0.2, 0.35, 0.5, 0.7, 1.0),
        "in_context": (0.0, 0.1, 0.2, 0.3, 0.5),
        "context": (0.05, 0.1, 0.2, 0.3, 0.5),
        "trace": (0.2, 0.5, 0.7),
    },
    None,
    _ours,
)
TD = Model(
    "td",
    {"rate": (0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7), "discount": (0.7, 0.8, 0.9, 0.95, 0.98)},
    {"rate": 0.3, "discount": 0.98, **_AS_IT_IS},
    _temporal_difference,
)
KALMAN = Model(
    "kalman",
    {"noise": (0.1, 0.3, 1.0, 3.0, 10.0), "diffusion": (0.0, 0.0001, 0.001, 0.003, 0.01, 0.03)},
    {"noise": 1.0, "diffusion": 0.01, **_AS_IT_IS},
    _kalman,
)
RW = Model(
    "rw",
    {"rate": (0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5)},
    {"rate": 0.3, **_AS_IT_IS},
    _rescorla_wagner,
)
PEERS = (TD, KALMAN, RW)
MODELS = (OURS, *PEERS)


def _bare(experiment: Experiment) -> Groups:
    """The cues and the contexts at every step, (1, trials, steps, cues and contexts); 0 where a trial is shorter."""
    steps = max(len(trial.us) for trials in experiment.groups.values() for trial in trials)
    found = {}
    for group, trials in experiment.groups.items():
        shown = np.zeros((1, len(trials), steps, len(experiment.cues) + len(experiment.contexts)))
        for at, trial in enumerate(trials):
            contexts = trial.context[:, None] == np.arange(len(experiment.contexts))
            shown[0, at, : len(trial.us)] = np.concatenate([trial.strengths, contexts], axis=1)
        found[group] = shown
    return found


def _run(model: Any, params: Any, experiment: Experiment, shown: Groups) -> list[Groups]:
    """Run a published model, every setting in every group a person; a step is a row, and trials lie further apart."""
    settings, _, steps, width = next(iter(shown.values())).shape
    longest = max(len(trials) for trials in experiment.groups.values())
    people = (settings, len(experiment.groups), longest, steps)
    cues, outcomes, there = np.zeros((*people, width)), np.zeros(people), np.zeros(people, dtype=bool)
    for at, (group, trials) in enumerate(experiment.groups.items()):
        cues[:, at, : len(trials)] = shown[group]
        for place, trial in enumerate(trials):
            outcomes[:, at, place, : len(trial.us)] = trial.us
            there[:, at, place, : len(trial.us)] = True
    times = np.broadcast_to(np.arange(longest)[:, None] * (steps + _BETWEEN_TRIALS) + np.arange(steps), people)
    rows = (settings * people[1], longest * steps)
    events = Events(cues.reshape(*rows, width), outcomes.reshape(rows), times.reshape(rows), there.reshape(rows))
    expected = model.run_block(model.start(rows[0], width, params), events, params)[1].reshape(people)
    return [
        {group: expected[setting, at, : len(trials)] for at, (group, trials) in enumerate(experiment.groups.items())}
        for setting in range(settings)
    ]
