"""``homing lab evaluate``: our model and the usual ones on a table of one's own."""

from __future__ import annotations

from homing.cli.codes import Code
from homing.cli.lab import options
from homing.cli.options import AsJson


def evaluate(
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
    """Predict every row from its cues and all earlier rows of its person; tell how well each model did.

    With people:0.3 three people in ten are held out and the models learn from the others; with time:0.3 the last
    three tenths of each person's rows are held out. A person's first row is never scored. Errors are in the unit of
    the target; intervals are 95 %, by bootstrap over people.

    A Parquet file of more than two million rows may be larger than memory: it is gone through in blocks of people,
    whose rows must be together. There, and with --engine or --keep, the models learn from people drawn by seed, about
    600000 rows of them. With --keep a run that was stopped goes on from the blocks it had finished.

    \b
    Examples:
      homing lab evaluate ratings.csv --person id --time trial --target outcome --outcome harm \\
        --kind real --range 0 100 --cues decision --split people:0.3
      homing lab evaluate diary.csv --person id --time when --time-unit day --target alarm --alarm felt \\
        --kind unit --range 0 10 --cues voice,late --other whom --split time:0.3 --json
      homing lab evaluate crowd.parquet --person person --time time --time-unit day --target outcome --kind binary \\
        --cues late,voice --engine processes --keep finished
    """
    from homing.cli.lab.doing import Asked, Where
    from homing.cli.lab.doing import evaluate as do

    asked = Asked(table, person, time, target, kind, cues, outcome, alarm, range_, time_unit, other, setting)
    return do(asked, Where(engine or None, workers, keep), split, seed, models, csv, as_json=as_json)
