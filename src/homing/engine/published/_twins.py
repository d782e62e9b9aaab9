"""Compiled twins of published models: the same parameters, states and results, from loops that numba compiles.

numba is looked up when the first twin is asked for; no model imports this. A twin gives what its model gives to 1e-12.
Whatever a loop is not made for (rows that do not fit, a filter out of its range, particles) goes to the model itself,
which does it or says what is wrong: one wording, and one place that decides.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from homing.engine.published import _kernel_causes, _kernel_hgf, _kernel_rows, _kernel_rw
from homing.engine.published._protocol import Events, Floats, Model, one_person
from homing.engine.published.registry import MODELS

Jit = Callable[[Any], Any]
"""From a function in plain Python to one that does the same, faster."""


class Kernel(NamedTuple):
    """A module with ``loop``, ``sweep``, ``shape`` and ``result``, and which cues and outcomes its model takes.

    ``cues`` and ``outcomes`` are each the least and the greatest, which may be infinite.
    """

    module: Any
    cues: tuple[float, float] = (-math.inf, math.inf)
    outcomes: tuple[float, float] = (-math.inf, math.inf)


CHANCES = (0.0, 1.0)
KERNELS: dict[str, Kernel] = {
    "rescorla_wagner": Kernel(_kernel_rw),
    "latent_cause_2010": Kernel(_kernel_causes, CHANCES, CHANCES),
    "hgf_binary": Kernel(_kernel_hgf, outcomes=CHANCES),
}
"""The models that have a twin, by name."""


@cache
def compiled(function: Any) -> Any:
    """The function, compiled at its first call, and kept on disk where that is possible.

    Raises ``ModuleNotFoundError`` without numba.
    """
    numba: Any = import_module("numba")
    try:
        return numba.njit(function, cache=True, error_model="numpy")
    except RuntimeError:  # no folder to keep it in: it is compiled anew in each process
        return numba.njit(function, error_model="numpy")


def twin(name: str, jit: Jit = compiled) -> Model:
    """The twin of a model in :data:`KERNELS`; ``jit`` makes its loops fast."""
    kernel, model = KERNELS[name], MODELS[name]
    module, sound, go = kernel.module, jit(_kernel_rows.sound), jit(kernel.module.loop)
    start, slow = cast("Callable[..., Any]", model.start), cast("Callable[..., Any]", model.run_block)

    def run_block(state: Any, events: Events, params: Any = None) -> tuple[Any, Floats]:
        """As that of the model."""
        given = model.params() if params is None else params
        ready = _ready(events, module.shape(state), sound, kernel)
        swept = None if ready is None else module.sweep(go, state, ready, given, 0)
        done: tuple[Any, Floats] = slow(state, events, given) if swept is None else swept[:2]
        return done

    def run(cues: Any, outcomes: Any, times: Any, params: Any = None, *, seed: int = 0) -> Any:
        """As that of the model."""
        given = model.params() if params is None else params
        events = one_person(cues, outcomes, times)
        state = start(1, events.cues.shape[2], given)
        ready = _ready(events, module.shape(state), sound, kernel)
        swept = None if ready is None else module.sweep(go, state, ready, given, events.outcomes.shape[1])
        if swept is None:
            return model.run(cues, outcomes, times, given, seed=seed)
        return module.result(swept[1][0], swept[2])

    return Model(run, model.params, start, run_block)


def _ready(events: Events, shape: tuple[int, int], sound: Any, kernel: Kernel) -> Events | None:
    """The events for a loop, or None if there is anything about them that the model has to look at."""
    x, r, tau, there = events
    if x.ndim != 3 or (x.shape[0], x.shape[2]) != shape:
        return None
    if not r.shape == tau.shape == there.shape == x.shape[:2]:
        return None
    fit = Events(_still(x, np.float64), _still(r, np.float64), _still(tau, np.float64), _still(there, np.bool_))
    return fit if sound(*fit, *kernel.cues, *kernel.outcomes) else None


def _still(array: NDArray[Any], kind: type[Any]) -> NDArray[Any]:
    """In one piece and not to be written to, whoever made it, so that one compilation does for all."""
    view = np.ascontiguousarray(array, kind).view()
    view.flags.writeable = False
    return view
