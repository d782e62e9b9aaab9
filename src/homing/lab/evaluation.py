"""``evaluate`` and ``compare``: models on a table of one's own."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

from . import bootstrap
from .baselines import BASELINES, Fitted
from .bootstrap import Difference
from .columns import TableError, listed
from .features import Encoder, learn
from .metrics import losses, metrics
from .ours import in_batches, ours
from .protocol import Task, divide, split_of
from .report import Comparison, Report
from .said import Said
from .table import Table, read_table, spec_of

MODELS = ("ours", *BASELINES)
"""Every model, by name."""

Progress = Callable[[str, int, int], None]
"""Told the name of what begins, how much is done, and of how much."""


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
) -> Report:
    """Predict each row's target from its cues and all earlier rows of its person; learn; tell how well that went.

    ``frame`` is a pandas or polars frame, a mapping of sequences, or the path of a CSV or Parquet file. With ``split``
    ``people:f`` a share f of the people is held out and the models learn from the others; with ``time:f`` the last
    share f of each person's rows. A person's first row is never scored. Deterministic in ``seed``, but for seconds.

    Raises :class:`TableError`, a ``ValueError``, with one sentence if the table cannot be used as asked.
    """
    told = locals()
    names = ("person", "time", "target", "outcome", "alarm", "kind", "range", "cues", "time_unit", "other", "setting")
    table = read_table(frame, spec_of(**{name: told[name] for name in names}))
    chosen, way = _chosen(models), split_of(split)
    task = divide(table, way, seed)
    run = _Run(task, seed, progress, len(chosen))
    said = {name: run.model(name) for name in chosen}
    against = {name: run.differences(name, "ours") for name in chosen if name != "ours" and "ours" in chosen}
    return Report(table.rows, str(way), seed, {name: metric for name, (metric, _) in said.items()}, against)


def compare(frame: Any, **asked: Any) -> Comparison:
    """As :func:`evaluate`, with the same arguments; the differences between every two models."""
    told = dict(asked)
    split, seed = split_of(told.pop("split", "people:0.3")), int(told.pop("seed", 0))
    chosen, progress = _chosen(told.pop("models", ())), told.pop("progress", None)
    table = read_table(frame, spec_of(**told))
    if len(chosen) < 2:
        raise TableError("to compare, name at least two models")
    run = _Run(divide(table, split, seed), seed, progress, len(chosen))
    said = {name: run.model(name)[0] for name in chosen}
    pairs = {(one, other): run.differences(one, other) for one, other in combinations(chosen, 2)}
    return Comparison(table.rows, str(split), seed, said, pairs)


def _chosen(models: str | Sequence[str]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(listed(models))) or MODELS
    unknown = [name for name in chosen if name not in MODELS]
    if unknown:
        raise TableError(f"a model is one of {', '.join(MODELS)}")
    return chosen


class _Run:
    """One task, and what each model has said so far."""

    def __init__(self, task: Task, seed: int, progress: Progress | None, count: int) -> None:
        self.task, self.seed, self.progress, self.count = task, seed, progress, count
        self.code: Encoder = learn(task.train)
        self.rows = task.scored.nonzero()[0]
        self.sums: dict[str, dict[str, Any]] = {}

    def model(self, name: str) -> tuple[dict[str, float | None], Said]:
        if self.progress is not None:
            self.progress(name, len(self.sums), self.count)
        begun = clock.perf_counter()
        said = in_batches(self._fitted(name), self.task.held)
        seconds = clock.perf_counter() - begun
        found = metrics(self.task.held, self.rows, said) | {"seconds": seconds}
        self._note(name, self.task.held, said)
        return found, said

    def _fitted(self, name: str) -> Fitted:
        if name == "ours":
            return ours(self.task.train, self.code, self.seed, by_time=self.task.by_time)
        return BASELINES[name](self.task.train, self.code)

    def _note(self, name: str, table: Table, said: Said) -> None:
        lost, owner = losses(table, self.rows, said), table.owner[self.rows]
        squared, count = bootstrap.sums(owner, lost.squared)
        self.sums[name] = {"rmse": squared, "count": count}
        if lost.log is not None:
            self.sums[name]["log_loss"] = bootstrap.sums(owner, lost.log)[0]

    def differences(self, one: str, other: str) -> dict[str, Difference]:
        """The error of one less that of the other, for each metric that is a mean over rows."""
        a, b = self.sums[one], self.sums[other]
        return {
            metric: bootstrap.paired(a[metric], b[metric], a["count"], self.seed, root=metric == "rmse")
            for metric in ("rmse", "log_loss")
            if metric in a
        }
