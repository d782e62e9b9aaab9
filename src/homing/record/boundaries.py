"""Boundaries: windows and doors with their handles on the inside, and needs ready to say.

A window is the owner's own plan of how far to open. It is never consent, and nobody but its owner moves it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from homing.record.lived import LivedTime
from homing.record.parts import Extra, named


class Opening(StrEnum):
    """How far a window stands open, from closed to wide."""

    CLOSED = "closed"
    AJAR = "ajar"
    HALF = "half"
    WIDE = "wide"

    @property
    def step(self) -> int:
        """0 (closed) to 3 (wide)."""
        return _OPENINGS.index(self)

    @property
    def share(self) -> float:
        """How far, in [0, 1], in equal steps. A placeholder: no data say how much each degree lets in."""
        return self.step / (len(_OPENINGS) - 1)

    @classmethod
    def at(cls, step: int) -> Opening:
        """The opening at a step; beyond either end it stays there."""
        return _OPENINGS[min(max(step, 0), len(_OPENINGS) - 1)]


_OPENINGS = tuple(Opening)


class Size(StrEnum):
    """How large it is drawn: doors and windows of all sizes."""

    HATCH = "hatch"
    WINDOW = "window"
    DOOR = "door"


class About(StrEnum):
    """What a window lets in or out. A word of one's own needs none of these."""

    TOPIC = "topic"
    CONTACT = "contact"
    TIME = "time"
    TOUCH = "touch"
    HELP = "help"
    MONEY = "money"


class Respect(StrEnum):
    """How a window was treated in a moment."""

    RESPECTED = "respected"
    CROSSED = "crossed"
    UNCLEAR = "unclear"


class Heard(StrEnum):
    """How a need that was said was met."""

    HEARD = "heard"
    PARTLY = "partly_heard"
    NOT_HEARD = "not_heard"
    NOT_SURE = "not_sure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A door or window of the bubble, in the owner's words.

    ``people``: for whom; with ``circle`` they are named together ("family"). Nobody and no circle means everyone.
    ``opening`` is what the last tap said; what holds at an instant is :meth:`standing`, because ``until`` closes it.
    """

    type: ClassVar[str] = "window"

    id: UUID
    label: str
    about: About | None = None
    size: Size = Size.WINDOW
    people: tuple[UUID, ...] = ()
    circle: str = ""
    opening: Opening = Opening.CLOSED
    until: LivedTime | None = None
    closes_when: str = ""
    why: str = ""
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named(self.label)

    def standing(self, instant: datetime) -> Opening:
        """How far it stands open at an (aware) instant: closed from ``until`` on."""
        return Opening.CLOSED if self.until is not None and self.until.utc <= instant else self.opening

    @property
    def never_consent(self) -> bool:
        """Whether its topic is one where an open window is most easily taken for consent (care rule 12)."""
        return self.about in (About.TOUCH, About.MONEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSeen:
    """A window in a moment: which, how far it stood open then, and how it was treated."""

    window: UUID
    opening: Opening
    respect: Respect | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One time that a need was said: when, to whom, and whether it was heard."""

    when: LivedTime
    to: UUID | None = None
    heard: Heard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What I need, in own words, and the sentence "I will…" that keeps it; perhaps for a window, or for someone."""

    type: ClassVar[str] = "need"

    id: UUID
    label: str
    will: str = ""
    people: tuple[UUID, ...] = ()
    window: UUID | None = None
    tellings: tuple[Telling, ...] = ()
    extra: Extra = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named(self.label)
