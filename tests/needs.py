"""What some machines lack. Its tests are left out there, with one line that says why; or fail where it must be there.

Where ``HOMING_NEEDS_BROWSER``, ``HOMING_NEEDS_AGE``, ``HOMING_NEEDS_KEYRING`` or ``HOMING_NEEDS_MOUNT`` is 1, what it
names is needed. CI needs all but the last: not every machine lets a test mount a disk.
"""

from __future__ import annotations

import os
import shutil
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

import pytest

CHROMIUM = Path("/usr/bin/chromium")


class Need(StrEnum):
    """What may be missing, by the end of its variable; the value of each is why its tests were left out."""

    BROWSER = f"No Chromium at {CHROMIUM}: the browser tests were left out."
    AGE = "No age tool: whether it opens our files was left out."
    KEYRING = "No session bus or no GNOME keyring: the test of a real keyring was left out."
    MOUNT = "This process may not mount a small disk: the tests of a full or read-only disk were left out."


def is_needed(what: Need) -> bool:
    """Whether it is a failure that this is missing."""
    return os.environ.get(f"HOMING_NEEDS_{what.name}") == "1"


def left_out(what: Need) -> NoReturn:
    """This is missing here: leave the test out, or let it fail."""
    if is_needed(what):
        pytest.fail(what)
    pytest.skip(what)


def browser() -> None:
    """Chromium, to test with."""
    if not CHROMIUM.exists():
        left_out(Need.BROWSER)


def age() -> str:
    """Where the standard age tool is."""
    return shutil.which("age") or left_out(Need.AGE)


def keyring() -> None:
    """A session bus, and a keyring to be reached over it."""
    if not all(shutil.which(tool) for tool in ("dbus-run-session", "gnome-keyring-daemon")):
        left_out(Need.KEYRING)
