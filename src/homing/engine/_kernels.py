"""How the compiled path is compiled: one decorator, so that every kernel is built alike and can be run without it.

Importing this module imports numba (the ``fast`` extra). Only :mod:`homing.engine.compiled` and the modules beside this
one whose names begin alike do so; nothing that the server imports may.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import ParamSpec, TypeVar, cast

Given = ParamSpec("Given")
Back = TypeVar("Back")

try:
    _njit = import_module("numba").njit(cache=True, error_model="numpy", nogil=True)
except ImportError as missing:  # pragma: no cover - the tests run with numba
    raise ImportError("the compiled path needs numba: install homing with the extra 'fast'") from missing


def kernel(function: Callable[Given, Back]) -> Callable[Given, Back]:
    """Compile at the first call, or take what an earlier process compiled. ``py_func`` is the function itself.

    Float64 and in the order written: nothing is reassociated or contracted, so that what the array path does element
    by element comes out bit for bit.
    """
    return cast(Callable[Given, Back], _njit(function))


_fused = import_module("numba").njit(cache=True, error_model="numpy", nogil=True, fastmath={"contract"})


def fused_kernel(function: Callable[Given, Back]) -> Callable[Given, Back]:
    """A kernel in which a product and a sum may be rounded once together: for polynomials, which bind nobody."""
    return cast(Callable[Given, Back], _fused(function))
