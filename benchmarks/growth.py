"""How time and memory grow: the same work at a ladder of sizes, and the exponent fitted to it.

Cost is taken to be c n^b; b is the slope of the logs by least squares, with its standard error. 1 is linear, 0 is a
cost that does not depend on the size. Where a single step is timed, 0 is hoped for; where the whole is, 1.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from uuid import UUID

import numpy as np

from homing.companion import Ambient, Desk, moments, pages, readings
from homing.engine import alarm, blend
from homing.engine.events import Event
from homing.lab.protocol import split_of
from homing.lab.scoring import scored
from homing.lab.streaming import stream_of
from homing.lab.table import spec_of
from homing.mind import Mind
from homing.record import Channel, Cue, CueSeen, LivedTime, Moment, Outcome, Person
from homing.vault import Vault, WritableRows

from .measure import Figure, Row
from .scale import ASKED, READ, child

ABOUT = (
    "The same work at a ladder of sizes; b of the cost c n^b by least squares on logs, within one standard error. "
    "Of a whole, 1 is linear; of one step, 0 is a cost that does not grow."
)

LINEAR, FLAT = 1.1, 0.1
"""The most an exponent may be: of a whole, and of one step that must not cost more as the record grows."""

MOMENTS, STEPS = (500, 1500, 4500, 13500), (200, 400, 800, 1600)
NAMES, PARTICLES, CAUSES = (16, 64, 256, 1024), (16, 64, 256, 1024), (4, 8, 16, 32)
PEOPLE = (2_000, 8_000, 32_000)
REPEATS, TIMED, WARM = 5, 100, 400
NOW = datetime(2026, 3, 20, 17, tzinfo=UTC)


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> Figure:
    """The slope of log cost over log size, and one standard error to either side (0 with two sizes alone).

    >>> exponent([1, 10, 100], [2.0, 20.0, 200.0])[:1]
    (1.0,)
    """
    x, y = np.log(np.asarray(sizes, dtype=float)), np.log(np.asarray(costs, dtype=float))
    x -= x.mean()
    slope = float(x @ y / (x @ x))
    left = y - y.mean() - slope * x
    error = float(np.sqrt(left @ left / max(len(x) - 2, 1) / (x @ x)))
    return Figure(round(slope, 6), slope - error, slope + error, len(x))


def rows() -> Iterator[Row]:
    """Each ladder's exponent."""
    yield from _vault()
    yield from _mind()
    yield from _names()
    yield from _sizes_of_the_alarm()
    yield from _cohort()


def row(name: str, sizes: Sequence[int], costs: Sequence[float], unit: str, goal: float, note: str = "") -> Row:
    """A row of the page, with the cost at both ends of the ladder."""
    ends = f"{costs[0]:.3g} {unit} at {sizes[0]:,}, {costs[-1]:.3g} {unit} at {sizes[-1]:,}"
    return Row(name, "exponent", exponent(sizes, costs), goal=goal, note=f"{ends}; {note}" if note else ends)


def best(task: Callable[[], object], repeats: int = REPEATS) -> float:
    """Milliseconds of processor time, the least of some."""
    spent = []
    for _ in range(repeats):
        begun = time.process_time()
        task()
        spent.append(1e3 * (time.process_time() - begun))
    return max(min(spent), 1e-3)


def _vault() -> Iterator[Row]:
    """One vault that grows: what its next moment costs, and its pages."""
    desk = _desk()
    who = [Person(id=_id(1, i), label=f"Person {i}") for i in range(20)]
    what = [Cue(id=_id(2, i), label=f"Cue {i}", channel=Channel.VOICE) for i in range(40)]
    _put(desk, [*who, *what])
    seen, timed = CueSeen(cue=what[0].id), dict[str, list[float]]()
    filled, spent = 0, 0.0
    for size in MOMENTS:
        spent += best(partial(_put, desk, [_moment(i) for i in range(filled, size)]), 1)
        filled = size
        timed.setdefault("filling a vault, all its moments", []).append(spent)
        extra = map(_moment, range(10**6 + 100 * size, 10**7))
        tasks: dict[str, Callable[[], object]] = {
            "logging one more moment": partial(_log, desk, extra),
            "today": lambda: pages.today(desk),
            "the page of a person": lambda: pages.person(desk, who[0].id),
            "the page of a cue": lambda: pages.cue(desk, what[0].id),
            "the counts beside a moment": lambda: readings.read(desk, people=[who[0].id], cues=[seen]),
        }
        for name, task in tasks.items():
            timed.setdefault(f"{name}, moments before it", []).append(best(task))
    desk.vault.close()
    for name, costs in timed.items():
        flat = name.startswith("logging")
        note = "the moments of one person or cue are a share of all" if "of a" in name or "beside" in name else ""
        yield row(name, MOMENTS, costs, "ms", FLAT if flat else LINEAR, note)


def _desk() -> Desk:
    return Desk(Vault.in_memory(), Ambient(now=lambda: NOW, zone="UTC", urandom=np.random.default_rng(1).bytes))


def _learnt(vault: Vault) -> None:
    Mind(vault).expect(NOW)


def _put(desk: Desk, records: Sequence[Person | Cue | Moment]) -> None:
    def work(rows: WritableRows) -> None:
        for one in records:
            rows.put(one, NOW)

    desk.vault.write(work)


def _log(desk: Desk, new: Iterator[Moment]) -> None:
    for moment in islice(new, 5):
        moments.keep(desk, moment)


def _id(kind: int, i: int) -> UUID:
    return UUID(int=(kind << 96) + i, version=4)


def _moment(i: int) -> Moment:
    """The i-th of an invented record: one of twenty people, two of forty cues, two moments a day."""
    rng = np.random.default_rng(i)
    return Moment(
        id=_id(3, i),
        when=LivedTime.at(NOW - timedelta(days=3650.0 * float(rng.random()), hours=1), "UTC"),
        people=(_id(1, int(rng.integers(20))),),
        cues=tuple(CueSeen(cue=_id(2, one)) for one in rng.choice(40, 2, replace=False).tolist()),
        alarm=int(rng.integers(11)),
        outcome=(Outcome.CARE, Outcome.OKAY, Outcome.HURT)[int(rng.integers(3))],
    )


def _mind() -> Iterator[Row]:
    """A mind that has learnt nothing yet, in front of records of several lengths."""
    whole = []
    for size in STEPS:
        desk = _desk()
        _put(desk, [_moment(i) for i in range(size)])
        whole.append(best(partial(_learnt, desk.vault), 1))
        desk.vault.close()
    yield row("a replay of everything, moments", STEPS, whole, "ms", LINEAR)
    last, held = _after(STEPS, lambda _: (20, 40))
    yield row("one step of blend and alarm, moments before it", STEPS, last, "ms", FLAT)
    yield row("what both keep in mind, moments", STEPS, held, "KB", LINEAR)


def _names() -> Iterator[Row]:
    for what, names in (("cues", lambda n: (5, n)), ("people", lambda n: (n, 8))):
        last, held = _after([WARM] * len(NAMES), lambda i, names=names: names(NAMES[i]))  # type: ignore[misc]
        yield row(f"one step of blend and alarm, {what}", NAMES, last, "ms", LINEAR, f"{WARM} moments before it")
        yield row(f"what both keep in mind, {what}", NAMES, held, "KB", LINEAR)


def _after(lengths: Sequence[int], names: Callable[[int], tuple[int, int]]) -> tuple[list[float], list[float]]:
    """Milliseconds of a step after so many, and the kilobytes of both states."""
    last, held = [], []
    for i, length in enumerate(lengths):
        events = _events(length + TIMED, *names(i))
        ours, state = blend.many(blend.start(), events[:length])[0], alarm.start()
        for at, event in enumerate(events[:length]):
            state, _ = alarm.step(state, event, seed=at)
        last.append(best(partial(_steps, ours, state, events[length:]), 3) / TIMED)
        held.append((len(blend.dump(ours)) + len(alarm.dump(state))) / 1e3)
    return last, held


def _steps(ours: blend.State, state: alarm.State, events: Sequence[Event]) -> None:
    for at, event in enumerate(events):
        ours, _ = blend.step(ours, event)
        state, _ = alarm.step(state, event, seed=at)


def _events(count: int, people: int, cues: int) -> list[Event]:
    """Half a day apart; one of so many people, three of so many cues, each in turn, so that all are met."""
    rng = np.random.default_rng(1)
    return [
        Event(
            0.5 * t,
            (f"p{t % people}",),
            tuple((f"c{(3 * t + i) % cues}", 1.0) for i in range(3)),
            "s0",
            outcome=float(rng.random() < 0.4),
            alarm=float(rng.random()),
        )
        for t in range(count)
    ]


def _sizes_of_the_alarm() -> Iterator[Row]:
    events = _events(120, 5, 8)
    first, later = events[:60], events[60:]
    several: list[tuple[str, tuple[int, ...], Callable[[int], alarm.Params]]] = [
        ("particles", PARTICLES, lambda n: alarm.Params(particles=n)),
        ("causes", CAUSES, lambda n: alarm.Params(causes=n)),
    ]
    for what, sizes, params in several:
        timed, held = [], []
        for size in sizes:
            like = params(size)
            state = alarm.start(like)
            for at, event in enumerate(first):
                state, _ = alarm.step(state, event, like, seed=at)
            held.append(len(alarm.dump(state)) / 1e3)
            timed.append(best(partial(_alarms, state, later, like), 3) / len(later))
        yield row(f"one step of the alarm, {what}", sizes, timed, "ms", LINEAR)
        yield row(f"what the alarm keeps in mind, {what}", sizes, held, "KB", LINEAR)


def _alarms(state: alarm.State, events: Sequence[Event], like: alarm.Params) -> None:
    for at, event in enumerate(events):
        alarm.step(state, event, like, seed=at)


def _cohort() -> Iterator[Row]:
    timed, peaks, wrote = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for people in PEOPLE:
            path = Path(folder) / f"{people}.parquet"
            wrote.append(child(["simulate", "crowd", "--people", str(people), "--seed", "1", "--out", str(path)]).peak)
            timed.append(best(partial(_evaluated, path), 2))
            peaks.append(child(["evaluate", str(path), *ASKED, "--engine", "serial", "--models", "person_mean"]).peak)
            path.unlink()
    yield row("homing lab evaluate, four baselines: time, people", PEOPLE, timed, "ms", LINEAR, "fitted anew each time")
    fills = "up to a million rows the sample that is learnt from grows"
    yield row("homing lab evaluate, a baseline: peak memory, people", PEOPLE, peaks, "MB", LINEAR, fills)
    yield row("homing lab simulate crowd: peak memory, people", PEOPLE, wrote, "MB", FLAT)


def _evaluated(path: Path) -> None:
    stream = stream_of(path, spec_of(**READ), asked=True)
    names = ("repeat_last", "person_mean", "exponential_mean", "rescorla_wagner")
    if stream is not None:
        scored(stream, split_of("people:0.3"), 0, names, None, (None, None, None))
