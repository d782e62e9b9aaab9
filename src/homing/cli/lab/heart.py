"""``homing lab heart``: stress told from rest by the heart alone, on a published recording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument

from homing.cli.codes import Code
from homing.cli.lab.options import Seed
from homing.cli.options import AsJson

Folder = Annotated[Path, Argument(metavar="FOLDER", show_default=False, help="Stress-Predict, as published.")]


def heart(folder: Folder, seed: Seed = 0, as_json: AsJson = False) -> Code:
    """Does the body filter tell stress from rest by the heart alone? On Stress-Predict, leave one person out.

    For research: Homing itself reads no heart. Takes some minutes. The seed drives the bootstrap over people.

    \b
    Examples:
      homing lab heart stress_predict
      homing lab heart stress_predict --json
    """
    from homing.cli.lab.listening import heart as do

    return do(folder, seed, as_json=as_json)
