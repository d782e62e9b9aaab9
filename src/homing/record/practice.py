"""Practice: steps of a ladder, rituals, a rhythm of reassurance, promises, spaces, rewards, early experience.

What happens with them is told in moments; these are the person's own plans and words. None of it grades anybody
(care rule 6).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from homing.record.boundaries import Opening
from homing.record.lived import FuzzyDate, LivedTime
from homing.record.parts import Extra, loud, named
from homing.record.scales import Direction

LONGEST_RHYTHM = 365
"""Days of the slowest rhythm."""

AGREE_MAX = 4
"""What is said of early experience is agreed to from 0 (not at all) to 4 (very much)."""

CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
"""A local time of day."""


class Answer(StrEnum):
    """An answer about how someone was in one moment. There is no word for "it did not come up": then none is given."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Afterwards(StrEnum):
    """How someone left me. Calm because it was safe and calm because it was familiar are kept apart (S19)."""

    CALM_SAFE = "calm_because_safe"
    CALM_FAMILIAR = "calm_because_familiar"
    ANXIOUS = "anxious"
    NOT_SURE = "not_sure"


class Received(StrEnum):
    """How something that I disclosed was received (S16): an ending of its own, beside how the moment turned out."""

    HEARD = "heard"
    FIXED = "tried_to_fix"
    MOVED_ON = "changed_the_subject"
    DOUBTED = "doubted"
    JUDGED = "judged"
    NOT_SURE = "not_sure"


class Reassurance(StrEnum):
    """What reassures: to be accepted, to be asked, to be thanked."""

    ACCEPTANCE = "acceptance"
    INTEREST = "interest"
    APPRECIATION = "appreciation"


class Occasion(StrEnum):
    """Whether a moment was one of meeting or of parting."""

    MEETING = "meeting"
    PARTING = "parting"


class Day(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Whose(StrEnum):
    """Whose promise it is."""

    MINE = "mine"
    THEIRS = "theirs"


class PromiseSize(StrEnum):
    """How much rests on a promise."""

    SMALL = "small"
    LARGE = "large"


class Kept(StrEnum):
    """How a promise went. One that was renegotiated was neither kept nor broken."""

    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    RENEGOTIATED = "renegotiated"


class SpaceKind(StrEnum):
    """What kind of supportive space it is."""

    PERSON = "person"
    GROUP = "group"
    PLACE = "place"
    PROFESSIONAL = "professional"
    LINE = "line"


class RewardKind(StrEnum):
    """What safety made possible."""

    DARED = "dared"
    DREAMT = "dreamt"
    PLAYED = "played"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassured:
    """A reassurance in a moment: which, and whether it reached me or came from me."""

    kind: Reassurance
    direction: Direction = Direction.RECEIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of one's own ladder: with whom (nobody: in general), by which window and how far, and a way out.

    ``alarm`` (0 to 10) is how loud the person expects it to be; ``setting`` the id of a cue whose channel is the
    setting; ``set_aside``: not now. A step down is a step like any other, so that nothing marks it.
    """

    type: ClassVar[str] = "step"

    id: UUID
    label: str
    people: tuple[UUID, ...] = ()
    setting: UUID | None = None
    window: UUID | None = None
    opening: Opening | None = None
    way_out: str = ""
    alarm: int | None = None
    set_aside: bool = False
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named(self.label)
        if self.alarm is not None:
            loud(self.alarm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ritual:
    """A greeting or a parting that the person designed, and when the two really meet or part.

    ``look`` to ``place`` are its parts in own words. ``days`` (none: any day) and ``at`` (local, "18:30") are when;
    without ``at`` Homing never brings it up by itself. Raises ``ValueError`` for a time that no clock shows.
    """

    type: ClassVar[str] = "ritual"

    id: UUID
    label: str
    occasion: Occasion
    people: tuple[UUID, ...] = ()
    look: str = ""
    tone: str = ""
    words: str = ""
    touch: str = ""
    place: str = ""
    days: tuple[Day, ...] = ()
    at: str = ""
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named(self.label)
        if self.at and not CLOCK.fullmatch(self.at):
            raise ValueError("the time of a ritual is written as 18:30")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """After how many days without any contact the person wants to be asked if there is something true to say (S14).

    Raises ``ValueError`` for days outside 1 to ``LONGEST_RHYTHM``.
    """

    type: ClassVar[str] = "rhythm"

    id: UUID
    person: UUID
    days: int
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not 1 <= self.days <= LONGEST_RHYTHM:
            raise ValueError(f"a rhythm takes 1 to {LONGEST_RHYTHM} days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise, mine or theirs: with whom, how large, since when, until when, and how it went."""

    type: ClassVar[str] = "promise"

    id: UUID
    label: str
    whose: Whose
    made: LivedTime
    person: UUID | None = None
    size: PromiseSize = PromiseSize.SMALL
    due: FuzzyDate | None = None
    kept: Kept | None = None
    ended: LivedTime | None = None
    note: str = ""
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named(self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A supportive space (S21): a person, a group, a place, a professional or a line; where and when, what to bring."""

    type: ClassVar[str] = "space"

    id: UUID
    label: str
    kind: SpaceKind | None = None
    person: UUID | None = None
    where: str = ""
    bring: str = ""
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named(self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reward:
    """Something that safety made possible (S25): dared, dreamt or played, alone or together."""

    type: ClassVar[str] = "reward"

    id: UUID
    when: LivedTime
    label: str
    kind: RewardKind | None = None
    people: tuple[UUID, ...] = ()
    note: str = ""
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named(self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Early:
    """Early relationships in one's own words, and four sentences of our own that may be agreed to, 0 to 4 (S22).

    ``unsure`` whether anyone would be there, and ``unnoticed`` unless one was loud or good, speak of a worry to be
    left; ``alone`` (I learnt to manage by myself) and ``crowded`` (closeness left no room for me) of keeping closeness
    off. Never a type (care rule 8). Raises ``ValueError`` for an answer outside the scale.
    """

    type: ClassVar[str] = "early"

    id: UUID
    when: LivedTime
    words: str = ""
    unsure: int | None = None
    unnoticed: int | None = None
    alone: int | None = None
    crowded: int | None = None
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for told in (self.unsure, self.unnoticed, self.alone, self.crowded):
            if told is not None and not 0 <= told <= AGREE_MAX:
                raise ValueError(f"an answer is a whole number from 0 to {AGREE_MAX}")
