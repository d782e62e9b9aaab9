"""A published model on a whole cohort: what each person expects on each row, before its outcome."""

from __future__ import annotations

import inspect
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from homing.engine.published._protocol import Floats

from .blocks import Block, Blocks
from .kernels import model_named, worthwhile
from .mapping import Progress, map_blocks
from .states import begin, run_block
from .troubles import CohortError


@dataclass(frozen=True, slots=True)
class Predict:
    """The work: a block to the expected outcomes (P, T) of its people, NaN on padding. ``params`` None: defaults.

    ``compiled``: by compiled loops, where the model has some; whoever does the work then needs numba.
    """

    model: str
    params: Any = None
    seed: int = 0
    compiled: bool = False

    def __call__(self, block: Block) -> Floats:
        """Everyone begins with nothing learnt; chance is drawn from the seed and the number of the person."""
        people, _, cues = block.events.cues.shape
        first, fast = block.first, self.compiled
        states = begin(self.model, people, cues, self.params, seed=self.seed, first=first, compiled=fast)
        return run_block(states, block.events)[1]


def params_of(model: str, told: Mapping[str, Any]) -> Any:
    """The parameters of a model from their names; lists become tuples.

    Raises :class:`CohortError` for a model or a parameter that is not there, and for a value the model refuses.
    """
    make = model_named(model).params
    known = list(inspect.signature(make).parameters)
    for name, value in told.items():
        if name not in known:
            raise CohortError(f"{model} has no parameter {name!r}; it has {', '.join(known)}")
        if isinstance(value, dict):
            raise CohortError(f"the parameter {name!r} is a number, a word or a list of numbers")
    try:
        return make(**{name: tuple(value) if isinstance(value, list) else value for name, value in told.items()})
    except (TypeError, ValueError) as error:
        raise CohortError(f"{model} refuses these parameters: {error}") from None


def predict(
    cohort: Blocks,
    model: str,
    params: Any = None,
    *,
    seed: int = 0,
    engine: str = "processes",
    workers: int | None = None,
    progress: Progress | None = None,
    keep: Path | None = None,
) -> Iterator[tuple[Block, Floats]]:
    """Each block with what its people expected (P, T), in the order of the table; see :func:`map_blocks`.

    By compiled loops where that is worthwhile (``kernels``). Raises :class:`CohortError` if there is no such model.
    """
    model_named(model)
    drawn: deque[Block] = deque()
    found = map_blocks(
        Predict(model, params, seed, compiled=worthwhile(cohort.people * cohort.longest)),
        _put_aside(cohort, drawn),
        engine=engine,
        workers=workers,
        progress=progress,
        keep=keep,
        whole=len(cohort),
    )
    return ((drawn.popleft(), expected) for expected in found)


def _put_aside(cohort: Iterable[Block], drawn: deque[Block]) -> Iterator[Block]:
    for block in cohort:
        drawn.append(block)
        yield block
