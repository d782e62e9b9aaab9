"""How a moment of the sample diary is written down: one short line, in the record's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from typing import TypeVar
from uuid import UUID, uuid5

from homing.companion.sample.cast import CUE_IDS, PERSON_IDS, SAMPLE
from homing.record import (
    CheckIn,
    Choice,
    CueSeen,
    Danger,
    Direction,
    Expected,
    FeltState,
    LivedTime,
    Moment,
    Move,
    Opening,
    Outcome,
    Respect,
    Safe,
    WindowSeen,
)

_E = TypeVar("_E", bound=Enum)

JUST_NOW = "just now"
"""Instead of a clock time: a little before the moment the sample is opened, so that nothing lies in the future."""

_JUST_NOW = timedelta(minutes=50)


@dataclass(frozen=True, slots=True)
class Told:
    """A moment as told: ``back`` days before today, at ``clock``, with ``who``, ``where``, and which ``cues``.

    Words are the keys of the cast or the lower-case names of the record's scales, parted by spaces. A cue may carry
    its strength (``louder:.6``), and begins with ``>`` if it was sent. ``feel`` is the state before, or before and
    after. A window is told as ``touch:ajar:respected``, by its key in the bubble.
    """

    back: int
    clock: str
    who: str = ""
    where: str = ""
    cues: str = ""
    feel: str = ""
    alarm: int | None = None
    fear: str = ""
    fear_words: str = ""
    head: str = ""
    body: str = ""
    chose: str = ""
    small: str = ""
    did: str = ""
    ended: str = ""
    protected: bool = False
    safe: str = ""
    danger: str = ""
    note: str = ""
    aperture: float = 1.0
    windows: str = ""
    away: bool = False

    def moment(self, key: str, today: LivedTime, away_zone: str) -> Moment:
        """The record of it. ``key`` makes its id; ``KeyError`` if a word is not in the cast or on a scale."""
        before, *after = _words(FeltState, self.feel) or (None,)
        return Moment(
            id=moment_id(key),
            when=when(today, self.back, self.clock, away_zone if self.away else today.zone),
            people=tuple(PERSON_IDS[word] for word in self.who.split()),
            setting=CUE_IDS[self.where] if self.where else None,
            cues=tuple(_cue_seen(word) for word in self.cues.split()),
            state=before,
            state_after=after[0] if after else None,
            alarm=self.alarm,
            expected=_words(Expected, self.fear),
            expected_words=self.fear_words,
            head=self.head,
            body=self.body,
            choice=_word(Choice, self.chose),
            small_thing=self.small,
            moves=_words(Move, self.did),
            outcome=_word(Outcome, self.ended),
            protected=self.protected,
            safe=_word(Safe, self.safe),
            danger=_words(Danger, self.danger),
            note=self.note,
            aperture=self.aperture,
            windows=tuple(_window_seen(word) for word in self.windows.split()),
        )


@dataclass(frozen=True, slots=True)
class Felt:
    """A check-in as told."""

    back: int
    clock: str
    state: str
    note: str = ""

    def checkin(self, key: str, today: LivedTime) -> CheckIn:
        """The record of it. ``key`` makes its id."""
        lived = when(today, self.back, self.clock, today.zone)
        return CheckIn(
            id=uuid5(SAMPLE, f"checkin {key}"), when=lived, state=FeltState[self.state.upper()], note=self.note
        )


def moment_id(key: str) -> UUID:
    """The id of the sample moment with this key (such as ``wren 3``): the same on every day."""
    return uuid5(SAMPLE, f"moment {key}")


def window_id(key: str) -> UUID:
    """The id of the sample window with this key: the same on every day."""
    return uuid5(SAMPLE, f"window {key}")


def when(today: LivedTime, back: int, clock: str, zone: str) -> LivedTime:
    """The lived time ``back`` days before today at ``clock`` (HH:MM) in ``zone``, or a little before now."""
    if clock == JUST_NOW:
        return LivedTime.at(today.utc - _JUST_NOW, zone)
    day = today.day - timedelta(days=back)
    return LivedTime(local=datetime.combine(day, time.fromisoformat(clock)), zone=zone)


def _cue_seen(word: str) -> CueSeen:
    name, _, strength = word.removeprefix(">").partition(":")
    direction = Direction.SENT if word.startswith(">") else Direction.RECEIVED
    return CueSeen(cue=CUE_IDS[name], direction=direction, strength=float(strength or 1.0))


def _window_seen(word: str) -> WindowSeen:
    key, opening, respect = word.split(":")
    return WindowSeen(window=window_id(key), opening=Opening(opening), respect=Respect(respect))


def _word(scale: type[_E], word: str) -> _E | None:
    return scale[word.upper()] if word else None


def _words(scale: type[_E], words: str) -> tuple[_E, ...]:
    return tuple(scale[word.upper()] for word in words.split())
