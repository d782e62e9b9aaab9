"""The nouns of a record. Plain frozen data; ids are random UUIDs, labels may change.

``extra`` keeps fields that a newer Homing wrote and this one does not know, so that nothing is lost in passing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias
from uuid import UUID

from homing.record.boundaries import Need, Window, WindowSeen
from homing.record.cycles import Round
from homing.record.lived import FuzzyDate, LivedTime
from homing.record.looks import Look
from homing.record.parts import Extra, loud, named, share
from homing.record.practice import (
    Afterwards,
    Answer,
    Early,
    Occasion,
    Promise,
    Reassured,
    Received,
    Reward,
    Rhythm,
    Ritual,
    Space,
    Step,
)
from homing.record.scales import (
    Belongs,
    Channel,
    Choice,
    Danger,
    Direction,
    Evidence,
    Expected,
    FeltState,
    Move,
    Outcome,
    Safe,
    alarm_rang,
    evidence,
)
from homing.record.settling import Anchor, BodyPlace, Pause, Settling, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone in the record, by a nickname.

    ``lifted`` lists the dangerous moments after which the owner has lifted the hold (care rule 2);
    ``merged_into`` makes this person an alias of another, and can be undone.
    """

    type: ClassVar[str] = "person"

    id: UUID
    label: str
    known_since: FuzzyDate | None = None
    note: str = ""
    lifted: tuple[UUID, ...] = ()
    merged_into: UUID | None = None
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named(self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A cue as this person words it. It has a channel, and no meaning but what the record gives it."""

    type: ClassVar[str] = "cue"

    id: UUID
    label: str
    channel: Channel | None = None
    note: str = ""
    merged_into: UUID | None = None
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named(self.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueSeen:
    """A cue in a moment: which, received or sent, and how strong in [0, 1]."""

    cue: UUID
    direction: Direction = Direction.RECEIVED
    strength: float = 1.0

    def __post_init__(self) -> None:
        share(self.strength, "the strength of a cue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment with someone, or alone. Every part but its time may be missing.

    ``setting`` is the id of a cue whose channel is the setting. ``head`` and ``body`` are what each of the two said,
    kept apart. ``belongs`` is whether the alarm belongs to then or to now, as the person says. ``aperture`` in [0, 1]
    is how far the person had opened; it weighs evidence in the alarm model only. ``choice`` is what the person decided
    between cue and reaction, ``small_thing`` the one next thing they chose; ``windows`` those of their bubble that were
    concerned, each as far open as it stood then.

    The rest is told of practice, one tap each: ``step`` is the id of a step of the ladder that was tried, ``ritual`` of
    a ritual, ``occasion`` whether one met or parted; ``listened`` (they listened more than they talked), ``respected``
    (they respected a no) and ``afterwards`` are how someone was with me, ``honest`` whether they were honest;
    ``received`` is how something disclosed was received, ``used_against`` that it was used against me later, and
    ``reassured`` which reassurance came or was given.
    """

    type: ClassVar[str] = "moment"

    id: UUID
    when: LivedTime
    people: tuple[UUID, ...] = ()
    setting: UUID | None = None
    cues: tuple[CueSeen, ...] = ()
    state: FeltState | None = None
    state_after: FeltState | None = None
    alarm: int | None = None
    expected: tuple[Expected, ...] = ()
    expected_words: str = ""
    head: str = ""
    body: str = ""
    choice: Choice | None = None
    small_thing: str = ""
    moves: tuple[Move, ...] = ()
    outcome: Outcome | None = None
    protected: bool = False
    safe: Safe | None = None
    danger: tuple[Danger, ...] = ()
    belongs: Belongs | None = None
    note: str = ""
    aperture: float = 1.0
    windows: tuple[WindowSeen, ...] = ()
    step: UUID | None = None
    occasion: Occasion | None = None
    ritual: UUID | None = None
    listened: Answer | None = None
    respected: Answer | None = None
    afterwards: Afterwards | None = None
    honest: Answer | None = None
    received: Received | None = None
    used_against: bool = False
    reassured: tuple[Reassured, ...] = ()
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.alarm is not None:
            loud(self.alarm)
        share(self.aperture, "the aperture")

    @property
    def is_dangerous(self) -> bool:
        """Whether the moment carries the danger mark."""
        return bool(self.danger) or self.safe is Safe.NO

    @property
    def after_harm(self) -> bool:
        """Whether the person should first be asked if they are safe now."""
        return self.is_dangerous or self.outcome is Outcome.FRIGHTENED

    @property
    def rang(self) -> bool | None:
        """Whether the alarm rang; None if nothing was said of it."""
        return None if self.alarm is None else alarm_rang(self.alarm)

    @property
    def evidence(self) -> Evidence:
        """What this moment says about whether hurt followed; what was used against me later hurt, however it began."""
        if self.used_against:
            return Evidence.HURT
        return evidence(self.outcome, protected=self.protected, moves=frozenset(self.moves))

    @property
    def tells_of_practice(self) -> bool:
        """Whether it tells how someone was with me, how a disclosure was received, of reassurance, or of meeting."""
        told = (self.listened, self.respected, self.afterwards, self.honest, self.received, self.occasion)
        return any(one is not None for one in told) or self.used_against or bool(self.reassured)

    @property
    def calm_is_no_safety(self) -> bool:
        """Whether being settled afterwards would be no evidence of safety: it ended in harm, or was protected, or was
        used against me later, or the calm was that of something familiar (care rule 10, S19).
        """
        is_known = self.afterwards is Afterwards.CALM_FAMILIAR
        is_protected = self.protected or self.evidence is Evidence.PROTECTED
        return self.after_harm or is_protected or self.used_against or is_known

    @property
    def is_finished(self) -> bool:
        """Whether its ending is known."""
        return self.evidence is not Evidence.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """How it was in the person at one time; how strong (0 to 10) and where in the body, if they said so."""

    type: ClassVar[str] = "checkin"

    id: UUID
    when: LivedTime
    state: FeltState
    strength: int | None = None
    places: tuple[BodyPlace, ...] = ()
    note: str = ""
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.strength is not None:
            loud(self.strength)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Something old that the person brings along, in their own words: about when, how loud, from whom, which cues.

    It seeds what the alarm expects. The engine never makes or names one by itself.
    """

    type: ClassVar[str] = "memory"

    id: UUID
    label: str
    about: FuzzyDate
    alarm: int
    people: tuple[UUID, ...] = ()
    cues: tuple[UUID, ...] = ()
    note: str = ""
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named(self.label)
        loud(self.alarm)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """A tombstone: something with this id was forgotten and must not come back by an import."""

    type: ClassVar[str] = "forgotten"

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A record of a type this Homing does not know. Kept as it came."""

    id: UUID
    type: str
    body: Extra = field(hash=False)


Practised: TypeAlias = Step | Ritual | Rhythm | Promise | Space | Reward | Early | Round
"""What belongs to practice."""

Record: TypeAlias = (
    Person
    | Cue
    | Moment
    | CheckIn
    | Memory
    | Window
    | Need
    | Look
    | Anchor
    | Settling
    | Pause
    | Terms
    | Practised
    | Unknown
)
"""Everything that lives in a vault under an id."""
