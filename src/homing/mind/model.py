"""The two models side by side: what really followed (the blend), and what the alarm expects. Never mixed.

One state, one version, one blob, so that the mind can keep both as one checkpoint.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from homing.engine import alarm, blend
from homing.engine.alarm import Answer, Memory
from homing.engine.events import Event

VERSION = f"{blend.VERSION}+{alarm.VERSION}"
"""Changes whenever what either model says would change."""

PLACEHOLDERS = blend.Params()
"""What the blend assumes while no priors have been given that were learnt from a cohort."""

_LENGTH = 8


@dataclass(frozen=True, slots=True)
class State:
    """What was learnt by each."""

    blend: blend.State = field(repr=False)
    alarm: alarm.State = field(repr=False)


def start(memories: Iterable[Memory] = (), params: blend.Params = PLACEHOLDERS) -> State:
    """Nothing learnt yet but what the person brings along."""
    return State(blend.start(params), alarm.start(memories=memories))


def step(
    state: State, event: Event, answer: Answer | None, moment_id: UUID, params: blend.Params = PLACEHOLDERS
) -> State:
    """Learn from one moment. The draws follow from its id, so that any replay, on any device, gives the same."""
    seed = moment_id.int % 2**63
    return State(
        blend.step(state.blend, event, params)[0],
        alarm.step(state.alarm, event, seed=seed, answer=answer)[0],
    )


def dump(state: State) -> bytes:
    """Both states as bytes, exact."""
    first = blend.dump(state.blend)
    return len(first).to_bytes(_LENGTH, "big") + first + alarm.dump(state.alarm)


def load(blob: bytes) -> State:
    """What :func:`dump` wrote."""
    middle = _LENGTH + int.from_bytes(blob[:_LENGTH], "big")
    return State(blend.load(blob[_LENGTH:middle]), alarm.load(blob[middle:]))
