"""Partial pooling, against closed forms and against sums done one by one."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from homing.engine import _pooling
from homing.engine._beta import beta_cdf
from homing.engine._pooling import next_time, pooled_shares, pooled_times, share, share_at
from homing.engine._recovery import Recovery

COUNTS = [(9, 10), (0, 1), (3, 8), (2, 2), (40, 60)]
PRIOR = Recovery()
TIMES = [[20.0, 25.0, 31.0], [90.0], [45.0, 50.0]]


def log_beta(a: float, b: float) -> float:
    """The logarithm of the beta function."""
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def families() -> list[tuple[float, float, float]]:
    """Every family of shares: a, b and its weight beforehand, from their description."""
    found = [(2.0**i * m / 16.0, 2.0**i * (16 - m) / 16.0) for i in range(7) for m in range(1, 16)]
    return [(a, b, (a + b) ** -0.5) for a, b in found if min(a, b) >= 0.5]


def mixture(j: int | None) -> list[tuple[float, float, float]]:
    """The exact posterior of a group's share (None: of an unseen one), as weighted Betas."""
    logs = []
    for a, b, prior in families():
        told = math.fsum(log_beta(a + k, b + n - k) - log_beta(a, b) for k, n in COUNTS)
        logs.append(math.log(prior) + told)
    top = max(logs)
    weights = [math.exp(log - top) for log in logs]
    k, n = (0, 0) if j is None else COUNTS[j]
    total = math.fsum(weights)
    return [(w / total, a + k, b + n - k) for w, (a, b, _) in zip(weights, families(), strict=True)]


@pytest.mark.parametrize("j", [0, 1, 2, 3, 4, None])
def test_shares_are_those_of_beta_binomials(j: int | None) -> None:
    """Mean and bounds of each group are those of the exact mixture of Betas."""
    pooled, exact = pooled_shares(COUNTS), mixture(j)
    belief = pooled.unseen if j is None else pooled.each[j]
    mean, low, high = share(belief, 0.8)
    assert mean == pytest.approx(math.fsum(w * a / (a + b) for w, a, b in exact), abs=1e-4)
    for bound, mass in ((low, 0.1), (high, 0.9)):
        assert math.fsum(w * beta_cdf(bound, a, b) for w, a, b in exact) == pytest.approx(mass, abs=1e-3)


def normal_families() -> list[tuple[float, float, float]]:
    """Every family of times: centre, spread and weight beforehand, from their description."""
    steps = [-3.0 + 0.25 * i for i in range(25)]
    sd = math.sqrt(PRIOR.variance)
    return [(PRIOR.mean + sd * s, tau, math.exp(-0.5 * s * s)) for tau in (0.1, 0.2, 0.4, 0.8) for s in steps]


SCATTERS = [0.09, 0.25, 0.64, 1.5625]


def below(log_time: float, j: int | None) -> float:
    """P(the next log time of a group is below this), by conjugate normals in closed form."""
    weights, shares = [], []
    for scatter, (centre, tau, prior) in product(SCATTERS, normal_families()):
        log, mean, rest = math.log(prior), centre, tau * tau
        for i, times in enumerate(TIMES):
            logs, n = [math.log(time) for time in times], len(times)
            y = math.fsum(logs) / n
            variance = tau * tau + scatter / n
            within = math.fsum((one - y) ** 2 for one in logs) / scatter + (n - 1) * math.log(scatter)
            log -= 0.5 * ((y - centre) ** 2 / variance + math.log(variance) + within)
            if i == j:
                gain = tau * tau / variance
                mean, rest = centre + gain * (y - centre), tau * tau * (1.0 - gain)
        weights.append(math.exp(log))
        shares.append(0.5 * math.erfc((mean - log_time) / math.sqrt(2.0 * (rest + scatter))))
    return math.fsum(w * s for w, s in zip(weights, shares, strict=True)) / math.fsum(weights)


@pytest.mark.parametrize("j", [0, 1, 2, None])
def test_times_are_those_of_conjugate_normals(j: int | None) -> None:
    """Without waits that were not over, median and bounds are those of the closed form."""
    pooled = pooled_times([(times, []) for times in TIMES], PRIOR)
    said = next_time(pooled.unseen if j is None else pooled.each[j], PRIOR, 0.8)
    for minutes, mass in ((said.low, 0.1), (said.median, 0.5), (said.high, 0.9)):
        assert below(math.log(minutes), j) == pytest.approx(mass, abs=2e-3)


def test_waits_that_were_not_over_count_as_tails() -> None:
    """One group with a time and two waits: the median found by summing over families and another grid, one by one."""
    times, waits = [30.0], [40.0, 60.0]
    grid = [-1.0 + 0.03 * i for i in range(334)]
    belief = [
        math.fsum(w * math.exp(-0.5 * ((m - centre) / tau) ** 2) / tau for centre, tau, w in normal_families())
        for m in grid
    ]
    mass = []
    for scatter, (m, prior) in product(SCATTERS, zip(grid, belief, strict=True)):
        heard = math.exp(-0.5 * (math.log(times[0]) - m) ** 2 / scatter) / math.sqrt(scatter)
        tail = math.prod(0.5 * math.erfc((math.log(wait) - m) / math.sqrt(2.0 * scatter)) for wait in waits)
        mass.append((prior * heard * tail, m, scatter))
    said = next_time(pooled_times([(times, waits)], PRIOR).each[0], PRIOR, 0.8)
    for minutes, wanted in ((said.low, 0.1), (said.median, 0.5), (said.high, 0.9)):
        inside = math.fsum(
            p * 0.5 * math.erfc((m - math.log(minutes)) / math.sqrt(2.0 * scatter)) for p, m, scatter in mass
        )
        assert inside / math.fsum(p for p, _, _ in mass) == pytest.approx(wanted, abs=2e-3)


def test_the_far_tail_goes_on_smoothly() -> None:
    """Where the error function has no digits left, its series takes over without a step."""
    near, far = _pooling._log_tail(30.0 - 1e-9), _pooling._log_tail(30.0)
    assert near == pytest.approx(far, abs=2e-3)
    assert _pooling._log_tail(60.0) < -1800.0


def test_nothing_told_is_the_prior() -> None:
    """Without any group the unseen one has the prior's own middle, and no group is spoken of."""
    shares, times = pooled_shares([]), pooled_times([], PRIOR)
    assert len(shares.each) == len(times.each) == 0
    assert share(shares.unseen, 0.8)[0] == pytest.approx(0.5)
    assert next_time(times.unseen, PRIOR, 0.8).median == pytest.approx(20.0, rel=0.01)


def test_quantiles_of_a_share_stay_inside() -> None:
    """The least and the most of a belief are shares too."""
    belief = pooled_shares([(1, 2)]).each[0]
    ends = [share_at(belief, q) for q in (0.0, 0.5, 1.0)]
    assert 0.0 < ends[0] < ends[1] < ends[2] < 1.0


def test_all_beliefs_sum_to_one() -> None:
    """Every belief is a distribution, also where the evidence is overwhelming."""
    pooled = pooled_shares([(0, 100_000), (100_000, 100_000), (1, 3)])
    assert np.allclose([*pooled.each.sum(axis=1), pooled.unseen.sum()], 1.0)
    timed = pooled_times([([1e-6] * 50, [1e9] * 50), ([1e9], [])], PRIOR)
    assert np.allclose([*timed.each.sum(axis=(1, 2)), timed.unseen.sum()], 1.0)
