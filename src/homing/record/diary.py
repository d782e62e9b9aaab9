"""The open diary format, one record at a time (``docs/spec/diary-v1.md``).

A record is a flat JSON object with a ``type``. What equals its default is left out; fields that this Homing does not
know are kept in ``extra`` and written back where they stood; a record of an unknown type comes back as it came.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING
from dataclasses import fields as parts_of
from enum import StrEnum
from typing import Any, NoReturn, cast
from uuid import UUID

from homing.record import fields
from homing.record.boundaries import About, Need, Opening, Size, Telling, Window, WindowSeen
from homing.record.cycles import Round, Turn
from homing.record.fields import DiaryError, FieldFault, Reader
from homing.record.lived import FuzzyDate, LivedTime, Precision
from homing.record.looks import Look
from homing.record.nouns import CheckIn, Cue, CueSeen, Forgotten, Memory, Moment, Person, Record, Unknown
from homing.record.parts import Json
from homing.record.practice import (
    Afterwards,
    Answer,
    Day,
    Early,
    Kept,
    Occasion,
    Promise,
    PromiseSize,
    Reassured,
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
from homing.record.scales import Belongs, Channel, Choice, Danger, Direction, Expected, FeltState, Move, Outcome, Safe
from homing.record.settling import Anchor, Anchoring, BodyPlace, ComingBack, Ended, Helped, Pause, Settling, Terms, Tool

HEADER = "diary"
"""The type of the first line of a diary file; no record may have it."""

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
_KNOWN: Mapping[str, tuple[type[Any], Mapping[str, Reader[Any]], tuple[str, ...]]] = {
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
_ID: Mapping[str, Reader[Any]] = {"id": fields.identity}


def from_json(obj: Mapping[str, Json]) -> Record | Forgotten:
    """The record that a JSON object tells.

    Raises :class:`~homing.record.fields.DiaryError` with every fault and its path.
    """
    kind = _kind(obj)
    known = _KNOWN.get(kind)
    if known is not None:
        noun, readers, needed = known
        found, rest = fields.split(obj, readers, needed)
        del rest["type"]
        return cast("Record", noun(**found, extra=rest))
    found, rest = fields.split(obj, _ID, ("id",))
    del rest["type"]
    if kind != Forgotten.type:
        return Unknown(id=found["id"], type=kind, body=rest)
    if rest:
        raise DiaryError(*(FieldFault((name,), "A tombstone holds an id and nothing else.") for name in rest))
    return Forgotten(id=found["id"])


def to_json(record: Record | Forgotten) -> dict[str, Json]:
    """The JSON object of a record; ``from_json`` gives the same record back."""
    out: dict[str, Json] = {"type": record.type, "id": str(record.id)}
    match record:
        case Moment():
            _put_moment(out, record)
        case Unknown():
            return {**record.body, **out} if record.body.keys() & out.keys() else out | dict(record.body)
        case Forgotten():
            return out
        case _:
            out |= _told_parts(record)
    for name in record.extra:
        if name not in _KNOWN[record.type][1] and name != "type":
            out[name] = record.extra[name]
    return out


def from_text(line: str | bytes) -> Record | Forgotten:
    """The record in a JSON text that Homing wrote; :func:`homing.record.jsonl.read_jsonl` reads foreign files.

    Raises ``ValueError``, or :class:`~homing.record.fields.DiaryError` for JSON that is no record.
    """
    obj = _decoder.decode(line if isinstance(line, str) else line.decode())
    if type(obj) is not dict:
        raise fields.wrong("A record is an object in curly brackets.")
    return from_json(obj)


def to_text(record: Record | Forgotten) -> str:
    """The record as one line of JSON, without the line end; equal records give the same text."""
    return encode(to_json(record))


def _kind(obj: Mapping[str, Json]) -> str:
    kind = obj.get("type")
    if kind is None:
        raise fields.wrong("The field 'type' is missing.")
    if type(kind) is not str or not kind:
        raise DiaryError(FieldFault(("type",), 'The type is a word in quotes, such as "moment".'))
    if kind == HEADER:
        raise DiaryError(FieldFault(("type",), "A header stands only in the first line."))
    return kind


def _put_moment(out: dict[str, Json], moment: Moment) -> None:
    out["when"] = _lived(moment.when)
    _put(
        out,
        people=[str(item) for item in moment.people],
        setting=_id(moment.setting),
        cues=[_seen(cue) for cue in moment.cues],
        state=moment.state and moment.state.value,
        state_after=moment.state_after and moment.state_after.value,
    )
    if moment.alarm is not None:
        out["alarm"] = moment.alarm
    _put(
        out,
        expected=[word.value for word in moment.expected],
        expected_words=moment.expected_words,
        head=moment.head,
        body=moment.body,
        choice=moment.choice and moment.choice.value,
        small_thing=moment.small_thing,
        moves=[word.value for word in moment.moves],
        outcome=moment.outcome and moment.outcome.value,
        protected=moment.protected,
        safe=moment.safe and moment.safe.value,
        danger=[word.value for word in moment.danger],
        belongs=moment.belongs and moment.belongs.value,
        note=moment.note,
    )
    if moment.aperture != 1.0:
        out["aperture"] = moment.aperture
    _put(
        out,
        windows=[_told(seen) for seen in moment.windows],
        step=_id(moment.step),
        occasion=moment.occasion and moment.occasion.value,
        ritual=_id(moment.ritual),
        listened=moment.listened and moment.listened.value,
        respected=moment.respected and moment.respected.value,
        afterwards=moment.afterwards and moment.afterwards.value,
        honest=moment.honest and moment.honest.value,
        received=moment.received and moment.received.value,
        used_against=moment.used_against,
        reassured=[_told(one) for one in moment.reassured],
    )


def _put(out: dict[str, Json], **values: Json) -> None:
    out.update({name: value for name, value in values.items() if value})


def _told_parts(noun: Any) -> dict[str, Json]:
    """Every field that does not equal its default, in the order of the noun; the moment, of which there are many, has
    its own faster way.
    """
    told = ((part, getattr(noun, part.name)) for part in parts_of(noun) if part.name != "extra")
    return {part.name: _told(value) for part, value in told if part.default is MISSING or value != part.default}


def _told(value: Any) -> Json:
    match value:
        case UUID():
            return str(value)
        case StrEnum():
            return value.value
        case FuzzyDate():
            return value.text
        case LivedTime():
            return _lived(value)
        case WindowSeen() | Telling() | Turn() | Reassured():
            return _told_parts(value)
        case tuple():
            return [_told(item) for item in value]
        case _:
            return value


def _lived(when: LivedTime) -> dict[str, Json]:
    local = when.local
    unit = "minutes" if not local.second and not local.microsecond else "auto"
    out: dict[str, Json] = {"local": local.isoformat(timespec=unit), "zone": when.zone, "offset": when.offset}
    if when.precision is not Precision.MINUTE:
        out["precision"] = when.precision.value
    return out


def _seen(seen: CueSeen) -> dict[str, Json]:
    out: dict[str, Json] = {"cue": str(seen.cue)}
    if seen.direction is not Direction.RECEIVED:
        out["direction"] = seen.direction.value
    if seen.strength != 1.0:
        out["strength"] = seen.strength
    return out


def _id(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _no_constant(_: str) -> NoReturn:
    raise fields.wrong(fields.INFINITE)


_decoder = json.JSONDecoder(parse_constant=_no_constant)
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
"""Compact JSON, one line, in the order of the fields."""
