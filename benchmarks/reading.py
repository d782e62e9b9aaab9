"""What a step, a reading and a count cost, and the replay of ten years."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from homing.engine import alarm, blend, compiled, world
from homing.engine._forecasters import outcome_causes
from homing.engine._timeprior import J
from homing.engine.counts import jeffreys
from homing.engine.events import Event

from .floor import rates
from .measure import Figure, Row, figure, in_turn
from .peers import ask

ABOUT = (
    "Moments with one of five people, two of eight cues and one of eight settings: 64 weights in the world model, at "
    "most eight names present, ten moments a day, M = 64 particles. The average (blend) holds the world model, the "
    "latent causes and the per-person Beta; a step reads and learns. Compiled steps are those of one call over many "
    "moments, encoding included; compiling is warm-up. Every task runs once unmeasured, then all take turns."
)
PEOPLE, CUES, SETTINGS, PER_DAY = 5, 8, 8, 10
YEAR, TEN = 365 * PER_DAY, 3650 * PER_DAY
PIECES, ROUNDS = 100, 9
PLACES, PRESENT = 64 * 9, 9


def diary(moments: int, seed: int = 1) -> list[Event]:
    """Moments with one person, two graded cues and a setting."""
    rng = random.Random(seed)  # noqa: S311 - a benchmark needs no secrets
    return [
        Event(
            i / PER_DAY,
            (f"p{rng.randrange(PEOPLE)}",),
            tuple((f"c{c}", rng.uniform(0.2, 1.0)) for c in rng.sample(range(CUES), 2)),
            f"s{rng.randrange(SETTINGS)}",
            float(rng.random() < 0.4),
        )
        for i in range(moments)
    ]


def rows() -> Iterator[Row]:
    """Every number, in the order of the table."""
    yield from _readings()
    yield from _steps()
    yield _replay()
    counts = [(k, n) for n in (3, 9, 60) for k in range(0, n, 3)]
    cost = in_turn({"all": lambda: [jeffreys.__wrapped__(k, n) for k, n in counts]}, rounds=ROUNDS, calls=len(counts))
    yield Row("jeffreys, n up to 60, the first time", "µs", cost["all"])


@cache
def _states() -> tuple[blend.State, blend.State, list[Event], list[Event]]:
    """After one year and after ten (of the compiled path, which says the same), and some moments that follow each."""
    events = diary(TEN + PIECES)
    one, _ = compiled.many(blend.start(), events[:YEAR])
    ten, _ = compiled.many(one, events[YEAR:TEN])
    return one, ten, events[YEAR : YEAR + PIECES], events[TEN:]


def _each(read: Callable[[Event], object], events: list[Event]) -> Callable[[], object]:
    return lambda: [read(event) for event in events]


def _readings() -> Iterator[Row]:
    one, ten, after_one, after_ten = _states()
    reader, early = compiled.Reader(ten), compiled.Reader(one)
    first, causes, _ = ten.parts
    params = outcome_causes()
    cost = in_turn(
        {
            "world": _each(lambda event: world.read(first, event), after_ten),
            "alarm": _each(lambda event: alarm.read(causes, event, params), after_ten),
            "one": _each(lambda event: blend.read(one, event), after_one),
            "ten": _each(lambda event: blend.read(ten, event), after_ten),
            "fast one": _each(early.read, after_one),
            "fast ten": _each(reader.read, after_ten),
        },
        rounds=ROUNDS,
        calls=PIECES,
    )
    # Of every place: the law of time (J products), one exponential, four logarithms of the two cues, some ratios.
    least = rates().least(flops=PLACES * (2 * J + 60), exps=5 * PLACES, near=PLACES * 8 * 45) * 1e6
    told = "64 x 9 places: J = 15 products for time, 60 more operations, 5 exponentials or logarithms, 45 columns read"
    yield Row("world, a reading, NumPy", "µs", cost["world"])
    yield Row("alarm, a reading, NumPy", "µs", cost["alarm"])
    yield Row("a reading (world, alarm, average), NumPy", "µs", cost["ten"], goal=250.0, floor=least, floor_of=told)
    yield Row("the same after one year", "µs", cost["one"], note="beside the row above: the cost of history")
    yield Row("a reading, compiled", "µs", cost["fast ten"], goal=25.0, floor=least, floor_of=told)
    yield Row("the same after one year, compiled", "µs", cost["fast one"])


def _steps() -> Iterator[Row]:
    one, ten, after_one, after_ten = _states()
    first, causes, _ = ten.parts
    params, felt = outcome_causes(), [replace(event, alarm=event.outcome, outcome=None) for event in after_ten]
    cost = in_turn(
        {
            "world": lambda: world.many(first, after_ten),
            "alarm": lambda: alarm.many(causes, felt, params),
            "one": lambda: blend.many(one, after_one),
            "ten": lambda: blend.many(ten, after_ten),
        },
        rounds=ROUNDS,
        calls=PIECES,
    )
    d = len(first.slots)
    least = rates().least(flops=6.0 * d * d, near=16.0 * d * d) * 1e6
    kalman = _peer("filterpy", {"states": d, "steps": 500, "rounds": ROUNDS})
    markov = _peer("pymdp", {"states": 8, "seen": 16, "steps": 200, "rounds": ROUNDS})
    yield Row(
        f"world, a step, NumPy, {d} weights",
        "µs",
        cost["world"],
        {"filterpy": kalman},
        floor=least,
        floor_of="one pass over the covariance: six operations and 16 bytes a number",
        note="filterpy's Kalman filter, 64 states and one Gaussian number a step, as it comes (Joseph form, full "
        "matrix products): no names, no outcome of yes or no, no reading. Its warm-up is one round.",
    )
    yield Row(
        "alarm, a step, NumPy",
        "µs",
        cost["alarm"],
        {"pymdp": markov},
        note="pymdp (NumPy): one inference and one Dirichlet update of ONE model with 8 states and 16 observations; "
        "the alarm model carries 64 particles of up to 8 causes, several kinds of evidence, and time.",
    )
    yield Row("a step of the average, NumPy, after 10 years", "µs", cost["ten"])
    yield Row("a step of the average, NumPy, after 1 year", "µs", cost["one"])


def _replay() -> Row:
    events = diary(TEN)
    cost = in_turn({"all": lambda: compiled.many(blend.start(), events)}, rounds=5, scale=1.0)
    found = rates()
    exact = found.least(flops=PLACES * (2 * J + 200) + 6 * 64 * 64, exps=6 * PLACES, near=PLACES * 8 * 110)
    return Row(
        "replay of ten years (36,500 moments), compiled",
        "s",
        cost["all"],
        goal=1.5,
        floor=exact * TEN,
        floor_of="a reading and a step of world and causes for each moment, as above",
        note="the three forecasters and their average, from events in Python to a state in Python",
    )


def _peer(name: str, task: dict[str, int]) -> Figure:
    return figure(ask(name, dict(task))["seconds"], 1e6)
