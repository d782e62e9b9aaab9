"""``python -m benchmarks.cohort``: published models on a cohort, one core, worker processes, and Ray on loopback.

Speed of a model is events per second of processor time, so that other programs on the machine matter little. Engines
are compared by the wall clock, in turns, the best of some rounds, workers already there: others matter a lot for that.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from homing.engine.published.registry import MODELS
from homing.lab.cohort import Block, Predict, map_blocks
from homing.lab.cohort.blocks import blocks
from homing.lab.cohort.engines.ray import local_cluster
from homing.lab.table import spec_of

NAMES = ("rescorla_wagner", "hgf_binary", "latent_cause_2010")


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


def speed(name: str, made: list[Block], rounds: int) -> float:
    """Millions of events per second of one core; the best of some rounds."""
    work, best = Predict(name), np.inf
    for _ in range(rounds):
        begun = time.process_time()
        work(made[0])
        best = min(best, time.process_time() - begun)
    return float(made[0].events.there.sum() / best / 1e6)


def drawn(made: list[Block], count: int) -> Iterator[Block]:
    """The blocks over and over, ``count`` in all."""
    return islice((block for _ in iter(int, 1) for block in made), count)


def engine_seconds(name: str, made: list[Block], engine: str, workers: int) -> tuple[float, float]:
    """Seconds for as many blocks as are made, when every worker is there: by the wall, and of this process."""
    results = map_blocks(Predict(name), drawn(made, len(made) + 2 * workers), engine=engine, workers=workers)
    for _ in range(2 * workers):
        next(results)
    begun, own = time.perf_counter(), time.process_time()
    for _ in results:
        pass
    return time.perf_counter() - begun, time.process_time() - own


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="benchmarks.cohort")
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    made = cohort(asked.people, asked.rows)
    out = sys.stdout
    for name in (name for name in NAMES if name in MODELS):
        out.write(f"{name:<24}{speed(name, made, asked.rounds):8.3f} million events/s/core\n")
        out.flush()
    with local_cluster(2) as address:
        engines = (("serial", 1), ("processes", 1), ("processes", 2), (f"ray:{address}", 2))
        seconds: dict[tuple[str, int], list[tuple[float, float]]] = {one: [] for one in engines}
        for _ in range(asked.rounds):
            for one in engines:
                seconds[one].append(engine_seconds("hgf_binary", made, *one))
    for (engine, workers), found in seconds.items():
        label = f"hgf_binary, {engine.partition(':')[0]}, {workers}"
        wall, own = (sorted(one) for one in zip(*found, strict=True))
        out.write(f"{label:<24}{wall[0]:8.2f} s, worst {wall[-1]:.2f}; this process {own[0]:.2f} s\n")
    out.write(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {len(made)} blocks\n")


if __name__ == "__main__":
    main()
