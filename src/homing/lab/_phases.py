"""How a design is told: phases of like trials, one after the other, from which its rows follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Cues = tuple[float, ...]


class Phase(NamedTuple):
    """``trials`` alike, ``every`` apart, the first ``after`` the start of the trial before (in the model's time).

    ``cues`` and ``outcomes`` are gone through in turn, again and again; ``amnesia`` follows every trial of the phase.
    """

    name: str
    trials: int = 1
    cues: tuple[Cues, ...] = ((1.0,),)
    outcomes: tuple[float, ...] = (0.0,)
    after: float = 1.0
    every: float = 1.0
    amnesia: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """One experiment for one published model.

    ``name`` is its key in ``DESIGNS``; ``source`` a citation, ``number`` the design's number there; ``model`` a module
    of ``homing.engine.published``; ``params`` what differs from that model's ``Params``; ``groups`` the questions it
    helps to answer; ``final`` the response on the last trial in the public reference implementation, if deterministic.

    Rows of T trials and D cues, computed afresh: ``cues`` (T, D), ``outcomes``, ``times``, ``amnesia`` (T,) and
    ``labels`` (T names of phases).
    """

    name: str
    source: str
    model: str
    phases: tuple[Phase, ...]
    groups: tuple[str, ...]
    number: str = ""
    final: float | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def cues(self) -> Floats:
        """Intensities of the cues, shape (T, D)."""
        return np.array([shown for phase in self.phases for shown in islice(cycle(phase.cues), phase.trials)])

    @property
    def outcomes(self) -> Floats:
        """Outcomes, shape (T,)."""
        return np.array([seen for phase in self.phases for seen in islice(cycle(phase.outcomes), phase.trials)])

    @property
    def times(self) -> Floats:
        """When each trial took place, from 0, shape (T,)."""
        steps = [phase.after if i == 0 else phase.every for phase in self.phases for i in range(phase.trials)]
        return np.cumsum(np.array([0.0, *steps[1:]]))

    @property
    def amnesia(self) -> Floats:
        """How strongly each trial is followed by amnesia, in [0, 1], shape (T,)."""
        return np.repeat([phase.amnesia for phase in self.phases], [phase.trials for phase in self.phases])

    @property
    def labels(self) -> tuple[str, ...]:
        """The phase of each trial."""
        return tuple(phase.name for phase in self.phases for _ in range(phase.trials))
