"""Changing a vault inside one write transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, insert, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert as upsert

from homing.record import Cue, Json, Moment, Person, Record
from homing.vault import index, others, schema
from homing.vault.facts import KINDS, Checkpoint, Position, decode, encode, instant, kind_of, microseconds
from homing.vault.histories import ID, History
from homing.vault.memory import Change
from homing.vault.prepared import Prepared
from homing.vault.rows import Held, Rows

T = TypeVar("T")

_R, _V, _C, _M = schema.record, schema.revision, schema.change, schema.moment
_ANOTHER = "this is the history of another record"
_ALIASED = {KINDS[Person], KINDS[Cue]}
_OF: Any = bindparam("of")
_INSERT = Prepared(insert(_R), "id", "kind", "body")
_UPDATE = Prepared(update(_R).where(_R.c.seq == _OF).values(body=bindparam("now"), removed_at=bindparam("since")))
_DELETE = Prepared(delete(_R).where(_R.c.seq == _OF))
_UNWRITE = Prepared(delete(_V).where(_V.c.record == _OF))
_REVISE = Prepared(insert(_V), *_V.c.keys())
_LAST = Prepared(select(func.max(_V.c.number)).where(_V.c.record == _OF))
_BURY = Prepared(upsert(schema.tombstone).on_conflict_do_nothing(), "id")


class WritableRows(Rows):
    """Rows that can be changed. What is changed is kept when the whole piece of work returns, or not at all."""

    _earliest: Position | None = None
    purged = False
    """Whether something was forgotten, so that the journal must be emptied too."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._kinds = set[str]()
        self._from: Position | None = None

    @property
    def change(self) -> Change:
        """What this piece of work touched, so far."""
        return Change(frozenset(self._kinds), self._from)

    def _once(self, _key: Hashable, _of: Collection[str], make: Callable[[], T]) -> T:
        """As of now, this piece of work included: nothing is kept."""
        return make()

    def _continued(self, _key: Hashable, make: Callable[[], T], _go_on: Callable[[T, Position], T | None]) -> T:
        """As of now, this piece of work included: nothing is kept."""
        return make()

    def put(self, record: Record, at: datetime) -> bool:
        """Insert or change a record; False, and nothing written, if what is here (in the bin too) is equal.

        Putting another form of a record that lies in the bin brings it back. Raises ``KeyError`` for an id that was
        forgotten, ``ValueError`` for an id that a record of another kind has, or a record that no diary can hold.
        """
        kind, body, held = kind_of(record), encode(record), self._held(record.id)
        if held is None:
            seq = self._create(record, kind, body, at)
        elif held.kind != kind:
            raise ValueError("a record of another kind has this id")
        elif held.body == body:
            return False
        else:
            seq = held.seq
            change = "changed" if held.removed_at is None else "restored"
            self._write(held, body, None, change, microseconds(at))
            self._mark_old(record, held)
            index.drop(self._connection, seq)
        if isinstance(record, Moment):
            self._mark(index.write(self._connection, seq, record))
        return True

    def remove(self, id_: UUID, /, at: datetime) -> None:
        """Lay a live record in the bin: kept, but no longer live. ``KeyError`` if it is not live."""
        held = self._held(id_)
        if held is None or held.removed_at is not None:
            raise KeyError("there is no live record with this id")
        us = microseconds(at)
        self._write(held, held.body, us, "removed", us)
        self._relive(id_, held, live=False)

    def restore(self, id_: UUID, /, at: datetime) -> None:
        """Take a record out of the bin as it was. ``KeyError`` if it is not there."""
        held = self._held(id_)
        if held is None or held.removed_at is None:
            raise KeyError("there is no record with this id in the bin")
        self._write(held, held.body, None, "restored", microseconds(at))
        self._relive(id_, held, live=True)

    def forget(self, ids: Iterable[UUID]) -> None:
        """Purge records with their revisions and index, and the checkpoints that learnt from them.

        Each id leaves a tombstone, also one that was never here, so that no import brings it back.
        """
        for id_ in ids:
            held = self._held(id_)
            if held is not None:
                self._kinds.add(held.kind)
                affected = self._leaving(str(id_), held)
                self._mark(affected)
                if affected is not None:
                    index.drop_checkpoints(self._connection, affected)
                index.drop(self._connection, held.seq)
                _DELETE.run(self._connection, {"of": held.seq})
            others.keep(self._connection, id_, ())
            _BURY.run(self._connection, {"id": str(id_)})
            self.purged = True

    def adopt(self, id_: UUID, history: History) -> None:
        """Give a record this whole history, in place of what is here: for what another device knows of it.

        Raises ``KeyError`` for an id that was forgotten, ``ValueError`` for a history that is of another record or
        kind, or that this Homing cannot read.
        """
        held, record, last = self._held(id_), _read_whole(id_, history), history[-1]
        if held and held.kind != record.type:
            raise ValueError(_ANOTHER)
        if held is None:
            seq = self._create(record, kind_of(record), last.body, instant(last.at))
        else:
            seq = held.seq
            self._kinds.add(held.kind)
            self._mark_adopted(record, held, binned=last.is_binned)
            index.drop(self._connection, seq)
        _UNWRITE.run(self._connection, {"of": seq})
        for number, form in enumerate(history, 1):
            self._revise(seq, number, form.at, form.change, form.body)
        _UPDATE.run(self._connection, {"of": seq, "now": last.body, "since": last.at if last.is_binned else None})
        if isinstance(record, Moment):
            self._mark(index.write(self._connection, seq, record))
            if last.is_binned:
                index.set_live(self._connection, seq, live=False)

    def keep_others(self, id_: UUID, histories: Sequence[History]) -> None:
        """Keep these other forms, and none but these, beside a record until the owner has chosen.

        Raises ``ValueError`` as :meth:`adopt`.
        """
        for history in histories:
            _read_whole(id_, history)
        others.keep(self._connection, id_, histories)

    def rewrite(
        self, mentioning: Collection[UUID], change: Callable[[Record], Record], kind: type[Record] | None = None
    ) -> None:
        """Make a change to every form, present and earlier, live or not, of all records that mention one of the ids.

        With ``kind`` only records of this kind are looked at, which is much faster.

        For forgetting someone while keeping what else was written: no form of before is left, nor any other form that
        is kept beside a record. The change must not touch the id, the kind or the time of a record.
        """
        others.rewrite(self._connection, {str(one) for one in mentioning}, change)
        for seq in self._mentioning(mentioning, kind):
            for number, body in self._connection.execute(
                select(_V.c.number, _V.c.body).where(_V.c.record == seq)
            ).all():
                here = (_V.c.record == seq) & (_V.c.number == number)
                self._connection.execute(update(_V).where(here).values(body=encode(change(decode(body)))))
            body, removed_at = self._connection.execute(select(_R.c.body, _R.c.removed_at).where(_R.c.seq == seq)).one()
            record = change(decode(body))
            self._kinds.add(record.type)
            _UPDATE.run(self._connection, {"of": seq, "now": encode(record), "since": removed_at})
            if isinstance(record, Moment):
                index.drop(self._connection, seq)
                place = index.write(self._connection, seq, record)
                if removed_at is not None:
                    index.set_live(self._connection, seq, live=False)
                self._mark(place)
                index.drop_checkpoints(self._connection, place)
            self.purged = True

    def _mentioning(self, ids: Collection[UUID], kind: type[Record] | None) -> set[int]:
        """The numbers of the records of which some form holds one of these ids. It reads every form: slow, but rare."""
        sought = {str(one) for one in ids}
        query = select(_V.c.record, _V.c.body)
        if kind is not None:
            query = query.join_from(_V, _R, _R.c.seq == _V.c.record).where(_R.c.kind == KINDS[kind])
        return {seq for seq, body in self._connection.execute(query) if not sought.isdisjoint(ID.findall(body))}

    def set_setting(self, key: str, value: Json) -> None:
        """Set a setting; None unsets it."""
        if value is None:
            self._connection.execute(delete(schema.setting).where(schema.setting.c.key == key))
            return
        written = json.dumps(value, separators=(",", ":"), allow_nan=False)
        query = upsert(schema.setting).values(key=key, value=written)
        self._connection.execute(query.on_conflict_do_update(index_elements=["key"], set_={"value": written}))

    def put_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint, in place of one of the same version and position."""
        utc_us, text_id = checkpoint.position
        query = upsert(schema.checkpoint).values(
            version=checkpoint.version, utc_us=utc_us, id=text_id, blob=checkpoint.blob
        )
        same = ["version", "utc_us", "id"]
        self._connection.execute(query.on_conflict_do_update(index_elements=same, set_={"blob": checkpoint.blob}))

    def drop_checkpoint(self, position: Position) -> None:
        """Delete the checkpoints of one position."""
        here = tuple_(schema.checkpoint.c.utc_us, schema.checkpoint.c.id) == position
        self._connection.execute(delete(schema.checkpoint).where(here))

    def drop_checkpoints(self, from_: Position | None) -> None:
        """Drop the checkpoints at or after a position; None: all."""
        index.drop_checkpoints(self._connection, from_)

    def changed_since(self, sequence: int) -> tuple[int, Position | None]:
        """As of now, this piece of work included."""
        self.settle()
        return super().changed_since(sequence)

    def settle(self) -> None:
        """Write the change log: one row for everything changed so far.

        Rows at or after the new one are dropped, since whoever replays from the new one replays them too. So the
        log stays short, and positions rise with the number.
        """
        if self._earliest is None:
            return
        utc_us, text_id = self._earliest
        self._connection.execute(insert(_C), {"utc_us": utc_us, "id": text_id})
        newest = select(func.max(_C.c.seq)).scalar_subquery()
        dominated = tuple_(_C.c.utc_us, _C.c.id) >= self._earliest
        self._connection.execute(delete(_C).where(dominated, _C.c.seq < newest))
        self._earliest = None

    def _create(self, record: Record, kind: str, body: str, at: datetime) -> int:
        if self.is_forgotten(record.id):
            raise KeyError("something with this id was forgotten; it does not come back")
        self._kinds.add(kind)
        seq = _INSERT.run(self._connection, {"id": str(record.id), "kind": kind, "body": body})
        self._revise(seq, 1, microseconds(at), "created", body)
        if kind in _ALIASED:
            self._mark(index.earliest_naming(self._connection, str(record.id)))
        return seq

    def _write(self, held: Held, body: str, removed_at: int | None, change: str, at: int) -> None:
        self._kinds.add(held.kind)
        _UPDATE.run(self._connection, {"of": held.seq, "now": body, "since": removed_at})
        last = _LAST.one(self._connection, {"of": held.seq}) or (0,)
        self._revise(held.seq, last[0] + 1, at, change, body)

    def _revise(self, seq: int, number: int, at: int, change: str, body: str) -> None:
        row = {"record": seq, "number": number, "at": at, "change": change, "body": body}
        _REVISE.run(self._connection, row)

    def _relive(self, id_: UUID, held: Held, *, live: bool) -> None:
        if held.kind == Moment.type:
            index.set_live(self._connection, held.seq, live=live)
        self._mark(self._touched(str(id_), held.seq, held.kind))

    def _mark_adopted(self, record: Record, held: Held, *, binned: bool) -> None:
        self._mark_old(record, held)
        if held.kind in _ALIASED and binned and held.removed_at is None:
            self._mark(index.earliest_naming(self._connection, str(record.id)))

    def _mark_old(self, record: Record, held: Held) -> None:
        """Mark what a change makes stale: where a moment stood, or the moments of a merged person or cue."""
        if isinstance(record, Moment):
            self._mark(index.position(self._connection, held.seq))
        elif isinstance(record, Person | Cue):
            before = decode(held.body)
            merged = isinstance(before, Person | Cue) and before.merged_into != record.merged_into
            if merged or held.removed_at is not None:
                self._mark(index.earliest_naming(self._connection, str(record.id)))

    def _touched(self, text_id: str, seq: int, kind: str) -> Position | None:
        if kind in _ALIASED:
            return index.earliest_naming(self._connection, text_id)
        return index.position(self._connection, seq)

    def _leaving(self, text_id: str, held: Held) -> Position | None:
        """From where to replay once a record is forgotten; never a place that a forgotten moment had."""
        if held.kind != Moment.type:
            return self._touched(text_id, held.seq, held.kind)
        self.settle()
        logged = self._connection.execute(select(_C.c.utc_us, _C.c.id).where(_C.c.id == text_id))
        here = select(_M.c.utc_us, _M.c.id).where(_M.c.record == held.seq)
        places = [(utc_us, place_id) for utc_us, place_id in (*logged, *self._connection.execute(here))]
        return index.just_before(self._connection, min(places))

    def _mark(self, position: Position | None) -> None:
        if position is not None:
            self._earliest = position if self._earliest is None else min(self._earliest, position)
            self._from = position if self._from is None else min(self._from, position)


def _read_whole(id_: UUID, history: History) -> Record:
    """The present form, if every form can be read and is of this record."""
    told = [form.record for form in history]
    if any(one.id != id_ or one.type != told[-1].type for one in told):
        raise ValueError(_ANOTHER)
    return told[-1]
