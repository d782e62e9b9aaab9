"""The commands that keep the diary from being lost, with their help. Light: what they do is imported when done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from homing.cli import options
from homing.cli.codes import Code
from homing.cli.command import Command

Target = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", show_default=False, help="A new file, or a folder to put one in.")
]
Kept = Annotated[
    Path, typer.Argument(metavar="FILE", show_default=False, help="A backup: a file, or a name from homing backups.")
]
Shared = Annotated[
    Path | None,
    typer.Argument(metavar="[FOLDER]", show_default="the one remembered", help="A folder of its own that is synced."),
]
Remember = Annotated[bool, typer.Option("--remember", help="Remember the folder on this device.")]
ForgetFolder = Annotated[bool, typer.Option("--forget", help="Remember the folder no more, and do nothing else.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask whether anyone else could open the place.")]


def backup(file: Target = None, yes: Yes = False, passphrase_file: options.PassphraseFile = None) -> Code:
    """Make a backup now: one encrypted file with all of the diary in it. No file is ever replaced.

    Without FILE it goes into Homing's own folder, where one is made by itself about once a day. For a new machine, and
    for the day on which this one dies, put one somewhere else.

    \b
    Examples:
      homing backup
      homing backup /media/stick
      homing backup ~/safe-place/diary.homing
    """
    from homing.cli.backing import backup as do

    return do(file, passphrase_file, yes=yes)


def backups() -> Code:
    """List the backups in Homing's own folder: when, how large, and whether each is as it was written.

    Needs no passphrase.

    \b
    Examples:
      homing backups
    """
    from homing.cli.backing import backups as do

    return do()


def restore(file: Kept) -> Code:
    """Put a backup in the place of the diary. What is there is renamed, never deleted.

    The whole file is looked at first. That needs no passphrase; opening the diary afterwards does. On a new machine
    this is all there is to do.

    \b
    Examples:
      homing restore /media/stick/backup-2026-03-21.homing
      homing restore backup-000012-2026-03-21.homing
    """
    from homing.cli.restoring import restore as do

    return do(file)


def check(passphrase_file: options.PassphraseFile = None) -> Code:
    """Look whether every page and record of the diary is sound, and say where the last good backup is if not.

    \b
    Examples:
      homing check
    """
    from homing.cli.checking import check as do

    return do(passphrase_file)


def drill(passphrase_file: options.PassphraseFile = None) -> Code:
    """Try the newest backup out: restore it beside the diary, open it, compare the two, and clean up.

    \b
    Examples:
      homing drill
    """
    from homing.cli.checking import drill as do

    return do(passphrase_file)


def sync(
    folder: Shared = None,
    remember: Remember = False,
    forget: ForgetFolder = False,
    yes: options.Yes = False,
    passphrase_file: options.PassphraseFile = None,
) -> Code:
    """Keep one diary on two devices, through a folder that another program keeps alike on both.

    Never the diary itself lies in it: each device leaves a sealed copy there and takes in what the others left. A
    second device begins with homing restore. What was changed on both is kept in both forms until you choose.

    \b
    Examples:
      homing sync ~/Shared/keep --remember
      homing sync
      homing sync --forget
    """
    from homing.cli.syncing import sync as do

    return do(folder, passphrase_file, remember=remember, forget=forget, yes=yes)


def add_to(app: typer.Typer) -> None:
    """Make these commands of ``homing``."""
    for command in (backup, backups, restore, check, drill, sync):
        app.command(cls=Command)(command)
