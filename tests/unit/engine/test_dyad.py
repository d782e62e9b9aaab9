"""Two people taking turns: resting places, their stability, and repair."""

from __future__ import annotations

import math

import numpy as np
import pytest

from homing.engine.dyad import (
    Dyad,
    Influence,
    bilinear,
    fixed_points,
    null_clines,
    ojive,
    simulate,
    with_repair,
)


def warm(minus: float, plus: float = 0.25) -> Dyad:
    """The bilinear pair of the demonstration."""
    return Dyad(0.6, 0.3, bilinear(plus, minus), 0.4, 0.35, bilinear(plus, minus))


OJIVE = Dyad(0.1, 0.3, ojive(-2.0, 1.5, -1.0, 1.0), 0.05, 0.35, ojive(-2.0, 1.5, -1.0, 1.0))


@pytest.mark.system("S11")
def test_demonstrations_of_the_design() -> None:
    """One warm resting place; with stronger negative influence a second at the wall; three with ojives."""
    one = fixed_points(warm(0.4))
    assert [(round(p.w, 2), round(p.h, 2), p.stable) for p in one] == [(1.25, 1.10, True)]
    three = fixed_points(warm(0.9))
    assert [(p.stable, p.w < 0) for p in three] == [(True, True), (False, True), (True, False)]
    assert (three[0].w, three[0].h) == (-10.0, -10.0)
    steps = fixed_points(OJIVE)
    assert [(round(p.w, 1), round(p.h, 1)) for p in steps] == [(-2.7, -3.0), (0.1, 0.1), (2.3, 2.4)]
    assert (round(steps[1].w, 2), round(steps[1].h, 2)) == (0.14, 0.08)
    assert all(p.stable and p.radius == pytest.approx(0.35) for p in steps)


def test_where_it_starts_decides_where_it_ends() -> None:
    """Either side of the unstable point leads to the warm place or to the wall."""
    dyad = warm(0.9)
    saddle = fixed_points(dyad)[1]
    for push, end in ((0.1, (1.25, 1.10)), (-0.1, (-10.0, -10.0))):
        last = simulate(dyad, saddle.w + push, saddle.h + push, 400)[-1]
        assert last == pytest.approx(end, abs=0.01)


@pytest.mark.system("S11")
def test_repair_lifts_the_pair_out() -> None:
    """A repair where things are bad takes away the resting place at the wall."""
    dyad = warm(0.9)
    repaired = Dyad(0.6, 0.3, with_repair(dyad.on_w, -2.0, 8.0), 0.4, 0.35, with_repair(dyad.on_h, -2.0, 8.0))
    assert simulate(dyad, -3.0, -3.0, 400)[-1][0] == -10.0
    assert min(point.w for point in fixed_points(repaired) if point.stable) > 0.0
    assert simulate(repaired, -3.0, -3.0, 400)[-1] == pytest.approx((1.25, 1.10), abs=0.01)


def test_repair_fits_among_other_pieces() -> None:
    """A repair between the breaks of another influence adds below its threshold and nowhere else."""
    base = ojive(-2.0, 1.5, -3.0, 1.0)
    repaired = with_repair(base, -1.0, 0.5)
    for score in (-5.0, -3.0, -2.0, -1.0, -0.9, 0.0, 1.0, 4.0):
        assert repaired(score) == base(score) + (0.5 if score <= -1.0 else 0.0)


@pytest.mark.parametrize("seed", range(25))
def test_every_fixed_point_is_found(seed: int) -> None:
    """For random pairs the points are those at which one person's answer to the other's crosses, found on a grid."""
    rng = np.random.default_rng(seed)
    a, b = rng.normal(0.0, 1.0, 2)
    r1, r2 = rng.uniform(-0.6, 0.8, 2)
    plus, minus = rng.uniform(-1.2, 1.5, (2, 2))
    dyad = Dyad(a, r1, bilinear(plus[0], minus[0]), b, r2, bilinear(plus[1], minus[1]), wall=6.0)
    w = np.linspace(-6.001, 6.001, 200_001)
    _, h = null_clines(dyad, w)
    off = null_clines(dyad, h)[0] - w
    crossings = w[:-1][np.sign(off[:-1]) != np.sign(off[1:])]
    found = fixed_points(dyad)
    assert [point.w for point in found] == pytest.approx(crossings, abs=1e-3)
    for point in found:
        assert dyad.turn(point.w, point.h) == pytest.approx((point.w, point.h), abs=1e-9)
        pushed = simulate(dyad, point.w + 1e-4, point.h - 1e-4, 1500)[-1]
        if point.radius < 0.99:
            assert pushed == pytest.approx((point.w, point.h), abs=1e-3)
        if point.radius > 1.01:
            assert math.dist(pushed, (point.w, point.h)) > 1e-3


def test_points_where_pieces_meet_and_lines_of_points() -> None:
    """A point on a break is found once and judged by its less stable side; a line of points is left out."""
    tied = Dyad(0.0, 0.0, bilinear(0.5, 3.0), 0.0, 0.0, bilinear(0.5, 3.0))
    middle = next(point for point in fixed_points(tied) if point.w == 0.0)
    assert middle.radius == pytest.approx(9.0)
    line = Dyad(0.0, 0.0, bilinear(1.0, 1.0), 0.0, 0.0, bilinear(1.0, 1.0))
    assert {point.w for point in fixed_points(line)} <= {-10.0, 10.0}


def test_clines_cross_where_nothing_moves() -> None:
    """At a fixed point each person rests given the other."""
    point = fixed_points(warm(0.4))[0]
    w, _ = null_clines(warm(0.4), np.array([point.h]))
    _, h = null_clines(warm(0.4), np.array([point.w]))
    assert (w[0], h[0]) == pytest.approx((point.w, point.h))


def test_paths_have_the_start_and_every_turn() -> None:
    """A path has one row more than turns, the second answers the newer score, and none leaves the walls."""
    dyad = warm(0.9)
    path = simulate(dyad, -9.0, 4.0, 50)
    assert path.shape == (51, 2)
    w = dyad.a + dyad.r1 * -9.0 + dyad.on_w(4.0)
    assert path[1] == pytest.approx((w, dyad.b + dyad.r2 * 4.0 + dyad.on_h(w)))
    assert np.abs(path).max() <= 10.0
    assert simulate(dyad, 1.0, 2.0, 0).tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize(
    ("breaks", "slopes", "offsets"),
    [((0.0,), (1.0,), (0.0, 0.0)), ((1.0, 0.0), (1.0,) * 3, (0.0,) * 3), ((0.0,), (1.0, math.nan), (0.0, 0.0))],
)
def test_impossible_influences_are_refused(
    breaks: tuple[float, ...], slopes: tuple[float, ...], offsets: tuple[float, ...]
) -> None:
    """Lines that do not fit their breaks, and numbers that are none, are refused."""
    with pytest.raises(ValueError, match="an influence needs"):
        Influence(breaks, slopes, offsets)


def test_impossible_pairs_are_refused() -> None:
    """Inertia of 1, no wall, and starts that are no numbers are refused."""
    plain = bilinear(0.1, 0.1)
    for a, r1, r2, wall in (
        (0.0, 1.0, 0.0, 9.0),
        (0.0, 0.0, math.nan, 9.0),
        (math.nan, 0.0, 0.0, 9.0),
        (0.0, 0.0, 0.0, 0.0),
    ):
        with pytest.raises(ValueError, match=r"[Ii]nertia|wall"):
            Dyad(a, r1, plain, 0.0, r2, plain, wall)
