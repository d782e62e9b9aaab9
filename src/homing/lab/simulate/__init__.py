"""What the lab can simulate: published experiments through published models, diaries by two laws, and a crowd."""

from __future__ import annotations

from difflib import get_close_matches

from homing.engine.published.registry import MODELS
from homing.lab.designs import DESIGNS
from homing.lab.generators import GENERATORS
from homing.lab.simulate.crowds import NAME as CROWD
from homing.lab.simulate.crowds import crowd
from homing.lab.simulate.diaries import cohort, diary
from homing.lab.simulate.experiments import experiment
from homing.lab.simulate.tables import FORMATS, Columns, encoded

__all__ = [
    "CROWD",
    "FORMATS",
    "Columns",
    "cohort",
    "crowd",
    "diary",
    "encoded",
    "experiment",
    "models",
    "names",
    "near",
]


def names() -> list[str]:
    """Everything that can be simulated: the generators of diaries, the crowd, then the published designs."""
    return [*GENERATORS, CROWD, *DESIGNS]


def models() -> list[str]:
    """The published models that a design can be run through."""
    return list(MODELS)


def near(name: str, known: list[str]) -> list[str]:
    """Up to three known names like this one, the nearest first; then names that hold it.

    >>> near("renewal-aba", names())
    ['renewal-ABA', 'renewal-ABC', 'renewal-ABB']
    >>> near("transience", names())
    ['transience-1', 'transience-90', 'transience-80']
    >>> near("reminder of what", names())
    []
    """
    wanted = name.casefold()
    told = {one.casefold(): one for one in known}
    alike = get_close_matches(wanted, list(told), n=3)
    holding = [one for one in told if wanted and wanted in one]
    return [told[one] for one in dict.fromkeys([*alike, *holding])][:3]
