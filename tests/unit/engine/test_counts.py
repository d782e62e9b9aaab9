"""k of n with its interval, against numbers found in another way."""

from __future__ import annotations

import math

import numpy as np
import pytest

from homing.engine._beta import beta_cdf
from homing.engine.counts import jeffreys

NODES, WEIGHTS = np.polynomial.legendre.leggauss(200)


def mass_below(x: float, k: int, n: int) -> float:
    """Beta(k + 1/2, n - k + 1/2) mass below x: with x = sin(t)^2 the density is sin(t)^2k cos(t)^2(n-k), which is
    smooth, so that Gauss-Legendre quadrature is exact to rounding.
    """
    peak = math.asin(math.sqrt(k / n)) if n else 0.0

    def area(end: float) -> float:
        t = 0.5 * end * (NODES + 1.0)
        log = sum(m * (np.log(f(t)) - math.log(f(peak))) for m, f in ((2 * k, np.sin), (2 * (n - k), np.cos)) if m)
        return float(0.5 * end * (WEIGHTS @ np.exp(log)))

    return area(math.asin(math.sqrt(x))) / area(0.5 * math.pi)


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(2, 9, 0.05, 0.54), (1, 5, 0.02, 0.63), (0, 3, 0.0, 0.54), (18, 60, 0.20, 0.42)],
)
def test_intervals_of_the_design_are_met(k: int, n: int, low: float, high: float) -> None:
    """The four intervals stated in the design come out, to the two digits given."""
    count = jeffreys(k, n)
    assert (round(count.low, 2), round(count.high, 2)) == (low, high)
    assert (count.k, count.n, count.level) == (k, n, 0.95)


@pytest.mark.parametrize("n", [1, 2, 3, 5, 9, 33, 60, 250])
@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.999])
def test_tails_hold_the_mass_they_should(n: int, level: float) -> None:
    """Each open bound cuts off half of what the level leaves, by an independent quadrature."""
    for k in sorted({0, 1, n // 3, n // 2, n - 1, n}):
        count = jeffreys(k, n, level)
        if k > 0:
            assert mass_below(count.low, k, n) == pytest.approx((1 - level) / 2, abs=1e-11)
        if k < n:
            assert mass_below(count.high, k, n) == pytest.approx((1 + level) / 2, abs=1e-11)


def test_the_ends_are_closed() -> None:
    """None of n reaches down to 0, all of n up to 1, and no moment at all says nothing."""
    assert jeffreys(0, 7).low == 0.0
    assert jeffreys(7, 7).high == 1.0
    assert (jeffreys(0, 0).low, jeffreys(0, 0).high) == (0.0, 1.0)


def test_hurt_and_not_hurt_mirror_each_other() -> None:
    """The interval of k of n is that of n - k of n, turned round."""
    for k, n in ((0, 4), (1, 5), (3, 11), (40, 400)):
        one, two = jeffreys(k, n), jeffreys(n - k, n)
        assert one.low == pytest.approx(1 - two.high, abs=1e-12)
        assert one.high == pytest.approx(1 - two.low, abs=1e-12)


def test_large_counts_approach_the_normal_interval() -> None:
    """With ten thousand moments the interval is the textbook one, and it is found without trouble."""
    count, half = jeffreys(3000, 10_000), 1.959964 * math.sqrt(0.3 * 0.7 / 10_000)
    assert count.low == pytest.approx(0.3 - half, abs=1e-4)
    assert count.high == pytest.approx(0.3 + half, abs=1e-4)


def test_extreme_levels_stay_in_order() -> None:
    """A level close to 1 still gives bounds inside (0, 1) that hold the share."""
    for k, n in ((1, 2), (1, 500), (499, 500)):
        count = jeffreys(k, n, 0.999999)
        assert 0.0 < count.low < k / n < count.high < 1.0


def test_incomplete_beta_matches_closed_forms() -> None:
    """I_x(1, b) and I_x(a, 1) have closed forms, on both sides of the mode."""
    for x in (0.01, 0.2, 0.5, 0.9, 0.999):
        assert beta_cdf(x, 1.0, 3.5) == pytest.approx(1 - (1 - x) ** 3.5, rel=1e-12)
        assert beta_cdf(x, 4.5, 1.0) == pytest.approx(x**4.5, rel=1e-12)


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3), (0, -1)])
def test_impossible_counts_are_refused(k: int, n: int) -> None:
    """More than all, or fewer than none, is refused."""
    with pytest.raises(ValueError, match="0 <= k <= n"):
        jeffreys(k, n)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.5, math.nan])
def test_impossible_levels_are_refused(level: float) -> None:
    """A level of 0 or 1, or none at all, is refused."""
    with pytest.raises(ValueError, match="level"):
        jeffreys(1, 2, level)
