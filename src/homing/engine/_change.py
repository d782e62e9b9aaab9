"""What may come back after a quiet time, and what the change of a cue was made of."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, TypeVar

from .events import Event

S = TypeVar("S", contravariant=True)
P = TypeVar("P", contravariant=True)


class Alarming(Protocol):
    """What a forecast needs of a reading: the expected alarm and its bounds, each in [0, 1]."""

    @property
    def p(self) -> float: ...

    @property
    def low(self) -> float: ...

    @property
    def high(self) -> float: ...


class Reads(Protocol[S, P]):
    """The ``read`` of an alarm filter: what a state says of an event now or later, without learning."""

    def __call__(self, state: S, event: Event, params: P, /) -> Alarming: ...


class At(NamedTuple):
    """The alarm expected ``days`` from now: expected value and bounds, in [0, 1]."""

    days: float
    p: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """The alarm of one cue now, and after some quiet days in which nothing happens.

    It is the model's own account of spontaneous recovery, not a promise: old causes come back as the recent ones fade
    (science page, sections 1.3 and 5.5). That something comes back is normal, and no failure.
    """

    now: At
    later: tuple[At, ...]

    @property
    def peak(self) -> At:
        """The later day with the highest expected alarm; the earliest of equals."""
        return max(self.later, key=lambda at: (at.p, -at.days))

    @property
    def rise(self) -> float:
        """By how much the alarm may rise at its peak, in [-1, 1]; not above 0 when nothing is expected to return."""
        return self.peak.p - self.now.p


def asking(read: Reads[S, P], state: S, event: Event, params: P) -> Callable[[float], Alarming]:
    """A question about one moment, left open in time: a function from a time (days, epoch) to a reading."""
    return lambda time: read(state, replace(event, time=time), params)


def forecast(ask: Callable[[float], Alarming], now: float, days: tuple[float, ...] = (7.0, 30.0, 90.0)) -> Forecast:
    """What a cue's alarm may be after so many quiet days, as ``ask`` tells it (see :func:`asking`).

    ``now`` is in days since the Unix epoch. The filter may not learn from being asked. Raises ``ValueError`` for
    no days, for days that are not positive and rising, and for a present that is not finite.

    >>> fading = lambda time: At(0.0, 0.5 - 0.3 / (1.0 + time), 0.0, 1.0)
    >>> told = forecast(fading, now=0.0, days=(9.0, 29.0))
    >>> round(told.now.p, 2), [round(at.p, 2) for at in told.later], round(told.rise, 2), told.peak.days
    (0.2, [0.47, 0.49], 0.29, 29.0)
    """
    marks = (0.0, *days)
    if not days or not all(a < b < math.inf for a, b in zip(marks, days, strict=False)) or not math.isfinite(now):
        raise ValueError("a forecast needs a finite present, and days after it that are positive and rising")
    here, *later = (At(gap, told.p, told.low, told.high) for gap in marks for told in [ask(now + gap)])
    return Forecast(here, tuple(later))


class Change(NamedTuple):
    """The change of an expected alarm, in two parts that sum to it. Each part is in [-1, 1].

    ``experience``: what the causes predict changed. ``insight``: for which situation the cue is taken changed.
    ``parts`` holds both for each cause, in the order of their names.
    """

    before: float
    after: float
    experience: float
    insight: float
    parts: tuple[tuple[str, float, float], ...]


Causes = Mapping[str, tuple[float, float]]
"""For each latent cause its share q (they sum to 1) and the alarm A it predicts, both in [0, 1]."""


def split(before: Causes, after: Causes) -> Change:
    """Split the change of sum_k q_k A_k into what the A did (experience) and what the q did (insight).

    With two players, the Shapley value (Shapley 1953, "A value for n-person games") takes the mean of both orders:
    experience is sum_k (q_k + q'_k)/2 (A'_k - A_k), insight is sum_k (A_k + A'_k)/2 (q'_k - q_k). The two sum to the
    whole, and swapping before and after turns both round. A cause that exists on one side alone has share 0 on the
    other and the same alarm: its coming or going is a change of situation, not of what it predicts.

    Raises ``ValueError`` unless shares and alarms lie in [0, 1] and the shares sum to 1 on each side.

    >>> change = split({"then": (0.8, 0.9), "now": (0.2, 0.3)}, {"then": (0.5, 0.9), "now": (0.5, 0.1)})
    >>> round(change.before, 3), round(change.after, 3), round(change.experience, 3), round(change.insight, 3)
    (0.78, 0.5, -0.07, -0.21)
    """
    for causes in (before, after):
        inside = all(0.0 <= q <= 1.0 and 0.0 <= alarm <= 1.0 for q, alarm in causes.values())
        if not inside or abs(math.fsum(q for q, _ in causes.values()) - 1.0) > 1e-9:
            raise ValueError("shares and alarms must lie in [0, 1], and the shares must sum to 1")
    parts = []
    for name in sorted({**before, **after}):
        q, alarm = before[name] if name in before else (0.0, after[name][1])
        new_q, new_alarm = after.get(name, (0.0, alarm))
        parts.append((name, 0.5 * (q + new_q) * (new_alarm - alarm), 0.5 * (alarm + new_alarm) * (new_q - q)))
    return Change(
        math.fsum(q * alarm for q, alarm in before.values()),
        math.fsum(q * alarm for q, alarm in after.values()),
        math.fsum(part[1] for part in parts),
        math.fsum(part[2] for part in parts),
        tuple(parts),
    )
