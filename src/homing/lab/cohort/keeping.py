"""Finished blocks in a folder, so that a run that was stopped goes on from where it was."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from .files import whole
from .fingerprints import fingerprint
from .troubles import CohortError

_PLAIN = (bool, int, float, str)


class Kept:
    """A folder with one file a block. Its name holds the fingerprint of work and block; others are left alone.

    Nothing in these files can run when it is read: they hold arrays and plain values, no pickle.
    """

    def __init__(self, folder: Path, work: Any) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder, self._work = folder, work

    def path(self, number: int, block: Any) -> Path:
        """Where the result of this block belongs."""
        return self._folder / f"{number:08d}-{fingerprint(self._work, block)}.npz"

    def save(self, path: Path, result: Any) -> None:
        """Write a result. Raises :class:`CohortError` if it is made of more than plain values and arrays."""
        arrays: list[NDArray[Any]] = []
        tree = json.dumps(_told(result, arrays))
        with whole(path) as beside, beside.open("wb") as file:
            np.savez(file, np.array(tree), *arrays)

    def load(self, path: Path) -> tuple[bool, Any]:
        """Whether there is a whole result, and the result."""
        try:
            with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                arrays = [file[f"arr_{one}"] for one in range(len(file.files))]
            return True, _read(json.loads(str(arrays[0])), arrays[1:])
        except FileNotFoundError:
            return False, None
        except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile):  # damaged: computed again
            return False, None


def _told(value: Any, arrays: list[NDArray[Any]]) -> Any:
    """A value as JSON: plain values as they are, the rest as [kind, content]; arrays are put aside."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, np.ndarray | np.generic) and not value.dtype.hasobject:
        arrays.append(np.asarray(value))
        return ["array" if isinstance(value, np.ndarray) else "number", len(arrays) - 1]
    if type(value) in (list, tuple):
        return [type(value).__name__, [_told(one, arrays) for one in value]]
    if type(value) is dict and all(type(key) is str for key in value):
        return ["dict", {key: _told(one, arrays) for key, one in value.items()}]
    raise CohortError(f"a {type(value).__name__} cannot be kept in a folder: results are plain values and arrays")


def _read(told: Any, arrays: list[NDArray[Any]]) -> Any:
    if not isinstance(told, list):
        return told
    kind, content = told
    if kind == "array":
        return arrays[content]
    if kind == "number":
        return arrays[content][()]
    if kind == "dict":
        return {key: _read(one, arrays) for key, one in cast("dict[str, Any]", content).items()}
    parts = [_read(one, arrays) for one in content]
    return tuple(parts) if kind == "tuple" else parts
