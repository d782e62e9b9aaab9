"""A published experiment, run through a published model: one row a trial."""

from __future__ import annotations

import inspect
from typing import Any

from homing.engine.published.registry import MODELS
from homing.lab.designs import DESIGNS, Design
from homing.lab.simulate.tables import Columns


def experiment(design: str, model: str = "", seed: int = 0) -> Columns:
    """The trials of a published design and what a model makes of them, in order.

    ``model`` is the one the design was published with unless told. Columns: ``design``, ``model``, ``phase``,
    ``trial`` (from 1), ``time`` (in the unit of the design), ``cue1`` ... ``cueD`` (intensities), ``outcome``,
    ``response`` and ``expected`` (both made before the outcome), and ``amnesia`` where the design has any.

    Raises ``KeyError`` for a design or a model that there is not, ``ValueError`` for a negative seed, or for amnesia
    under a model that knows none.

    >>> table = experiment("retrieval-3")
    >>> len(table["trial"]), table["phase"][-1], round(table["response"][-1], 3)
    (23, 'test', 0.067)
    """
    told = DESIGNS[design]
    name = model or told.model
    runner = MODELS[name]
    if seed < 0:
        raise ValueError("a seed is 0 or more")
    params = runner.params(**told.params) if name == told.model else runner.params()
    result = runner.run(told.cues, told.outcomes, told.times, params, seed=seed, **_amnesia(told, runner.run))
    amnesia: Columns = {"amnesia": told.amnesia.tolist()} if told.amnesia.any() else {}
    count = len(told.labels)
    return {
        "design": [design] * count,
        "model": [name] * count,
        "phase": list(told.labels),
        "trial": list(range(1, count + 1)),
        "time": told.times.tolist(),
        **{f"cue{i}": column.tolist() for i, column in enumerate(told.cues.T, 1)},
        "outcome": told.outcomes.tolist(),
        **amnesia,
        "response": result.response.tolist(),
        "expected": result.expected.tolist(),
    }


def _amnesia(design: Design, run: Any) -> dict[str, Any]:
    """What the model has to be told of amnesia."""
    if "amnesia" in inspect.signature(run).parameters:
        return {"amnesia": design.amnesia}
    if design.amnesia.any():
        raise ValueError("in this design trials are followed by amnesia, and this model knows none")
    return {}
