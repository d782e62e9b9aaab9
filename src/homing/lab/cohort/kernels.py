"""Whether models run from compiled loops: where numba is installed and there is enough to do, or as one says.

The two paths agree to 1e-12. Which of them is taken is decided once, where work is made, and travels with it; so all
blocks of a run take the same, and what is kept in a folder by one is not mixed with what the other computes.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from homing.engine.published._protocol import Model
from homing.engine.published.registry import MODELS

from .troubles import CohortError

VARIABLE = "HOMING_NUMBA"
"""``off``: NumPy alone; ``on``: compiled, whatever the size; unset or empty: as :func:`worthwhile` says."""

WORTH = 3_000_000
"""Events. Every worker takes a second or more to import numba, in which NumPy goes through some millions of them."""


def worthwhile(events: int) -> bool:
    """Whether to run so many events compiled. Raises :class:`CohortError` if the variable says neither on nor off."""
    told = os.environ.get(VARIABLE, "").strip().lower()
    if told not in ("", "on", "off"):
        raise CohortError(f"{VARIABLE} is on, off or unset")
    if told:
        return told == "on"
    return events >= WORTH and find_spec("numba") is not None


def model_named(name: str, *, compiled: bool = False) -> Model:
    """A published model by the name of its module, or its compiled twin where it has one.

    Raises :class:`CohortError` if there is no such model, or no numba for a twin.
    """
    if name not in MODELS:
        raise CohortError(f"there is no model {name!r}; there are {', '.join(MODELS)}")
    model = MODELS[name]
    if not compiled or model.run_block is None:
        return model
    from homing.engine.published._twins import KERNELS, twin

    if name not in KERNELS:
        return model
    found: Model = _with_numba(twin, name)
    return found


def fast_loop(function: Any) -> Any:
    """A loop in plain Python, compiled. Raises :class:`CohortError` if there is no numba."""
    from homing.engine.published._twins import compiled

    return _with_numba(compiled, function)


def _with_numba(make: Callable[[Any], Any], what: Any) -> Any:
    try:
        return make(what)
    except ModuleNotFoundError:
        raise CohortError(
            f"this work was made to run compiled, and numba is not installed here: install Homing with the extra "
            f"'fast' wherever it runs, or set {VARIABLE}=off where it is started"
        ) from None
