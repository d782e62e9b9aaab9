"""The blend on two kinds of simulated diary, in small. The full run: ``python -m benchmarks.diaries``.

Seeds 400000 and up: apart from those by which anything was chosen, and from those of the full run.
"""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks import diaries

from homing.lab.generators import GENERATORS, LABELLED, MOMENTS, hidden_causes

USERS = 40


@pytest.mark.slow
@pytest.mark.parametrize("name", GENERATORS)
def test_the_blend_holds_its_goals_in_small(name: str) -> None:
    """Over forty users no single forecaster is much better, readings are calibrated, intervals hold what is true."""
    result = diaries.run(name, range(400_000, 400_000 + USERS))
    assert result.behind < 0.015
    assert result.knowing < result.log_loss < result.constant - 0.02
    assert result.ece < 0.06
    assert 0.7 <= result.covered <= 0.9


@pytest.mark.parametrize("name", GENERATORS)
def test_diaries_are_as_described(name: str) -> None:
    """Two moments a day, 60 % of endings noted, 30 % of what was there not written down, the same under one seed."""
    users = [GENERATORS[name](seed) for seed in range(400_100, 400_130)]
    moments = [moment for user in users for moment in user]
    assert all(len(user) == MOMENTS for user in users)
    assert np.mean([user[-1].event.time for user in users]) == pytest.approx(60.0, abs=3.0)
    assert np.mean([m.event.outcome is not None for m in moments]) == pytest.approx(LABELLED, abs=0.02)
    assert np.mean([m.event.setting is None for m in moments]) == pytest.approx(0.3, abs=0.03)
    assert all(m.event.outcome in (None, m.hurt) for m in moments)
    assert np.mean([m.hurt - m.p for m in moments]) == pytest.approx(0.0, abs=0.03)
    assert GENERATORS[name](400_100) == users[0]


def test_hurt_by_hidden_causes_has_few_levels() -> None:
    """In the second generator the true probability takes at most four values, whatever the cues."""
    assert len({moment.p for moment in hidden_causes(400_200)}) <= 4
