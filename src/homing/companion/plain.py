"""What can be read before unlocking: under which name Homing shows itself, and when a pause ends. Nothing else, ever.

Both lie unencrypted in one tiny file beside the vault, which is gone when there is nothing to say. Where there is no
vault nothing is written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from homing.vault import home as place

FILE = "plain.json"
LONGEST = 1024
"""Bytes; whatever is larger was not written here."""


class Guise(StrEnum):
    """The neutral names under which Homing may show itself. Keys; their words are in :mod:`homing.words`."""

    NOTES = "notes"
    LISTS = "lists"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """``guise`` None: Homing's own name. ``back`` is the instant (UTC) at which a pause ends."""

    guise: Guise | None = None
    back: datetime | None = None


def read(home: Path) -> Plain:
    """What the file says. A file that is missing, damaged or from elsewhere says nothing, and stops nobody."""
    try:
        with (home / FILE).open("rb") as file:
            told = json.loads(file.read(LONGEST))
    except (OSError, ValueError, RecursionError):
        return Plain()
    fields = told if isinstance(told, dict) else {}
    return Plain(guise=_guise(fields.get("name")), back=_instant(fields.get("back")))


def write(home: Path, told: Plain) -> None:
    """Put this in the place of what was said before. Raises :class:`homing.vault.VaultError` if it cannot be written.

    Without a vault in the folder nothing is written.
    """
    if not place.is_whole(home):
        return
    said = {"name": told.guise, "back": told.back.isoformat() if told.back else None}
    kept = {name: value for name, value in said.items() if value}
    with place.files():
        if kept:
            place.write_over(home / FILE, json.dumps(kept).encode())
        else:
            (home / FILE).unlink(missing_ok=True)
        place.settle(home)


def _guise(told: object) -> Guise | None:
    try:
        return Guise(told) if isinstance(told, str) else None
    except ValueError:
        return None


def _instant(told: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(told) if isinstance(told, str) else None
        return None if found is None or found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
