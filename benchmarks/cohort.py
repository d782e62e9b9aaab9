"""Published models on a cohort: what a core can do, and what worker processes and Ray make of two."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

import numpy as np

from homing.engine.published import latent_cause_2010
from homing.engine.published._protocol import Events
from homing.lab.cohort import Block, Predict, map_blocks
from homing.lab.cohort.blocks import blocks
from homing.lab.cohort.engines.ray import local_cluster
from homing.lab.table import spec_of

from .floor import rates
from .measure import Figure, Row, figure

ABOUT = """\
Invented people with 100 events and two graded cues each, in blocks of 1024. The first rows are of one core, by its own
clock (processor time), for whole blocks, after one that is not counted. The engines are compared by the clock on the
wall, in turns, once workers have had two blocks each: 98 blocks for the compiled loop (100,352 people; 20 different
blocks, over and over), 20 for NumPy alone. No other program stands beside these; where a peer is named it is Homing in
another way."""

NAMES = ("latent_cause_2010", "hgf_binary", "rescorla_wagner")
PEOPLE, ROWS, CUES = 20_480, 100, 2
BLOCKS, FEW, ROUNDS, TIMES = 98, 20, 4, 15
ENGINES = (("serial", 1), ("processes", 1), ("processes", 2), ("ray", 2))
LINEAR, WITHIN = 0.9, 1.1
"""What counts as near-linear, of twice the rate of one worker; and how much longer than the processes Ray may take."""


def rows() -> Iterator[Row]:
    """Every number, in the order of the page."""
    made = cohort(PEOPLE, ROWS)
    for name in NAMES:
        yield from _a_core(name, made[0])
    yield _single_precision(made[0])
    yield from _engines(made)


def cohort(people: int, rows: int) -> list[Block]:
    """Invented people with two graded cues and an outcome of 0 or 1."""
    rng = np.random.default_rng(1)
    count = people * rows
    table: dict[str, Any] = {
        "person": np.repeat(np.arange(people), rows),
        "time": np.tile(np.arange(rows, dtype=float), people),
        "outcome": rng.integers(0, 2, count).astype(float),
        "late": rng.integers(0, 2, count).astype(float),
        "voice": rng.random(count),
    }
    return list(blocks(table, spec_of(person="person", time="time", outcome="outcome", cues="late,voice")))


def _speeds(tasks: dict[str, Callable[[], object]], events: int) -> dict[str, Figure]:
    """Millions of events a second of processor time, tasks in turn."""
    found: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(TIMES + 1):
        for name, task in tasks.items():
            begun = time.process_time()
            task()
            if turn:
                found[name].append(events / (time.process_time() - begun) / 1e6)
    return {name: figure(samples) for name, samples in found.items()}


def _a_core(name: str, block: Block) -> Iterator[Row]:
    fast, slow = Predict(name, compiled=True), Predict(name, compiled=False)
    events = int(block.events.there.sum())
    found = _speeds({"fast": partial(fast, block), "slow": partial(slow, block)}, events)
    floor, said = _floor(name, block)
    goal = 1.5 if name == "latent_cause_2010" else None
    yield Row(
        name=f"{name}, a core",
        unit="M events/s",
        ours=found["fast"],
        peers={"the same with NumPy alone": found["slow"]},
        goal=goal,
        floor=events / floor / 1e6,
        floor_of=said,
        note="the check of every row is part of it. " + _WHY[name],
    )
    yield Row(name=f"{name}, a core, NumPy alone", unit="M events/s", ours=found["slow"], goal=goal)


_WHY = {
    "latent_cause_2010": "Which cause wins decides what is counted, so the next event waits for this one, and no core "
    "can guess which it is.",
    "hgf_binary": "Each belief waits for the exponential of the one before.",
    "rescorla_wagner": "Here the check of the rows costs as much as the learning.",
}


def _floor(name: str, block: Block) -> tuple[float, str]:
    """Seconds at least for a block, and what was counted."""
    events, cues = int(block.events.there.sum()), block.events.cues.shape[2]
    near = (8.0 * (cues + 3) + 1.0) * events
    read = f"{8 * (cues + 3) + 1} bytes read and written"
    if name == "hgf_binary":
        return rates().least(exps=2.0 * events, flops=45.0 * events, near=near), f"two exponentials, {read}"
    if name == "rescorla_wagner":
        return rates().least(flops=(5.0 * cues + 2.0) * events, near=near), f"{5 * cues + 2} operations, {read}"
    causes = 1.0 + float((_learnt(block).rows > 0.0).sum(axis=1).mean())
    each = causes * (3.0 * cues + 7.0) + 3.0 * cues + 6.0
    return rates().least(flops=each * events, near=near), f"{each:.0f} operations over {causes:.1f} causes, {read}"


def _learnt(block: Block) -> latent_cause_2010.State:
    people, _, cues = block.events.cues.shape
    return latent_cause_2010.run_block(latent_cause_2010.start(people, cues), block.events)[0]


def _single_precision(block: Block) -> Row:
    """The loop of the binary filter with everything it reads and writes in half the room."""
    from homing.engine.published import _kernel_hgf, hgf_binary
    from homing.engine.published._twins import compiled

    loop, params = compiled(_kernel_hgf.loop), hgf_binary.Params()
    people, _, cues = block.events.cues.shape
    begun = np.stack(hgf_binary.start(people, cues, params)[:-1], axis=1)
    how = params.first_step, True, False, params.kappa, params.omega2, params.omega3

    def run(kind: type[np.floating[Any]]) -> object:
        x, r, tau = (field.astype(kind) for field in block.events[:3])
        given = Events(x, r, tau, block.events.there)
        expected = np.empty(given.outcomes.shape, kind)
        return lambda: loop(
            given.outcomes, given.times, given.there, *how, begun.astype(kind), expected, np.empty((0, 8), kind)
        )

    tasks: dict[str, Any] = {"half": run(np.float32), "whole": run(np.float64)}
    found = _speeds(tasks, int(block.events.there.sum()))
    return Row(
        name="hgf_binary, its loop alone in single precision",
        unit="M events/s",
        ours=found["half"],
        peers={"in double": found["whole"]},
        note="not offered: see docs/adr/lab-kernels.md.",
    )


def _engines(made: list[Block]) -> Iterator[Row]:
    fast, slow = Predict(NAMES[0], compiled=True), Predict(NAMES[0], compiled=False)
    spent: dict[str, list[float]] = {}
    with local_cluster(2) as address:
        for _ in range(ROUNDS):
            for engine, workers in ENGINES:
                name = f"ray:{address}" if engine == "ray" else engine
                spent.setdefault(f"{engine} {workers}", []).append(_rate(fast, BLOCKS, made, name, workers))
            for workers in (1, 2):
                spent.setdefault(f"NumPy {workers}", []).append(_rate(slow, FEW, made, "processes", workers))
    found = {one: figure(samples) for one, samples in spent.items()}
    yield Row(
        name="latent causes, 100,352 people, one worker process",
        unit="M events/s",
        ours=found["processes 1"],
        peers={"in this process": found["serial 1"]},
        note="blocks and results go through a pipe; this process makes them ready while the worker works.",
    )
    yield Row(
        name="latent causes, 100,352 people, two worker processes",
        unit="M events/s",
        ours=found["processes 2"],
        peers={"one worker process": found["processes 1"]},
        goal=2.0 * LINEAR * found["processes 1"].median,
        note=(
            f"near-linear is taken as {LINEAR} of twice one worker. A block takes a core some 10 ms, and to pack it, "
            "send it and unpack it takes nearly as long again; on two cores the process that hands them out has none "
            "of its own."
        ),
    )
    yield Row(
        name="the same with NumPy alone, 20,480 people",
        unit="M events/s",
        ours=found["NumPy 2"],
        peers={"one worker process": found["NumPy 1"]},
        goal=2.0 * LINEAR * found["NumPy 1"].median,
        note="where a block is more work, handing it out weighs less.",
    )
    yield Row(
        name="latent causes, 100,352 people, Ray, two workers",
        unit="M events/s",
        ours=found["ray 2"],
        peers={"two worker processes": found["processes 2"]},
        goal=found["processes 2"].median / WITHIN,
    )


def _rate(work: Predict, count: int, made: list[Block], engine: str, workers: int) -> float:
    """Millions of events a second over so many blocks, when every worker is there."""
    results = map_blocks(work, _drawn(made, count + 2 * workers), engine=engine, workers=workers)
    for _ in range(2 * workers):
        next(results)
    begun, events = time.perf_counter(), 0
    for expected in results:
        events += expected.size
    return events / (time.perf_counter() - begun) / 1e6


def _drawn(made: list[Block], count: int) -> Iterator[Block]:
    """The blocks over and over, ``count`` in all."""
    return islice((block for _ in iter(int, 1) for block in made), count)
