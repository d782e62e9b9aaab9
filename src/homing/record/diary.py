"""The open diary format, one record at a time (``docs/spec/diary-v1.md``).

A record is a flat JSON object with a ``type``. What equals its default is left out; fields that this Homing does not
know are kept in ``extra`` and written back where they stood; a record of an unknown type comes back as it came.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn
from uuid import UUID

from homing.record import fields
from homing.record.fields import DiaryError, FieldFault, Reader
from homing.record.lived import LivedTime, Precision
from homing.record.nouns import CheckIn, Cue, CueSeen, Forgotten, Json, Memory, Moment, Person, Record, Unknown
from homing.record.scales import Belongs, Channel, Danger, Direction, Expected, FeltState, Move, Outcome, Safe

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
    "moves": fields.each(fields.word_of(Move)),
    "outcome": fields.perhaps(fields.word_of(Outcome)),
    "protected": fields.flag,
    "safe": fields.perhaps(fields.word_of(Safe)),
    "danger": fields.each(fields.word_of(Danger)),
    "belongs": fields.perhaps(fields.word_of(Belongs)),
    "note": fields.text,
    "aperture": fields.share,
}
_CHECKIN: Mapping[str, Reader[Any]] = {
    "id": fields.identity,
    "when": fields.lived_time,
    "state": fields.word_of(FeltState),
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
_KNOWN: Mapping[str, tuple[type[Any], Mapping[str, Reader[Any]], tuple[str, ...]]] = {
    Person.type: (Person, _PERSON, ("id", "label")),
    Cue.type: (Cue, _CUE, ("id", "label")),
    Moment.type: (Moment, _MOMENT, ("id", "when")),
    CheckIn.type: (CheckIn, _CHECKIN, ("id", "when", "state")),
    Memory.type: (Memory, _MEMORY, ("id", "label", "about", "alarm")),
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
        record: Person | Cue | Moment | CheckIn | Memory = noun(**found, extra=rest)
        return record
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
        case Person():
            out["label"] = record.label
            _put(out, known_since=record.known_since and record.known_since.text, note=record.note)
            _put(out, lifted=[str(item) for item in record.lifted], merged_into=_id(record.merged_into))
        case Cue():
            out["label"] = record.label
            _put(out, channel=record.channel and record.channel.value, note=record.note)
            _put(out, merged_into=_id(record.merged_into))
        case CheckIn():
            out |= {"when": _lived(record.when), "state": record.state.value}
            _put(out, note=record.note)
        case Memory():
            out |= {"label": record.label, "about": record.about.text, "alarm": record.alarm}
            _put(out, people=[str(item) for item in record.people], cues=[str(item) for item in record.cues])
            _put(out, note=record.note)
        case Unknown():
            return {**record.body, **out} if record.body.keys() & out.keys() else out | dict(record.body)
        case _:
            return out
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


def _put(out: dict[str, Json], **values: Json) -> None:
    out.update({name: value for name, value in values.items() if value})


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
