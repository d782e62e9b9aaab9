"""What may come back after a quiet time, and what a change was made of."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest

from homing.engine import alarm
from homing.engine.events import Event
from homing.engine.healing import At, asking, forecast, split

FLOOR, ALPHA = 0.02, 0.3


@dataclass(frozen=True)
class Told:
    """What the exact model says."""

    p: float
    low: float
    high: float


def exact(history: tuple[tuple[float, float], ...], event: Event, _: None) -> Told:
    """A latent-cause model worked out in full: every way to sort (time, hurt) moments into causes is weighed.

    The prior of a cause sums 1/(days + 1/4) over its moments, plus a floor; hurt is Beta(1, 1)-Bernoulli in each.
    """
    ways = [(1.0, ())] if not history else list(_sortings(history))
    total = sum(weight for weight, _ in ways)
    p = 0.0
    for weight, causes in ways:
        shares = [_pull(cause, event.time) for cause in causes] + [ALPHA]
        means = [(1.0 + sum(hurt for _, hurt in cause)) / (2.0 + len(cause)) for cause in causes] + [0.5]
        p += weight / total * sum(s * m for s, m in zip(shares, means, strict=True)) / sum(shares)
    return Told(p, 0.0, 1.0)


Cause = tuple[tuple[float, float], ...]


def _pull(cause: Cause, now: float) -> float:
    return FLOOR + sum(1.0 / (now - time + 0.25) for time, _ in cause)


def _sortings(history: Cause) -> Iterator[tuple[float, tuple[Cause, ...]]]:
    ways: list[tuple[float, tuple[Cause, ...]]] = [(1.0, ())]
    for moment in history:
        following = []
        for weight, causes in ways:
            shares = [_pull(cause, moment[0]) for cause in causes] + [ALPHA]
            for k, cause in enumerate((*causes, ())):
                mean = (1.0 + sum(hurt for _, hurt in cause)) / (2.0 + len(cause))
                here = weight * shares[k] / sum(shares) * (mean if moment[1] else 1.0 - mean)
                following.append((here, (*causes[:k], (*cause, moment), *causes[k + 1 :])))
        ways = following
    yield from ways


HISTORY = ((0.0, 1.0), (0.1, 1.0), (0.2, 1.0), (40.0, 0.0), (40.1, 0.0), (40.2, 0.0), (40.3, 0.0))
CUE = Event(time=40.4, cues=(("voice", 1.0),))


@pytest.mark.system("S7")
def test_an_old_alarm_may_come_back_after_quiet_days() -> None:
    """After old hurt and recent safety, an exact latent-cause model's alarm rises with the quiet, and levels off."""
    told = forecast(asking(exact, HISTORY, CUE, None), 40.4, (1.0, 7.0, 30.0, 180.0, 2000.0, 20000.0))
    ps = [told.now.p, *(at.p for at in told.later)]
    assert ps[0] < 0.3
    assert told.rise > 0.1
    assert all(a < b for a, b in pairwise(ps[:5]))
    assert abs(ps[-1] - ps[-2]) < 0.02
    assert max(ps) < exact(HISTORY[:3], Event(time=0.3), None).p
    assert told.now == At(0.0, ps[0], 0.0, 1.0)


def test_the_alarm_filter_answers_forecasts() -> None:
    """Asked through the same door, the alarm filter expects an old alarm to return after recent safety elsewhere."""
    hurt = [Event(0.5 * i, ("old",), (("voice", 1.0),), outcome=1.0, alarm=0.9) for i in range(12)]
    safe = [Event(400.0 + 0.5 * i, ("new",), (("voice", 1.0),), outcome=0.0, alarm=0.1) for i in range(12)]
    params = alarm.Params()
    state, _ = alarm.many(alarm.start(params), [*hurt, *safe], params)
    cue = Event(406.0, cues=(("voice", 1.0),))
    told = forecast(asking(alarm.read, state, cue, params), 406.0, (30.0, 365.0))
    assert told.rise > 0.05
    assert told.now.low <= told.now.p <= told.now.high


def test_nothing_returns_where_nothing_was() -> None:
    """Where there was no hurt, the quiet brings back no more than not knowing does."""
    told = forecast(asking(exact, HISTORY[3:], CUE, None), 40.4)
    assert [at.days for at in told.later] == [7.0, 30.0, 90.0]
    assert max(at.p for at in told.later) <= 0.5


def test_the_peak_is_the_earliest_of_the_highest() -> None:
    """Of days with equal alarm the earliest is the peak, and a fall is a rise below nothing."""
    flat = forecast(lambda time: At(0.0, 0.4 if time else 0.6, 0.1, 0.9), 0.0, (3.0, 5.0))
    assert flat.peak.days == 3.0
    assert flat.rise == pytest.approx(-0.2)


@pytest.mark.parametrize(
    ("now", "days"), [(0.0, ()), (0.0, (0.0,)), (0.0, (5.0, 3.0)), (0.0, (math.inf,)), (math.nan, (1.0,))]
)
def test_impossible_forecasts_are_refused(now: float, days: tuple[float, ...]) -> None:
    """No days, days that do not rise, and no present are refused."""
    with pytest.raises(ValueError, match="a forecast needs"):
        forecast(lambda _: At(0.0, 0.5, 0.0, 1.0), now, days)


@pytest.mark.system("S8")
def test_pure_experience_and_pure_insight_are_told_apart() -> None:
    """If only what a cause predicts changed it is all experience; if only the shares moved, all insight."""
    before = {"then": (0.7, 0.9), "now": (0.3, 0.2)}
    felt = split(before, {"then": (0.7, 0.5), "now": (0.3, 0.2)})
    seen = split(before, {"then": (0.2, 0.9), "now": (0.8, 0.2)})
    assert [felt.experience, felt.insight] == pytest.approx([-0.28, 0.0])
    assert [seen.experience, seen.insight] == pytest.approx([0.0, -0.35])


def test_a_new_situation_is_insight() -> None:
    """A cause that comes, or goes, changes which situation it is taken for, and teaches the others nothing."""
    change = split({"then": (1.0, 0.8)}, {"then": (0.4, 0.8), "new": (0.6, 0.1)})
    assert change.experience == 0.0
    assert change.insight == pytest.approx(-0.42)
    assert [name for name, _, _ in change.parts] == ["new", "then"]
    assert [part for _, *both in change.parts for part in both] == pytest.approx([0.0, 0.06, 0.0, -0.48])
    assert split({"then": (0.4, 0.8), "new": (0.6, 0.1)}, {"then": (1.0, 0.8)}).insight == pytest.approx(0.42)


@pytest.mark.parametrize(
    "causes", [{}, {"a": (0.9, 0.5)}, {"a": (1.0, 1.5)}, {"a": (1.0, math.nan)}, {"a": (1.5, 0.5), "b": (-0.5, 0.5)}]
)
def test_impossible_shares_are_refused(causes: dict[str, tuple[float, float]]) -> None:
    """Shares that do not sum to one, and alarms beyond the scale, are refused on either side."""
    good = {"a": (1.0, 0.5)}
    for before, after in ((causes, good), (good, causes)):
        with pytest.raises(ValueError, match="shares and alarms"):
            split(before, after)
