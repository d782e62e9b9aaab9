"""Whether the body filter's widths mean what they say, on bodies simulated from its own laws.

This shows that the arithmetic is right. It is no evidence about people.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from homing.engine import body
from homing.engine._felt import generator
from homing.engine.body import WORDS, CheckIn, Params

PARAMS = Params()
TICK = 1.0 / 1440.0


class Scores(NamedTuple):
    """Per check-in: true arousal and state, and what was said before it was told; and the last told arousal."""

    arousal: NDArray[np.float64]
    state: NDArray[np.float64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    believed: NDArray[np.float64]
    last: NDArray[np.float64]


def lived(seed: int, check_ins: int) -> list[tuple[CheckIn, float, int]]:
    """One simulated body, minute by minute, looked at every quarter of an hour to three hours."""
    rng = np.random.default_rng(seed)
    state, a, time, told = 0, 2.0, 0.0, []
    paces, spreads = 1440.0 / np.array(PARAMS.minutes), np.array(PARAMS.spread)
    for _ in range(check_ins):
        minutes, lead = int(rng.integers(15, 180)), int(PARAMS.lead)
        expected = float(rng.uniform()) if rng.random() < 0.4 else None
        for minute in range(minutes):
            acting = expected if minute >= minutes - lead else None
            jump = TICK * generator(PARAMS, acting, None)[state]
            jump[state] = 0.0
            state = _next(rng, jump, state)
            keep = np.exp(-TICK * paces[state])
            a = PARAMS.arousal[state] + keep * (a - PARAMS.arousal[state])
            a += spreads[state] * np.sqrt(1.0 - keep**2) * rng.standard_normal()
        time += minutes * TICK
        word = str(rng.choice(WORDS, p=PARAMS.confusion[state])) if rng.random() < 0.7 else None
        report = int(np.clip(np.round(a + rng.standard_normal() * PARAMS.report_sd), 0, 10))
        heart = PARAMS.heart[0] * (a - PARAMS.heart[1]) + PARAMS.heart[2] * rng.standard_normal()
        look = CheckIn(
            time=time,
            felt=word,
            arousal=report if rng.random() < 0.7 else None,
            heart=float(heart) if rng.random() < 0.3 else None,
            expected=expected,
        )
        told.append((look, float(a), state))
    return told


def _next(rng: np.random.Generator, jump: NDArray[np.float64], state: int) -> int:
    return int(np.searchsorted(jump.cumsum(), u)) if (u := rng.random()) < jump.sum() else state


@pytest.fixture(scope="module")
def scores() -> Scores:
    """The filter over fifteen simulated bodies, none of them used for any choice."""
    rows = []
    for seed in range(400, 415):
        state, last = body.start(PARAMS), 2.0
        for look, a, true in lived(seed, 40):
            state, said = body.step(state, look, PARAMS)
            rows.append((a, true, said.mean, 10 * said.low, 10 * said.high, said.states[true], last))
            last = last if look.arousal is None else look.arousal
    return Scores(*np.array(rows, dtype=float).T)


@pytest.mark.system("S10")
def test_interval_holds_the_true_arousal(scores: Scores) -> None:
    """The 80 % interval holds the true arousal, before it is told, in 75 to 85 % of check-ins."""
    assert 0.75 <= np.mean((scores.low <= scores.arousal) & (scores.arousal <= scores.high)) <= 0.85


def test_the_filter_knows_more_than_the_last_answer(scores: Scores) -> None:
    """Its error is clearly below that of the last told arousal and of the best constant."""
    error = np.mean((scores.mean - scores.arousal) ** 2)
    assert error < 0.8 * np.mean((scores.last - scores.arousal) ** 2)
    assert error < 0.95 * scores.arousal.var()


def test_states_are_believed_as_often_as_they_are_true(scores: Scores) -> None:
    """The log loss over the three states beats that of their long-run shares."""
    shares = PARAMS.table.rest[scores.state.astype(int)]
    assert -np.mean(np.log(scores.believed)) < -np.mean(np.log(shares)) - 0.05
