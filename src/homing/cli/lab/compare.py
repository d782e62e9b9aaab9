"""``homing lab compare``: models against each other on one table."""

from __future__ import annotations

from homing.cli.codes import Code
from homing.cli.lab import options
from homing.cli.options import AsJson


def compare(
    table: options.Table,
    person: options.Person,
    time: options.Time,
    target: options.Target,
    kind: options.Kind,
    cues: options.Cues,
    split: options.Split = "people:0.3",
    outcome: options.Outcome = "",
    alarm: options.Alarm = "",
    range_: options.Range = None,
    time_unit: options.TimeUnit = "trial",
    other: options.Other = "",
    setting: options.Setting = "",
    seed: options.Seed = 0,
    models: options.Models = "",
    engine: options.Engine = "",
    workers: options.Workers = None,
    keep: options.Keep = None,
    csv: options.Csv = None,
    as_json: AsJson = False,
) -> Code:
    """Every pair of models on the same rows: the difference of their errors, with its 95 % interval.

    \b
    Example:
      homing lab compare ratings.csv --person id --time trial --target outcome --outcome harm \\
        --kind real --cues decision --models ours,repeat_last,blended_regression
    """
    from homing.cli.lab.doing import Asked, Where
    from homing.cli.lab.doing import compare as do

    asked = Asked(table, person, time, target, kind, cues, outcome, alarm, range_, time_unit, other, setting)
    return do(asked, Where(engine or None, workers, keep), split, seed, models, csv, as_json=as_json)
