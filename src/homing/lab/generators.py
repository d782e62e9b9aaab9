"""Two laws by which diaries are made: additive, and by hidden causes. Equations and seeds: docs/simulated-diaries.md.

Written apart from the engine, of which only the type of an event is used. Neither is evidence about people: together
they ask whether one forecaster can be relied on whichever way a life makes its events.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from homing.engine.events import Event

PEOPLE, CUES, SETTINGS, MOMENTS = 5, 8, 3, 120
PER_DAY, HIDDEN, LABELLED = 2.0, 0.3, 0.6


@dataclass(frozen=True, slots=True)
class Lived:
    """One moment: what the diary holds of it, the probability hurt was drawn with, and whether hurt followed."""

    event: Event
    p: float
    hurt: float


@dataclass(frozen=True, slots=True)
class Scene:
    """What really was there: people, cues with intensity, setting; by number."""

    people: tuple[int, ...]
    cues: tuple[tuple[int, float], ...]
    setting: int


Generator = Callable[[int], list[Lived]]


def additive(seed: int) -> list[Lived]:
    """Generator A: one diary whose log-odds of hurt are a sum, under two regimes that take turns."""
    rng = np.random.default_rng([seed, 1])
    bias, strain = rng.normal(-0.6, 0.5), rng.normal(1.0, 0.5)
    person, cue = rng.normal(0.0, 0.8, PEOPLE), rng.normal(0.0, 0.7, CUES)
    setting, pair = rng.normal(0.0, 0.3, SETTINGS), rng.normal(0.0, 0.4, (PEOPLE, CUES))
    turned = rng.normal(0.0, 0.6, PEOPLE)
    who, where = rng.dirichlet(np.full(PEOPLE, 2.0)), rng.dirichlet(np.full(SETTINGS, 2.0))
    strained, time, lived = bool(rng.random() < 0.5), 0.0, []
    for _ in range(MOMENTS):
        gap = rng.exponential(1.0 / PER_DAY)
        time += gap
        if rng.random() < 0.5 * -math.expm1(-2.0 * gap / 20.0):  # a telegraph process, 20 days a stay
            strained = not strained
        count = 2 if rng.random() < 0.1 else 1
        people = tuple(int(i) for i in rng.choice(PEOPLE, count, replace=False, p=who))
        what = rng.choice(CUES, rng.integers(0, 4), replace=False)
        cues = tuple((int(c), float(rng.uniform(0.4, 1.0))) for c in what)
        scene = Scene(people, cues, int(rng.choice(SETTINGS, p=where)))
        share = 1.0 / math.sqrt(count)
        eta = bias + strained * strain + setting[scene.setting]
        eta += share * sum(person[i] + strained * turned[i] for i in people)
        eta += sum(x * (cue[c] + share * sum(pair[i, c] for i in people)) for c, x in cues)
        lived.append(_written(rng, time, scene, 1.0 / (1.0 + math.exp(-eta))))
    return lived


def hidden_causes(seed: int) -> list[Lived]:
    """Generator B: one diary of four kinds of situation that recur; hurt depends on the kind, and on nothing else."""
    rng = np.random.default_rng([seed, 2])
    kinds = 4
    often = rng.dirichlet(np.full(kinds, 2.0))
    harm = rng.beta(1.0, 1.5, kinds)
    who, where = rng.dirichlet(np.full(PEOPLE, 0.4), kinds), rng.dirichlet(np.full(SETTINGS, 0.5), kinds)
    there = rng.beta(0.4, 1.2, (kinds, CUES))
    kind, time, lived = int(rng.choice(kinds, p=often)), 0.0, []
    for _ in range(MOMENTS):
        gap = rng.exponential(1.0 / PER_DAY)
        time += gap
        if rng.random() < -math.expm1(-gap):  # stays about a day, then any kind may come
            kind = int(rng.choice(kinds, p=often))
        cues = tuple((int(c), float(rng.uniform(0.4, 1.0))) for c in np.flatnonzero(rng.random(CUES) < there[kind]))
        scene = Scene((int(rng.choice(PEOPLE, p=who[kind])),), cues, int(rng.choice(SETTINGS, p=where[kind])))
        lived.append(_written(rng, time, scene, float(harm[kind])))
    return lived


GENERATORS: dict[str, Generator] = {"additive": additive, "causes": hidden_causes}
"""The two laws by name."""


def _written(rng: np.random.Generator, time: float, scene: Scene, p: float) -> Lived:
    """What is written down: each thing with probability 1 - HIDDEN, the ending with probability LABELLED."""
    hurt = float(rng.random() < p)
    people = tuple(f"p{i}" for i in scene.people if rng.random() >= HIDDEN)
    cues = tuple((f"c{c}", x) for c, x in scene.cues if rng.random() >= HIDDEN)
    setting = f"s{scene.setting}" if rng.random() >= HIDDEN else None
    return Lived(Event(time, people, cues, setting, hurt if rng.random() < LABELLED else None), p, hurt)
