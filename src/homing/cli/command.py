"""What happens between understanding a command and doing it: the log is set up, and the person's language is spoken."""

from __future__ import annotations

import os
from typing import Any

from typer.core import TyperCommand

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


class Command(TyperCommand):
    """A command of Homing. The heavy parts of Homing are imported here, so that help does without them."""

    def invoke(self, ctx: Any) -> Any:
        """Do it, in the language of the environment; the language ends with the context of the run."""
        from homing import logs
        from homing.words import speaking

        logs.configure()
        with speaking(language()):
            return super().invoke(ctx)


def language() -> str:
    """The languages that the environment asks for, as in an Accept-Language header.

    The first variable that is set decides, as in gettext: ``de_AT.UTF-8:en`` gives ``de_AT,en``.
    """
    told = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    tags = (part.split(".")[0].split("@")[0] for part in told.split(":"))
    return ",".join(tag for tag in tags if tag not in ("", "C", "POSIX"))
