"""The question before anything is done that may let others in (care rule 23)."""

from __future__ import annotations

import sys

from homing.cli.codes import Code, Stop
from homing.cli.telling import note
from homing.words import gettext as _


def ask_first(question: str, undone: str, *, yes: bool, unasked: str = "", go_on: str = "") -> None:
    """Ask who else could open this, and go on only after a clear yes; with ``yes`` nothing is asked.

    ``unasked`` says what to do where nobody can be asked, ``go_on`` is what a yes agrees to, and ``undone`` says what
    has not been done. Raises :class:`Stop`: ``USAGE`` where nobody can be asked, ``REFUSED`` for every other answer.
    """
    if yes:
        return
    note(question)
    if not sys.stdin.isatty():
        told = unasked or _("Nobody can be asked here; add --yes if only you could.")
        raise Stop(Code.USAGE, f"{told} {undone}")
    sys.stderr.write(go_on or _("Only I could, go on (y/n) "))
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "yes", _("yes")):
        raise Stop(Code.REFUSED, undone)
