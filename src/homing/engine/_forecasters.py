"""The forecasters that the blend averages, in one shape. Each learns from labelled outcomes and from nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from . import alarm, forgetting_beta, world
from ._betalogit import beta_log_odds
from ._logistic import sigmoid
from .events import Event, Reading

_REACH_80 = 1.2815515655446004
"""Standard deviations to either side that hold 80 % of a Gaussian."""


@dataclass(frozen=True, slots=True)
class Forecaster:
    """Pure functions over an opaque state, as every filter has them; ``seed`` goes to those that draw.

    A reading's ``mean`` and ``variance`` are those of the log-odds of hurt. ``version`` changes with the numbers.
    """

    version: str
    start: Callable[[Any], Any]
    step: Callable[[Any, Event, Any, int], tuple[Any, Reading]]
    read: Callable[[Any, Event, Any], Reading]
    dump: Callable[[Any], bytes]
    load: Callable[[bytes], Any]


def outcome_causes() -> alarm.Params:
    """The latent-cause filter when it is trained on outcomes: one is one count, not several as a felt alarm is."""
    return alarm.Params(grain=1.0)


def _as_alarm(event: Event) -> Event:
    """The moment with what followed in the place of what was felt, which is left out."""
    return replace(event, alarm=event.outcome, outcome=None, aperture=1.0)


def _as_reading(said: alarm.AlarmReading) -> Reading:
    """Log-odds of the Beta distribution with the same mean and variance."""
    # A mixture of sharp opposites can be wider than any unimodal Beta: then the widest that has finite log-odds.
    count = max(said.p * (1.0 - said.p) / said.variance - 1.0, 0.1)
    mean, variance = beta_log_odds(said.p * count, (1.0 - said.p) * count)
    half = _REACH_80 * variance**0.5
    low, high = min(sigmoid(mean - half), said.p), max(sigmoid(mean + half), said.p)
    return Reading(said.p, low, high, mean, variance, said.seen)


def _causes_step(state: alarm.State, event: Event, params: alarm.Params, seed: int) -> tuple[alarm.State, Reading]:
    state, said = alarm.step(state, _as_alarm(event), params, seed=seed)
    return state, _as_reading(said)


def _causes_read(state: alarm.State, event: Event, params: alarm.Params) -> Reading:
    return _as_reading(alarm.read(state, event, params))  # which looks at neither alarm nor outcome


def _without_seed(
    step: Callable[[Any, Event, Any], tuple[Any, Reading]],
) -> Callable[[Any, Event, Any, int], tuple[Any, Reading]]:
    """The step of a forecaster that draws nothing."""

    def seeded(state: Any, event: Event, params: Any, _seed: int) -> tuple[Any, Reading]:
        return step(state, event, params)

    return seeded


FORECASTERS: dict[str, Forecaster] = {
    "world": Forecaster(
        world.VERSION,
        world.start,
        _without_seed(world.step),
        world.read,
        world.dump,
        world.load,
    ),
    "causes": Forecaster(alarm.VERSION, alarm.start, _causes_step, _causes_read, alarm.dump, alarm.load),
    "beta": Forecaster(
        forgetting_beta.VERSION,
        forgetting_beta.start,
        _without_seed(forgetting_beta.step),
        forgetting_beta.read,
        forgetting_beta.dump,
        forgetting_beta.load,
    ),
}
"""By name, in the order of the blend."""
