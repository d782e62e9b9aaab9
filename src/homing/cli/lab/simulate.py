"""``homing lab simulate``: published experiments, invented diaries and crowds, as tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from homing.cli.codes import Code
from homing.cli.lab.options import Seed
from homing.cli.options import Force

What = Annotated[str, Argument(metavar="DESIGN|GENERATOR", show_default=False, help="What to simulate; see --list.")]
People = Annotated[int, Option("--people", min=1, help="How many simulated people (generators only).")]
Moments = Annotated[int, Option("--moments", min=1, help="How many moments each (crowd only).")]
Model = Annotated[
    str,
    Option(
        "--model",
        metavar="NAME",
        show_default="that of the paper",
        help="Run a design through this published model.",
    ),
]
Out = Annotated[Path | None, Option("--out", metavar="FILE", help="Write here; without it, to standard output.")]
Form = Annotated[
    str,
    Option(
        "--format",
        metavar="csv|jsonl|parquet|diary",
        show_default="FILE's ending, or csv",
        help="diary: one simulated person's diary, for homing import.",
    ),
]
Truth = Annotated[bool, Option("--truth", help="Add what no learner may see: the true chance of hurt, and what came.")]
Names = Annotated[bool, Option("--list", help="Name everything that can be simulated.")]


def simulate(
    what: What = "",
    people: People = 10,
    moments: Moments = 100,
    seed: Seed = 0,
    model: Model = "",
    out: Out = None,
    form: Form = "",
    truth: Truth = False,
    force: Force = False,
    names: Names = False,
) -> Code:
    """Run a published experiment through a published model, or invent diaries by one of two laws, or a large crowd.

    A design gives a row a trial with its cues, its outcome and the model's response. A generator gives a row a moment,
    for homing lab evaluate; person u7 is the one drawn with seed 7. A crowd has simple rows, and may be as large as
    the disk. None of it is data about people.

    \b
    Examples:
      homing lab simulate --list
      homing lab simulate retrieval-3 --model latent_cause_rw
      homing lab simulate causes --people 50 --seed 1 --out cohort.csv
      homing lab evaluate cohort.csv --person person --time time --time-unit day --target outcome --kind binary \\
        --other other --setting setting --cues c0,c1,c2,c3,c4,c5,c6,c7
      homing lab simulate crowd --people 1000000 --moments 100 --seed 1 --out crowd.parquet
      homing lab simulate additive --seed 7 --format diary --out diary.jsonl
    """
    from homing.cli.lab.simulating import Asked, list_names
    from homing.cli.lab.simulating import simulate as do

    if names:
        return list_names()
    return do(Asked(what, people, moments, seed, model, out, form, truth, force))
