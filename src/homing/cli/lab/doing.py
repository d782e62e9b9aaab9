"""Doing what ``homing lab`` was asked: the lab's own errors become a sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from homing import lab
from homing.cli.codes import Code, Stop
from homing.cli.lab.progress import Progress, shown
from homing.cli.telling import say, say_json
from homing.lab import Comparison, Report, TableError
from homing.lab.cohort import CohortError
from homing.lab.priors import dumps, save


@dataclass(frozen=True, slots=True)
class Asked:
    """How the table is to be read, as it was typed."""

    table: Path
    person: str
    time: str
    target: str
    kind: str
    cues: str
    outcome: str
    alarm: str
    range: tuple[float, float] | None
    time_unit: str
    other: str
    setting: str

    def words(self) -> dict[str, Any]:
        """The arguments of the lab's functions."""
        return {name: value for name, value in asdict(self).items() if name != "table"}


class Where(NamedTuple):
    """An engine, how many workers, and where finished blocks are kept, as it was typed."""

    engine: str | None
    workers: int | None
    keep: Path | None


def evaluate(
    asked: Asked, where: Where, split: str, seed: int, models: str, csv: Path | None, *, as_json: bool
) -> Code:
    """Every model's errors on the held-out rows."""
    told = asked.words() | where._asdict() | {"split": split, "seed": seed, "models": models}
    with _told() as progress:
        found = lab.evaluate(asked.table, **told, progress=progress)
    return _out(found, csv, as_json=as_json)


def compare(asked: Asked, where: Where, split: str, seed: int, models: str, csv: Path | None, *, as_json: bool) -> Code:
    """Every two models on the same rows."""
    told = asked.words() | where._asdict() | {"split": split, "seed": seed, "models": models}
    with _told() as progress:
        found = lab.compare(asked.table, **told, progress=progress)
    return _out(found, csv, as_json=as_json)


def fit(asked: Asked, where: Where, people: int | None, seed: int, out: Path | None, *, as_json: bool) -> Code:
    """The priors of the world model, into a file or onto standard output."""
    told = asked.words() | where._asdict() | ({} if people is None else {"people": people})
    with _told() as progress:
        found = lab.fit(asked.table, **told, seed=seed, progress=progress)
    if out is None:
        sys.stdout.write(dumps(found))
        return Code.FINE
    save(found, out)
    rest = {"people": found.people, "outcomes": found.outcomes, "seed": seed, "converged": found.converged}
    if as_json:
        say_json(rest)
        return Code.FINE
    say(f"Learnt from {found.outcomes} outcomes of {found.people} people, seed {seed}.")
    if not found.converged:
        say("The climb was still rising when it was stopped: these are good priors, not the best.")
    return Code.FINE


@contextmanager
def _told() -> Iterator[Progress]:
    """The bar; what is wrong with a table as a sentence, and that one is too large, too."""
    try:
        with shown(TableError, CohortError) as progress:
            yield progress
    except MemoryError:
        raise Stop(Code.REFUSED, "This table does not fit into memory; draw some of the people.") from None


def _out(found: Report | Comparison, csv: Path | None, *, as_json: bool) -> Code:
    if csv is not None:
        csv.write_text(found.as_csv(), encoding="utf-8")
    if as_json:
        say_json(found.as_json())
        return Code.FINE
    say(f"{found.rows} rows; split {found.split}; seed {found.seed}")
    say()
    say(found.as_text())
    return Code.FINE
