"""Settling: anchors, tries at settling, and pauses with their terms.

Everyday words for felt states; no mechanism is claimed for them (care rule 7).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from homing.record.lived import LivedTime
from homing.record.parts import Extra, named
from homing.record.scales import FeltState

DAY = 24 * 60
"""Minutes in the longest pause (care rule 11)."""


class BodyPlace(StrEnum):
    """Where in the body something is felt."""

    HEAD = "head"
    JAW = "jaw"
    THROAT = "throat"
    SHOULDERS = "shoulders"
    CHEST = "chest"
    BELLY = "belly"
    BACK = "back"
    HANDS = "hands"
    LEGS = "legs"
    SKIN = "skin"


class Anchoring(StrEnum):
    """What kind of anchor it is. A word of one's own needs none of these."""

    PLACE = "place"
    PERSON = "person"
    SENSATION = "sensation"
    MOVEMENT = "movement"
    SOUND = "sound"
    PICTURE = "picture_in_words"
    SENTENCE = "sentence"


class Tool(StrEnum):
    """Ways to settle that are there from the beginning. Breath is one among several (care rule 15)."""

    LOOK_AROUND = "look_around"
    FEET = "feet"
    IN_THE_HAND = "in_the_hand"
    LISTEN = "listen"
    COLD_WATER = "cold_water"
    PUSH = "push_a_wall"
    MOVE = "move"
    HUM = "hum"
    BREATHE = "breathe"


class Helped(StrEnum):
    """Did that help?"""

    YES = "yes"
    A_LITTLE = "a_little"
    NO = "no"
    WORSE = "made_it_worse"


class Ended(StrEnum):
    """How a pause ended, as its owner says."""

    BACK = "back"
    NOT_TODAY = "not_today"


class ComingBack(StrEnum):
    """How coming back was."""

    EASIER = "easier"
    SAME = "the_same"
    HARDER = "harder"
    NOT_YET = "did_not_come_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Something of one's own that settles: a place, a person, a sensation, a movement, a sound, a picture, a sentence.

    ``words`` is what to do or say to oneself with it; ``person`` who it is, for a person.
    """

    type: ClassVar[str] = "anchor"

    id: UUID
    label: str
    kind: Anchoring | None = None
    words: str = ""
    person: UUID | None = None
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named(self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """One try at settling: with what, how it was before and afterwards, after how many minutes, with whom and where.

    Either ``anchor`` or ``tool`` names what was tried; neither does for something else. ``setting`` is the id of a cue
    whose channel is the setting.

    Raises ``ValueError`` for a time that is not positive.
    """

    type: ClassVar[str] = "settling"

    id: UUID
    when: LivedTime
    anchor: UUID | None = None
    tool: Tool | None = None
    before: FeltState | None = None
    after: FeltState | None = None
    minutes: int | None = None
    helped: Helped | None = None
    people: tuple[UUID, ...] = ()
    setting: UUID | None = None
    note: str = ""
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.minutes is not None and self.minutes < 1:
            raise ValueError("a time to settle is a whole number of minutes, at least 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A pause that the owner called, and its promise to return; it belongs to them alone (care rule 11).

    ``back`` is the return time as it was last set; ``first_back`` as it was at the beginning. ``began`` is None if it
    was called before unlocking. ``before`` and ``after`` are how it was in the person then, and when it ended.
    """

    type: ClassVar[str] = "pause"

    id: UUID
    back: LivedTime
    first_back: LivedTime | None = None
    began: LivedTime | None = None
    people: tuple[UUID, ...] = ()
    before: FeltState | None = None
    ended: Ended | None = None
    ended_at: LivedTime | None = None
    after: FeltState | None = None
    coming_back: ComingBack | None = None
    note: str = ""
    extra: Extra = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed in calm about pauses: with whom, how long, the sentence to say, where, and how to return.

    Raises ``ValueError`` for a length that is not between 1 minute and a day.
    """

    type: ClassVar[str] = "terms"

    id: UUID
    people: tuple[UUID, ...] = ()
    minutes: int = 20
    sentence: str = ""
    place: str = ""
    returning: str = ""
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= DAY:
            raise ValueError("a pause lasts a day at most")
