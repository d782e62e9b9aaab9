"""What holds of every cycle and every trend."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.engine.cycle import Round, erosion, learn, likely_next, next_moves, turned_back
from tests.examples import examples

MOVES = st.sampled_from("abcdef") | st.text(min_size=1, max_size=4)
ROUNDS = st.lists(
    st.builds(Round, st.lists(MOVES, min_size=1, max_size=6).map(tuple), st.booleans(), st.booleans()), max_size=12
)


@settings(max_examples=examples(8, 40), deadline=None)
@given(ROUNDS, MOVES, st.floats(0.3, 0.98))
def test_every_row_is_a_belief(rounds: list[Round], move: str, level: float) -> None:
    """Shares sum to one within ordered bounds, counts add up, and the order of rounds does not matter."""
    chain = learn(rounds)
    told = next_moves(chain, move, level)
    assert sum(one.p for one in told) == pytest.approx(1.0)
    assert sum(one.k for one in told) == told[0].n == sum(one.moves.count(move) for one in rounds)
    assert all(0.0 <= one.low <= one.p <= one.high <= 1.0 for one in told)
    assert next_moves(learn(rounds[::-1]), move, level) == told
    likely = likely_next(chain, move, level)
    assert likely is None or likely == told[0]
    wider = {one.move: one for one in next_moves(chain, move, 0.5 + level / 2)}
    assert all(wider[one.move].low <= one.low and one.high <= wider[one.move].high for one in told)


@settings(max_examples=examples(8, 40), deadline=None)
@given(ROUNDS)
def test_every_turn_is_counted_once(rounds: list[Round]) -> None:
    """The turns told are as many as there were, and none is of more rounds than came by."""
    told = turned_back(rounds)
    assert sum(one.share.k for one in told) == sum(one.turned_back for one in rounds)
    assert all(one.share.n == sum(one.move in lived.moves for lived in rounds) for one in told)


@settings(max_examples=examples(16, 80), deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.0, 182.0), st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8, 1.0])), max_size=60),
    st.floats(0.1, 10.0),
)
def test_a_trend_turns_with_its_values(points: list[tuple[float, float]], scale: float) -> None:
    """Bounds hold the slope; other units scale it, turning the values over turns it over, and order is irrelevant."""
    times, values = np.array(points, dtype=float).reshape(-1, 2).T
    trend = erosion(times, values, now=182.0)
    again = erosion(times[::-1], values[::-1], now=182.0)
    assert (again is None) == (trend is None)
    if trend is None or again is None:
        return
    assert trend.low <= trend.slope <= trend.high
    assert again.slope == pytest.approx(trend.slope, abs=1e-12)
    turned = erosion(times, 1.0 - scale * values, now=182.0)
    assert turned is not None
    assert turned.slope == pytest.approx(-scale * trend.slope, abs=1e-9)
    assert turned.low == pytest.approx(-scale * trend.high, abs=1e-9)
