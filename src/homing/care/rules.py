"""May this be said or offered, now, about this person? Every care rule of that kind is here, and only here.

A use case describes the facts, asks :func:`may`, and obeys. The reason is a key; its sentence is in
:mod:`homing.words`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

QUIET_AFTER_HARM = timedelta(days=1)
"""After harm there is no insight for a day (care rule 2)."""

ENOUGH_FOR_A_STEP = 5
"""Finished moments with a person before a step may be proposed (care rule 10)."""


class Action(StrEnum):
    """What a page or a command is about to say or offer."""

    COUNTS = "counts"
    ESTIMATE = "estimate"
    THEN_NOW_SHARE = "then_now_share"
    OLD_CUE_QUESTION = "old_cue_question"
    STEP = "step"
    STEP_IN_GENERAL = "step_in_general"
    REASSURANCE = "reassurance"
    TRUST_COUNT = "trust_count"
    CYCLE_MAP = "cycle_map"
    RITUAL = "ritual"
    FEELS_SAFE = "feels_safe"


class Reason(StrEnum):
    """Why not; ``FINE`` when it may be."""

    FINE = "fine"
    AFTER_HARM = "after_harm"
    RESTING = "resting"
    DANGER_IN_MOMENT = "danger_in_moment"
    HOLD = "hold"
    NOT_SAFE = "not_safe"
    TOO_FEW = "too_few"
    FRIGHTENED_BEFORE = "frightened_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules look at.

    ``held``: a hold stands on someone concerned. ``since_harm``: time since the latest harm, with whomever, was lived
    or written down, whichever is later; None if there was none lately. ``not_safe``: the person said lately that it is
    not safe for them where this comes up. ``finished``, ``frightening``: moments with the person.
    """

    held: bool = False
    dangerous_moment: bool = False
    since_harm: timedelta | None = None
    finished: int = 0
    frightening: int = 0
    resting: bool = False
    not_safe: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether, and why (not)."""

    allowed: bool
    reason: Reason

    def __bool__(self) -> bool:
        return self.allowed


def may(action: Action, facts: Facts) -> Verdict:
    """The verdict on an action, given the facts. What is closer to harm is looked at first.

    >>> may(Action.ESTIMATE, Facts(held=True))
    Verdict(allowed=False, reason=<Reason.HOLD: 'hold'>)
    >>> bool(may(Action.COUNTS, Facts(held=True)))
    True
    """
    if facts.since_harm is not None and facts.since_harm < QUIET_AFTER_HARM:
        return Verdict(allowed=False, reason=Reason.AFTER_HARM)
    if facts.resting:
        return Verdict(allowed=False, reason=Reason.RESTING)
    if action is Action.COUNTS:
        return Verdict(allowed=True, reason=Reason.FINE)
    if facts.dangerous_moment:
        return Verdict(allowed=False, reason=Reason.DANGER_IN_MOMENT)
    if facts.held:
        return Verdict(allowed=False, reason=Reason.HOLD)
    if facts.not_safe:
        return Verdict(allowed=False, reason=Reason.NOT_SAFE)
    if action is Action.STEP and facts.frightening:
        return Verdict(allowed=False, reason=Reason.FRIGHTENED_BEFORE)
    if action is Action.STEP and facts.finished < ENOUGH_FOR_A_STEP:
        return Verdict(allowed=False, reason=Reason.TOO_FEW)
    return Verdict(allowed=True, reason=Reason.FINE)


def is_held(dangerous: Collection[UUID], lifted: Collection[UUID]) -> bool:
    """Whether a hold stands: some dangerous moment has not been lifted by the owner (care rule 2)."""
    return not set(dangerous) <= set(lifted)
