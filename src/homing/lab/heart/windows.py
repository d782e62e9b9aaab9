"""From beats to windows of ten seconds, relative to one's own rest; nothing looks at what comes later."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from homing.engine.body import own_rest_z
from homing.lab.columns import Floats
from homing.lab.heart.reading import Recording

WIDTH = 10
"""Seconds in a window."""

REST = 480
"""Seconds from the beginning that count as rest: the procedure begins with at least nine minutes of it."""

LEAST = 15
"""Windows with beats that a rest needs, before anything is said."""

LOOK, ENOUGH = 60, 5.0
"""Of the last ``LOOK`` seconds so many must be covered by trusted beats, or nothing is said."""


class Windows(NamedTuple):
    """One person in N windows; what is known of a window is known at its end.

    ``stress`` (N,) as most of its seconds were labelled, NaN if none was; ``rate`` (N,) from the trusted beats, NaN
    without; ``published`` (N,) the mean published rate; ``covered`` (N,) seconds of the last minute with such beats.
    """

    person: int
    stress: Floats
    rate: Floats
    published: Floats
    covered: Floats


def windows(recording: Recording) -> Windows:
    """The whole windows of a recording."""
    count = len(recording.stress) // WIDTH
    inside = (recording.beats >= 0.0) & (recording.beats < count * WIDTH)
    at = (recording.beats[inside] // WIDTH).astype(np.int64)
    beats = np.bincount(at, minlength=count)
    seconds = np.bincount(at, weights=recording.intervals[inside], minlength=count)
    rate = np.full(count, np.nan)
    np.divide(60.0 * beats, seconds, out=rate, where=beats > 0)
    measured = np.concatenate([[0.0], np.minimum(seconds, WIDTH)])
    covered = np.convolve(measured, np.ones(LOOK // WIDTH))[1 : count + 1]
    stress = _means(recording.stress, count)
    stress[np.isfinite(stress)] = stress[np.isfinite(stress)] >= 0.5
    return Windows(recording.person, stress, rate, _means(recording.rate, count), covered)


def rest_of(rate: Floats) -> Floats:
    """The windows that count as rest."""
    return rate[: REST // WIDTH]


def own_z(rate: Floats, least: int = LEAST) -> Floats:
    """Each window relative to the own rest, NaN where that is not known: all of the first eight minutes, and within
    these only what came before the window.
    """
    z = np.full(len(rate), np.nan)
    first = len(rest_of(rate))
    for at in range(first):
        _put(z, slice(at, at + 1), own_rest_z(rate[at : at + 1], rate[:at], least))
    _put(z, slice(first, None), own_rest_z(rate[first:], rate[:first], least))
    return z


def speaks(of: Windows, z: Floats) -> NDArray[np.bool_]:
    """Where something is said: rest is known, and enough of the last minute was measured."""
    return _rested(z) & (of.covered >= ENOUGH)


def silences(of: Windows, z: Floats) -> tuple[int, int]:
    """How many labelled windows are passed over for want of rest, and how many more for want of beats."""
    labelled, rested = np.isfinite(of.stress), _rested(z)
    return int((labelled & ~rested).sum()), int((labelled & rested & (of.covered < ENOUGH)).sum())


def _rested(z: Floats) -> NDArray[np.bool_]:
    return np.cumsum(np.isfinite(z)) > 0


def _put(z: Floats, where: slice, found: Floats | None) -> None:
    if found is not None:
        z[where] = found


def _means(seconds: Floats, count: int) -> Floats:
    """The mean of the known seconds of each window, NaN where none is."""
    told = seconds[: count * WIDTH].reshape(count, WIDTH)
    known = np.isfinite(told)
    total = np.where(known, told, 0.0).sum(axis=1)
    found = np.full(count, np.nan)
    np.divide(total, known.sum(axis=1), out=found, where=known.any(axis=1))
    return found
