"""A plan on paper for a cluster: what was measured on one core, what is assumed, and what follows from both."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

from homing.lab.fitting import PEOPLE as LOT

MOMENTS, HELD = 100, 0.3
HERE = Path(__file__).parent
PAGE, TEXT = HERE.parent / "docs" / "lab" / "cluster.md", HERE / "cluster-page.md"


@dataclass(frozen=True, slots=True)
class Constants:
    """What was measured, in seconds of processor time and bytes, of one core; ``start`` by the wall clock.

    ``write``, ``look``, ``read``: an event written, looked at in the first pass, and read with every column. ``learn``:
    all models once. ``score``: an event by all models. ``lot``: a lot of a hundred people in ``fit``. ``sent``: bytes
    of an event on its way to a worker; ``back``: of a person's result; ``hand``: handing on and taking in of a person
    in the one process that does. ``stored``: bytes of an event in the file. ``start``: until a worker is there.
    """

    write: float
    look: float
    read: float
    learn: float
    score: float
    lot: float
    sent: float
    back: float
    hand: float
    stored: float
    start: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """What is assumed, and nothing here is measured: nodes, cores of each, and the price of a core for an hour."""

    nodes: int = 100
    cores: int = 16
    price: float = 0.04

    @property
    def all_cores(self) -> int:
        """In all nodes."""
        return self.nodes * self.cores


class Plan(NamedTuple):
    """Seconds by the wall: of the leading process alone, of all cores at work, together; and dollars for the whole."""

    alone: float
    at_work: float
    together: float
    cost: float


def evaluate_plan(found: Constants, people: int, cluster: Cluster) -> Plan:
    """``evaluate`` on that many people: two passes and learning alone; then reading, handing on and scoring at once."""
    events, held = people * MOMENTS, people * HELD
    alone = found.start + events * (found.look + found.read) + found.learn
    leading = events * found.read + held * found.hand
    return _plan(alone, max(leading, held * MOMENTS * found.score / cluster.all_cores), cluster)


def fit_plan(found: Constants, people: int, cluster: Cluster) -> Plan:
    """``fit`` with everybody drawn, in lots of a hundred: the last round of lots may leave cores idle."""
    events = people * MOMENTS
    alone = found.start + events * (found.look + found.read)
    rounds = math.ceil(math.ceil(people / LOT) / cluster.all_cores)
    leading = events * found.read + people * found.hand
    return _plan(alone, max(leading, rounds * found.lot), cluster)


def _plan(alone: float, at_work: float, cluster: Cluster) -> Plan:
    together = alone + at_work
    return Plan(alone, at_work, together, together / 3600.0 * cluster.all_cores * cluster.price)


def page(found: Constants, ran: str, cluster: Cluster | None = None) -> str:
    """The text of ``docs/lab/cluster.md``: ``benchmarks/cluster-page.md`` with its numbers filled in."""
    there = cluster or Cluster()
    numbers = {name: _number(value) for name, value in asdict(there).items()}
    numbers |= {name: _number(value) for name, value in asdict(found).items()}
    micro = ("write", "look", "read", "score", "hand")
    numbers |= {f"{name}_us": _number(1e6 * getattr(found, name)) for name in micro}
    numbers |= {"score_rate": _number(1.0 / found.score), "read_rate": _number(1.0 / found.read)}
    numbers |= {"all_cores": _number(there.all_cores), "ran": ran, "plans": "\n".join(_lines(found, there))}
    numbers["core_hours"] = _number(10_000.0 * found.lot / 3600.0)
    return TEXT.read_text(encoding="utf-8").format(**numbers)


def _lines(found: Constants, cluster: Cluster) -> list[str]:
    one = Cluster(1, 1, cluster.price)
    sizes = (1_000_000, 10_000_000, 100_000_000)
    told = [("evaluate", evaluate_plan, people, where) for people in sizes for where in (one, cluster)]
    told += [("fit, everybody", fit_plan, people, where) for people in sizes[:2] for where in (one, cluster)]
    return [
        f"| {what} | {people:,} | {where.all_cores:,} | {_time(plan.alone)} | {_time(plan.at_work)} | "
        f"{_time(plan.together)} | {_number(plan.cost)} |"
        for what, work, people, where in told
        for plan in [work(found, people, where)]
    ]


def _time(seconds: float) -> str:
    """Rounded as one would say it.

    >>> _time(30.0), _time(600.0), _time(7200.0), _time(864000.0)
    ('30 s', '10 min', '2 h', '10 days')
    """
    for unit, size, least in (("days", 86_400.0, 3.0), ("h", 3600.0, 1.5), ("min", 60.0, 2.0)):
        if seconds >= least * size:
            return f"{_number(seconds / size)} {unit}"
    return f"{_number(seconds)} s"


def _number(value: float) -> str:
    """Two digits that count.

    >>> _number(1234567.0), _number(12.34), _number(0.0123), _number(100)
    ('1,200,000', '12', '0.012', '100')
    """
    if float(value).is_integer() and abs(value) < 1e5:
        return f"{value:,.0f}"
    return f"{float(f'{value:.2g}'):,.0f}" if abs(value) >= 10.0 else f"{value:.2g}"
