"""``homing lab fit``: what many people teach about one, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Option

from homing.cli.codes import Code
from homing.cli.lab import options
from homing.cli.options import AsJson

Out = Annotated[Path | None, Option("--out", metavar="FILE", help="Where the priors go; without it, the terminal.")]

People = Annotated[
    int | None, Option("--people", min=1, show_default=False, help="Draw so many to learn from; without it, 100.")
]


def fit(
    table: options.Table,
    person: options.Person,
    time: options.Time,
    target: options.Target,
    kind: options.Kind,
    cues: options.Cues,
    outcome: options.Outcome = "",
    alarm: options.Alarm = "",
    range_: options.Range = None,
    time_unit: options.TimeUnit = "trial",
    other: options.Other = "",
    setting: options.Setting = "",
    people: People = None,
    engine: options.Engine = "",
    workers: options.Workers = None,
    keep: options.Keep = None,
    seed: options.Seed = 0,
    out: Out = None,
    as_json: AsJson = False,
) -> Code:
    """Learn the priors of the world model from everyone in a table, and save them as a small JSON file.

    The file holds means, variances, drifts and noise: no row, no person, no value of anyone.

    A Parquet file of more than two million rows may be larger than memory: it is gone through in blocks. There, and
    with --engine or --keep, more than a hundred people teach in lots of a hundred, which are averaged; with --keep a
    run that was stopped goes on from the lots it had finished.

    \b
    Example:
      homing lab fit diary.csv --person id --time when --time-unit day --target outcome --outcome hurt \\
        --kind binary --cues voice,late --other whom --out priors.json
    """
    from homing.cli.lab.doing import Asked, Where
    from homing.cli.lab.doing import fit as do

    asked = Asked(table, person, time, target, kind, cues, outcome, alarm, range_, time_unit, other, setting)
    return do(asked, Where(engine or None, workers, keep), people, seed, out, as_json=as_json)
