"""Kernels as plain Python, so that what they do is seen line by line; and moments that ask for every branch of them."""

from __future__ import annotations

import importlib
import random
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from homing.engine import alarm, blend, forgetting_beta, world
from homing.engine.calibration import Recalibration
from homing.engine.events import Event

MODULES = ("math", "random", "room", "world", "causes", "particles", "traces", "blend")

TIGHT = blend.Params(
    world=world.Params(max_active=14),
    causes=alarm.Params(particles=5, causes=3, people=2, settings=2, cues=4, grain=1.0),
    beta=forgetting_beta.Params(most=2),
    recalibration=Recalibration(0.1, 0.9),
    seed=2**40,
)
"""Little room, so that weights, names, causes and people all have to leave."""

ROOMY = blend.Params(causes=alarm.Params(particles=8, causes=4, grain=1.0))


@contextmanager
def uncompiled() -> Iterator[None]:
    """Within it every kernel is the Python function it was compiled from."""
    with pytest.MonkeyPatch.context() as patch, np.errstate(over="ignore"):
        for name in (*(f"_kernels_{one}" for one in MODULES), "compiled"):
            module = importlib.import_module(f"homing.engine.{name}")
            for key, value in list(vars(module).items()):
                if hasattr(value, "py_func"):
                    patch.setattr(module, key, value.py_func)
        yield


def moments(seed: int, count: int, *, many_cues: bool = False) -> list[Event]:
    """A crowded diary: several people, cues of every strength, settings, grades, and endings that are not known."""
    rng, time, made = random.Random(seed), 0.0, []
    for n in range(count):
        time += rng.choice([0.0, 0.3, 2.0, 40.0])
        people = tuple(rng.choice("abcd") for _ in range(rng.choice([0, 1, 1, 2, 3])))
        told = rng.randrange(9, 20) if many_cues and n % 7 == 3 else rng.randrange(4)
        cues = tuple(
            (f"c{rng.randrange(22 if many_cues else 7)}", rng.choice([0.0, 1.0, rng.random()])) for _ in range(told)
        )
        setting = rng.choice([None, "home", "work", "road"])
        outcome = rng.choice([None, 0.0, 1.0, 1.0, 0.0, 0.3])
        made.append(Event(time, people, cues, setting, outcome, id=f"m{n}"))
    return made


def numbers(reading: blend.BlendReading) -> list[float]:
    """A reading as the compiled path writes it down."""
    weights, chances = [one.weight for one in reading.parts], [one.p for one in reading.parts]
    first = [reading.p, reading.low, reading.high, reading.mean, reading.variance, float(reading.seen)]
    return [*first, *weights, *chances, reading.disagreement, float(reading.unknown)]


def differs(one: blend.State, two: blend.State) -> float:
    """The largest relative difference between two states; infinite if they differ in anything that is no number."""
    (a, b, c), (x, y, z) = one.parts, two.parts
    whole = (
        (a.slots, a.marks, a.learnt, a.time) == (x.slots, x.marks, x.learnt, x.time)
        and (list(b.names.items()), b.learnt, b.labels) == (list(y.names.items()), y.learnt, y.labels)
        and (list(c.people), c.learnt) == (list(z.people), z.learnt)
        and [t.mark for t in c.people.values()] == [t.mark for t in z.people.values()]
        and all(b.moments[k] == y.moments[k] for k in np.unique(b.causes.moments).tolist() if k >= 0)
    )
    if not whole:
        return float("inf")
    pairs = [(a.mean, x.mean), (a.cov, x.cov), (b.weights, y.weights), *zip(b.causes, y.causes, strict=True)]
    pairs += [(np.array(one.scores), np.array(two.scores)), (np.array(one.tally), np.array(two.tally))]
    pairs += [(np.array([c.everyone[:2], *(t[:2] for t in c.people.values())]),
               np.array([z.everyone[:2], *(t[:2] for t in z.people.values())]))]  # fmt: skip
    return max(float(np.max(np.abs(p - q) / np.maximum(np.abs(p), 1.0))) for p, q in pairs)
