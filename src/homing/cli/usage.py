"""What was wrong with the words of a command, in a sentence that does not repeat them: they might be a note."""

from __future__ import annotations

from typing import Any

from typer import TyperException

from homing.words import gettext as _


def sentence(error: TyperException) -> str:
    """One sentence, and where to look."""
    told: Any = error
    context = getattr(told, "ctx", None)
    command = context.command_path if context is not None else "homing"
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(told.message).rstrip()
    return _("{what} See: {command} --help").format(what=_what(type(error).__name__, told, context), command=command)


def _what(kind: str, error: Any, context: Any) -> str:
    if kind == "NoSuchOption":
        near = sorted(error.possibilities or ())
        if near:
            return _("There is no such option here; perhaps {near} is meant.").format(near=" / ".join(near))
        return _("There is no such option here.")
    if kind == "BadOptionUsage":
        return _("The option {option} needs a value after it.").format(option=error.option_name)
    if kind == "MissingParameter":
        return _("{name} is missing.").format(name=error.param.get_error_hint().strip("'"))
    if context is not None and hasattr(context.command, "commands"):
        return _("There is no such command here.")
    return _("There is a word too many here; put a name of several words in quotes.")
