"""The body filter fed with the heart alone: every window a check-in, and what it then says of arousal."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from homing.engine import body
from homing.engine.body import CheckIn, Params
from homing.engine.events import Event
from homing.lab.columns import Floats
from homing.lab.heart.windows import WIDTH

_DAY = 86_400.0
_DIGITS = 9
"""Where nothing has been observed, windows tie; rounding errors must not rank them."""

_PLAIN = Params()


class Setting(NamedTuple):
    """What is tuned: ``pace`` stretches all times of the filter (below 1 it moves faster); the heart's gain and noise.

    The filter's placeholders are ``Setting()``.
    """

    pace: float = 1.0
    gain: float = _PLAIN.heart[0]
    sd: float = _PLAIN.heart[2]


SETTINGS = tuple(
    Setting(pace, gain, sd) for pace in (1.0, 0.3) for gain, sd in ((0.2, 1.2), (0.2, 0.6), (0.4, 0.6), (0.8, 0.6))
)
"""All that may be chosen from, the placeholders first."""


class Felt(NamedTuple):
    """At the end of each window, (N,): the expected ``arousal`` (0 to 10), and P(on edge)."""

    arousal: Floats
    edge: Floats


def felt(z: Floats, setting: Setting) -> Felt:
    """What the filter says when a window has ended, ``z`` (N,) being the heart relative to rest, NaN where unknown.

    It is asked as the next window ends, before it learns of that one: ten seconds later, and of nothing later.
    """
    params = _params(setting)
    times = (np.arange(len(z) + 1) * (WIDTH / _DAY)).tolist()
    events: list[Event] = [_check_in(*one) for one in zip(times, z.tolist(), strict=False)]
    _, readings = body.many(body.start(params), [*events, Event(times[-1])], params)
    told = np.array([(reading.mean, reading.states[1]) for reading in readings[1:]]).reshape(-1, 2)
    told = told.round(_DIGITS)
    return Felt(told[:, 0], told[:, 1])


def _check_in(time: float, z: float) -> Event:
    return CheckIn(time=time, heart=z) if math.isfinite(z) else Event(time)


def _params(setting: Setting) -> Params:
    slow, fast, thaw = (minutes * setting.pace for minutes in _PLAIN.minutes)
    return Params(
        minutes=(slow, fast, thaw),
        edge=_PLAIN.edge / setting.pace,
        ease=_PLAIN.ease / setting.pace,
        numb=_PLAIN.numb / setting.pace,
        thaw=_PLAIN.thaw / setting.pace,
        wake=_PLAIN.wake / setting.pace,
        heart=(setting.gain, _PLAIN.heart[1], setting.sd),
    )
