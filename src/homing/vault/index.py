"""Keeping the index over the moments in step with the records."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, tuple_, union_all, update

from homing.record import Moment
from homing.vault import schema
from homing.vault.facts import Position, position_of, words_of

_M, _N = schema.moment, schema.mention
_TABLES = (schema.moment, schema.mention, schema.words)
_DROP = [delete(table).where(table.c.record == bindparam("seq")) for table in _TABLES]
_SET_LIVE = [
    update(table).where(table.c.record == bindparam("seq")).values(live=bindparam("now")) for table in (_M, _N)
]
_POSITION = select(_M.c.utc_us, _M.c.id).where(_M.c.record == bindparam("seq"))
_NAMING = (
    select(_M.c.utc_us, _M.c.id)
    .where(
        _M.c.record.in_(
            union_all(
                *(select(_N.c.record).where(_N.c.role == role, _N.c.named == bindparam("named")) for role in (0, 1, 2))
            )
        )
    )
    .order_by(_M.c.utc_us, _M.c.id)
    .limit(1)
)
_INSERT_MOMENT, _INSERT_MENTION, _INSERT_WORDS = insert(_M), insert(_N), insert(schema.words)


def write(connection: Connection, seq: int, moment: Moment) -> Position:
    """Index a live moment whose record has the number ``seq``; its position."""
    utc_us, text_id = position = position_of(moment)
    row = {
        "utc_us": utc_us,
        "id": text_id,
        "record": seq,
        "live": True,
        "day": moment.when.day.toordinal(),
        "alarm": moment.alarm,
        "outcome": moment.outcome,
        "evidence": moment.evidence,
        "dangerous": moment.is_dangerous,
        "finished": moment.is_finished,
        "state": moment.state,
    }
    connection.execute(_INSERT_MOMENT, row)
    mentions = _mentions(moment)
    if mentions:
        rows = [{"role": role, "named": str(named), "record": seq, "live": True} for role, named in mentions]
        connection.execute(_INSERT_MENTION, rows)
    folded = words_of(moment)
    if folded:
        connection.execute(_INSERT_WORDS, {"record": seq, "folded": folded})
    return position


def drop(connection: Connection, seq: int) -> None:
    """Take a moment out of the index."""
    for statement in _DROP:
        connection.execute(statement, {"seq": seq})


def set_live(connection: Connection, seq: int, *, live: bool) -> None:
    """Mark a moment as live, or as lying in the bin."""
    for statement in _SET_LIVE:
        connection.execute(statement, {"seq": seq, "now": live})


def position(connection: Connection, seq: int) -> Position | None:
    """Where the moment of this record stands; None if the record is no moment."""
    row = connection.execute(_POSITION, {"seq": seq}).first()
    return None if row is None else (row.utc_us, row.id)


def earliest_naming(connection: Connection, text_id: str) -> Position | None:
    """The earliest moment, live or not, that names this person or cue."""
    row = connection.execute(_NAMING, {"named": text_id}).first()
    return None if row is None else (row.utc_us, row.id)


def drop_checkpoints(connection: Connection, from_: Position | None) -> None:
    """Delete the checkpoints at or after a position, or all."""
    query = delete(schema.checkpoint)
    if from_ is not None:
        query = query.where(tuple_(schema.checkpoint.c.utc_us, schema.checkpoint.c.id) >= from_)
    connection.execute(query)


def _mentions(moment: Moment) -> set[tuple[int, UUID]]:
    named = {(schema.PERSON, person) for person in moment.people}
    named |= {(schema.CUE, seen.cue) for seen in moment.cues}
    return named if moment.setting is None else named | {(schema.SETTING, moment.setting)}
