"""``evaluate`` and ``compare``: models on a table of one's own."""

from __future__ import annotations

import time as clock
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from . import bootstrap
from .baselines import BASELINES
from .bootstrap import Difference
from .columns import TableError, listed
from .features import Encoder, learn
from .metrics import losses, metrics
from .ours import in_batches
from .protocol import Split, Task, divide, split_of
from .report import Comparison, Report
from .said import Said
from .scoring import Progress, Scored, Where, fitted, scored
from .streaming import stream_of
from .table import Spec, Table, read_table, spec_of

MODELS = ("ours", *BASELINES)
"""Every model, by name."""


def evaluate(
    frame: Any,
    *,
    person: str,
    time: str,
    kind: str,
    target: str = "outcome",
    outcome: str | None = None,
    alarm: str | None = None,
    range: tuple[float, float] | None = None,  # noqa: A002 - the word the command line uses
    cues: str | Sequence[str] = (),
    time_unit: str = "trial",
    other: str | None = None,
    setting: str | None = None,
    split: str = "people:0.3",
    seed: int = 0,
    models: str | Sequence[str] = (),
    progress: Progress | None = None,
    engine: str | None = None,
    workers: int | None = None,
    keep: Path | None = None,
) -> Report:
    """Predict each row's target from its cues and all earlier rows of its person; learn; tell how well that went.

    ``frame`` is a pandas or polars frame, a mapping of sequences, or the path of a CSV or Parquet file. With ``split``
    ``people:f`` a share f of the people is held out and the models learn from the others; with ``time:f`` the last
    share f of each person's rows. A person's first row is never scored. Deterministic in ``seed``, but for seconds.

    A Parquet file of very many rows is gone through in blocks of people, in memory that does not grow with them: see
    :mod:`homing.lab.scoring`. So is any file for which an ``engine`` is named (with so many ``workers``, as in
    :func:`homing.lab.cohort.map_blocks`), or a folder to ``keep`` finished blocks in, from which a run goes on.

    Raises :class:`TableError`, a ``ValueError``, with one sentence if the table cannot be used as asked.
    """
    told = locals()
    names = ("person", "time", "target", "outcome", "alarm", "kind", "range", "cues", "time_unit", "other", "setting")
    spec, chosen, way = spec_of(**{name: told[name] for name in names}), _chosen(models), split_of(split)
    run = _run(frame, spec, way, seed, chosen, progress, (engine, workers, keep))
    said = {name: run.model(name) for name in chosen}
    against = {name: run.differences(name, "ours") for name in chosen if name != "ours" and "ours" in chosen}
    return Report(run.table_rows, str(way), seed, said, against)


def compare(frame: Any, **asked: Any) -> Comparison:
    """As :func:`evaluate`, with the same arguments; the differences between every two models."""
    told = dict(asked)
    split, seed = split_of(told.pop("split", "people:0.3")), int(told.pop("seed", 0))
    chosen, progress = _chosen(told.pop("models", ())), told.pop("progress", None)
    where = (told.pop("engine", None), told.pop("workers", None), told.pop("keep", None))
    spec = spec_of(**told)
    if len(chosen) < 2:
        raise TableError("to compare, name at least two models")
    run = _run(frame, spec, split, seed, chosen, progress, where)
    said = {name: run.model(name) for name in chosen}
    pairs = {(one, other): run.differences(one, other) for one, other in combinations(chosen, 2)}
    return Comparison(run.table_rows, str(split), seed, said, pairs)


def _chosen(models: str | Sequence[str]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(listed(models))) or MODELS
    unknown = [name for name in chosen if name not in MODELS]
    if unknown:
        raise TableError(f"a model is one of {', '.join(MODELS)}")
    return chosen


def _run(
    frame: Any, spec: Spec, way: Split, seed: int, chosen: Sequence[str], progress: Progress | None, where: Where
) -> Run | Scored:
    """All models on the table: one after the other where it is read whole, at once where it is gone through."""
    stream = stream_of(frame, spec, asked=where[0] is not None or where[2] is not None)
    if stream is not None:
        return scored(stream, way, seed, chosen, progress, where)
    table = read_table(frame, spec)
    return Run(divide(table, way, seed), seed, progress, len(chosen), table.rows)


class Run:
    """One task, and what each model has said so far."""

    def __init__(self, task: Task, seed: int, progress: Progress | None, count: int, table_rows: int) -> None:
        self.task, self.seed, self.progress, self.count, self.table_rows = task, seed, progress, count, table_rows
        self.code: Encoder = learn(task.train)
        self.rows = task.scored.nonzero()[0]
        self.sums: dict[str, dict[str, Any]] = {}

    def model(self, name: str) -> dict[str, float | None]:
        """Its metrics."""
        if self.progress is not None:
            self.progress(name, len(self.sums), self.count)
        begun = clock.perf_counter()
        said = in_batches(fitted(name, self.task, self.code, self.seed), self.task.held)
        seconds = clock.perf_counter() - begun
        found = metrics(self.task.held, self.rows, said) | {"seconds": seconds}
        self._note(name, self.task.held, said)
        return found

    def _note(self, name: str, table: Table, said: Said) -> None:
        lost, owner = losses(table, self.rows, said), table.owner[self.rows]
        squared, count = bootstrap.sums(owner, lost.squared)
        self.sums[name] = {"rmse": squared, "count": count}
        if lost.log is not None:
            self.sums[name]["log_loss"] = bootstrap.sums(owner, lost.log)[0]

    def differences(self, one: str, other: str) -> dict[str, Difference]:
        """The error of one less that of the other, for each metric that is a mean over rows."""
        return bootstrap.differences(self.sums[one], self.sums[other], self.seed)
