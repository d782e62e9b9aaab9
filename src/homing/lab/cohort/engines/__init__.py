"""Where blocks are computed: here, in processes of this machine, or on a Ray cluster. All give the same results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..troubles import CohortError
from .base import Engine
from .processes import Processes
from .serial import Serial

ENGINES = ("processes", "serial", "ray", "ray:ADDRESS")


def engine_named(name: str, workers: int | None) -> Callable[[Any], Engine]:
    """From a piece of work to the engine that does it. Raises :class:`CohortError` if there is no such engine."""
    if workers is not None and workers < 1:
        raise CohortError("there must be at least one worker")
    if name == "serial":
        return Serial
    if name == "processes":
        return lambda work: Processes(work, workers)
    kind, _, address = name.partition(":")
    if kind != "ray" or (name != "ray" and not address):
        raise CohortError(f"there is no engine {name!r}; there are {', '.join(ENGINES)}")
    from .ray import needs_ray, on_ray

    needs_ray()
    return lambda work: on_ray(work, address, workers)
