"""What a step, a reading and a count cost."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from homing.engine import blend, world
from homing.engine.counts import jeffreys
from homing.engine.events import Event

from .peer import PlainLogistic

SHAPES = {16: (2, 3, 2), 64: (5, 8, 8), 256: (12, 18, 7)}
"""People, cues and settings that make 3 + people + cues + settings + people x cues active weights."""

PER_DAY = 10
REPEATS = 7


class Row(NamedTuple):
    """One measured number."""

    name: str
    value: float
    unit: str


def diary(active: int, moments: int, seed: int = 1) -> list[Event]:
    """Moments with one person, two cues and a setting (six weights beside the residents), ten a day."""
    rng = random.Random(seed)  # noqa: S311 - a benchmark needs no secrets
    people, cues, settings = SHAPES[active]
    return [
        Event(
            i / PER_DAY,
            (f"p{rng.randrange(people)}",),
            tuple((f"c{c}", rng.uniform(0.2, 1.0)) for c in rng.sample(range(cues), 2)),
            f"s{rng.randrange(settings)}",
            float(rng.random() < 0.4),
        )
        for i in range(moments)
    ]


def best(tasks: dict[str, Callable[[], object]], times: int) -> dict[str, float]:
    """Microseconds per call of each task: the best of several rounds, the tasks taking turns within each round."""
    spent = dict.fromkeys(tasks, float("inf"))
    for _ in range(REPEATS):
        for name, task in tasks.items():
            begun = time.perf_counter()
            task()
            spent[name] = min(spent[name], time.perf_counter() - begun)
    return {name: 1e6 * seconds / times for name, seconds in spent.items()}


def rows() -> Iterator[Row]:
    """Every number, in the order of the table."""
    for active in SHAPES:
        yield from _world(active)
    yield from _history()
    yield from _blend()
    counts = [(k, n) for n in (3, 9, 60) for k in range(0, n, 3)]
    cost = best({"jeffreys": lambda: [jeffreys(k, n) for k, n in counts]}, len(counts))
    yield Row("jeffreys, n up to 60", cost["jeffreys"], "µs")


def _world(active: int) -> Iterator[Row]:
    # Enough moments for every pair of person and cue to have come, then as many again to time.
    learnt, timed = diary(active, 4000)[:3700], diary(active, 4000)[3700:]
    state, _ = world.many(world.start(), learnt)
    peer = PlainLogistic()
    for event in learnt:
        peer.step(event)
    cost = best(
        {
            "step": lambda: world.many(state, timed),
            "read": lambda: [world.read(state, event) for event in timed],
            "peer": lambda: [peer.step(event) for event in timed],
        },
        len(timed),
    )
    yield Row(f"world step, {len(state.slots)} active weights", cost["step"], "µs")
    yield Row(f"world read, {len(state.slots)} active weights", cost["read"], "µs")
    yield Row(f"plain SGD logistic step, {len(state.slots)} weights", cost["peer"], "µs")
    yield Row(f"world step / plain SGD step, {len(state.slots)}", cost["step"] / cost["peer"], "ratio")


def _history() -> Iterator[Row]:
    year = 365 * PER_DAY
    events = diary(64, 10 * year + 300)
    one, _ = world.many(world.start(), events[:year])
    ten, _ = world.many(one, events[year : 10 * year])
    after_one, after_ten = events[year : year + 300], events[10 * year :]
    cost = best({"one": lambda: world.many(one, after_one), "ten": lambda: world.many(ten, after_ten)}, 300)
    yield Row("world step after 10 years / after 1 year", cost["ten"] / cost["one"], "ratio")
    yield Row("world state after 10 years / after 1 year", len(world.dump(ten)) / len(world.dump(one)), "ratio")


def _blend() -> Iterator[Row]:
    """The average of three forecasters, at two moments a day: a step, a reading, and ten years against one."""
    year = 365 * 2
    events = [replace(event, time=event.time * PER_DAY / 2) for event in diary(64, 10 * year + 100)]
    one, _ = blend.many(blend.start(), events[:year])
    ten, _ = blend.many(one, events[year : 10 * year])
    after_one, after_ten = events[year : year + 100], events[10 * year :]
    cost = best(
        {
            "one": lambda: blend.many(one, after_one),
            "ten": lambda: blend.many(ten, after_ten),
            "read": lambda: [blend.read(ten, event) for event in after_ten],
        },
        100,
    )
    yield Row("blend step, after 1 year", cost["one"], "µs")
    yield Row("blend read, after 10 years", cost["read"], "µs")
    yield Row("blend step after 10 years / after 1 year", cost["ten"] / cost["one"], "ratio")
    yield Row("blend state after 10 years / after 1 year", len(blend.dump(ten)) / len(blend.dump(one)), "ratio")
