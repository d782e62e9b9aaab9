"""Keeping the index over the moments in step with the records."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Integer, bindparam, case, delete, insert, select, tuple_, union_all, update
from sqlalchemy.dialects.sqlite import insert as upsert

from homing.record import Moment
from homing.vault import schema
from homing.vault.facts import Position, position_of, words_of
from homing.vault.prepared import Prepared

FIRST: Position = (-(2**63), "")
"""A position before every moment."""

_M, _N, _T, _W = schema.moment, schema.mention, schema.tally, schema.words
_SEQ: Any = bindparam("seq")
_BY: Any = bindparam("by", type_=Integer)

_INSERT_MOMENT = Prepared(insert(_M), *_M.c.keys())
_INSERT_MENTION = Prepared(insert(_N), *_N.c.keys())
_INSERT_WORDS = Prepared(insert(_W), *_W.c.keys())
_DROP = [Prepared(delete(table).where(table.c.record == _SEQ)) for table in (_M, _N, _W)]
_SET_LIVE = Prepared(update(_M).where(_M.c.record == _SEQ).values(live=bindparam("now")))
_STANDING = Prepared(select(_M.c.utc_us, _M.c.id, _M.c.live).where(_M.c.record == _SEQ))

_ROLE = case((_N.c.role == schema.PERSON, schema.PERSON), else_=schema.CUE)
_COUNTED = select(_ROLE, _N.c.named, _BY).where(_N.c.record == _SEQ, _N.c.role <= schema.SETTING).distinct()
_UPSERT = upsert(_T).from_select(["role", "named", "n"], _COUNTED)
_COUNT = Prepared(_UPSERT.on_conflict_do_update(index_elements=["role", "named"], set_={"n": _T.c.n + _BY}))
_TIDY = Prepared(delete(_T).where(_T.c.n == 0))

_NAMED = union_all(
    *(
        select(_N.c.record).where(_N.c.role == role, _N.c.named == bindparam("named"))
        for role in (schema.PERSON, schema.CUE, schema.SETTING)
    )
)
_NAMING = Prepared(select(_M.c.utc_us, _M.c.id).where(_M.c.record.in_(_NAMED)).order_by(_M.c.utc_us, _M.c.id).limit(1))


def write(connection: Connection, seq: int, moment: Moment) -> Position:
    """Index a live moment whose record has the number ``seq``; its position."""
    _INSERT_MOMENT.run(connection, row_of(seq, moment, live=True))
    mentions = mentions_of(moment)
    if mentions:
        rows = [{"role": role, "named": str(named), "record": seq} for role, named in mentions]
        _INSERT_MENTION.run_each(connection, rows)
        _count(connection, seq, 1)
    folded = words_of(moment)
    if folded:
        _INSERT_WORDS.run(connection, {"record": seq, "folded": folded})
    return position_of(moment)


def row_of(seq: int, moment: Moment, *, live: bool) -> dict[str, Any]:
    """What the index says of a moment, by column."""
    utc_us, text_id = position_of(moment)
    return {
        "utc_us": utc_us,
        "id": text_id,
        "record": seq,
        "live": live,
        "day": moment.when.day.toordinal(),
        "alarm": moment.alarm,
        "outcome": moment.outcome,
        "evidence": moment.evidence,
        "dangerous": moment.is_dangerous,
        "finished": moment.is_finished,
        "state": moment.state,
    }


def drop(connection: Connection, seq: int) -> None:
    """Take a record out of the index; nothing happens if it is no moment."""
    standing = _STANDING.one(connection, {"seq": seq})
    if standing is None:
        return
    if standing[2]:
        _count(connection, seq, -1)
    for statement in _DROP:
        statement.run(connection, {"seq": seq})


def set_live(connection: Connection, seq: int, *, live: bool) -> None:
    """Mark a moment as live, or as lying in the bin."""
    _SET_LIVE.run(connection, {"seq": seq, "now": live})
    _count(connection, seq, 1 if live else -1)


def position(connection: Connection, seq: int) -> Position | None:
    """Where the moment of this record stands; None if the record is no moment."""
    row = _STANDING.one(connection, {"seq": seq})
    return None if row is None else (row[0], row[1])


def just_before(connection: Connection, place: Position) -> Position:
    """The nearest moment before a position, live or not; without one, a position before all."""
    here = tuple_(_M.c.utc_us, _M.c.id)
    query = select(_M.c.utc_us, _M.c.id).where(here < place).order_by(_M.c.utc_us.desc(), _M.c.id.desc()).limit(1)
    row = connection.execute(query).first()
    return FIRST if row is None else (row.utc_us, row.id)


def earliest_naming(connection: Connection, text_id: str) -> Position | None:
    """The earliest moment, live or not, that names this person or cue."""
    row = _NAMING.one(connection, {"named": text_id})
    return None if row is None else (row[0], row[1])


def drop_checkpoints(connection: Connection, from_: Position | None) -> None:
    """Delete the checkpoints at or after a position, or all."""
    query = delete(schema.checkpoint)
    if from_ is not None:
        query = query.where(tuple_(schema.checkpoint.c.utc_us, schema.checkpoint.c.id) >= from_)
    connection.execute(query)


def _count(connection: Connection, seq: int, by: int) -> None:
    _COUNT.run(connection, {"seq": seq, "by": by})
    if by < 0:
        _TIDY.run(connection, {})


def mentions_of(moment: Moment) -> set[tuple[int, UUID]]:
    """Whom and what a moment names, each with its role."""
    named = {(schema.PERSON, person) for person in moment.people}
    named |= {(schema.CUE, seen.cue) for seen in moment.cues}
    named |= {(schema.WINDOW, seen.window) for seen in moment.windows}
    named |= {(schema.PRACTICE, one) for one in (moment.step, moment.ritual) if one is not None}
    if moment.tells_of_practice:
        named |= {(schema.TOLD, person) for person in moment.people}
    return named if moment.setting is None else named | {(schema.SETTING, moment.setting)}
