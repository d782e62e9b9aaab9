"""The whole benchmark: our model beside its peers, on the half that settings were chosen on and the half held out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from homing.lab.ccnlab import settings
from homing.lab.ccnlab.models import MODELS, OURS, Setting
from homing.lab.ccnlab.reading import BenchmarkError, Experiment
from homing.lab.ccnlab.readouts import Readout
from homing.lab.ccnlab.split import halves
from homing.lab.ccnlab.tuning import Memo, Progress, choose, scores

AGAINST = ("td_tuned", "kalman_tuned", "rw_tuned", "td", "kalman", "rw")
COLUMNS = (OURS.name, *AGAINST)
"""Ours and the peers with settings chosen on the same half; then the peers at their published values."""

_DRAWS = 10_000
_TRIES = 96
Chosen = Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class Row:
    """One experiment: its scores by column, NaN where there is none, with settings chosen on the first half.

    ``swapped`` holds, for experiments of the first half, the scores with settings chosen on the second.
    """

    experiment: str
    held_out: bool
    scores: Mapping[str, float]
    swapped: Mapping[str, float] | None


class Difference(NamedTuple):
    """Ours less another, averaged over ``n`` experiments, with the 95 % interval of a paired bootstrap over them."""

    difference: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Report:
    """All rows, the seed of the split, and the settings chosen on the first and on the second half."""

    rows: tuple[Row, ...]
    seed: int
    first: Chosen
    second: Chosen

    def parts(self) -> dict[str, list[Mapping[str, float]]]:
        """The scores by part: the half held out, the same with halves swapped, both of these, and the half tuned on."""
        held = [row.scores for row in self.rows if row.held_out]
        swapped = [row.swapped for row in self.rows if row.swapped is not None]
        tuned = [row.scores for row in self.rows if not row.held_out]
        return {"held_out": held, "swapped": swapped, "both_held_out": held + swapped, "tuned_on": tuned}

    def as_json(self) -> dict[str, Any]:
        """``{"rows": [...], "summary": {...}}``; null where there is no score."""
        rows = [
            {"experiment": row.experiment, "held_out": row.held_out}
            | _told(row.scores)
            | {"swapped": None if row.swapped is None else _told(row.swapped)}
            for row in self.rows
        ]
        parts = {name: _part(of, self.seed) for name, of in self.parts().items()}
        chosen = {"first_half": _plain(self.first), "second_half": _plain(self.second)}
        return {"rows": rows, "summary": {"split_seed": self.seed, "settings": chosen, "parts": parts}}


def means(scores_of: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean score by column, where no score counts 0; NaN without experiments."""
    return {
        name: float(np.mean([_or_nothing(one[name]) for one in scores_of])) if scores_of else math.nan
        for name in COLUMNS
    }


def means_where_all(scores_of: Sequence[Mapping[str, float]]) -> tuple[dict[str, float], int]:
    """The mean score by column over the experiments that have one in every column, and how many these are."""
    whole = [one for one in scores_of if not any(math.isnan(one[name]) for name in COLUMNS)]
    return means(whole), len(whole)


def difference(scores_of: Sequence[Mapping[str, float]], other: str, seed: int) -> Difference:
    """Ours less ``other``; no score counts 0 on both sides. Experiments are drawn with replacement."""
    each = np.array([_or_nothing(one[OURS.name]) - _or_nothing(one[other]) for one in scores_of])
    if not len(each):
        return Difference(math.nan, math.nan, math.nan, 0)
    drawn = each[np.random.default_rng([seed, len(each)]).integers(0, len(each), (_DRAWS, len(each)))].mean(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Difference(float(each.mean()), float(low), float(high), len(each))


def run(
    experiments: Sequence[Experiment],
    *,
    seed: int = settings.SEED,
    tune: bool = False,
    tries: int = _TRIES,
    memo: Memo | None = None,
    progress: Progress = lambda _name, _done, _whole: None,
) -> Report:
    """Score our model and its peers on every experiment.

    Settings are those on record, which belong to the split of seed 0 of the whole benchmark; with ``tune`` they are
    chosen anew, on each half, for the split of this ``seed``.

    Raises :class:`BenchmarkError` if there are no settings on record for this split, or an experiment cannot be read
    off.
    """
    readouts = {one.name: Readout(one) for one in experiments}
    first_half, second_half = halves(experiments, seed)
    first: Chosen
    second: Chosen
    if tune:
        first, second = (
            _chosen([readouts[name] for name in sorted(half)], seed, tries, memo, progress)
            for half in (first_half, second_half)
        )
    elif settings.fit(first_half, second_half):
        first, second = settings.FIRST, settings.SECOND
    else:
        raise BenchmarkError(
            "there are no settings on record for this split of these experiments; choose them anew (--tune)"
        )
    rows = []
    for at, (name, readout) in enumerate(readouts.items()):
        progress(name, at, len(readouts))
        held_out = name in second_half
        swapped = None if held_out else _scores(readout, second)
        rows.append(Row(name, held_out, _scores(readout, first), swapped))
    return Report(tuple(rows), seed, first, second)


def _chosen(readouts: Sequence[Readout], seed: int, tries: int, memo: Memo | None, progress: Progress) -> Chosen:
    return {model.name: choose(model, readouts, seed, tries=tries, memo=memo, progress=progress) for model in MODELS}


def _scores(readout: Readout, chosen: Chosen) -> dict[str, float]:
    found = {}
    for model in MODELS:
        if model.default is None:
            found[model.name] = scores(model, readout, chosen[model.name])
        else:
            found[f"{model.name}_tuned"] = scores(model, readout, chosen[model.name])
            found[model.name] = scores(model, readout, model.default)
    return {name: found[name] for name in COLUMNS}


def _part(scores_of: Sequence[Mapping[str, float]], seed: int) -> dict[str, Any]:
    where_all, count = means_where_all(scores_of)
    against = {name: difference(scores_of, name, seed)._asdict() for name in AGAINST}
    return {
        "n": len(scores_of),
        "mean_undefined_0": _told(means(scores_of)),
        "n_defined_for_all": count,
        "mean_defined_for_all": _told(where_all),
        "ours_less": {name: _told(one) for name, one in against.items()},
    }


def _or_nothing(value: float) -> float:
    return 0.0 if math.isnan(value) else value


def _told(numbers: Mapping[str, float]) -> dict[str, float | None]:
    return {name: None if math.isnan(value) else value for name, value in numbers.items()}


def _plain(chosen: Chosen) -> dict[str, dict[str, float]]:
    return {name: dict(setting) for name, setting in chosen.items()}
