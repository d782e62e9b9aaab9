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
from homing.record.boundaries import Telling, WindowSeen
from homing.record.cycles import Turn
from homing.record.fields import DiaryError, FieldFault, Reader
from homing.record.lived import FuzzyDate, LivedTime, Precision
from homing.record.nouns import CueSeen, Forgotten, Moment, Record, Unknown
from homing.record.parts import Json
from homing.record.practice import Reassured
from homing.record.readers import KNOWN
from homing.record.scales import Direction

HEADER = "diary"
"""The type of the first line of a diary file; no record may have it."""

_ID: Mapping[str, Reader[Any]] = {"id": fields.identity}


def from_json(obj: Mapping[str, Json]) -> Record | Forgotten:
    """The record that a JSON object tells.

    Raises :class:`~homing.record.fields.DiaryError` with every fault and its path.
    """
    kind = _kind(obj)
    known = KNOWN.get(kind)
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
        if name not in KNOWN[record.type][1] and name != "type":
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
