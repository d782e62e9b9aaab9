"""Coupled oscillators and inertia-coordination: against another computation, and against known parameters."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from homing.engine.oscillator import (
    Embedding,
    best_embedding,
    derivatives,
    detrend,
    embed,
    fit_inertia,
    fit_oscillators,
    least_squares,
    period,
)

Floats = NDArray[np.float64]
TRUTH = np.array([[-1.0, -0.05, 0.15, 0.03], [-1.4, 0.02, -0.1, 0.05]])
"""eta, zeta, kappa, theta of each of two partners."""


def oscillation(n: int, dt: float, noise: float = 0.0) -> tuple[Floats, Floats]:
    """Both partners' positions, from the exact solution of their linear equations (by eigenvectors)."""
    (e1, z1, k1, t1), (e2, z2, k2, t2) = TRUTH.tolist()
    law = np.array([[0, 1, 0, 0], [e1, z1, k1, t1], [0, 0, 0, 1], [k2, t2, e2, z2]], dtype=float)
    values, vectors = np.linalg.eig(law)
    weights = np.linalg.solve(vectors, np.array([1.0, 0.0, -0.5, 0.8]))
    times = dt * np.arange(n)
    path = np.real((vectors * weights) @ np.exp(np.outer(values, times)))
    rng = np.random.default_rng(1)
    return path[0] + noise * rng.standard_normal(n), path[2] + noise * rng.standard_normal(n)


def test_known_motion_is_recovered() -> None:
    """From a finely measured, noiseless pair every rate comes back within a hundredth."""
    x, y = oscillation(4000, 0.02)
    for fit, truth in zip(fit_oscillators(x, y, Embedding(5, 2), 0.02), TRUTH, strict=True):
        assert fit[:4] == pytest.approx(truth, abs=0.01)
        assert fit.adjusted > 0.999
        assert 0.0 < fit.gain < 0.2


def test_noise_takes_the_rates_toward_nothing() -> None:
    """With noise the fit stays near but explains less: it is a description, and its smoothing shows."""
    x, y = oscillation(2000, 0.1, noise=0.05)
    first, _ = fit_oscillators(detrend(x), detrend(y), Embedding(9, 1), 0.1)
    assert first.eta == pytest.approx(-1.0, abs=0.25)
    assert 0.3 < first.adjusted < 0.999


@pytest.mark.parametrize(("columns", "delay"), [(3, 1), (5, 1), (5, 3), (8, 2)])
def test_fits_match_another_computation(columns: int, delay: int) -> None:
    """Polynomials through each window, and coefficients by the pseudo-inverse, give the same to 1e-10."""
    rng = np.random.default_rng(columns + delay)
    x, y = rng.standard_normal((2, 120)).cumsum(axis=1)
    dt = 0.5
    parts = []
    for series in (x, y):
        rows = []
        for start in range(120 - (columns - 1) * delay):
            window = series[start : start + (columns - 1) * delay + 1 : delay]
            offset = np.arange(columns) * delay * dt
            c2, c1, c0 = np.polyfit(offset - offset.mean(), window, 2)
            rows.append((c0, c1, 2.0 * c2))
        parts.append(np.array(rows))
        assert derivatives(series, Embedding(columns, delay), dt) == pytest.approx(parts[-1], abs=1e-10)
    for fit, (own, other) in zip(
        fit_oscillators(x, y, Embedding(columns, delay), dt), (parts, parts[::-1]), strict=True
    ):
        inputs = np.column_stack([own[:, 0], own[:, 1], other[:, 0], other[:, 1]])
        expected = np.linalg.pinv(inputs) @ own[:, 2]
        assert fit[:4] == pytest.approx(expected, abs=1e-10)
        n, left = len(own), own[:, 2] - inputs @ expected
        adjusted = 1.0 - (left @ left / (n - 4)) / (own[:, 2] @ own[:, 2] / n)
        assert fit.adjusted == pytest.approx(adjusted, abs=1e-10)


def test_inertia_and_coordination_are_recovered() -> None:
    """Simulated with known inertia and coordination, both come back; and they equal the normal equations' answer."""
    rng, n = np.random.default_rng(2), 6000
    x, y = np.zeros(n), np.zeros(n)
    for t in range(2, n):
        x[t] = 0.4 + 0.6 * x[t - 2] + 0.2 * y[t - 2] + rng.standard_normal()
        y[t] = -0.1 + 0.5 * y[t - 2] - 0.3 * x[t - 2] + rng.standard_normal()
    first, second = fit_inertia(x, y, lag=2)
    assert first[:3] == pytest.approx((0.4, 0.6, 0.2), abs=0.05)
    assert second[:3] == pytest.approx((-0.1, 0.5, -0.3), abs=0.05)
    inputs = np.column_stack([np.ones(n - 2), x[:-2], y[:-2]])
    expected = np.linalg.solve(inputs.T @ inputs, inputs.T @ x[2:])
    assert first[:3] == pytest.approx(expected, abs=1e-10)
    left = x[2:] - inputs @ expected
    assert first.adjusted == pytest.approx(1.0 - (left @ left / (n - 5)) / (x[2:].var() * (n - 2) / (n - 3)), abs=1e-10)


def test_the_best_cut_is_the_one_that_explains_most() -> None:
    """Among cuts of an oscillation too fine a one, full of noise, loses; of equals the first is taken."""
    x, y = oscillation(1500, 0.1, noise=0.02)
    cuts = [Embedding(3, 1), Embedding(5, 2), Embedding(7, 2)]
    best = best_embedding(x, y, cuts, 0.1)
    totals = [sum(fit.adjusted for fit in fit_oscillators(x, y, cut, 0.1)) for cut in cuts]
    assert best == cuts[int(np.argmax(totals))]
    assert best != Embedding(3, 1)
    assert best_embedding(x, y, [cuts[1], Embedding(5, 2)]) is cuts[1]


def test_what_does_not_move_is_explained_by_nothing() -> None:
    """A constant series has an adjusted share of 0, not a division by zero."""
    still = np.full(40, 3.0)
    assert fit_inertia(still, still)[0].adjusted == 0.0
    assert fit_oscillators(np.zeros(40), np.zeros(40), Embedding(3, 1))[0].adjusted == 0.0


def test_chance_is_explained_by_nothing_on_average() -> None:
    """Over many unrelated series the adjusted share averages 0."""
    rng = np.random.default_rng(3)
    shares = [
        least_squares(
            np.column_stack([np.ones(30), rng.standard_normal((30, 3))]), rng.standard_normal(30), centred=True
        ).adjusted
        for _ in range(600)
    ]
    assert abs(np.mean(shares)) < 0.02


def test_periods() -> None:
    """Eta gives the period; what does not swing back has none."""
    assert period(-((2.0 * math.pi / 7.0) ** 2)) == pytest.approx(7.0)
    assert period(0.0) == math.inf


def test_impossible_series_are_refused() -> None:
    """Series too short, of unequal length or with gaps, and cuts that are none, are refused."""
    x, gap = np.arange(20.0), np.full(20, np.nan)
    for attempt in (
        lambda: embed(x, Embedding(2, 1)),
        lambda: embed(x, Embedding(3, 0)),
        lambda: embed(x, Embedding(11, 2)),
        lambda: embed(gap, Embedding(3, 1)),
        lambda: fit_oscillators(x, x[1:], Embedding(3, 1)),
        lambda: fit_oscillators(x[:7], x[:7], Embedding(3, 1)),
        lambda: fit_inertia(x, x[1:]),
        lambda: fit_inertia(x, gap),
        lambda: fit_inertia(x, x, lag=0),
        lambda: fit_inertia(x, x, lag=16),
        lambda: best_embedding(x, x, []),
    ):
        with pytest.raises(ValueError, match=r"embedding|short|length|inertia"):
            attempt()
