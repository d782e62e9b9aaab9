"""Where the passphrase comes from: a file, the environment, or a prompt without echo. Never an argument.

The order: ``--passphrase-file``, then ``HOMING_PASSPHRASE``, then the prompt. Of a file, one line end at its very end
is left out (a line feed, with or without a carriage return before it); everything else counts, blanks too.
"""

from __future__ import annotations

import getpass
import os
import warnings
from pathlib import Path

from homing.cli.codes import Code, Stop
from homing.cli.telling import note
from homing.words import gettext as _

VARIABLE = "HOMING_PASSPHRASE"
AGE_VARIABLE = "HOMING_AGE_PASSPHRASE"
LONGEST_FILE = 64 * 1024


def passphrase(file: Path | None, *, twice: bool = False) -> str:
    """The passphrase; asked for a second time if ``twice`` and it comes from the prompt."""
    told = os.environ.pop(VARIABLE, "")  # taken out, so that no program we start inherits it
    if file is not None:
        return from_file(file)
    return told or _from_prompt(twice=twice)


def of_age_file(file: Path | None, *, new: bool) -> str:
    """The passphrase of an age file: from a file, from ``HOMING_AGE_PASSPHRASE``, or from a prompt (twice if new)."""
    told = os.environ.pop(AGE_VARIABLE, "")
    if file is not None:
        return from_file(file)
    return told or _from_prompt(twice=new, first=_("Passphrase of the age file: "))


def from_file(file: Path) -> str:
    """The words in a file."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(LONGEST_FILE + 1)
            if file.is_file() and os.fstat(opened.fileno()).st_mode & 0o077:
                note(_("Other people on this machine may read the passphrase file; chmod 600 keeps it to you."))
        text = raw.decode()
    except OSError as error:
        raise Stop(
            Code.USAGE,
            _("The passphrase file cannot be read: {reason}.").format(reason=error.strerror or type(error).__name__),
        ) from None
    except UnicodeDecodeError:
        raise Stop(Code.USAGE, _("The passphrase file is not UTF-8 text.")) from None
    if len(raw) > LONGEST_FILE:
        raise Stop(Code.USAGE, _("The passphrase file is far too long; it holds the passphrase and nothing else."))
    text = text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text
    if not text:
        raise Stop(Code.USAGE, _("The passphrase file is empty."))
    return text


def _from_prompt(*, twice: bool, first: str = "") -> str:
    told = ask(first or _("Passphrase: "))
    if twice and ask(_("The same once more: ")) != told:
        raise Stop(Code.REFUSED, _("The two are not the same. Nothing was made yet."))
    return told


def ask(prompt: str) -> str:
    """Ask at the terminal, without showing what is typed."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except (getpass.GetPassWarning, EOFError):
            # Without a terminal the passphrase would be shown, or there is nobody to ask.
            raise Stop(
                Code.USAGE,
                _("There is no terminal to ask for the passphrase; use --passphrase-file, or set {variable}.").format(
                    variable=VARIABLE
                ),
            ) from None
