"""Models scored on a file that is gone through in blocks of people: in bounded memory, anywhere, and resumable.

The models learn in this process from training people drawn by seed (``streaming.SAMPLE`` rows; all of them if there are
no more). Each block of people who are scored is then followed wherever an engine puts it; what comes back are sums per
person. Who is held out, and what is scored, is as in a table that is read whole, and so are the numbers, but for
rounding; the bootstrap draws at most ``GROUPS`` groups of people instead of people.
"""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from . import bootstrap, hierarchy
from .baselines import BASELINES, Fitted
from .bootstrap import Difference
from .cohort.kernels import worthwhile
from .cohort.mapping import map_blocks
from .columns import Floats, TableError
from .features import Encoder, learn
from .metrics import BINS, bins, losses
from .ours import ours
from .protocol import Split, Task, later, parted, scorable
from .said import Said
from .sharing import Same, same, with_said
from .streaming import Stream, mask
from .table import Rows, Table

GROUPS = 20_000
"""Sums are kept for so many groups of people, each person in the next group in turn; with fewer people, one each."""

Progress = Callable[[str, int, int], None]
"""Told the name of what begins, how much is done, and of how much."""

Where = tuple[str | None, int | None, Path | None]
"""An engine, how many workers, and a folder to keep finished blocks in."""


OURS = "ours"
_EACH = 10
"""What following people through a row costs the models here, in events of a published model (``kernels``), or more."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A model that follows people by the compiled loop or by arrays, wherever it is sent."""

    model: Fitted
    compiled: bool

    def __call__(self, table: Table) -> Said:
        """What the model says about each row."""
        with hierarchy.compiled(self.compiled):
            return self.model(table)


def by_loops(rows: int) -> bool:
    """Whether to follow the people of so many rows by the compiled loop. Raises ``CohortError`` as ``worthwhile``."""
    return worthwhile(_EACH * rows)


def fitted(name: str, task: Task, code: Encoder, seed: int, *, compiled: bool | None = None) -> Chosen:
    """A model that has learnt from the training rows; it can be sent to other processes.

    ``compiled``: it learns and follows by the compiled loop; None: where the rows of the task are worth it.
    """
    fast = by_loops(task.train.rows + task.held.rows) if compiled is None else compiled
    with hierarchy.compiled(fast):
        if name == OURS:
            return Chosen(ours(task.train, code, seed, by_time=task.by_time), fast)
        return Chosen(BASELINES[name](task.train, code), fast)


@dataclass(frozen=True, slots=True)
class Score:
    """The work: from people to sums of the losses of each of them under each model, at the rows that are scored.

    ``share`` of each person's last rows that are scored; None: all that can be. ``shared``: see ``sharing.same``.
    """

    models: Mapping[str, Chosen]
    centre: float
    share: float | None
    shared: Same = ()

    def __call__(self, table: Table) -> dict[str, Any]:
        """Plain values and arrays; ``count`` (P,) are the scored rows of those who have any."""
        use = scorable(table) if self.share is None else scorable(table) & later(table, self.share)
        rows = use.nonzero()[0]
        off = table.target[rows] - self.centre
        return {
            "count": bootstrap.sums(table.owner[rows], off)[1],
            "off": [len(rows), float(off.sum()), float(off @ off)],
            "said": self._said(table, rows),
        }

    def _said(self, table: Table, rows: Rows) -> dict[str, dict[str, Any]]:
        """Ours comes last, and takes what the others have said where it would say the same; so do its seconds."""
        said: dict[str, Said] = {}
        found: dict[str, dict[str, Any]] = {}
        for name in sorted(self.models, key=lambda name: name == OURS):
            model, begun = self.models[name], clock.perf_counter()
            if name == OURS:
                model = replace(model, model=with_said(model.model, self.shared, said))
                begun -= sum(found[other]["seconds"] for _, other in self.shared)
            said[name] = model(table)
            found[name] = _scored(said[name], table, rows) | {"seconds": clock.perf_counter() - begun}
        return found


def _scored(said: Said, table: Table, rows: Rows) -> dict[str, Any]:
    lost, y, owner = losses(table, rows, said), table.target[rows], table.owner[rows]
    found: dict[str, Any] = {"rmse": bootstrap.sums(owner, lost.squared)[0]}
    if lost.log is None:
        found["inside"] = int(((said.low[rows] <= y) & (y <= said.high[rows])).sum())
    else:
        found |= {"log_loss": bootstrap.sums(owner, lost.log)[0], "bins": bins(said.p[rows], y)}
    return found


class Scored:
    """The sums of all blocks so far; of the same size however many there were."""

    def __init__(self, names: Sequence[str], table_rows: int, seed: int, learning: Mapping[str, float]) -> None:
        self.table_rows, self._seed = table_rows, seed
        self._people, self._count, self._off = 0, np.zeros(GROUPS), np.zeros(3)
        self._sums: dict[str, dict[str, Floats]] = {name: {} for name in names}
        self._rest: dict[str, dict[str, Any]] = {
            name: {"seconds": learning[name], "inside": 0.0, "bins": np.zeros(BINS)} for name in names
        }

    def add(self, found: Mapping[str, Any]) -> None:
        """Take in what :class:`Score` found about a block."""
        groups = (self._people + np.arange(len(found["count"]))) % GROUPS
        self._people += len(groups)
        self._off += found["off"]
        np.add.at(self._count, groups, found["count"])
        for name, told in found["said"].items():
            for metric in told.keys() & {"rmse", "log_loss"}:
                np.add.at(self._sums[name].setdefault(metric, np.zeros(GROUPS)), groups, told[metric])
            for one in told.keys() & {"seconds", "inside", "bins"}:
                self._rest[name][one] += told[one]

    def model(self, name: str) -> dict[str, float | None]:
        """Its metrics, as :func:`homing.lab.metrics.metrics`. Raises :class:`TableError` if no row was scored."""
        n, total, squares = self._off.tolist()
        if not n:
            raise TableError("no row can be scored: each needs a known target and an earlier row of the same person")
        sums, rest = self._sums[name], self._rest[name]
        around, squared = squares - total * total / n, float(sums["rmse"].sum())
        binary = "log_loss" in sums
        return {
            "rmse": math.sqrt(squared / n),
            "log_loss": float(sums["log_loss"].sum()) / n if binary else None,
            "ece": float(np.abs(rest["bins"]).sum()) / n if binary else None,
            "coverage": None if binary else float(rest["inside"]) / n,
            "r2": None if around <= 1e-12 * squares else 1.0 - squared / around,
            "n": int(n),
            "seconds": float(rest["seconds"]),
        }

    def differences(self, one: str, other: str) -> dict[str, Difference]:
        """The error of one less that of the other, for each metric that is a mean over rows."""
        there = slice(min(self._people, GROUPS))
        a, b = ({metric: sums[there] for metric, sums in self._sums[name].items()} for name in (one, other))
        return bootstrap.differences({**a, "count": self._count[there]}, b, self._seed)


def scored(
    stream: Stream, way: Split, seed: int, names: Sequence[str], progress: Progress | None, where: Where
) -> Scored:
    """All models on a stream. Raises :class:`TableError`, and ``CohortError`` for an engine that is not there."""
    held, task = _parted(stream, way, seed)
    models: dict[str, Chosen] = {}
    learning: dict[str, float] = {}
    code, fast = learn(task.train), by_loops(stream.rows)
    for done, name in enumerate(names):
        if progress is not None:
            progress(name, done, len(names))
        begun = clock.perf_counter()
        models[name] = fitted(name, task, code, seed, compiled=fast)
        learning[name] = clock.perf_counter() - begun
    work = Score(models, code.centre, way.share if task.by_time else None, _shared(models))
    found = Scored(names, stream.rows, seed, learning)
    engine, workers, keep = where
    blocks = -(-int(held.sum()) // stream.size)
    told = None if progress is None else partial(told_of_blocks, progress)
    tables: Iterator[Table] = stream.tables(held)
    for one in map_blocks(
        work, tables, engine=engine or "serial", workers=workers, keep=keep, whole=blocks, progress=told
    ):
        found.add(one)
    return found


def _shared(models: Mapping[str, Chosen]) -> Same:
    if OURS not in models:
        return ()
    return same(models[OURS].model, {name: one.model for name, one in models.items() if name != OURS})


def told_of_blocks(progress: Progress, done: int, whole: int | None) -> None:
    """Tell that so many blocks are done."""
    progress(f"{done} of {whole} blocks", done, whole or done)


def _parted(stream: Stream, way: Split, seed: int) -> tuple[Any, Task]:
    """Who is followed (people,), and the rows that are learnt from, of a part of the people."""
    if way.by == "people":
        out, rest = parted(stream.people, way.share, seed)
        held, train = mask(stream.people, out), stream.sample(rest)
    else:
        held = np.ones(stream.people, dtype=bool)
        train = stream.sample(np.random.default_rng(seed).permutation(stream.people))
        train = train.where(~later(train, way.share))
    if np.isfinite(train.target).sum() < 2:
        raise TableError("too few rows are left to learn from; hold out less")
    return held, Task(train, train, scorable(train), by_time=way.by == "time")
