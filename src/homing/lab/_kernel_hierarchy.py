"""The loop of :func:`homing.lab.hierarchy.follow`, one person after another, in plain Python that numba can compile.

The same steps as the array path. What a row takes from the covariance is taken when the next row drifts it, so a row
goes through the matrix once. Newton's method ends where a further move could not change a digit.
"""

from __future__ import annotations

import math
from typing import Any

_ENOUGH = 1e-9
"""A move of Newton's method: after it the mode is at most half its square away."""


def loop(
    starts: Any,
    x: Any,
    y: Any,
    first: Any,
    begin: Any,
    noise: float,
    kept: float,
    binary: bool,
    told: Any,
    unsure: Any,
    weights: Any,
    cov: Any,
) -> None:
    """Follow people whose rows begin at ``starts`` (P + 1,): features ``x`` (N, D), targets ``y`` (N,) or NaN.

    Everyone begins at ``first`` (D,) with covariance ``begin`` (D, D). Written to are ``told`` and ``unsure`` (N,), the
    mean and variance of x'w, and, as room to work in, ``weights`` (3, D) and ``cov`` (2, D, D).
    """
    size = x.shape[1]
    mean, gain, taken = weights[0], weights[1], weights[2]
    c, fresh = cov[0], cov[1]
    drifts, square = kept < 1.0, kept * kept
    for j in range(size):
        for i in range(size):
            fresh[j, i] = (1.0 - square) * begin[i, j]
    for p in range(starts.shape[0] - 1):
        for j in range(size):
            mean[j], taken[j] = first[j], 0.0
            for i in range(size):
                c[j, i] = begin[i, j]
        for t in range(starts[p], starts[p + 1]):
            for i in range(size):
                gain[i] = 0.0
            if drifts and t > starts[p]:
                for j in range(size):
                    mean[j] = (mean[j] - first[j]) * kept + first[j]
                    less, feature = taken[j], x[t, j]
                    for i in range(size):
                        now = (c[j, i] - less * taken[i]) * square + fresh[j, i]
                        c[j, i] = now
                        gain[i] += now * feature
            else:
                for j in range(size):
                    less, feature = taken[j], x[t, j]
                    for i in range(size):
                        now = c[j, i] - less * taken[i]
                        c[j, i] = now
                        gain[i] += now * feature
            eta, v = 0.0, 0.0
            for j in range(size):
                eta += mean[j] * x[t, j]
                v += gain[j] * x[t, j]
            if v < 1e-12:
                v = 1e-12
            told[t], unsure[t] = eta, v
            seen = y[t]
            force, curve = 0.0, 0.0
            if seen == seen:
                if binary:
                    at = eta
                    for _ in range(6):
                        p_at = 0.5 * (1.0 + math.tanh(0.5 * at))
                        move = (at - eta - v * (seen - p_at)) / (1.0 + v * p_at * (1.0 - p_at))
                        at -= min(max(move, -4.0), 4.0)
                        if abs(move) < _ENOUGH:
                            break
                    p_at = 0.5 * (1.0 + math.tanh(0.5 * at))
                    bend = p_at * (1.0 - p_at)
                    force, curve = seen - p_at, bend / (1.0 + bend * v)
                else:
                    curve = 1.0 / (v + noise)
                    force = (seen - eta) * curve
            root = math.sqrt(curve)
            for j in range(size):
                mean[j] += force * gain[j]
                taken[j] = root * gain[j]
