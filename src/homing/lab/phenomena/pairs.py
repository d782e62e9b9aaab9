"""Two people: coupled oscillators against an independent computation, and the attractors of Gottman and Murray."""

from __future__ import annotations

import numpy as np

from homing.engine import oscillator
from homing.engine.dyad import Dyad, Influence, bilinear, fixed_points, null_clines, ojive
from homing.engine.oscillator import Embedding, Floats
from homing.lab.phenomena._table import Line, Measured, Panel, Phenomenon, rounded

_DYADS = "Cook et al. 1995, J. Fam. Psychol. 9:110; numbers computed for this project"


def _two_series(seed: int) -> tuple[Floats, Floats]:
    """Two noisy swings that pull at each other a little, 200 samples each, detrended."""
    rng = np.random.default_rng(seed)
    t = np.arange(200.0)
    x = np.sin(t / 7.0) + 0.2 * np.cos(t / 11.0) + 0.1 * rng.normal(size=200)
    y = np.sin(t / 7.0 + 0.6) - 0.3 * np.sin(t / 11.0) + 0.1 * rng.normal(size=200)
    return oscillator.detrend(x), oscillator.detrend(y)


def _solved(inputs: Floats, target: Floats) -> Floats:
    """Least squares by the normal equations: another road than the engine's."""
    return np.asarray(np.linalg.solve(inputs.T @ inputs, inputs.T @ target), dtype=np.float64)


def _coupled(seed: int) -> Measured:
    """Derivatives as parabolas fitted row by row, coefficients by the normal equations; the largest difference."""
    x, y = _two_series(seed)
    worst = 0.0
    for columns, delay in ((5, 1), (5, 2), (7, 3)):
        u = (np.arange(columns) - 0.5 * (columns - 1)) * delay
        both = []
        for series in (x, y):
            rows = [series[i : i + columns * delay : delay] for i in range(len(series) - (columns - 1) * delay)]
            square, line, level = np.polyfit(u, np.array(rows).T, 2)
            both.append(np.column_stack([level, line, 2.0 * square]))
        fits = oscillator.fit_oscillators(x, y, Embedding(columns, delay))
        for ours, own, other in zip(fits, both, both[::-1], strict=True):
            theirs = _solved(np.column_stack([own[:, :2], other[:, :2]]), own[:, 2])
            worst = max(worst, float(np.abs(np.array(ours[:4]) - theirs).max()))
    return Measured(f"{worst:.0e}", worst <= 1e-10)


def _inertia(seed: int) -> Measured:
    x, y = _two_series(seed)
    worst = 0.0
    for lag in (1, 2, 5):
        for ours, own, other in zip(oscillator.fit_inertia(x, y, lag), (x, y), (y, x), strict=True):
            theirs = _solved(np.column_stack([np.ones(len(x) - lag), own[:-lag], other[:-lag]]), own[lag:])
            worst = max(worst, float(np.abs(np.array(ours[:3]) - theirs).max()))
    return Measured(f"{worst:.0e}", worst <= 1e-10)


def _pair(a: float, b: float, influence: Influence) -> Dyad:
    return Dyad(a, 0.3, influence, b, 0.35, influence)


def _attractors(dyad: Dyad, published: list[float], tolerance: float, title: str) -> Measured:
    """Where the pair may come to rest, as w, h, w, h, ... from the lowest up, with the null-clines in the picture."""
    ours = [score for point in fixed_points(dyad) if point.stable for score in (point.w, point.h)]
    near = len(ours) == len(published) and np.allclose(ours, published, rtol=0.0, atol=tolerance)
    scores = np.linspace(-4.0, 4.0, 161)
    w, h = null_clines(dyad, scores)
    inside = [(w, h) for w, h in zip(published[::2], published[1::2], strict=True) if abs(w) < 4.0]
    lines = (
        Line("W rests, given H", w.tolist(), scores.tolist()),
        Line("H rests, given W", scores.tolist(), h.tolist()),
        Line("published rest", [w for w, _ in inside], [h for _, h in inside], published=True),
    )
    return Measured(rounded(ours, 3), bool(near), (Panel(title, "score of W", "score of H", lines),))


def _one(_: int) -> Measured:
    return _attractors(_pair(0.6, 0.4, bilinear(0.25, 0.4)), ONE, 0.005, "Bad moods move the other a little")


def _two(_: int) -> Measured:
    return _attractors(
        _pair(0.6, 0.4, bilinear(0.25, 0.9)), TWO, 0.005, "Bad moods move the other much: also at the wall"
    )


def _three(_: int) -> Measured:
    return _attractors(_pair(0.1, 0.05, ojive(-2.0, 1.5, -1.0, 1.0)), THREE, 0.05, "Only strong moods move the other")


ONE = [1.25, 1.10]
TWO = [-10.0, -10.0, 1.25, 1.10]
THREE = [-2.7, -3.0, 0.14, 0.08, 2.3, 2.4]

PHENOMENA = (
    Phenomenon(
        "A5 coupled oscillators: largest difference from an independent computation",
        "pairs",
        "Butler & Barnard 2019, Psychosom. Med. 81:749; Boker et al. 2010",
        "<= 1e-10",
        "at most 1e-10",
        _coupled,
    ),
    Phenomenon(
        "A5 inertia and coordination: largest difference from an independent computation",
        "pairs",
        "Butler & Barnard 2019, Psychosom. Med. 81:749",
        "<= 1e-10",
        "at most 1e-10",
        _inertia,
    ),
    Phenomenon("weak bad influence: where a couple comes to rest (W, H)", "pairs", _DYADS, ONE, "within .005", _one),
    Phenomenon(
        "strong bad influence: a second resting place at the wall, the cycle of disconnection (W, H each)",
        "pairs",
        _DYADS,
        TWO,
        "these resting places and no other, within .005",
        _two,
    ),
    Phenomenon(
        "influence with thresholds: three resting places (W, H each)",
        "pairs",
        _DYADS,
        THREE,
        "these resting places and no other, within .05",
        _three,
    ),
)
"""Rows of the models of two."""
