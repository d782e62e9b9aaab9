"""Doing what ``homing lab`` was asked: the lab's own errors become a sentence and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from homing import lab
from homing.cli.codes import Code, Stop
from homing.cli.lab.progress import Progress, shown
from homing.cli.telling import say, say_json
from homing.lab import Comparison, Report, TableError
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


def evaluate(asked: Asked, split: str, seed: int, models: str, csv: Path | None, *, as_json: bool) -> Code:
    """Every model's errors on the held-out rows."""
    with _told() as progress:
        found = lab.evaluate(asked.table, **asked.words(), split=split, seed=seed, models=models, progress=progress)
    return _out(found, csv, as_json=as_json)


def compare(asked: Asked, split: str, seed: int, models: str, csv: Path | None, *, as_json: bool) -> Code:
    """Every two models on the same rows."""
    with _told() as progress:
        found = lab.compare(asked.table, **asked.words(), split=split, seed=seed, models=models, progress=progress)
    return _out(found, csv, as_json=as_json)


def fit(asked: Asked, seed: int, out: Path | None, *, as_json: bool) -> Code:
    """The priors of the world model, into a file or onto standard output."""
    with _told() as progress:
        found = lab.fit(asked.table, **asked.words(), seed=seed, progress=progress)
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
        with shown(TableError) as progress:
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
