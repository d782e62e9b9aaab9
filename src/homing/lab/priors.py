"""Files of priors: what :mod:`homing.engine.priors` writes as text, on a disk."""

from __future__ import annotations

from pathlib import Path

from homing.engine.priors import BLOCKS, Priors, PriorsError, dumps, loads

__all__ = ["BLOCKS", "Priors", "PriorsError", "dumps", "load", "loads", "save"]


def save(priors: Priors, path: Path | str) -> None:
    """Write the file. ``OSError`` if it cannot be written."""
    Path(path).write_text(dumps(priors), encoding="utf-8")


def load(path: Path | str) -> Priors:
    """Read the file. Raises :class:`PriorsError`, or ``OSError`` if it cannot be read."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise PriorsError("this file is not JSON") from None
    return loads(text)
