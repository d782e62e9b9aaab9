"""``homing lab``: for researchers. Light to import: what a command does is imported when it is done."""

from __future__ import annotations

import typer

from homing.cli.command import Command
from homing.cli.lab.ccnlab import ccnlab
from homing.cli.lab.compare import compare
from homing.cli.lab.evaluate import evaluate
from homing.cli.lab.fit import fit
from homing.cli.lab.heart import heart
from homing.cli.lab.phenomena import phenomena
from homing.cli.lab.run import run
from homing.cli.lab.simulate import simulate

lab = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
lab.command("evaluate", cls=Command)(evaluate)
lab.command("compare", cls=Command)(compare)
lab.command("fit", cls=Command)(fit)
lab.command("simulate", cls=Command)(simulate)
lab.command("phenomena", cls=Command)(phenomena)
lab.command("run", cls=Command)(run)
lab.command("ccnlab", cls=Command)(ccnlab)
lab.command("heart", cls=Command)(heart)
