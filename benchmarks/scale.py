"""A million people through ``homing lab``: what a row and a person cost, and what a cluster would.

``HOMING_SCALE_PEOPLE`` says how many people (100,000). ``python -m benchmarks.scale`` measures the constants alone, and
writes ``docs/lab/cluster.md`` from them and from nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from homing.lab import MODELS
from homing.lab.cohort import map_blocks
from homing.lab.cohort.engines.base import ONE_THREAD
from homing.lab.features import full, learn
from homing.lab.fitting import PEOPLE as LOT
from homing.lab.fitting import ROWS, STEPS
from homing.lab.lots import Drawing, Teach
from homing.lab.moments import thinned, writer
from homing.lab.protocol import Task, parted, scorable
from homing.lab.scoring import Score, Scored, fitted
from homing.lab.streaming import SAMPLE, Stream, mask, stream_of
from homing.lab.table import Table, spec_of
from homing.lab.worlds import starting_points

from .cluster import HELD, MOMENTS, PAGE, Cluster, Constants, evaluate_plan, fit_plan, page
from .floor import rates
from .measure import Figure, Row, figure

PEOPLE = int(os.environ.get("HOMING_SCALE_PEOPLE", "100000"))
READ: dict[str, Any] = {"person": "person", "time": "time", "time_unit": "day", "kind": "binary", "cues": "late,voice"}
ABOUT = (
    f"A simulated crowd of {PEOPLE:,} people with {MOMENTS} moments each, as Parquet, through homing lab on one core; "
    "rates are by processor time. HOMING_SCALE_PEOPLE sets other sizes; docs/lab/cluster.md plans with these numbers."
)


def rows() -> Iterator[Row]:
    """Peaks of memory at three sizes, the cost of an event at each stage, and the plan for a million people."""
    with tempfile.TemporaryDirectory() as folder:
        found, width = measured(Path(folder))
        yield from _event_rows(found, width)
        yield from _peak_rows(Path(folder))
    cluster = Cluster()
    note = (
        f"not run, but worked out from the rows above for {cluster.nodes} nodes of {cluster.cores} cores each at an "
        f"assumed {cluster.price:g} USD for a core and hour; docs/lab/cluster.md"
    )
    for name, plan in (
        ("evaluate", evaluate_plan(found, 1_000_000, cluster)),
        ("fit with everybody", fit_plan(found, 1_000_000, cluster)),
    ):
        yield Row(f"plan: {name}, a million people, 100 nodes", "min", _one(plan.together / 60.0), note=note)
        yield Row(f"plan: {name}, a million people, cost", "USD", _one(plan.cost), note=note)


def _event_rows(found: Constants, width: int) -> Iterator[Row]:
    can = rates()
    yield Row(
        "write an event as Parquet, and draw it",
        "events/s",
        _one(1.0 / found.write),
        floor=1.0 / can.least(far=40.0 + found.stored),
        floor_of="five columns of 8 bytes and what is stored of them, copied in memory",
    )
    yield Row(
        "read an event, every column",
        "events/s",
        _one(1.0 / found.read),
        floor=1.0 / can.least(far=40.0 + found.stored),
        floor_of="five columns of 8 bytes and what is stored of them, copied in memory",
    )
    flops = 2.0 * sum(4 * one * one for one in (width, 5, 5, 5, 5, 5))
    yield Row(
        "score an event by all eight models, a core",
        "events/s",
        _one(1.0 / found.score),
        floor=1.0 / can.least(flops=flops, exps=40.0),
        floor_of=f"the covariance steps of six filters ({width} and 5 weights), and forty exponentials",
        note="NumPy arrays of 500 people: every step of a filter reads and writes a covariance of each that no cache "
        "holds, several times; that, not arithmetic, is the distance",
    )
    yield Row("learn all eight models once", "s", _one(found.learn), note=f"from about {SAMPLE:,} rows, however many")
    yield Row("learn priors from a lot of a hundred people", "s", _one(found.lot))
    yield Row("an event in the file", "bytes", _one(found.stored))
    yield Row("an event on its way to a worker", "bytes", _one(found.sent))
    yield Row("a person's result on its way back", "bytes", _one(found.back))


def _peak_rows(folder: Path) -> Iterator[Row]:
    for people in (PEOPLE // 10, PEOPLE):
        table = folder / f"{people}.parquet"
        wrote = child(["simulate", "crowd", "--people", str(people), "--seed", "1", "--out", str(table)])
        yield Row(f"simulate {people:,} people: peak memory", "MB", _one(wrote.peak))
        for command, more in (("evaluate", []), ("fit", ["--people", "4"])):
            ran = child([command, str(table), *ASKED, "--engine", "serial", *more])
            yield Row(f"{command}, {people:,} people: peak memory", "MB", _one(ran.peak), note=_NOTES[command])
            if command == "evaluate":
                scored = people * MOMENTS * HELD
                yield Row(f"evaluate, {people:,} people: whole command", "s", _one(ran.cpu), note=f"{scored:,.0f} rows")
        table.unlink()


ASKED = [word for name, value in READ.items() for word in (f"--{name.replace('_', '-')}", str(value))]
ASKED += ["--target", "outcome"]
_NOTES = {
    "evaluate": "eight models; what is read ahead fills up with the first million rows, and stays as it is",
    "fit": "four people are drawn, so that reading is what is measured",
}


class Ran(NamedTuple):
    """A command: peak resident memory in MB, seconds of processor time, seconds by the wall."""

    peak: float
    cpu: float
    wall: float


_WATCH = """
import json, os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
sys.stderr.write(json.dumps([used.ru_maxrss / 1e3, used.ru_utime + used.ru_stime, os.waitstatus_to_exitcode(status)]))
"""


def child(words: Sequence[str]) -> Ran:
    """``homing lab`` on one core, in a process of its own, begun by a small one: a process inherits the peak of its
    parent.
    """
    begun = time.perf_counter()
    command = [sys.executable, "-c", _WATCH, sys.executable, "-m", "homing", "lab", *words]
    done = subprocess.run(command, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=True)  # noqa: S603
    peak, cpu, code = json.loads(done.stderr.splitlines()[-1])
    if code:
        raise RuntimeError(f"homing lab {words[0]} ended with {code}")
    return Ran(peak, cpu, time.perf_counter() - begun)


@cache
def measured(folder: Path, people: int = 10_000) -> tuple[Constants, int]:
    """The constants, from a crowd of this size; and how many weights the widest filter has."""
    path = folder / "crowd.parquet"
    wrote = child(["simulate", "crowd", "--people", str(people), "--seed", "1", "--out", str(path)])
    empty = child(["simulate", "--list"])
    events = people * MOMENTS
    stream = stream_of(path, spec_of(**READ), asked=True)  # also imports what reads
    if stream is None:
        raise RuntimeError("to measure this, install Homing with the extra 'lab'")
    look = _spent(lambda: stream_of(path, spec_of(**READ), asked=True)) / events
    out, rest = parted(people, HELD, 0)
    read = _spent(lambda: [None for _ in stream.tables(mask(people, out[:0]))]) / events
    return _worked(stream, out, rest, look, read, (wrote.cpu - empty.cpu) / events, path.stat().st_size / events)


def _worked(
    stream: Stream, out: Any, rest: Any, look: float, read: float, write: float, stored: float
) -> tuple[Constants, int]:
    train = stream.sample(rest)
    task = Task(train, train, scorable(train))
    begun = time.process_time()
    code = learn(train)
    work = Score({name: fitted(name, task, code, 0) for name in MODELS}, code.centre, None)
    learnt = time.process_time() - begun
    blocks = list(stream.tables(mask(stream.people, out[: 4 * stream.size])))
    begun = time.process_time()
    results = [work(block) for block in blocks]
    score = (time.process_time() - begun) / sum(block.rows for block in blocks)
    packed = [pickle.dumps(block, protocol=5) for block in blocks]
    back = [pickle.dumps(result, protocol=5) for result in results]
    into = Scored(MODELS, 0, 0, dict.fromkeys(MODELS, 0.0))

    def handed() -> None:
        for block, result in zip(blocks, back, strict=True):
            pickle.dumps(block, protocol=5)
            into.add(pickle.loads(result))  # noqa: S301 - made above

    many = sum(block.people for block in blocks)
    found = Constants(
        write=write,
        look=look,
        read=read,
        learn=learnt,
        score=score,
        lot=_lot(stream),
        sent=sum(map(len, packed)) / sum(block.rows for block in blocks),
        back=sum(map(len, back)) / many,
        hand=_spent(handed) / many,
        stored=stored,
        start=_start(blocks[0]),
    )
    return found, full(blocks[0], code).shape[1]


def _lot(stream: Stream) -> float:
    """Seconds for a quarter of a lot, times four."""
    drawing = Drawing(LOT, LOT, ROWS, STEPS, 0)
    few = stream.sample(np.arange(stream.people))
    way = writer(few, traces=False)
    some = thinned(few, LOT // 4, ROWS, 0)
    starts = tuple(starting_points(list(way.diaries(some)), some, way, "binary"))
    return 4.0 * _spent(lambda: Teach(way, starts, drawing)(some))


def _start(block: Table) -> float:
    """Until a worker process has imported what it needs and answered."""
    begun = time.perf_counter()
    list(map_blocks(Score({}, 0.0, None), [block], engine="processes", workers=1))
    return time.perf_counter() - begun


def _spent(task: Callable[[], object]) -> float:
    begun = time.process_time()
    task()
    return time.process_time() - begun


def _one(value: float) -> Figure:
    return figure([value])


def main() -> None:
    """Measure the constants and write the page."""
    parser = argparse.ArgumentParser(prog="benchmarks.scale", description="Write docs/lab/cluster.md.")
    parser.add_argument("--nodes", type=int, default=Cluster().nodes)
    parser.add_argument("--cores", type=int, default=Cluster().cores)
    parser.add_argument("--price", type=float, default=Cluster().price, help="USD for a core and hour; an assumption")
    asked = parser.parse_args()
    ran = f"{datetime.now(UTC).date().isoformat()}, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores"
    with tempfile.TemporaryDirectory() as folder:
        found, _ = measured(Path(folder))
    PAGE.write_text(page(found, ran, Cluster(asked.nodes, asked.cores, asked.price)), encoding="utf-8")


if __name__ == "__main__":
    main()
