"""What holds of every pair that takes turns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.engine.dyad import Dyad, Influence, bilinear, fixed_points, ojive, simulate, with_repair
from tests.examples import examples

SLOPE, LEVEL, INERTIA = st.floats(-2.0, 2.0), st.floats(-5.0, 5.0), st.floats(-0.9, 0.9)
BILINEAR = st.builds(bilinear, SLOPE, SLOPE)
OJIVE = st.builds(ojive, LEVEL, LEVEL, st.floats(-5.0, -0.1), st.floats(0.1, 5.0))
ANY = BILINEAR | OJIVE | st.builds(with_repair, BILINEAR | OJIVE, st.floats(-5.0, 0.0), LEVEL)
DYADS = st.builds(Dyad, LEVEL, INERTIA, ANY, LEVEL, INERTIA, ANY, st.floats(0.5, 20.0))


@settings(max_examples=examples(16, 80), deadline=None)
@given(DYADS)
def test_fixed_points_are_fixed(dyad: Dyad) -> None:
    """A turn at a fixed point stays there, and no point is told twice."""
    points = fixed_points(dyad)
    for point in points:
        assert dyad.turn(point.w, point.h) == pytest.approx((point.w, point.h), abs=1e-7)
    assert len({(p.w, p.h) for p in points}) == len(points)


@settings(max_examples=examples(12, 60), deadline=None)
@given(DYADS, LEVEL, LEVEL)
def test_where_a_path_comes_to_rest_is_a_fixed_point(dyad: Dyad, w: float, h: float) -> None:
    """If a path has stopped moving, it stopped at one of the points found."""
    path = simulate(dyad, w, h, 300)
    if abs(path[-1] - path[-2]).max() < 1e-13 and abs(path[-1] - path[-30]).max() < 1e-12:
        points = fixed_points(dyad)
        singular = not points or min(abs(complex(p.w, p.h) - complex(*path[-1])) for p in points) > 1e-6
        assert not singular or _has_a_line(dyad)


def _has_a_line(dyad: Dyad) -> bool:
    """Whether some pair of pieces leaves a whole line of points fixed."""
    return any(
        abs((1.0 - dyad.r1) * (1.0 - dyad.r2) - s * t) < 1e-9 for s in dyad.on_w.slopes for t in dyad.on_h.slopes
    )


@settings(max_examples=examples(12, 60), deadline=None)
@given(BILINEAR | OJIVE, st.floats(-5.0, 5.0), LEVEL, st.floats(-8.0, 8.0))
def test_a_repair_adds_at_and_below_its_threshold(
    base: Influence, threshold: float, amount: float, score: float
) -> None:
    """A repair changes nothing above its threshold and adds itself below."""
    repaired = with_repair(base, threshold, amount)
    assert repaired(score) == pytest.approx(base(score) + (amount if score <= threshold else 0.0))
