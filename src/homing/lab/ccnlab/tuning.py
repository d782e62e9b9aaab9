"""Choosing settings on some of the experiments: the whole grid where it is small, else drawn and then improved."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from homing.lab.ccnlab.metric import score
from homing.lab.ccnlab.models import RESPONSE, Grid, Groups, Model, Setting, respond
from homing.lab.ccnlab.readouts import Readout

Progress = Callable[[str, int, int], None]
_AT_ONCE = 8
_TRIES = 96


@dataclass(slots=True)
class Memo:
    """What was tried before, so that an interrupted search goes on; kept in a file of JSON lines if there is one."""

    path: Path | None = None
    known: dict[str, tuple[float, dict[str, float]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what is there; the last line may have been cut off and is then left out."""
        if self.path is not None and self.path.exists():
            text = self.path.read_text(encoding="utf-8", errors="replace")
            if text and not text.endswith("\n"):
                with self.path.open("a", encoding="utf-8") as file:
                    file.write("\n")
            for line in text.splitlines():
                try:
                    key, mean, setting = json.loads(line)
                    self.known[str(key)] = float(mean), {str(name): float(one) for name, one in setting.items()}
                except (ValueError, TypeError, AttributeError):
                    continue

    def keep(self, key: str, mean: float, setting: dict[str, float]) -> None:
        """Remember the best response setting of a learning setting, and its mean score."""
        self.known[key] = mean, setting
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps([key, mean, setting])}\n")


def choose(
    model: Model,
    readouts: Sequence[Readout],
    seed: int,
    *,
    tries: int = _TRIES,
    memo: Memo | None = None,
    progress: Progress = lambda _name, _done, _whole: None,
) -> dict[str, float]:
    """The setting of ``model``, response included, with the best mean score over ``readouts``.

    If its grid holds at most ``tries`` settings, all are tried; else half are drawn from ``seed``, and the rest are
    variants of the best so far in one to three places. Every learning setting is tried with every response.
    """
    kept = Memo() if memo is None else memo
    rng = np.random.default_rng(seed)
    whole = math.prod(map(len, model.grid.values()))
    count = min(tries, whole)
    every = list(_all(model.grid)) if whole <= tries else []
    found: dict[str, float] = {}
    best = -math.inf
    for first in range(0, count, _AT_ONCE):
        size = min(_AT_ONCE, count - first)
        if every:
            batch = every[first : first + size]
        elif first == 0 or first < count // 2:
            batch = [_drawn(model.grid, rng) for _ in range(size)]
        else:
            batch = [_variant(model.grid, found, rng) for _ in range(size)]
        for mean, setting in _tried(model, readouts, batch, kept):
            if mean > best:
                best, found = mean, setting
        progress(f"choosing {model.name}", first + size, count)
    return found


def scores(model: Model, readout: Readout, setting: Setting) -> float:
    """The score of one model with one setting on one experiment; NaN where there is none."""
    return _score(readout, model.values(readout.experiment, [setting])[0], setting)


def _tried(
    model: Model, readouts: Sequence[Readout], batch: Sequence[Setting], memo: Memo
) -> list[tuple[float, dict[str, float]]]:
    keys = [_key(model, readouts, setting) for setting in batch]
    new = {key: setting for key, setting in zip(keys, batch, strict=True) if key not in memo.known}
    if new:
        fresh = list(new.values())
        responses = list(_all(RESPONSE))
        total = np.zeros((len(fresh), len(responses)))
        for readout in readouts:
            for at, values in enumerate(model.values(readout.experiment, fresh)):
                each = np.array([_score(readout, values, response) for response in responses])
                total[at] += np.nan_to_num(each)  # no score counts 0
        for key, setting, of_responses in zip(new, fresh, total / len(readouts), strict=True):
            at = int(of_responses.argmax())
            memo.keep(key, float(of_responses[at]), {**setting, **responses[at]})
    return [memo.known[key] for key in keys]


def _score(readout: Readout, values: Groups, setting: Setting) -> float:
    made = readout.values({group: respond(value, setting) for group, value in values.items()})
    return score([one.value for one in readout.experiment.values], made)


def _key(model: Model, readouts: Iterable[Readout], setting: Setting) -> str:
    names = sorted(readout.experiment.name for readout in readouts)
    return json.dumps([model.name, dict(sorted(setting.items())), names])


def _all(grid: Grid) -> Iterable[dict[str, float]]:
    return (dict(zip(grid, chosen, strict=True)) for chosen in itertools.product(*grid.values()))


def _drawn(grid: Grid, rng: np.random.Generator) -> dict[str, float]:
    return {name: float(rng.choice(among)) for name, among in grid.items()}


def _variant(grid: Grid, best: Mapping[str, float], rng: np.random.Generator) -> dict[str, float]:
    changed: Any = rng.choice(list(grid), size=min(len(grid), int(rng.integers(1, 4))), replace=False)
    setting = {name: best[name] for name in grid}
    return setting | {str(name): float(rng.choice(grid[str(name)])) for name in changed}
