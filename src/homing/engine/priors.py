"""What many people teach about one, as a small file: the priors of the world model, with nothing of anyone in it.

The file is JSON: ``{"kind": "homing-priors", "version": 1, "outcome", "blocks": {name: [mean, variance, tau]},
"noise", "memory": [half-life, centre] or null, "range": [low, high] or null, "from": {...}}``. Means and variances are
log-odds (binary, unit) or in the unit of the target (real); tau and half-life are days. Weights that are named after
one table's cues are left out: the blocks say how much cues, people and settings vary, and that carries over.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from . import blend
from .world import Block, Memory, Params

KIND, VERSION = "homing-priors", 1
BLOCKS = ("bias", "person_mean", "cue_mean", "person", "cue", "setting", "person_cue", "recent")
LONGEST = 100_000
"""Characters of a file of priors; a whole one has about a thousand."""

_FROM = ("people", "outcomes", "seed", "converged", "evidence")


class PriorsError(ValueError):
    """A file of priors that cannot be used, in one sentence."""


@dataclass(frozen=True, slots=True)
class Priors:
    """``params`` of the world model; ``range`` of a unit target's scale; how many ``people`` and ``outcomes`` taught;
    ``evidence`` per outcome at the end, and whether the climb ``converged``.
    """

    params: Params
    people: int
    outcomes: int
    seed: int = 0
    converged: bool = True
    evidence: float = 0.0
    range: tuple[float, float] | None = None

    def blend(self, like: blend.Params | None = None) -> blend.Params:
        """The blend with these priors for its world model. ``ValueError`` unless the outcome is binary."""
        return replace(like or blend.Params(), world=self.params)


def dumps(priors: Priors) -> str:
    """The priors as text.

    >>> loads(dumps(Priors(Params(), people=3, outcomes=40))).people
    3
    """
    params = priors.params
    told: dict[str, Any] = {"kind": KIND, "version": VERSION, "outcome": params.outcome}
    told["blocks"] = {name: _row(getattr(params, name)) for name in BLOCKS}
    told["noise"] = params.noise
    told["memory"] = None if params.memory is None else [params.memory.half_life, params.memory.centre]
    told["range"] = None if priors.range is None else list(priors.range)
    told["from"] = {name: getattr(priors, name) for name in _FROM}
    return json.dumps(told, indent=1, allow_nan=False) + "\n"


def _row(block: Block) -> list[float]:
    return [block.mean, block.variance, block.tau]


def loads(text: str) -> Priors:
    """The priors that :func:`dumps` wrote. Raises :class:`PriorsError` for anything else."""
    if len(text) > LONGEST:
        raise PriorsError("this file is too long for a file of priors")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise PriorsError("this file is not JSON") from None
    if not isinstance(told, Mapping) or told.get("kind") != KIND:
        raise PriorsError("this is not a file of priors; homing lab fit writes them")
    if told.get("version") != VERSION:
        raise PriorsError("this file of priors was written by another version of Homing")
    try:
        return _priors(told)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        raise PriorsError("this file of priors is damaged") from error


def _priors(told: Mapping[str, Any]) -> Priors:
    if set(told["blocks"]) != set(BLOCKS):
        raise ValueError("blocks are missing")
    blocks = {name: Block(*_numbers(row, 3)) for name, row in told["blocks"].items()}
    memory = None if told["memory"] is None else Memory(*_numbers(told["memory"], 2))
    ends = None if told["range"] is None else _numbers(told["range"], 2)
    source = told["from"]
    counts = [source[name] for name in ("people", "outcomes", "seed")]
    if any(type(count) is not int or count < 0 for count in counts) or type(source["converged"]) is not bool:
        raise ValueError("counts are whole numbers")
    evidence, noise = _numbers([source["evidence"], told["noise"]], 2)
    params = replace(Params(outcome=told["outcome"], noise=noise, memory=memory), **_given(blocks))
    span = None if ends is None else (ends[0], ends[1])
    return Priors(params, counts[0], counts[1], counts[2], source["converged"], evidence, span)


def _given(blocks: dict[str, Block]) -> dict[str, Any]:
    return dict(blocks)


def _numbers(row: Any, count: int) -> list[float]:
    found = [float(one) for one in row if type(one) in (int, float)]
    if len(found) != count or len(row) != count or not all(map(math.isfinite, found)):
        raise ValueError("numbers are missing")
    return found
