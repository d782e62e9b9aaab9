"""What our own alarm model shows. The outcome is the unconditioned stimulus, the setting the context.

The time between trials matters to this model and was chosen after seeing what each gives; so was the floor of its time
prior (``docs/adr/engine-alarm-model.md``). These rows show what the model does with that choice. They are no evidence
for it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from homing.engine import alarm
from homing.engine.events import Event
from homing.lab.phenomena._table import Line, Measured, Panel, Phenomenon, falling, rising, rounded

PARAMS = alarm.Params(particles=200)
RUNS = 3
"""Seeds that are averaged over."""

QUARTER, DAY = 0.01, 1.0
"""Days between trials: about a quarter of an hour, and one day."""

Phase = tuple[float, Sequence[float], str]
"""Days waited before it, its outcomes, and its context."""


def response(phases: Sequence[Phase], gap: float, seed: int) -> list[float]:
    """Harm expected before each trial, trials ``gap`` days apart, as the mean over ``RUNS`` seeds from ``seed`` on."""
    time, diary = 0.0, []
    for wait, outcomes, context in phases:
        time += wait
        for outcome in outcomes:
            diary.append(Event(time, (), (("tone", 1.0),), context, outcome=float(outcome)))
            time += gap
    begun = alarm.start(PARAMS)
    runs = [[r.harm for r in alarm.many(begun, diary, PARAMS, seed=seed + i)[1]] for i in range(RUNS)]
    mean: list[float] = np.mean(runs, axis=0).tolist()
    return mean


def _source(gap: str) -> str:
    return f"our alarm model, {gap}; spacing chosen after looking (docs/adr/engine-alarm-model.md)"


def _renewal(seed: int) -> Measured:
    designs = ("ABA", "ABC", "AAB", "AAA", "ABB")
    curves = [
        response([(0.0, [1] * 10, d[0]), (0.0, [0] * 20, d[1]), (0.0, [0], d[2])], QUARTER, seed) for d in designs
    ]
    last = [curve[-1] for curve in curves]
    trials = list(range(1, 32))
    lines = tuple(Line(d, trials, curve) for d, curve in zip(designs, curves, strict=True))
    panel = Panel("Our alarm model: 10 with harm, 20 without, 1 test", "trial", "expected harm", lines)
    return Measured(rounded(last, 4), falling(last), (panel,))


def _recovery(seed: int) -> Measured:
    waits = (1.0, 10.0, 100.0, 1000.0, 10_000.0, 100_000.0)
    phases = [[(0.0, [1] * 10, "A"), (0.0, [0] * 20, "A"), (wait - DAY, [0], "A")] for wait in waits]
    found = [response(one, DAY, seed)[-1] for one in phases]
    learnt = response(phases[0], DAY, seed)[10]
    holds = rising(found) and found[-1] - found[-2] < 0.5 * (found[1] - found[0]) and found[-1] < learnt
    panel = Panel(
        "Our alarm model", "days after the last", "expected harm", (Line("ours", waits, found),), logarithmic=True
    )
    return Measured(rounded(found, 4), holds, (panel,))


def _latent_inhibition(seed: int) -> Measured:
    learning = (0.0, [1] * 6, "A")
    before: dict[str, list[Phase]] = {"same context": [(0.0, [0] * 20, "A")], "other context": [(0.0, [0] * 20, "B")]}
    curves = {name: response([*met, learning], DAY, seed)[-6:] for name, met in (*before.items(), ("none", []))}
    same, other, none = curves.values()
    panel = Panel(
        "Our alarm model: learning after 20 harmless meetings",
        "pairing",
        "expected harm",
        tuple(Line(name, range(6), curve) for name, curve in curves.items()),
    )
    return Measured(rounded([same[-1], other[-1], none[-1]], 4), same[-1] < other[-1] <= none[-1], (panel,))


def _partial(seed: int) -> Measured:
    halves = [1, 0, 1, 0, 0, 1, 1, 0, 0, 1] * 2
    unlearning = (0.0, [0] * 24, "A")
    steady = np.array(response([(0.0, [1] * 20, "A"), unlearning], DAY, seed)[20:])
    partial_ = np.array(response([(0.0, halves, "A"), unlearning], DAY, seed)[20:])
    left = [steady[-1] / steady[0], partial_[-1] / partial_[0]]
    holds = bool(np.all(partial_[1:] / partial_[0] > steady[1:] / steady[0]))
    lines = tuple(
        Line(name, range(24), (curve / curve[0]).tolist())
        for name, curve in (("every time", steady), ("half of the times", partial_))
    )
    panel = Panel("Our alarm model: extinction", "trial", "expected harm, of where it began", lines)
    return Measured(rounded(left, 4), holds, (panel,))


PHENOMENA = (
    Phenomenon(
        "our alarm model, renewal: test after learning and extinction in ABA, ABC, AAB, AAA, ABB",
        "renewal",
        _source("trials a quarter of an hour apart"),
        "ABA > ABC > AAB > AAA > ABB",
        "strictly in this order",
        _renewal,
    ),
    Phenomenon(
        "our alarm model, spontaneous recovery: test after 1, 10, 100, 1000, 10,000 and 100,000 days",
        "recovery",
        _source("trials a day apart"),
        "rises with the delay, levels off, stays incomplete",
        "rises at every step, the last step is less than half of the first, and the end lies below what was learnt",
        _recovery,
    ),
    Phenomenon(
        "our alarm model, latent inhibition: after five pairings; met before in the same context, in another, never",
        "latent inhibition",
        _source("trials a day apart"),
        "same context < other context <= never",
        "in this order",
        _latent_inhibition,
    ),
    Phenomenon(
        "our alarm model, partial reinforcement: share left after 24 trials; harm every time, half of the times",
        "partial reinforcement",
        _source("trials a day apart"),
        "more is left after partial than after steady harm",
        "on each of the 23 trials after the first, more of the first response is left",
        _partial,
    ),
)
"""Rows of the alarm model."""
