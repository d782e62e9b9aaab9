"""``homing lab run``: a published model on everybody in a table."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from homing.cli.codes import Code, Stop
from homing.cli.lab import options
from homing.cli.lab.progress import shown

if TYPE_CHECKING:
    from homing.lab.cohort.mapping import Progress

Target = Annotated[str, Option("--target", metavar="COL", show_default=False, help="What followed; may have gaps.")]
Model = Annotated[str, Option("--model", metavar="NAME", show_default=False, help="A published model, by name.")]
Params = Annotated[
    str, Option("--params", metavar="JSON", show_default=False, help="Its parameters; without, the paper's.")
]
Engine = Annotated[
    str,
    Option("--engine", metavar="ENGINE", help="processes, serial, ray (a cluster of this machine) or ray:ADDRESS."),
]
People = Annotated[int | None, Option("--block", min=1, show_default=False, help="How many people are run at once.")]
Out = Annotated[Path | None, Option("--out", metavar="FILE", help="A .csv or .parquet; without it, the terminal.")]


def run(
    table: options.Table,
    person: options.Person,
    time: options.Time,
    target: Target,
    cues: options.Cues,
    model: Model,
    params: Params = "",
    time_unit: options.TimeUnit = "trial",
    engine: Engine = "processes",
    workers: options.Workers = None,
    block: People = None,
    seed: options.Seed = 0,
    keep: options.Keep = None,
    out: Out = None,
) -> Code:
    """Run a published model on everybody in a table: what each person expects on each row, before its outcome.

    Writes a tidy table: row (of the table, from 1), person, time (in days), target, expected. The result is the same
    on every engine and with any number of workers. A worker that dies loses nothing; with --keep, nor does Ctrl-C. The
    kept blocks hold predictions, and are not encrypted.

    \b
    Examples:
      homing lab run diary.parquet --person id --time when --target hurt --cues voice,late \\
        --model rescorla_wagner --params '{"rate": 0.2}' --out expected.parquet
      homing lab run diary.csv --person id --time when --target hurt --cues voice --model rescorla_wagner \\
        --engine ray:10.0.0.5:6379 --keep finished --out expected.csv
    """
    asked = _Asked(table, person, time, target, cues, time_unit, model, params, engine, workers, block, seed, keep, out)
    from homing.lab.cohort import CohortError
    from homing.lab.columns import TableError

    with shown(CohortError, TableError) as progress:
        asked.do(lambda done, whole: progress(f"{done} of {whole} blocks", done, whole or done))
    return Code.FINE


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked, as it was typed."""

    table: Path
    person: str
    time: str
    target: str
    cues: str
    time_unit: str
    model: str
    params: str
    engine: str
    workers: int | None
    block: int | None
    seed: int
    keep: Path | None
    out: Path | None

    def do(self, progress: Progress) -> None:
        """Read, run, write."""
        from homing.lab.cohort import blocks, params_of, predict
        from homing.lab.cohort.writing import as_csv, check_writable, write
        from homing.lab.table import spec_of

        if self.out is not None:
            check_writable(self.out)
        params = params_of(self.model, _json(self.params))
        spec = spec_of(
            person=self.person, time=self.time, outcome=self.target, cues=self.cues, time_unit=self.time_unit
        )
        cohort = blocks(self.table, spec, people=self.block)
        found = predict(
            cohort,
            self.model,
            params,
            seed=self.seed,
            engine=self.engine,
            workers=self.workers,
            progress=progress,
            keep=self.keep,
        )
        if self.out is not None:
            write(found, self.out)
        else:
            sys.stdout.writelines(as_csv(found))


def _json(text: str) -> dict[str, Any]:
    import json

    try:
        told = json.loads(text or "{}")
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Stop(Code.USAGE, "The parameters must be a JSON object, as in '{\"rate\": 0.2}'.")
    return told
