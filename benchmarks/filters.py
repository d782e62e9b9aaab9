"""The published filters: the binary hierarchical Gaussian filter beside pyhgf, a logistic filter beside river."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from homing.engine.published import hgf_binary
from homing.engine.published._protocol import Events
from homing.engine.published._twins import twin
from homing.lab import hierarchy
from homing.lab.hierarchy import Prior
from homing.lab.table import Table, read_table, spec_of

from .floor import rates
from .measure import Figure, Row, figure
from .peers import ask

ABOUT = """\
Peers get the same inputs as we do, in processes of their own that take turns with ours; a run is repeated after one
that is not counted (there pyhgf's JAX backend and our loops are compiled), everything on one core. pyhgf computes in
single precision and we in double; before anything is compared, the last mean of both is seen to agree. All take the
enhanced updates (eHGF), three levels. The authors' toolbox for latent causes (MATLAB, runs under Octave) has no row: it
carries no licence, so it is neither kept nor fetched here."""

TURNS, ROUNDS = 3, 4
SERIES, PEOPLE, ROWS = 10_000, 1024, 100
HGF = hgf_binary.Params(enhanced=True)


def rows() -> Iterator[Row]:
    """Every number, in the order of the page."""
    yield _one_series()
    yield from _many_people()
    for cues in (2, 8):
        yield from _logistic(cues)
    yield from _alone()


def _samples(task: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Seconds of each of so many runs, after one that is not counted."""
    task()
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        task()
        spent.append(time.perf_counter() - begun)
    return spent


def _beside(
    ours: Mapping[str, Callable[[], object]], peers: Callable[[], Mapping[str, list[float]]]
) -> dict[str, list[float]]:
    """Seconds of everything, in turns."""
    spent: dict[str, list[float]] = {}
    for _ in range(TURNS):
        mine = {name: _samples(task) for name, task in ours.items()}
        for name, samples in {**mine, **peers()}.items():
            spent.setdefault(name, []).extend(samples)
    return spent


def _pyhgf(names: Mapping[str, str], inputs: Any, mean: float) -> Callable[[], dict[str, list[float]]]:
    """Seconds of pyhgf's backends on these inputs (P, T), under names of ours.

    Raises ``RuntimeError`` if the first person does not end at the mean that ours ends at.
    """

    def asked() -> dict[str, list[float]]:
        told = ask("pyhgf", {"backends": list(names), "inputs": inputs.tolist(), "rounds": ROUNDS})
        for backend, found in told.items():
            if abs(found["mean"] - mean) > 1e-3:
                raise RuntimeError(f"pyhgf ({backend}) ends at {found['mean']}, we end at {mean}: nothing to compare")
        return {names[backend]: found["seconds"] for backend, found in told.items()}

    return asked


def _river(x: Any, y: Any) -> Callable[[], dict[str, list[float]]]:
    """Seconds of river on these events."""
    task = {"x": x.tolist(), "y": y.tolist(), "rounds": ROUNDS}
    return lambda: {"river": ask("river", task)["seconds"]}


def _hgf_floor(events: int, bytes_each: int) -> float:
    """Seconds: two exponentials, some 45 operations, and what is read and written."""
    return rates().least(exps=2.0 * events, flops=45.0 * events, near=float(bytes_each * events))


def _one_series() -> Row:
    inputs = np.random.default_rng(1).integers(0, 2, (1, SERIES)).astype(float)
    cues, times = np.ones((SERIES, 1)), np.arange(1.0, SERIES + 1.0)
    model = twin("hgf_binary")
    mean = float(model.run(cues, inputs[0], times, HGF).mean2[-1])
    found = _beside(
        {"ours": lambda: model.run(cues, inputs[0], times, HGF)},
        _pyhgf({"rust": "pyhgf, Rust", "jax": "pyhgf, JAX"}, inputs, mean),
    )
    each: dict[str, Figure] = {name: figure(spent, 1e6 / SERIES) for name, spent in found.items()}
    return Row(
        name="binary HGF, one series, an event",
        unit="µs",
        ours=each.pop("ours"),
        peers=each,
        goal=3.3,
        floor=_hgf_floor(SERIES, 24 + 72) * 1e6 / SERIES,
        floor_of="two exponentials in an array, 45 operations, 24 bytes read and 72 written (whole trajectories)",
        note=(
            f"a series of {SERIES:,} events with whole trajectories of means, precisions and surprise, checks of the "
            "input included. One person's events wait for each other, so no core computes eight side by side, as the "
            "floor supposes."
        ),
    )


def _many_people() -> Iterator[Row]:
    rng = np.random.default_rng(2)
    inputs = rng.integers(0, 2, (PEOPLE, ROWS)).astype(float)
    count = inputs.size
    times = np.tile(np.arange(1.0, ROWS + 1.0), (PEOPLE, 1))
    block = Events(np.ones((PEOPLE, ROWS, 1)), inputs, times, np.ones(inputs.shape, dtype=bool))
    begun, run = hgf_binary.start(PEOPLE, 1, HGF), twin("hgf_binary").run_block
    assert run is not None  # noqa: S101 - it is an online model
    mean = float(run(begun, block, HGF)[0].mean2[0])
    found = _beside(
        {"ours": lambda: run(begun, block, HGF), "arrays": lambda: hgf_binary.run_block(begun, block, HGF)},
        _pyhgf({"rust": "pyhgf, Rust, one by one", "many": "pyhgf, JAX, all at once"}, inputs, mean),
    )
    each = {name: figure([count / one / 1e6 for one in spent]) for name, spent in found.items()}
    ours, arrays = each.pop("ours"), each.pop("arrays")
    floor = count / _hgf_floor(count, 32 + 8) / 1e6
    yield Row(
        name=f"binary HGF, {PEOPLE} people side by side",
        unit="M events/s",
        ours=ours,
        peers=each,
        goal=1.45,
        floor=floor,
        floor_of="two exponentials in an array, 45 operations, 32 bytes read and 8 written for each event",
        note=(
            "one core; what each expected before each event, and the last state. JAX has sixteen people in a register, "
            "in single precision and all at the same times, and is faster at that; our loop takes one person after "
            "another, in double precision, with gaps, padding and times of their own."
        ),
    )
    yield Row(
        name="the same without numba",
        unit="M events/s",
        ours=arrays,
        goal=1.45,
        floor=floor,
        note="the array path, with NumPy alone.",
    )


def _people(people: int, rows: int, cues: int) -> tuple[Table, Any, Any]:
    """People with cues between 0 and 1 and outcomes of 0 or 1 (N,), and the cues as features (N, D)."""
    rng = np.random.default_rng(3)
    count = people * rows
    x, y = rng.random((count, cues)), rng.integers(0, 2, count).astype(float)
    names = [f"c{j}" for j in range(cues)]
    table: dict[str, Any] = {
        "person": np.repeat(np.arange(people), rows),
        "time": np.tile(np.arange(float(rows)), people),
        "outcome": y,
        **dict(zip(names, x.T, strict=True)),
    }
    return read_table(table, spec_of(person="person", time="time", outcome="outcome", cues=",".join(names))), x, y


def _logistic(cues: int) -> Iterator[Row]:
    people = 1000
    table, x, y = _people(people, ROWS, cues)
    prior = Prior(np.zeros(cues), np.eye(cues), 1.0, kept=0.98, binary=True)
    count, stream = people * ROWS, 10_000
    found = _beside(_ways(table, x, y, prior), _river(x[:stream], y[:stream]))
    square = cues * cues
    floor = rates().least(flops=(9.0 * square + 80.0) * count, near=32.0 * square * count, exps=7.0 * count)
    river = {"river": figure(found["river"], 1e6 / stream)}
    yield Row(
        name=f"logistic filter, {cues} cues, {people} people, predict and learn",
        unit="µs",
        ours=figure(found["ours"], 1e6 / count),
        peers=river,
        goal=3.6,
        floor=floor * 1e6 / count,
        floor_of="the covariance drifted, multiplied and changed, and seven exponentials, for each event",
        note=(
            "ours is the lab's (``lab/hierarchy.py``), by its compiled loop: each person's weights with their whole "
            "covariance, which drift from row to row, one person after another. river's has one rate of learning, and "
            "no uncertainty or drift; its features come by name, and it is called for one event at a time, ours once "
            "for all of them."
        ),
    )
    yield Row(
        name=f"logistic filter, {cues} cues, without numba",
        unit="µs",
        ours=figure(found["arrays"], 1e6 / count),
        peers=river,
        goal=3.6,
        note="a step for everyone at once, with NumPy alone.",
    )


def _alone() -> Iterator[Row]:
    table, x, y = _people(1, 1000, 2)
    prior = Prior(np.zeros(2), np.eye(2), 1.0, kept=0.98, binary=True)
    found = _beside(_ways(table, x, y, prior), _river(x, y))
    river = {"river": figure(found["river"], 1e6 / len(y))}
    yield Row(
        name="logistic filter for one person alone, 2 cues",
        unit="µs",
        ours=figure(found["ours"], 1e6 / len(y)),
        peers=river,
        goal=3.6,
        note=(
            "a series of 1,000 events in one call, compiled: what a person costs does not depend on who else is there. "
            "The companion does not use this filter: its own, for one person, is measured with a reading."
        ),
    )
    yield Row(
        name="logistic filter for one person alone, without numba",
        unit="µs",
        ours=figure(found["arrays"], 1e6 / len(y)),
        peers=river,
        goal=3.6,
        note=(
            "where there is nobody to go side by side with, every one of some sixty small array operations costs its "
            "call."
        ),
    )


def _ways(table: Table, x: Any, y: Any, prior: Prior) -> dict[str, Callable[[], object]]:
    """The lab's filter by its compiled loop, and by arrays."""
    return {
        "ours": lambda: hierarchy.follow(table, x, y, prior, fast=True),
        "arrays": lambda: hierarchy.follow(table, x, y, prior, fast=False),
    }
