"""How good predictions are, and by how much one model is better than another, over people."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from .columns import Floats
from .said import Said
from .table import Rows, Table

METRICS = ("rmse", "log_loss", "ece", "coverage", "r2", "n", "seconds")
_SURE = 1e-6
BINS = 10


class Losses(NamedTuple):
    """Of each scored row: ``squared`` error; ``log`` loss, None unless the target is binary."""

    squared: Floats
    log: Floats | None


def losses(table: Table, rows: Rows, said: Said) -> Losses:
    """The losses at these rows."""
    y, mean = table.target[rows], said.mean[rows]
    log = None
    if table.spec.kind == "binary":
        p = np.clip(said.p[rows], _SURE, 1.0 - _SURE)
        log = -(y * np.log(p) + (1.0 - y) * np.log1p(-p))
    return Losses((y - mean) ** 2, log)


def metrics(table: Table, rows: Rows, said: Said) -> dict[str, float | None]:
    """RMSE in the unit of the target, log loss and calibration error (binary), coverage of the 80 % interval (else),
    the share of variance explained (None if there is none), and the number of rows.
    """
    y, lost = table.target[rows], losses(table, rows, said)
    around = float(np.sum((y - y.mean()) ** 2))
    inside = (said.low[rows] <= y) & (y <= said.high[rows])
    binary = lost.log is not None
    return {
        "rmse": math.sqrt(float(lost.squared.mean())),
        "log_loss": None if lost.log is None else float(lost.log.mean()),
        "ece": calibration_error(said.p[rows], y) if binary else None,
        "coverage": None if binary else float(inside.mean()),
        "r2": None if around == 0.0 else 1.0 - float(lost.squared.sum()) / around,
        "n": len(rows),
    }


def calibration_error(p: Floats, y: Floats) -> float:
    """:func:`homing.engine.calibration.expected_calibration_error`, for many rows."""
    return float(np.abs(bins(p, y)).sum() / len(y))


def bins(p: Floats, y: Floats) -> Floats:
    """By how much outcomes exceed what was said (10,): a sum for each tenth of what was said."""
    at = np.minimum((p * BINS).astype(np.int64), BINS - 1)
    return np.bincount(at, weights=y - p, minlength=BINS).astype(np.float64)
