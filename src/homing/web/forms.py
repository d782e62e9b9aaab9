"""From the moment's four small forms to a typed record. Only what a form asks about is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from homing.companion import NewCue, NewNames
from homing.record import (
    Channel,
    CueSeen,
    Danger,
    Direction,
    Expected,
    FeltState,
    LivedTime,
    Moment,
    Move,
    Outcome,
    Safe,
)
from homing.web.visit import Visit

Word = TypeVar("Word", bound=StrEnum)
STRENGTHS = (0.25, 0.5, 1.0)


class BadForm(ValueError):
    """A field holds what no form of ours sends."""


def notice(visit: Visit, moment: Moment) -> tuple[Moment, NewNames]:
    """Body, cues, who, where."""
    seen = [
        *_seen(visit, moment, "cues", Direction.RECEIVED),
        *_seen(visit, moment, "sent", Direction.SENT),
    ]
    channel = one(Channel, visit.text("cue_channel"))
    new = NewNames(
        people=tuple(_split(visit.texts("people_new"))),
        cues=(
            *(NewCue(label=label, channel=channel) for label in _split(visit.texts("cues_new"))),
            *(
                NewCue(label=label, channel=channel, direction=Direction.SENT)
                for label in _split(visit.texts("sent_new"))
            ),
            *_starters(visit),
        ),
        setting=next(iter(_split(visit.texts("setting_new"))), ""),
    )
    setting = visit.text("setting")
    changed = replace(
        moment,
        people=_ids(visit.texts("people")),
        setting=uuid(setting) if setting else None,
        cues=tuple(seen),
        state=one(FeltState, visit.text("state")),
        body=visit.text("body"),
    )
    return changed, new


def name(visit: Visit, moment: Moment) -> tuple[Moment, NewNames]:
    """How strong the alarm, what it expected, what the head said."""
    alarm = visit.text("alarm")
    if alarm and not (alarm.isascii() and alarm.isdecimal()):
        raise BadForm
    try:
        changed = replace(
            moment,
            alarm=int(alarm) if alarm else None,
            expected=many(Expected, visit.texts("expected")),
            expected_words=visit.text("expected_words"),
            head=visit.text("head"),
        )
    except ValueError as error:
        raise BadForm from error
    return changed, NewNames()


def did(visit: Visit, moment: Moment) -> tuple[Moment, NewNames]:
    """What I did."""
    return replace(moment, moves=many(Move, visit.texts("moves"))), NewNames()


def ended(visit: Visit, moment: Moment) -> tuple[Moment, NewNames]:
    """How it turned out, whether it was safe, and anything else."""
    changed = replace(
        moment,
        outcome=one(Outcome, visit.text("outcome")),
        protected=bool(visit.text("protected")),
        safe=one(Safe, visit.text("safe")),
        danger=many(Danger, visit.texts("danger")),
        state_after=one(FeltState, visit.text("state_after")),
        note=visit.text("note"),
        when=_when(visit, moment.when),
    )
    return changed, NewNames()


STEPS: dict[str, Callable[[Visit, Moment], tuple[Moment, NewNames]]] = {
    "notice": notice,
    "name": name,
    "did": did,
    "ended": ended,
}
"""The steps of a moment, in order, and how each form is read."""


def one(kind: type[Word], text: str) -> Word | None:
    """The word of a scale; None for an empty field."""
    try:
        return kind(text) if text else None
    except ValueError as error:
        raise BadForm from error


def many(kind: type[Word], texts: Iterable[str]) -> tuple[Word, ...]:
    """Words of a scale, each once, in the scale's order."""
    told = {one(kind, text) for text in texts if text}
    return tuple(word for word in kind if word in told)


def uuid(text: str) -> UUID:
    """The id in a field."""
    try:
        return UUID(text)
    except ValueError as error:
        raise BadForm from error


def _ids(texts: Iterable[str]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(map(uuid, texts)))


def _seen(visit: Visit, moment: Moment, field: str, direction: Direction) -> list[CueSeen]:
    """The chosen cues, each with the strength told now, or the one it had."""
    before = {seen.cue: seen.strength for seen in moment.cues if seen.direction is direction}
    return [
        CueSeen(cue=cue, direction=direction, strength=_strength(visit.text(f"strength-{cue}"), before.get(cue, 1.0)))
        for cue in _ids(visit.texts(field))
    ]


def _strength(text: str, before: float) -> float:
    if not text:
        return before
    try:
        strength = float(text)
    except ValueError as error:
        raise BadForm from error
    if strength not in STRENGTHS:
        raise BadForm
    return strength


def _starters(visit: Visit) -> Iterable[NewCue]:
    for text in visit.texts("starter"):
        channel, _, label = text.partition("|")
        yield NewCue(label=label, channel=one(Channel, channel))


def _split(texts: Iterable[str]) -> list[str]:
    """Words typed into a field; without JavaScript several stand in one, between commas."""
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def _when(visit: Visit, before: LivedTime) -> LivedTime:
    """The time told; an unchanged field leaves the moment's time, zone and offset alone."""
    told = visit.text("when")
    if not told or told == before.local.strftime("%Y-%m-%dT%H:%M"):
        return before
    try:
        return LivedTime(local=datetime.fromisoformat(told).replace(tzinfo=None), zone=before.zone)
    except ValueError as error:
        raise BadForm from error
