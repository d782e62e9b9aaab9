"""``homing lab ccnlab``: our model and its peers on the benchmark of conditioning experiments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from homing.cli.codes import Code
from homing.cli.lab.options import Seed
from homing.cli.options import AsJson

File = Annotated[Path, Argument(metavar="FILE", show_default=False, help="The benchmark, as JSON.")]
Figures = Annotated[
    Path | None, Option("--figures", metavar="DIR", show_default=False, help="Draw the scores, as SVG and PNG.")
]
Tune = Annotated[bool, Option("--tune", help="Choose all settings anew, on each half; takes some minutes.")]
Tries = Annotated[int, Option("--tries", min=1, help="With --tune: how many settings a model may try.")]
Memo = Annotated[
    Path | None,
    Option("--memo", metavar="FILE", show_default=False, help="With --tune: keep what was tried, and go on from it."),
]


def ccnlab(
    file: File,
    figures: Figures = None,
    tune: Tune = False,
    tries: Tries = 96,
    memo: Memo = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> Code:
    """Our model beside temporal difference, Kalman and Rescorla-Wagner on the CCNLab experiments.

    Settings are those on record, chosen on one half of the experiments; the other half is held out. The seed drives
    the split into halves.

    \b
    Examples:
      homing lab ccnlab ccnlab_benchmark.json
      homing lab ccnlab ccnlab_benchmark.json --json --figures pictures
      homing lab ccnlab ccnlab_benchmark.json --tune --memo tried.jsonl
    """
    from homing.cli.lab.benchmarking import ccnlab as do

    return do(file, figures, memo, seed=seed, tune=tune, tries=tries, as_json=as_json)
