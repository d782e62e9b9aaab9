"""How the compiled path is compiled: one decorator, so that every kernel is built alike and can be run without it.

Importing this module imports numba (the ``fast`` extra). Only :mod:`homing.engine.compiled` and the modules beside this
one whose names begin alike do so; nothing that the server imports may.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

Given = ParamSpec("Given")
Back = TypeVar("Back")

try:
    _njit = import_module("numba").njit(cache=True, error_model="numpy", nogil=True)
except ImportError as missing:  # pragma: no cover - the tests run with numba
    raise ImportError("the compiled path needs numba: install homing with the extra 'fast'") from missing


_HERE = Path(__file__).parent
_FAMILY = hashlib.sha256(
    b"".join(
        path.read_bytes()
        for path in (
            *sorted(_HERE.glob("_kernels*.py")),
            *(_HERE / f"{name}.py" for name in ("_alarm_state", "_features", "_logistic", "_timeprior")),
        )
    )
).digest()


def _of_one_family(dispatcher: Any) -> Any:
    """Let the cache on disk be stale when any file of kernels, or of their constants, has changed.

    By itself it looks only at the file a kernel stands in; but the places of arrays and the kernels it calls are
    compiled into it, so that an older file beside newer ones would read and write in the wrong places.
    """
    file = dispatcher._cache._cache_file
    file._source_stamp = (file._source_stamp, _FAMILY)
    return dispatcher


def kernel(function: Callable[Given, Back]) -> Callable[Given, Back]:
    """Compile at the first call, or take what an earlier process compiled. ``py_func`` is the function itself.

    Float64 and in the order written: nothing is reassociated or contracted, so that what the array path does element
    by element comes out bit for bit.
    """
    return cast(Callable[Given, Back], _of_one_family(_njit(function)))


_fused = import_module("numba").njit(cache=True, error_model="numpy", nogil=True, fastmath={"contract"})


def fused_kernel(function: Callable[Given, Back]) -> Callable[Given, Back]:
    """A kernel in which a product and a sum may be rounded once together: for polynomials, which bind nobody."""
    return cast(Callable[Given, Back], _of_one_family(_fused(function)))
