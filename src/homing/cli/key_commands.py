"""The commands about keys, with their help. Light: what they do is imported when done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from homing.cli import options
from homing.cli.codes import Code
from homing.cli.command import Command

RecoveryFile = Annotated[
    Path | None, typer.Option("--recovery-file", metavar="FILE", help="Read a recovery code from this file instead.")
]
Recovery = Annotated[bool, typer.Option("--recovery", help="Ask for a recovery code instead of the passphrase.")]
NewFile = Annotated[
    Path | None, typer.Option("--new-passphrase-file", metavar="FILE", help="Read the new passphrase from this file.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask whether anyone else could open this.")]
Kind = Annotated[str, typer.Argument(metavar="recovery|keyring", show_default=False)]
KeyId = Annotated[str, typer.Argument(metavar="ID", show_default=False, help="As homing keys list shows it.")]

keys = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@keys.command("list", cls=Command)
def list_(
    passphrase_file: options.PassphraseFile = None, recovery_file: RecoveryFile = None, recovery: Recovery = False
) -> Code:
    """List the ways in: an id, the day on which each was added, and its type.

    \b
    Examples:
      homing keys list
    """
    from homing.cli.keys import Proof, listed

    return listed(Proof(passphrase_file, recovery_file, recovery=recovery))


@keys.command("add", cls=Command)
def add(
    kind: Kind,
    yes: Yes = False,
    passphrase_file: options.PassphraseFile = None,
    recovery_file: RecoveryFile = None,
    recovery: Recovery = False,
) -> Code:
    """Add a recovery code on paper, or this machine's keyring.

    The code is printed once. Write it on paper by hand; it opens the diary if the passphrase is forgotten.
    A passkey is added on the pages, under Keep, at http://localhost.

    \b
    Examples:
      homing keys add recovery
      homing keys add keyring
    """
    from homing.cli.keys import Proof
    from homing.cli.keys import add as do

    return do(kind, Proof(passphrase_file, recovery_file, recovery=recovery), yes=yes)


@keys.command("remove", cls=Command)
def remove(
    key: KeyId,
    passphrase_file: options.PassphraseFile = None,
    recovery_file: RecoveryFile = None,
    recovery: Recovery = False,
) -> Code:
    """Take a way in back. The last passphrase or recovery code stays.

    \b
    Examples:
      homing keys remove 4f5a0c9be2d17786
    """
    from homing.cli.keys import Proof
    from homing.cli.keys import remove as do

    return do(key, Proof(passphrase_file, recovery_file, recovery=recovery))


@keys.command("passphrase", cls=Command)
def passphrase(
    new_passphrase_file: NewFile = None,
    passphrase_file: options.PassphraseFile = None,
    recovery_file: RecoveryFile = None,
    recovery: Recovery = False,
) -> Code:
    """Change the passphrase, or choose a new one with a recovery code if it is forgotten.

    It does not help against a copy of the files that someone made before: that one opens with the old passphrase.

    \b
    Examples:
      homing keys passphrase
      homing keys passphrase --recovery
    """
    from homing.cli.keys import Proof, change

    return change(new_passphrase_file, Proof(passphrase_file, recovery_file, recovery=recovery))
