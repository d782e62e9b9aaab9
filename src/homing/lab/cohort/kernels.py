"""Whether models run from compiled loops: where numba is installed, unless it is switched off.

The two paths agree to 1e-12. Which of them is taken is decided once, where work is made, and travels with it; so all
blocks of a run take the same, and what is kept in a folder by one is not mixed with what the other computes.
"""

from __future__ import annotations

import os
from importlib.util import find_spec

from homing.engine.published._protocol import Model
from homing.engine.published.registry import MODELS

from .troubles import CohortError

VARIABLE = "HOMING_NUMBA"
"""Set it to ``off``, and everything runs on NumPy alone."""


def compiled_here() -> bool:
    """Whether numba is installed and not switched off."""
    return os.environ.get(VARIABLE, "").strip().lower() not in ("off", "no", "0") and find_spec("numba") is not None


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
    try:
        return twin(name)
    except ModuleNotFoundError:
        raise CohortError(
            f"this work was made to run compiled, and numba is not installed here: install Homing with the extra "
            f"'fast' wherever it runs, or set {VARIABLE}=off where it is started"
        ) from None
