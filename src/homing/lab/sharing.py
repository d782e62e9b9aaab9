"""Baselines that ours averages need not be followed twice where they are scored themselves, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from .baselines import Fitted
from .cohort.fingerprints import fingerprint
from .said import Said
from .table import Table

Same = tuple[tuple[int, str], ...]
"""Places among the experts of ours, each with the name of the model that is the same to the last bit."""


def same(ours: Any, others: Mapping[str, Fitted]) -> Same:
    """The experts of ``ours`` (what :func:`homing.lab.ours.ours` gives) that are one of the others.

    Compared is everything they have learnt, and by which functions they say it. Ours may have learnt them otherwise,
    as with a split by time, without a clock; then they are not the same.
    """
    known = {fingerprint(model, None): name for name, model in others.items()}
    found = []
    for place, expert in enumerate(ours.experts):
        model = expert.keywords.get("fitted")
        if model is not None and (name := known.get(fingerprint(model, None))) is not None:
            found.append((place, name))
    return tuple(found)


def with_said(ours: Any, places: Same, said: Mapping[str, Said]) -> Any:
    """Ours, with what the others have said about a table in place of saying it again: for that table alone."""
    experts = list(ours.experts)
    for place, name in places:
        expert = experts[place]
        experts[place] = partial(expert.func, **{**expert.keywords, "fitted": partial(_again, said=said[name])})
    return replace(ours, experts=tuple(experts))


def _again(_table: Table, said: Said) -> Said:
    return said
