"""How the fields of every record are read: a reader for each, by the type of the record and the name of the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from homing.record import fields
from homing.record.boundaries import About, Need, Opening, Size, Window
from homing.record.cycles import Round
from homing.record.fields import Reader
from homing.record.looks import Look
from homing.record.nouns import CheckIn, Cue, Memory, Moment, Person
from homing.record.practice import (
    Afterwards,
    Answer,
    Day,
    Early,
    Kept,
    Occasion,
    Promise,
    PromiseSize,
    Received,
    Reward,
    RewardKind,
    Rhythm,
    Ritual,
    Space,
    SpaceKind,
    Step,
    Whose,
)
from homing.record.scales import Belongs, Channel, Choice, Danger, Expected, FeltState, Move, Outcome, Safe
from homing.record.settling import Anchor, Anchoring, BodyPlace, ComingBack, Ended, Helped, Pause, Settling, Terms, Tool

_refs = fields.each(fields.reference)

_PERSON: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "label": fields.label,
    "known_since": fields.perhaps(fields.fuzzy_date),
    "note": fields.text,
    "lifted": _refs,
    "merged_into": fields.perhaps(fields.reference),
}
_CUE: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "label": fields.label,
    "channel": fields.perhaps(fields.word_of(Channel)),
    "note": fields.text,
    "merged_into": fields.perhaps(fields.reference),
}
_MOMENT: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "when": fields.lived_time,
    "people": _refs,
    "setting": fields.perhaps(fields.reference),
    "cues": fields.each(fields.cue_seen),
    "state": fields.perhaps(fields.word_of(FeltState)),
    "state_after": fields.perhaps(fields.word_of(FeltState)),
    "alarm": fields.perhaps(fields.alarm),
    "expected": fields.each(fields.word_of(Expected)),
    "expected_words": fields.text,
    "head": fields.text,
    "body": fields.text,
    "choice": fields.perhaps(fields.word_of(Choice)),
    "small_thing": fields.text,
    "moves": fields.each(fields.word_of(Move)),
    "outcome": fields.perhaps(fields.word_of(Outcome)),
    "protected": fields.flag,
    "safe": fields.perhaps(fields.word_of(Safe)),
    "danger": fields.each(fields.word_of(Danger)),
    "belongs": fields.perhaps(fields.word_of(Belongs)),
    "note": fields.text,
    "aperture": fields.share,
    "windows": fields.each(fields.window_seen),
    "step": fields.perhaps(fields.reference),
    "occasion": fields.perhaps(fields.word_of(Occasion)),
    "ritual": fields.perhaps(fields.reference),
    "listened": fields.perhaps(fields.word_of(Answer)),
    "respected": fields.perhaps(fields.word_of(Answer)),
    "afterwards": fields.perhaps(fields.word_of(Afterwards)),
    "honest": fields.perhaps(fields.word_of(Answer)),
    "received": fields.perhaps(fields.word_of(Received)),
    "used_against": fields.flag,
    "reassured": fields.each(fields.reassured),
}
_CHECKIN: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "when": fields.lived_time,
    "state": fields.word_of(FeltState),
    "strength": fields.perhaps(fields.alarm),
    "places": fields.each(fields.word_of(BodyPlace)),
    "note": fields.text,
}
_MEMORY: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "label": fields.label,
    "about": fields.fuzzy_date,
    "alarm": fields.alarm,
    "people": _refs,
    "cues": _refs,
    "note": fields.text,
}
_WINDOW: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "label": fields.label,
    "about": fields.perhaps(fields.word_of(About)),
    "size": fields.word_of(Size),
    "people": _refs,
    "circle": fields.text,
    "opening": fields.word_of(Opening),
    "until": fields.perhaps(fields.lived_time),
    "closes_when": fields.text,
    "why": fields.text,
}
_NEED: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "label": fields.label,
    "will": fields.text,
    "people": _refs,
    "window": fields.perhaps(fields.reference),
    "tellings": fields.each(fields.telling),
}
_LOOK: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "when": fields.lived_time,
    "cue": fields.reference,
    "moment": fields.perhaps(fields.reference),
    "safe": fields.perhaps(fields.word_of(Safe)),
    "belongs": fields.perhaps(fields.word_of(Belongs)),
    "words": fields.text,
    "step": fields.text,
    "again": fields.perhaps(fields.fuzzy_date),
}
_ANCHOR: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "label": fields.label,
    "kind": fields.perhaps(fields.word_of(Anchoring)),
    "words": fields.text,
    "person": fields.perhaps(fields.reference),
}
_SETTLING: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "when": fields.lived_time,
    "anchor": fields.perhaps(fields.reference),
    "tool": fields.perhaps(fields.word_of(Tool)),
    "before": fields.perhaps(fields.word_of(FeltState)),
    "after": fields.perhaps(fields.word_of(FeltState)),
    "minutes": fields.perhaps(fields.minutes),
    "helped": fields.perhaps(fields.word_of(Helped)),
    "people": _refs,
    "setting": fields.perhaps(fields.reference),
    "note": fields.text,
}
_PAUSE: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "back": fields.lived_time,
    "first_back": fields.perhaps(fields.lived_time),
    "began": fields.perhaps(fields.lived_time),
    "people": _refs,
    "before": fields.perhaps(fields.word_of(FeltState)),
    "ended": fields.perhaps(fields.word_of(Ended)),
    "ended_at": fields.perhaps(fields.lived_time),
    "after": fields.perhaps(fields.word_of(FeltState)),
    "coming_back": fields.perhaps(fields.word_of(ComingBack)),
    "note": fields.text,
}
_TERMS: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "people": _refs,
    "minutes": fields.pause_minutes,
    "sentence": fields.text,
    "place": fields.text,
    "returning": fields.text,
}
_STEP: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "label": fields.label,
    "people": _refs,
    "setting": fields.perhaps(fields.reference),
    "window": fields.perhaps(fields.reference),
    "opening": fields.perhaps(fields.word_of(Opening)),
    "way_out": fields.text,
    "alarm": fields.perhaps(fields.alarm),
    "set_aside": fields.flag,
}
_RITUAL: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "label": fields.label,
    "occasion": fields.word_of(Occasion),
    "people": _refs,
    "look": fields.text,
    "tone": fields.text,
    "words": fields.text,
    "touch": fields.text,
    "place": fields.text,
    "days": fields.each(fields.word_of(Day)),
    "at": fields.clock,
}
_RHYTHM: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "person": fields.reference,
    "days": fields.rhythm_days,
}
_PROMISE: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "label": fields.label,
    "whose": fields.word_of(Whose),
    "made": fields.lived_time,
    "person": fields.perhaps(fields.reference),
    "size": fields.word_of(PromiseSize),
    "due": fields.perhaps(fields.fuzzy_date),
    "kept": fields.perhaps(fields.word_of(Kept)),
    "ended": fields.perhaps(fields.lived_time),
    "note": fields.text,
}
_SPACE: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "label": fields.label,
    "kind": fields.perhaps(fields.word_of(SpaceKind)),
    "person": fields.perhaps(fields.reference),
    "where": fields.text,
    "bring": fields.text,
}
_REWARD: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "when": fields.lived_time,
    "label": fields.label,
    "kind": fields.perhaps(fields.word_of(RewardKind)),
    "people": _refs,
    "note": fields.text,
}
_EARLY: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "when": fields.lived_time,
    "words": fields.text,
    "unsure": fields.perhaps(fields.agreed),
    "unnoticed": fields.perhaps(fields.agreed),
    "alone": fields.perhaps(fields.agreed),
    "crowded": fields.perhaps(fields.agreed),
}
_ROUND: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "when": fields.lived_time,
    "people": _refs,
    "moves": fields.each(fields.turn),
    "reunion": fields.flag,
    "turned_back": fields.perhaps(fields.flag),
    "note": fields.text,
}
KNOWN: Mapping[str, tuple[type[Any], Mapping[str, Reader[Any]], tuple[str, ...]]] = {
    Person.type: (Person, _PERSON, ("id", "label")),
    Cue.type: (Cue, _CUE, ("id", "label")),
    Moment.type: (Moment, _MOMENT, ("id", "when")),
    CheckIn.type: (CheckIn, _CHECKIN, ("id", "when", "state")),
    Memory.type: (Memory, _MEMORY, ("id", "label", "about", "alarm")),
    Window.type: (Window, _WINDOW, ("id", "label")),
    Need.type: (Need, _NEED, ("id", "label")),
    Look.type: (Look, _LOOK, ("id", "when", "cue")),
    Anchor.type: (Anchor, _ANCHOR, ("id", "label")),
    Settling.type: (Settling, _SETTLING, ("id", "when")),
    Pause.type: (Pause, _PAUSE, ("id", "back")),
    Terms.type: (Terms, _TERMS, ("id",)),
    Step.type: (Step, _STEP, ("id", "label")),
    Ritual.type: (Ritual, _RITUAL, ("id", "label", "occasion")),
    Rhythm.type: (Rhythm, _RHYTHM, ("id", "person", "days")),
    Promise.type: (Promise, _PROMISE, ("id", "label", "whose", "made")),
    Space.type: (Space, _SPACE, ("id", "label")),
    Reward.type: (Reward, _REWARD, ("id", "when", "label")),
    Early.type: (Early, _EARLY, ("id", "when")),
    Round.type: (Round, _ROUND, ("id", "when")),
}
"""Every kind of record: its noun, a reader for each of its fields, and the fields that it needs."""
