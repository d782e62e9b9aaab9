"""``homing lab phenomena``: what the models show, ours beside what was published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Option

from homing.cli.codes import Code
from homing.cli.lab.options import Seed
from homing.cli.options import AsJson

Only = Annotated[
    str, Option("--only", metavar="NAME", show_default=False, help="Only rows whose name or family holds this.")
]
Figures = Annotated[
    Path | None, Option("--figures", metavar="DIR", help="Draw a figure for each family there, as SVG and PNG.")
]


def phenomena(only: Only = "", figures: Figures = None, seed: Seed = 0, as_json: AsJson = False) -> Code:
    """Measure the phenomena of the published models and of ours, each beside the published figure.

    A row holds by a rule that is computed: a tolerance or an order. Rows that do not hold are shown like the others
    and counted at the end; they do not make the command fail.

    \b
    Examples:
      homing lab phenomena
      homing lab phenomena --only renewal --figures pictures
      homing lab phenomena --json
    """
    from homing.cli.lab.measuring import phenomena as do

    return do(only, figures, seed, as_json=as_json)
