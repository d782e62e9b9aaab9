"""The binary hierarchical Gaussian filter: its numbers beside a public implementation, and changeable times."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from homing.engine.published import hgf_binary
from homing.engine.published.hgf_binary import Params
from homing.lab.phenomena._table import Line, Measured, Numbers, Panel, Phenomenon, rounded

PUBLIC = "Mathys et al. 2011, 2014; public implementation (pyhgf 0.2.12, single precision) on its example input"
FIRST = "1111011111111011101111111111111101111111"
"""The first forty of the 320 inputs of that example."""

_LOOKED_AT = (10, 20, 30, 40)


def _beliefs(params: Params, level: int) -> Callable[[int], dict[str, float]]:
    """The mean of a level after the trials that are looked at."""

    def give(_: int) -> dict[str, float]:
        result = hgf_binary.run(np.zeros((40, 1)), [float(u) for u in FIRST], np.arange(1.0, 41.0), params)
        means = result.mean2 if level == 2 else result.mean3
        return {f"trial {t}": float(means[t - 1]) for t in _LOOKED_AT}

    return give


def _row(said: str, params: Params, level: int, published: tuple[float, ...], tolerance: float) -> Phenomenon:
    return Numbers(
        f"A4 {said}, mean of level {level} after",
        "volatility",
        PUBLIC,
        {f"trial {t}": value for t, value in zip(_LOOKED_AT, published, strict=True)},
        _beliefs(params, level),
        tolerance=tolerance,
        title=f"{said}, level {level}",
        x=_LOOKED_AT,
        x_label="trial",
        y_label="mean",
    ).phenomenon()


def _faster(seed: int) -> Measured:
    """A stable world (80 % ones), then one that turns every 20 trials: how far the expected chance moves for an error.

    Looked at first was the step on the logit scale, 1 / precision: it is not larger in the changeable world (.460
    after .465), since there it also grows with confidence. Level 3 hardly moves with these parameters.
    """
    rng = np.random.default_rng(seed)
    chance = np.concatenate([np.full(160, 0.8), np.tile(np.repeat([0.2, 0.8], 20), 4)])
    seen = (rng.random(320) < chance).astype(float)
    result = hgf_binary.run(np.zeros((320, 1)), seen, np.arange(1.0, 321.0))
    step = np.diff(result.expected) / (seen - result.expected)[:-1]
    stable, changeable = float(step[100:160].mean()), float(step[259:].mean())
    trials = list(range(1, 321))
    lines = (Line("chance of a 1", trials, chance.tolist()), Line("expected", trials, result.expected.tolist()))
    panel = Panel("A stable world, then a changeable one", "trial", "chance", lines)
    return Measured(rounded([stable, changeable], 4), changeable > stable, (panel,))


PHENOMENA = (
    _row("HGF, two levels", Params(levels=2), 2, (1.5500104, 1.4248779, 2.2318926, 2.2978783), 1e-5),
    _row("HGF, three levels", Params(), 2, (1.5493348, 1.4257113, 2.2271523, 2.293797), 1e-5),
    _row("HGF, three levels", Params(), 3, (-0.015859364, -0.012610384, -0.034830347, -0.036452867), 1e-5),
    _row("eHGF, three levels", Params(enhanced=True), 2, (1.5493239, 1.4257125, 2.22703, 2.293677), 2e-3),
    _row(
        "eHGF, three levels",
        Params(enhanced=True),
        3,
        (-0.016028445, -0.0130648725, -0.03538649, -0.037248336),
        2e-3,
    ),
    Phenomenon(
        "learning is faster in a changing world: mean step of the expected chance for an error, stable, changing",
        "volatility",
        "Mathys et al. 2011, Front. Hum. Neurosci. 5:39; its ordering, no numbers",
        "changing > stable",
        "larger over the last 60 trials, as a step of the chance (on the logit scale it is not)",
        _faster,
    ),
)
"""Rows of the hierarchical Gaussian filter."""
