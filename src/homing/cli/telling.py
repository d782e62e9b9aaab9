"""Saying something in a terminal: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

LONGEST = 60
"""Names longer than this are cut where they are shown."""

# Control characters could move the cursor or recolour the screen; bidi controls could turn the line around.
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]+")


def say(text: str = "") -> None:
    """A line of the result."""
    sys.stdout.write(f"{text}\n")


def note(text: str) -> None:
    """A line beside the result: an error, or what a person should know."""
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def say_json(value: Any) -> None:
    """The result for a program: one JSON value, in ASCII so that every terminal and pipe passes it on."""
    say(json.dumps(value, indent=2, allow_nan=False))


def plain(text: str) -> str:
    """Text on one line, without what a terminal would obey instead of show.

    >>> plain("W\\x1b[31mren\\n")
    'W [31mren'
    """
    return _UNSHOWABLE.sub(" ", text).strip()


def name(label: str) -> str:
    """A name as it is shown: plain, and not too long."""
    shown = plain(label)
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
