"""What tells one piece of work from another: the same work on the same block has the same fingerprint."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import fields, is_dataclass
from functools import partial
from types import FunctionType
from typing import Any

import numpy as np

from homing import __version__


def fingerprint(work: Any, block: Any) -> str:
    """Thirty-two letters for this work on this block, under this version of Homing and of NumPy."""
    told = hashlib.blake2b(digest_size=16)
    _feed(told, (__version__, np.__version__, work, block))
    return told.hexdigest()


def _feed(told: Any, value: Any) -> None:
    """Each part with its kind and its length, so that no two values read alike."""
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        _say(told, "array", f"{value.dtype.str}{value.shape}".encode())
        told.update(np.ascontiguousarray(value).view(np.uint8).data if value.size else b"")
    elif value is None or isinstance(value, bool | int | float | str):
        _say(told, type(value).__name__, repr(value).encode())
    elif isinstance(value, FunctionType | type):
        _say(told, "name", f"{value.__module__}.{value.__qualname__}".encode())
    elif isinstance(value, partial):
        _parts(told, value, [value.func, value.args, value.keywords])
    elif isinstance(value, tuple | list):
        _parts(told, value, list(value))
    elif isinstance(value, dict):
        _parts(told, value, [part for pair in value.items() for part in pair])
    elif is_dataclass(value):
        _parts(told, value, [getattr(value, field.name) for field in fields(value)])
    else:
        _say(told, "other", pickle.dumps(value, protocol=5))


def _parts(told: Any, value: Any, parts: list[Any]) -> None:
    _say(told, type(value).__qualname__, str(len(parts)).encode())
    for part in parts:
        _feed(told, part)


def _say(told: Any, kind: str, content: bytes) -> None:
    told.update(f"{kind}:{len(content)}:".encode())
    told.update(content)
