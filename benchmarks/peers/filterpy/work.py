"""Time filterpy's Kalman filter: predict, then update with one number. Its own environment, no Homing."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from typing import Any

import numpy as np

kalman: Any = import_module("filterpy.kalman")  # in this environment alone


def main() -> None:
    """``states`` that drift back to zero, one measurement of a few of them; seconds a step, ``rounds`` of ``steps``."""
    task: dict[str, Any] = json.load(sys.stdin)
    rng, d = np.random.default_rng(1), task["states"]
    spent = []
    for _ in range(task["rounds"] + 1):
        found = kalman.KalmanFilter(dim_x=d, dim_z=1)
        found.F, found.Q = 0.99 * np.eye(d), 0.02 * np.eye(d)
        rows = np.zeros((task["steps"], 1, d))
        for row in rows:
            row[0, rng.choice(d, 9, replace=False)] = 1.0
        told = rng.normal(size=task["steps"])
        begun = time.perf_counter()
        for row, z in zip(rows, told, strict=True):
            found.predict()
            found.update(z, H=row)
        spent.append((time.perf_counter() - begun) / task["steps"])
    json.dump({"seconds": spent[1:]}, sys.stdout)


if __name__ == "__main__":
    main()
