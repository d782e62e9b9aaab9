"""Running one command: its arguments, and everything that may go wrong as one sentence and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from contextvars import copy_context

from homing.cli.codes import Code, Stop

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def run(arguments: Sequence[str]) -> int:
    """Run ``homing`` with these arguments and return its exit code. Nothing is raised, no traceback is shown."""
    return int(copy_context().run(_run, arguments))


def _run(arguments: Sequence[str]) -> Code:
    try:
        code = _dispatch(arguments)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # typer makes the one into the other
        return _gone()
    except KeyboardInterrupt:
        code = Code.INTERRUPTED
    except Stop as stop:
        return _told(stop.code, stop.sentence)
    except Exception as error:  # the last stop before a traceback, which might hold a note
        return _trouble(error)
    return _told(code, "") if code is Code.INTERRUPTED else code


def _dispatch(arguments: Sequence[str]) -> Code:
    from typer import Abort, TyperException

    from homing.cli.app import app

    try:
        return Code(app(list(arguments), prog_name="homing", standalone_mode=False) or Code.FINE)
    except TyperException as error:
        from homing.cli.usage import sentence

        raise Stop(Code.USAGE, sentence(error)) from None
    except Abort:
        return Code.INTERRUPTED


def _trouble(error: Exception) -> Code:
    from homing.cli.troubles import code_and_sentence
    from homing.words import gettext as _

    known = code_and_sentence(error)
    if known is not None:
        return _told(*known)
    if isinstance(error, OSError):
        reason = _("the disk is full") if error.errno in _NO_ROOM else error.strerror or type(error).__name__
        return _told(Code.DISK, _("Homing could not read or write: {reason}.").format(reason=reason))
    from homing.logs import get_logger, place_of

    kind, place = type(error).__name__, place_of(error.__traceback__)
    get_logger("homing.cli").error("unexpected", kind=kind, place=place)
    sentence = _(
        "Something went wrong in Homing itself. What was confirmed before is kept; please report the line above."
    )
    return _told(Code.UNEXPECTED, sentence)


def _told(code: Code, sentence: str) -> Code:
    with suppress(OSError):
        sys.stdout.flush()
    with suppress(OSError):
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()
    return code


def _gone() -> Code:
    """Nobody reads any more. Python would complain once more at exit, so it is given somewhere to write."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Code.PIPE_CLOSED
