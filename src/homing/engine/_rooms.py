"""From a state of the blend to the blocks of the compiled path, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from . import alarm, forgetting_beta, world
from ._alarm_state import FIXED, SEEN_BITS, Causes, Name, by_column, columns_of
from ._encode import Words
from ._kernels_blend import (
    CHECKED,
    FINES,
    HURTS,
    KNOWN,
    LATEST,
    TIME,
)
from ._kernels_causes import COLUMNS, LEANS, NAMES, PEOPLE, TOLD
from ._kernels_particles import BORN
from ._kernels_room import Sizes, table, views
from ._kernels_world import ACTIVE, LEARNT
from ._mixture import normal_quantile
from .calibration import Recalibration
from .events import Event

if TYPE_CHECKING:
    from .blend import Params, State

Views: TypeAlias = SimpleNamespace
_KINDS = ("person", "setting", "cue")


@dataclass(frozen=True, slots=True)
class Rooms:
    """The table and the three blocks, and the arrays in them by name."""

    table: NDArray[np.int64]
    floats: NDArray[np.float64]
    ints: NDArray[np.int64]
    marks: NDArray[np.uint8]
    views: Views

    @classmethod
    def of(cls, state: State, params: Params, words: Words, widest: int) -> Rooms:
        """Empty blocks with room for a state, a vocabulary, and moments with at most ``widest`` people."""
        first, causes, beta = state.parts
        most = params.causes.people + params.causes.settings + params.causes.cues
        sizes = Sizes(
            weights=max(len(first.slots), min(params.world.max_active, len(words.keys))),
            words=len(words.keys),
            codes=len(params.world.table.means),
            columns=max(FIXED + most + params.causes.cues, causes.causes.stats.shape[2]),
            particles=causes.weights.shape[0],
            places=causes.causes.lean.shape[1],
            names=max(most, len(causes.names)),
            people=max(params.beta.most, len(beta.people), widest) + widest,
        )
        where, long = table(sizes)
        floats = np.zeros(long["f"])
        ints = np.zeros(long["i"], dtype=np.int64)
        marks = np.zeros(long["b"], dtype=np.uint8)
        named = views(sizes, where, {"f": floats, "i": ints, "b": marks})
        return cls(where, floats, ints, marks, SimpleNamespace(**named))


def refuse(params: Params) -> None:
    """Raise ``ValueError`` for parameters that the compiled path does not know."""
    if params.world.memory is not None:
        raise ValueError("the compiled path knows no memory of the lately; use homing.engine.blend")


def filled(rooms: Rooms, state: State, params: Params, words: Words) -> None:
    """Write parameters and state into the blocks."""
    r = rooms.views
    _rules(r, params)
    first, causes, beta = state.parts
    r.now[TIME] = state.time
    r.scores[:] = state.scores
    r.tally[:] = state.tally
    for one in (r.w_slot, r.c_name, r.b_slot, r.w_key):
        one[:] = -1
    _fill_world(r, first, words)
    _fill_causes(r, causes, words)
    r.now[HURTS], r.now[FINES] = beta.everyone.hurt, beta.everyone.fine
    r.count[KNOWN] = r.count[LATEST] = len(beta.people)
    r.count[CHECKED] = beta.learnt
    for slot, (name, tally) in enumerate(beta.people.items()):
        r.b_key[slot], r.b_born[slot] = words.ids["person", name], slot
        r.b_slot[r.b_key[slot]] = slot
        r.b_hurt[slot], r.b_fine[slot], r.b_marks[slot] = tally.hurt, tally.fine, _spread(tally.mark)


def _rules(r: Views, params: Params) -> None:
    causes, beta, fix = params.causes, params.beta, params.recalibration or Recalibration(0.0, 1.0)
    tail = 0.5 * (1.0 - params.level)
    rule = (
        *(params.world.max_active, causes.alpha, causes.floor, *causes.alarm, *causes.harm, *causes.cue),
        *(causes.category, causes.grain, causes.insight_days, causes.people, causes.settings, causes.cues),
        *(*beta.prior, beta.strength, beta.half_life, beta.most),
        *(*params.prior, params.forgetting, params.spread, params.unknown, tail, normal_quantile(1.0 - tail)),
        *(params.recalibration is not None, fix.shift, fix.slope),
    )
    r.rule[: len(rule)] = rule
    table = params.world.table
    r.w_prior[:], r.w_spread[:], r.w_tau[:] = table.means, table.variances, table.taus


def _fill_world(r: Views, state: world.State, words: Words) -> None:
    d = len(state.slots)
    r.count[ACTIVE], r.count[LEARNT] = d, state.learnt
    r.w_mean[:d], r.w_code[:d] = state.mean, state.codes
    r.w_cov[:d, :d] = state.cov
    r.w_key[:d] = [words.ids[key] for key in state.slots]
    r.w_slot[r.w_key[:d]] = np.arange(d)
    for slot, mark in enumerate(state.marks):
        r.w_marks[slot] = _spread(mark)


def _fill_causes(r: Views, state: alarm.State, words: Words) -> None:
    causes = state.causes
    n, columns = causes.lean.size, columns_of(causes.stats)
    r.c_weights[:], r.c_stats[: len(columns)] = state.weights, columns
    r.c_lean[:], r.c_labels[:] = causes.lean.ravel(), causes.labels.ravel()
    r.c_times[:], r.c_masses[:] = causes.times.reshape(n, -1), causes.masses.reshape(n, -1)
    r.c_well[:], r.c_felt[:] = causes.ended_well.reshape(n, -1), causes.felt.reshape(n, -1)
    r.c_moments[:] = causes.moments.reshape(n, -1)
    r.count[NAMES] = r.count[BORN] = len(state.names)
    r.count[COLUMNS], r.count[TOLD], r.count[LEANS] = len(columns), state.learnt, causes.lean.any()
    for slot, (key, name) in enumerate(state.names.items()):
        kind = _KINDS.index(key[0])
        r.count[PEOPLE + kind] += 1
        r.c_key[slot], r.c_kind[slot], r.c_column[slot] = words.ids[key], kind, name.column
        r.c_last[slot], r.c_born[slot], r.c_name[words.ids[key]] = name.last, slot, slot
        r.c_marks[slot] = _spread(name.mark)


def state_of(rooms: Rooms, before: State, words: Words, events: Sequence[Event]) -> State:
    """The state that the blocks hold, after these events had been fed to the state ``before``."""
    r, (_, causes, beta) = rooms.views, before.parts
    time = float(r.now[TIME])
    everyone = beta.everyone._replace(hurt=float(r.now[HURTS]), fine=float(r.now[FINES]))
    order = np.argsort(r.b_born[: r.count[KNOWN]])
    people = {
        words.keys[r.b_key[slot]][1]: forgetting_beta.Tally(
            float(r.b_hurt[slot]), float(r.b_fine[slot]), _gathered(r.b_marks[slot])
        )
        for slot in order.tolist()
    }
    parts = (
        _world_of(r, time, words),
        _causes_of(r, time, causes, words, events),
        forgetting_beta.State(time, int(r.count[CHECKED]), everyone, people),
    )
    tally = tuple((float(a), float(b), float(c)) for a, b, c in r.tally.tolist())
    return type(before)(time, parts, tuple(r.scores.tolist()), tally)


def _world_of(r: Views, time: float, words: Words) -> world.State:
    d = int(r.count[ACTIVE])
    return world.State(
        time,
        int(r.count[LEARNT]),
        {words.keys[key]: slot for slot, key in enumerate(r.w_key[:d].tolist())},
        r.w_code[:d].astype(np.int16),
        r.w_mean[:d].copy(),
        r.w_cov[:d, :d].copy(),
        tuple(_gathered(r.w_marks[slot]) for slot in range(d)),
    )


def _causes_of(r: Views, time: float, before: alarm.State, words: Words, events: Sequence[Event]) -> alarm.State:
    shape, columns = before.causes.lean.shape, int(r.count[COLUMNS])
    causes = Causes(
        stats=by_column(r.c_stats[:columns].reshape(columns, *shape).transpose(1, 2, 0).copy()),
        lean=r.c_lean.reshape(shape).copy(),
        labels=r.c_labels.reshape(shape).copy(),
        times=r.c_times.reshape(*shape, -1).copy(),
        masses=r.c_masses.reshape(*shape, -1).copy(),
        ended_well=r.c_well.reshape(*shape, -1).copy(),
        moments=r.c_moments.reshape(*shape, -1).copy(),
        felt=r.c_felt.reshape(*shape, -1).copy(),
    )
    names = {}
    for slot in np.argsort(r.c_born[: r.count[NAMES]]).tolist():
        kind, name = words.keys[r.c_key[slot]]
        names[kind, name] = Name(int(r.c_column[slot]), int(r.c_last[slot]), _gathered(r.c_marks[slot]))
    learnt = [event for event in events if event.outcome is not None]
    told = {**before.moments, **{before.learnt + n: (event.id, event.time) for n, event in enumerate(learnt)}}
    pointed = np.unique(r.c_moments).tolist()
    return alarm.State(
        time=time,
        learnt=int(r.count[TOLD]),
        names=names,
        labels=before.labels,
        moments={number: told[number] for number in pointed if number >= 0},
        weights=r.c_weights.copy(),
        causes=causes,
    )


def _spread(mark: int) -> NDArray[np.uint8]:
    """The bits of a mark, one in a byte."""
    return np.unpackbits(np.frombuffer(mark.to_bytes(SEEN_BITS // 8, "little"), dtype=np.uint8), bitorder="little")


def _gathered(bits: NDArray[np.uint8]) -> int:
    return int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little")
