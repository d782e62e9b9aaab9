"""The particles of the alarm model: who survives, which cause a moment is given to, and what it leaves there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ._alarm_features import elapsed_since
from ._alarm_state import SEEN_BITS, SIZE, SPOKEN, Causes, Floats, Ints, Key, Name, Params, State, by_column, columns_of
from ._timeprior import J, decay, kernel


def log_sum(log: Floats) -> Floats:
    """log of the sum of exp over the last axis; at least one entry of each row is finite."""
    top = log.max(axis=-1)
    total: Floats = np.log(np.exp(log - top[..., None]).sum(axis=-1)) + top
    return total


def effective(weights: Floats) -> float:
    """The effective number of particles, 1 / sum w^2, of log weights (M,) that need not be normalised."""
    share = np.exp(weights - log_sum(weights))
    return float(1.0 / (share @ share))


def systematic(weights: Floats, u: float) -> Ints:
    """Which particles survive: systematic resampling of normalised log weights (M,) with one u in [0, 1)."""
    total = np.exp(weights).cumsum()
    count = len(weights)
    return np.searchsorted(total / total[-1], (np.arange(count) + u) / count, side="right").astype(np.int64)


def branch(weights: Floats, joint: Floats, seed: tuple[int, ...]) -> tuple[Floats, Ints, Ints]:
    """Weigh the particles by how well they foresaw a moment, resample if few are left, and draw its cause in each.

    ``joint`` (M, K+1) is the log of prior times likelihood. Gives new log weights, parents and causes, (M,) each.
    The causes are drawn with evenly spaced numbers in a shuffled order, afresh each time: together the particles spread
    over the causes in nearly the right shares, and no particle's draws hang together from moment to moment.
    """
    foreseen = log_sum(joint)
    weights = weights + foreseen
    weights = weights - log_sum(weights)
    count = len(weights)
    rng = np.random.default_rng(seed)
    u, v = rng.random(2)
    rows: Ints = np.arange(count)
    if effective(weights) < 0.5 * count:
        rows, weights = systematic(weights, u), np.full(count, -math.log(count))
    shares = np.exp(joint[rows] - foreseen[rows, None]).cumsum(axis=1)
    level = (rng.permutation(count) + v) / count
    chosen: Ints = (shares / shares[:, -1:] <= level[:, None]).sum(axis=1)
    return weights, rows, chosen


def drift(state: State, time: float, params: Params) -> State:
    """Let time pass: the counters of the time prior decay, insight fades, and nothing else changes."""
    elapsed = elapsed_since(state, time)
    stats = by_column(state.causes.stats).copy(order="K")
    columns_of(stats)[:J] *= decay(elapsed)[:, None]
    lean = state.causes.lean * math.exp(-elapsed / params.insight_days)
    return replace(state, time=time, causes=state.causes._replace(stats=stats, lean=lean))


def place(causes: Causes, chosen: Ints) -> Ints:
    """Where in each particle the chosen cause lives, (M,); a new one takes an empty place, or one that is given up.

    The bound K is kept by giving up the unlabelled cause with the fewest moments, of several the one that has faded
    most. Its moments are forgotten by this particle; a cause that the person has labelled is never given up.
    """
    columns = columns_of(causes.stats)
    faded = kernel(0.0) @ columns[:J]
    loss = (columns[SIZE] + 0.5 * faded / (faded + 1.0)).reshape(causes.labels.shape)
    loss[causes.labels >= 0] = np.inf
    new = chosen == loss.shape[1] - 1
    return np.where(new, loss[:, :-1].argmin(axis=1), chosen)


def take(causes: Causes, rows: Ints, chosen: Ints) -> tuple[Causes, Ints]:
    """Writable copies of the particles ``rows``, with an empty place where the chosen cause is new; and the places."""
    if np.array_equal(rows, np.arange(len(causes.lean))):  # nobody was resampled: the usual case
        kept = Causes._make(array.copy(order="K") for array in causes)
    else:
        stats = causes.stats.transpose(2, 0, 1).take(rows, axis=1).transpose(1, 2, 0)
        kept = Causes._make((stats, *(array[rows] for array in causes[1:])))
    places = place(kept, chosen)
    fresh = np.flatnonzero(chosen == kept.lean.shape[1] - 1)
    for array in kept:
        array[fresh, places[fresh]] = array[fresh, -1]  # the last place is empty, and leans as a new cause would
    return kept, places


def note_time(causes: Causes, places: Ints, time: float, mass: float, ended_well: float) -> None:
    """Add ``mass`` moments at ``time`` to the bins of these causes; when they are full, the two closest become one.

    A streaming histogram (Ben-Haim & Tom-Tov 2010, J. Mach. Learn. Res. 11:849). Empty bins stand first.
    """
    every = np.arange(len(places))
    rows = np.stack([causes.times[every, places], causes.masses[every, places], causes.ended_well[every, places]])
    new = np.broadcast_to(np.array([time, mass, ended_well])[:, None, None], (3, len(places), 1))
    bins = np.concatenate([rows, new], axis=2)
    if time < rows[0].max(initial=-np.inf, where=rows[1] > 0.0):  # an old memory, entered late
        order = np.argsort(np.where(bins[1] == 0.0, -np.inf, bins[0]), axis=1, kind="stable")
        bins = np.take_along_axis(bins, order[None], axis=2)
    gaps = np.where(bins[1, :, :-1] == 0.0, -1.0, np.diff(bins[0], axis=1))
    first = gaps.argmin(axis=1)
    one, two = bins[:, every, first], bins[:, every, first + 1]
    both = one + two
    both[0] = (one[0] * one[1] + two[0] * two[1]) / np.maximum(both[1], 1e-300)
    bins[:, every, first + 1] = both
    stay = np.arange(bins.shape[2]) != first[:, None]
    left = bins[:, stay].reshape(3, len(places), -1)
    causes.times[every, places], causes.masses[every, places], causes.ended_well[every, places] = left


def note_moment(causes: Causes, places: Ints, number: int, alarm: float) -> None:
    """Let these causes point to moment ``number`` if its alarm is among their highest; of equals, the later stay."""
    every = np.arange(len(places))
    moments, felt = causes.moments[every, places], causes.felt[every, places]
    least = np.lexsort((moments, felt), axis=1)[:, 0]
    better = alarm >= felt[every, least]
    rows, columns = every[better], least[better]
    causes.moments[rows, places[rows], columns] = number
    causes.felt[rows, places[rows], columns] = alarm


def kept_moments(causes: Causes, known: Mapping[int, tuple[str, float]]) -> dict[int, tuple[str, float]]:
    """Of these moments, those that any cause still points to; looked through only when many have gathered."""
    if len(known) <= 2 * SPOKEN * causes.lean.shape[1]:
        return dict(known)
    pointed = set(np.unique(causes.moments).tolist())
    return {number: moment for number, moment in known.items() if number in pointed}


def enter(state: State, keys: list[Key], params: Params) -> State:
    """Give every one of these names a place. When a kind is full, the name that has been away longest leaves.

    A person or setting that leaves is counted among "other"; a cue that leaves is no longer listened for.
    """
    new = [key for key in keys if key not in state.names]
    if not new:
        return state
    names, stats = dict(state.names), state.causes.stats
    limits = {"person": params.people, "setting": params.settings, "cue": params.cues}
    for key in new:
        kin = [other for other in names if other[0] == key[0]]
        if len(kin) < limits[key[0]]:
            column, width = stats.shape[-1], 2 if key[0] == "cue" else 1
            blank = np.zeros((width, *stats.shape[:-1]))
            stats = np.concatenate([stats.transpose(2, 0, 1), blank]).transpose(1, 2, 0)
        else:
            away = min((other for other in kin if other not in keys), key=lambda other: names[other].last)
            column = names.pop(away).column
            stats = stats.copy(order="K")
            stats[..., column : column + (2 if key[0] == "cue" else 1)] = 0.0
        names[key] = Name(column, state.learnt, 0)
    return replace(state, names=names, causes=state.causes._replace(stats=stats))


def marked(state: State, keys: list[Key]) -> dict[Key, Name]:
    """The names, with this moment's bit set for those that took part and cleared for the others."""
    bit = 1 << state.learnt % SEEN_BITS
    names = {key: name._replace(mark=name.mark & ~bit) for key, name in state.names.items()}
    for key in keys:
        names[key] = Name(names[key].column, state.learnt, names[key].mark | bit)
    return names


def seen(state: State, keys: list[Key]) -> int:
    """How many of the latest moments learnt from share any of these names."""
    marks = 0
    for key in keys:
        known = state.names.get(key)
        marks |= 0 if known is None else known.mark
    return marks.bit_count()
