"""What was lately found with the same people: one feature made of past outcomes, kept small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ._features import Key
from ._state import Memory, Trace

ALONE: Key = ("alone",)
"""The trace of moments without anyone."""


def recent(traces: Mapping[Key, Trace], people: Iterable[str], time: float, memory: Memory) -> float:
    """The recent mean with these people, from the centre, in the unit of the outcome; 0 where nothing is known.

    For one person it is sum_i k_i (y_i - centre) / (1 + sum_i k_i), k_i = 2^(-age_i / half_life); for several, the
    mean of theirs.
    """
    total, who = 0.0, _who(people)
    for key in who:
        sums, weight, then = traces.get(key, (0.0, 0.0, time))
        kept = _kept(time - then, memory)
        total += kept * sums / (1.0 + kept * weight)
    return total / len(who)


def remember(
    traces: Mapping[Key, Trace], people: Iterable[str], time: float, outcome: float, memory: Memory, room: int
) -> dict[Key, Trace]:
    """The traces after this outcome; of more than ``room`` of them, those touched longest ago are forgotten."""
    after = dict(traces)
    for key in _who(people):
        sums, weight, then = after.pop(key, (0.0, 0.0, time))
        kept = _kept(time - then, memory)
        after[key] = (kept * sums + outcome - memory.centre, kept * weight + 1.0, time)
    for key in list(after)[: max(0, len(after) - room)]:
        del after[key]
    return after


def _kept(elapsed: float, memory: Memory) -> float:
    return float(2.0 ** (-elapsed / memory.half_life))


def _who(people: Iterable[str]) -> list[Key]:
    return [("person", person) for person in sorted(set(people))] or [ALONE]
