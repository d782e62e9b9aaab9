"""A file of priors: what is read can be written, and reads the same again."""

from __future__ import annotations

from contextlib import suppress

from fuzz.tools import Portion, demand
from homing.lab import priors


def check(data: bytes) -> None:
    """Only :class:`PriorsError` is raised."""
    try:
        read = priors.loads(Portion(data).text())
    except priors.PriorsError:
        return
    demand(priors.loads(priors.dumps(read)) == read, "the priors changed")
    with suppress(ValueError):
        demand(read.blend().world == read.params, "the blend has others")
        demand(read.params.outcome == "binary", "only a binary outcome is blended")
