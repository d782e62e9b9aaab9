"""``fit``: the priors of the world model from everyone in a table."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

from homing.engine.world import Block, Params

from .lots import Drawing, learnt_in_lots
from .moments import thinned, writer
from .priors import BLOCKS, Priors
from .scoring import Progress
from .streaming import stream_of
from .table import read_table, spec_of
from .worlds import learnt

PEOPLE, ROWS, STEPS = 100, 150, 30
"""At most so many people, so many rows of each in a stretch, and so many steps of the climb."""


def fit(
    frame: Any,
    *,
    seed: int = 0,
    people: int = PEOPLE,
    rows: int = ROWS,
    steps: int = STEPS,
    progress: Progress | None = None,
    engine: str | None = None,
    workers: int | None = None,
    keep: Path | None = None,
    **spec: Any,
) -> Priors:
    """Learn priors from a table read as in :func:`homing.lab.evaluate` (same arguments, without split and models).

    From larger tables people, and a stretch of each one's rows, are drawn by ``seed``. Cues that this table names have
    priors of their own while learning; they are left out of what is given back. Times are in days, for tables of
    trials in trials.

    What :func:`homing.lab.evaluate` goes through in blocks, this does, too; there, ``people`` beyond a hundred are
    learnt from in lots of a hundred, wherever the ``engine`` puts them: see :mod:`homing.lab.lots`.

    Raises :class:`TableError`.
    """
    if progress is not None:
        progress("fit", 0, 1)
    told = spec_of(**spec)
    stream = stream_of(frame, told, asked=engine is not None or keep is not None)
    if stream is None:
        table = read_table(frame, told)
        way = writer(table, traces=False)
        few = thinned(table, people, rows, seed)
        found = learnt(list(way.diaries(few)), few, way, told.kind, steps)
    else:
        drawing = Drawing(people, PEOPLE, rows, steps, seed)
        found, way = learnt_in_lots(stream, drawing, progress, (engine, workers, keep))
    params = _in_days(_unnamed(found.params), way.pace)
    ends = told.ends if told.kind == "unit" else None
    return Priors(params, found.people, found.outcomes, seed, found.converged, found.evidence[-1], ends)


def _in_days(params: Params, pace: float) -> Params:
    """Parameters learnt in the engine's time, in that of the table."""
    blocks = {name: replace(getattr(params, name), tau=getattr(params, name).tau / pace) for name in BLOCKS}
    memory = params.memory
    if memory is not None:
        memory = replace(memory, half_life=memory.half_life / pace)
    return replace(params, memory=memory, **blocks)


def _unnamed(params: Params) -> Params:
    """Without the weights of this table's cues; how much those differ becomes how much any cue may."""
    if not params.named:
        return params
    priors = [block for _, block in params.named]
    mean = sum(block.mean for block in priors) / len(priors)
    spread = sum((block.mean - mean) ** 2 + block.variance for block in priors) / len(priors)
    tau = math.exp(sum(math.log(block.tau) for block in priors) / len(priors))
    common = replace(params.cue_mean, mean=params.cue_mean.mean + mean)
    return replace(params, named=(), cue_mean=common, cue=Block(0.0, spread, tau))
