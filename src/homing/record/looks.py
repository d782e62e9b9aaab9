"""A look at an old cue: what the person found when they asked whether its alarm belongs to then or to now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from homing.record.lived import FuzzyDate, LivedTime
from homing.record.parts import Extra
from homing.record.scales import Belongs, Safe


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a cue, perhaps beginning from a moment. It moves no boundary (care rule 3).

    ``safe`` is what the person said about now, before anything else. ``again`` is the day on which they want to look
    once more; ``step`` a small felt step of their own, if they wanted one.
    """

    type: ClassVar[str] = "look"

    id: UUID
    when: LivedTime
    cue: UUID
    moment: UUID | None = None
    safe: Safe | None = None
    belongs: Belongs | None = None
    words: str = ""
    step: str = ""
    again: FuzzyDate | None = None
    extra: Extra = field(default_factory=dict, hash=False)
