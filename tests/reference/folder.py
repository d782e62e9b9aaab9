"""Where the reference numbers are, and how to read them."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np

from homing.engine.published._protocol import Floats


def reference() -> Path | None:
    """The folder of reference numbers, or None where there is none.

    Raises ``FileNotFoundError`` if ``HOMING_REFERENCE`` names no folder.
    """
    named = os.environ.get("HOMING_REFERENCE")
    path = Path(named) if named else Path(__file__).parents[3] / "shared" / "reference"
    if named and not path.is_dir():
        raise FileNotFoundError("HOMING_REFERENCE names no folder")
    return path if path.is_dir() else None


def files(pattern: str) -> list[Path]:
    """The files of the folder that match, in order; none where there is no folder."""
    path = reference()
    return sorted(path.glob(pattern)) if path else []


def columns(path: Path) -> dict[str, Floats]:
    """The columns of a table of numbers by name; what is empty is 0."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name] or 0.0) for row in rows]) for name in rows[0]}


def like(table: dict[str, Floats], start: str) -> Floats:
    """The columns ``start`` 1, 2, ... side by side, shape (T, n)."""
    names = [name for name in table if name.startswith(start) and name[len(start) :].isdigit()]
    return np.column_stack([table[name] for name in names])
