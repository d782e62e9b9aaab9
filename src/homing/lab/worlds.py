"""The engine's own forecasters on a table: the world model, its priors learnt, and for binary targets latent causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from homing.engine import population, world
from homing.engine._forecasters import FORECASTERS, outcome_causes
from homing.engine.events import Event
from homing.engine.population import Fit
from homing.engine.world import Params

from .columns import Floats
from .moments import Writer, thinned, writer
from .table import Kind, Table

_PEOPLE, _STRETCH, _STEPS = 40, 80, 15
_NAMED, _WIDE = 40, 24
MEMORY = 3.0
"""Half-life of a memory of outcomes, in typical gaps between rows, where the evidence is for having one."""


@dataclass(frozen=True, slots=True)
class World:
    """The world model for a table: its parameters, and how rows are written for it."""

    params: Params
    writer: Writer


def for_average(train: Table, seed: int = 0) -> World:
    """The world model as ours uses it: graded targets are numbers with cues and their traces, priors learnt.

    For binary targets, and where everyone has many weights, the priors are the engine's own, brought to the scale of
    the table: learning them would take minutes.
    """
    binary = train.spec.kind == "binary"
    way = writer(train, traces=not binary)
    cohort = list(way.diaries(thinned(train, _PEOPLE, _STRETCH, seed)))
    if binary or _weights(train, way) > _WIDE:
        kind: Kind = "binary" if binary else "real"
        return World(population.starting_point(cohort, kind, (), _half_life(train, way)), way)
    return World(learnt(cohort, train, way, "real", _STEPS).params, way)


def _weights(train: Table, way: Writer) -> int:
    """About how many weights one person has; the time that learning takes goes by their square."""
    whom = 0 if train.other is None else min(len(train.other.names), 6)
    return 4 + len(way.cues) + whom * (1 + len(way.cues))


def learnt(cohort: Sequence[Sequence[Event]], train: Table, way: Writer, outcome: Kind, most: int) -> Fit:
    """Priors, drifts and noise by :func:`homing.engine.population.fit`, with a memory where the evidence is for one."""
    starts = starting_points(cohort, train, way, outcome)
    fits = [population.fit(cohort, start, most=most) for start in starts]
    return max(fits, key=lambda fit: fit.evidence[-1])


def starting_points(cohort: Sequence[Sequence[Event]], train: Table, way: Writer, outcome: Kind) -> list[Params]:
    """Where learning begins: without a memory of outcomes, and with one."""
    named = [("cue", name) for name in way.cues] if len(way.cues) <= _NAMED else []
    half_lives = (None, _half_life(train, way))
    return [population.starting_point(cohort, outcome, named, half_life) for half_life in half_lives]


def _half_life(train: Table, way: Writer) -> float:
    gaps = np.diff(train.time)[train.position[1:] > 0]
    return MEMORY * way.pace * float(np.median(gaps[gaps > 0.0])) if (gaps > 0.0).any() else MEMORY


def follow(found: World, table: Table) -> Floats:
    """The expected target (N,) of every row of whole people, in its own unit."""
    mean = np.empty(table.rows)
    for begin, diary in zip(table.starts[:-1].tolist(), found.writer.diaries(table), strict=True):
        state = world.start(found.params)
        for row, event in enumerate(diary, begin):
            state, said = world.step(state, event, found.params)
            mean[row] = said.p
    return mean


def causes(found: World, table: Table, seed: int) -> Floats:
    """P(1) by latent causes trained on outcomes (N,), with the engine's own priors."""
    forecaster, params = FORECASTERS["causes"], outcome_causes()
    mean = np.empty(table.rows)
    for begin, diary in zip(table.starts[:-1].tolist(), found.writer.diaries(table), strict=True):
        state = forecaster.start(params)
        for row, event in enumerate(diary, begin):
            state, said = forecaster.step(state, event, params, seed)
            mean[row] = said.p
    return mean
