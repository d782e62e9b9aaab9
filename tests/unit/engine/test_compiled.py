"""The compiled path says what the array path says, to 1e-12, with the same draws.

By default the kernels run as the Python functions they are compiled from, since compiling them takes a minute the first
time; the compiled machine code is held to the same in the slow run.
"""

from __future__ import annotations

import math
import subprocess
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from homing.engine import _encode, _particles, alarm, blend, compiled, world
from homing.engine import _kernels_causes as causes_kernels
from homing.engine import _kernels_math as math_kernels
from homing.engine import _kernels_particles as particle_kernels
from homing.engine import _kernels_traces as trace_kernels
from homing.engine._encode import Words, encode
from homing.engine._features import features
from homing.engine._kernels_math import exps, logs
from homing.engine._kernels_random import WORDS, seeded, shuffled, uniform
from homing.engine._logistic import tilted
from homing.engine._mixture import quantile
from homing.engine._rooms import Rooms, filled
from homing.engine.events import Event
from tests.unit.engine.kernels import ROOMY, TIGHT, differs, moments, numbers, uncompiled

EQUAL = 1e-12
BOUNDS = 3e-10
"""Both paths look for the bounds to 1e-10 and stop there, each on its own side."""


def same(params: blend.Params, events: list[Event], way: AbstractContextManager[None]) -> None:
    """Both paths give the same readings and leave the same state."""
    state, told = blend.many(blend.start(params), events, params)
    with way:
        fast, said = compiled.many(blend.start(params), events, params)
    one, two = np.array([numbers(reading) for reading in told]), said.numbers
    loose = np.array([column in (1, 2) for column in range(one.shape[1])])
    assert np.abs(one - two)[:, ~loose].max() <= EQUAL
    assert np.abs(one - two)[:, loose].max() <= BOUNDS
    assert differs(state, fast) <= EQUAL
    assert blend.dump(blend.load(blend.dump(fast))) == blend.dump(fast)


@pytest.mark.parametrize(("params", "crowded"), [(TIGHT, False), (ROOMY, False), (ROOMY, True)])
def test_kernels_do_what_the_array_path_does(params: blend.Params, crowded: bool) -> None:
    """Run as Python, the kernels give the readings and the state of the array path."""
    same(params, moments(3, 26, many_cues=crowded), uncompiled())


@pytest.mark.slow
@pytest.mark.parametrize("params", [TIGHT, ROOMY, blend.Params()])
def test_compiled_is_equal(params: blend.Params) -> None:
    """Compiled, they do so too, over a longer diary and with all particles."""
    same(params, moments(5, 300, many_cues=True), nullcontext())


def test_many_is_one_by_one_and_starts_from_any_state() -> None:
    """A rest in the middle, on either path, changes nothing."""
    events = moments(7, 30)
    whole, _ = blend.many(blend.start(TIGHT), events, TIGHT)
    half, _ = blend.many(blend.start(TIGHT), events[:14], TIGHT)
    with uncompiled():
        for part in (events[14:22], events[22:]):
            half, _ = compiled.many(half, part, TIGHT)
    assert differs(whole, half) <= EQUAL


def test_reader_reads_as_the_blend_does() -> None:
    """Reading without learning, of the known and the unknown, is the same and leaves the state alone."""
    events = moments(9, 30)
    state, _ = blend.many(blend.start(TIGHT), events, TIGHT)
    with uncompiled():
        reader = compiled.Reader(state, TIGHT)
        asked = [replace(event, time=events[-1].time + 1.0) for event in events]
        asked.append(Event(events[-1].time, ("new", "a"), (("other", 0.5),), "elsewhere"))
        for event in asked:
            one, two = numbers(blend.read(state, event, TIGHT)), numbers(reader.read(event))
            assert one == pytest.approx(two, abs=BOUNDS)
        with pytest.raises(ValueError, match="lies before"):
            reader.read(replace(events[0], time=-1.0))


def test_reader_keeps_so_many_shapes_of_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader asked about ever new kinds of moments forgets the kinds it has seen, and says the same."""
    monkeypatch.setattr(_encode, "_SHAPES", 2)
    events = [replace(event, time=9.0) for event in moments(9, 6)]
    with uncompiled():
        reader = compiled.Reader(blend.start(TIGHT), TIGHT)
        told = [reader.read(event) for event in events]
    state = blend.start(TIGHT)
    for event, said in zip(events, told, strict=True):
        assert numbers(said) == pytest.approx(numbers(blend.read(state, event, TIGHT)), abs=BOUNDS)


def test_a_crowd_is_read_as_in_the_arrays() -> None:
    """Ten people and twenty known cues, whose ratios are divided in between, give what the array path gives."""
    crowd = Event(0.0, tuple("abcdefghij"), tuple((f"c{n}", 0.5) for n in range(12)), "home", 1.0)
    other = replace(crowd, time=1.0, cues=tuple((f"c{n}", 1.0) for n in range(10, 22)), outcome=0.0)
    events = [crowd, other, replace(crowd, time=2.0, cues=(("c3", 0.7),)), replace(other, time=3.0)]
    same(ROOMY, events, uncompiled())
    few = [replace(event, cues=event.cues[:5]) for event in events]
    same(ROOMY, [*few, replace(crowd, time=4.0, cues=(("c20", 0.2),))], uncompiled())


def test_lean_and_labels_are_kept() -> None:
    """Insight and old memories, which the blend's own causes never have, act in a kernel as they do in the arrays."""
    params = replace(TIGHT, causes=replace(TIGHT.causes, causes=4))
    memories = [alarm.Memory(-900.0, 0.9, "m1", people=("a",), cues=(("c1", 1.0),), uncertainty=9.0)]
    causes = alarm.insight(
        alarm.start(params.causes, memories), 0.0, alarm.Answer(alarm.Points.MEMORY, "m1"), params.causes
    )
    first = blend.start(params)
    state = replace(first, parts=(first.parts[0], causes, first.parts[2]), time=0.0)
    state = replace(state, parts=(replace(first.parts[0], time=0.0), causes, replace(first.parts[2], time=0.0)))
    events = moments(11, 25)
    slow, _ = blend.many(state, events, params)
    with uncompiled():
        fast, _ = compiled.many(state, events, params)
    assert differs(slow, fast) <= EQUAL


def test_what_it_does_not_know_it_refuses() -> None:
    """A memory of the lately, and events out of order, are refused."""
    with pytest.raises(ValueError, match="memory"):
        compiled.many(blend.start(), [], blend.Params(world=world.Params(memory=world.Memory(10.0, 0.4))))
    with pytest.raises(ValueError, match="lies before"), uncompiled():
        compiled.many(blend.start(TIGHT), [Event(2.0), Event(1.0)], TIGHT)


def test_readings_are_a_sequence() -> None:
    """Readings are made when asked for, one by one, as a slice, or in a loop."""
    with uncompiled():
        _, said = compiled.many(blend.start(TIGHT), moments(1, 4), TIGHT)
    assert len(said) == 4
    assert said[1:][0] == said[1] == list(said)[1]


def test_moments_are_encoded_as_the_features_say() -> None:
    """The encoder names the same weights with the same values as the array path."""
    params = replace(TIGHT, world=world.Params(max_active=9, named=((("cue", "c1"), world.Block(1.0, 1.0, 9.0)),)))
    for event in moments(13, 40, many_cues=True):
        words = Words(params, blend.start(params))
        told = encode([event], words, -1.0)
        keys, values = features(event, 6)
        count = int(told.ints[0])
        assert [words.keys[one] for one in told.ints[5 : 5 + count]] == keys
        assert told.floats[2 : 2 + count].tolist() == values


@pytest.mark.parametrize("seed", [(0, 0), (7, 12), (2**40 + 3, 2**33), (2**63 - 1, 36_499)])
def test_draws_are_numpys(seed: tuple[int, int]) -> None:
    """The generator draws, bit for bit, what NumPy's own draws for a seed and a number."""
    g, order = np.zeros(WORDS, np.uint64), np.empty(100, np.int64)
    with uncompiled(), np.errstate(over="ignore"):
        seeded.py_func(g, *seed)  # type: ignore[attr-defined]
        drawn = [uniform.py_func(g), uniform.py_func(g)]  # type: ignore[attr-defined]
        shuffled.py_func(g, order)  # type: ignore[attr-defined]
    rng = np.random.default_rng(seed)
    assert drawn == rng.random(2).tolist()
    assert order.tolist() == rng.permutation(100).tolist()


def test_logarithms_and_exponentials_are_right() -> None:
    """Over their whole range they are within some units in the last place."""
    t = np.linspace(-690.0, 690.0, 301)
    x, out = np.exp(t), np.empty_like(t)
    spoilt = x.copy()
    logs.py_func(spoilt, spoilt.view(np.int64), out)  # type: ignore[attr-defined]
    assert np.abs(out - t).max() < 1e-12
    exps.py_func(t, np.empty(301, np.int64), out, out.view(np.int64))  # type: ignore[attr-defined]
    assert np.abs(out / x - 1.0).max() < 1e-14


def test_numba_is_never_imported_by_the_engine() -> None:
    """The server's engine, and the mind, start without numba."""
    told = "import sys, homing.engine.registry, homing.mind; print('numba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_kernels_are_compiled_anew_together() -> None:
    """Machine code kept on disk is of one age: each kernel's stamp holds the whole family's."""
    kept: tuple[Any, ...] = (math_kernels.sigmoid, causes_kernels.expect, particle_kernels.drift, math_kernels.logs)
    stamps = [one._cache._cache_file._source_stamp for one in kept]
    assert len({family for _, family in stamps}) == 1
    assert len({own for own, _ in stamps}) == 3


def test_searches_end_where_the_array_path_ends() -> None:
    """The mode of a belief that contradicts its outcome, and quantiles of parts that all agree, are found alike."""
    with uncompiled():
        for mean, variance, outcome in ((-30.0, 900.0, 1.0), (40.0, 400.0, 0.0), (3.0, 50.0, 0.2)):
            assert math_kernels.tilted(mean, variance, outcome) == pytest.approx(tilted(mean, variance, outcome))
        alike = np.full(3, 1 / 3), np.full(3, 0.7), np.full(3, 2.0)
        found = math_kernels.mixed_quantile(0.1, -1.2815515655446004, *alike)
        wide = np.array([0.5, 0.25, 0.25]), np.array([-30.0, 30.0, 0.0]), np.array([1e-3, 1e-3, 1e-3])
        far = math_kernels.mixed_quantile(0.5, 0.0, *wide)
    assert found == pytest.approx(quantile(0.1, list(zip(*alike, strict=True))), abs=BOUNDS)
    assert far == pytest.approx(quantile(0.5, list(zip(*wide, strict=True))), abs=BOUNDS)


def test_a_time_a_hair_too_early_is_put_in_order() -> None:
    """A moment at a time that the mean of equal times has passed by rounding is sorted in, as the array path does."""
    causes = alarm.start(alarm.Params(particles=1, causes=3)).causes
    slow = causes._replace(times=causes.times.copy(), masses=causes.masses.copy(), ended_well=causes.ended_well.copy())
    times, masses, well = np.arange(8.0)[None].copy(), np.ones((1, 8)), np.zeros((1, 8))
    masses[0, 0] = 0.0
    slow.times[0, 0], slow.masses[0, 0] = times, masses
    _particles.note_time(slow, np.array([0]), 5.5, 1.0, 0.5)
    with uncompiled():
        trace_kernels.note_time(times, masses, well, 0, 5.5, 0.5)
    assert (slow.times[0, 0].tolist(), slow.masses[0, 0].tolist()) == (times[0].tolist(), masses[0].tolist())
    assert slow.ended_well[0, 0].tolist() == well[0].tolist()


@pytest.mark.parametrize(("felt", "outcome"), [(None, 0.3), (0.7, None), (0.4, 1.0)])
def test_the_kernel_of_causes_takes_what_followed_too(felt: float | None, outcome: float | None) -> None:
    """Felt alarm, outcome and aperture are learnt as in the alarm model, which the blend's causes never ask for."""
    events = moments(15, 12)
    state, _ = blend.many(blend.start(TIGHT), events, TIGHT)
    event = Event(events[-1].time + 1.0, ("a",), (("c1", 0.5),), "home", outcome, felt, aperture=0.5)
    slow, _ = alarm.step(state.parts[1], event, TIGHT.causes, seed=3)
    words = Words(TIGHT, state)
    told = encode([event], words, state.time)
    rooms = Rooms.of(state, TIGHT, words, 1)
    filled(rooms, state, TIGHT, words)
    o, f, i, b, e = rooms.table, rooms.floats, rooms.ints, rooms.marks, told.ints
    start = 5 + 2 * int(e[0])
    seen = (e[start : start + 1], int(e[2]), e[start + 1 : start + 2], told.floats[-1:])
    given = (event.time, math.nan if felt is None else felt, math.nan if outcome is None else outcome, 0.5)
    with uncompiled():
        causes_kernels.expect(o, f, i, 1.0, *seen)
        particle_kernels.causes_learn(o, f, i, b, np.zeros(WORDS, np.uint64), 3, 1.0, *seen, given)
    columns = slow.causes.stats.transpose(2, 0, 1).reshape(slow.causes.stats.shape[2], -1)
    assert np.abs(rooms.views.c_stats[: len(columns)] - columns).max() <= EQUAL
    assert np.abs(rooms.views.c_weights - slow.weights).max() <= EQUAL
