"""The commands about the bubble, with their help. Light: what they do is imported when done."""

from __future__ import annotations

from typing import Annotated

import typer

from homing.cli import options
from homing.cli.codes import Code
from homing.cli.command import Command

Which = Annotated[
    str, typer.Argument(metavar="NAME_OR_ID", show_default=False, help="Its name, or its id as homing bubble shows it.")
]
Further = Annotated[str, typer.Option("--how-far", metavar="ajar|half|wide", show_default="one step further")]
Narrower = Annotated[str, typer.Option("--how-far", metavar="ajar|half|wide", show_default="one step less")]
Until = Annotated[
    str,
    typer.Option(
        "--until",
        metavar="TIME",
        show_default=False,
        help='When it closes by itself: "21:30" for the next time, or "2026-11-23 08:00".',
    ),
]

window = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def bubble(
    names: Annotated[bool, typer.Option("--names", help="Show for whom each is, too.")] = False,
    as_json: options.AsJson = False,
    passphrase_file: options.PassphraseFile = None,
) -> Code:
    """List your windows: how far each stands open, and until when. What has expired is closed.

    \b
    Examples:
      homing bubble
      homing bubble --names
    """
    from homing.cli.bubble import bubble as do

    return do(passphrase_file, names=names, as_json=as_json)


@window.command("open", cls=Command)
def open_(
    which: Which, how_far: Further = "", until: Until = "", passphrase_file: options.PassphraseFile = None
) -> Code:
    """Open a window further; without --until it stays so until you close it. An open window is never consent.

    \b
    Examples:
      homing window open "Work worries" --how-far half --until 21:30
      homing window open 1f0c22ab
    """
    from homing.cli.bubble import open_further as do

    return do(which, how_far, until, passphrase_file)


@window.command("narrow", cls=Command)
def narrow(
    which: Which, how_far: Narrower = "", until: Until = "", passphrase_file: options.PassphraseFile = None
) -> Code:
    """Narrow a window, or close it by one step from ajar. It still closes when it was to; --until says otherwise.

    \b
    Examples:
      homing window narrow "Work worries"
      homing window narrow "Work worries" --how-far ajar
    """
    from homing.cli.bubble import narrow as do

    return do(which, how_far, until, passphrase_file)


@window.command("close", cls=Command)
def close(which: Which, passphrase_file: options.PassphraseFile = None) -> Code:
    """Close a window. Nobody needs to know why.

    \b
    Examples:
      homing window close "Work worries"
    """
    from homing.cli.bubble import close as do

    return do(which, passphrase_file)


def add_to(app: typer.Typer) -> None:
    """Make these commands of ``homing``."""
    app.command(cls=Command)(bubble)
    app.add_typer(window, name="window", help="Open, narrow or close a window of your bubble.")
