"""Reading a vault inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, func, literal_column, select, tuple_

from homing.record import Json, Record
from homing.vault import others, schema
from homing.vault.facts import KINDS, Checkpoint, Position, Removed, Revision, decode, instant, uuid_of
from homing.vault.histories import Form, History
from homing.vault.indexed import BATCH, IndexRows
from homing.vault.prepared import Prepared

R = TypeVar("R", bound=Record)

_R, _V, _C, _K = schema.record, schema.revision, schema.change, schema.checkpoint
_HELD = Prepared(select(_R.c.seq, _R.c.kind, _R.c.body, _R.c.removed_at).where(_R.c.id == bindparam("id")))
_TOMB = Prepared(select(schema.tombstone.c.seq).where(schema.tombstone.c.id == bindparam("id")))
_KIND: Any = bindparam("kind")
_ALL = {
    live: Prepared(select(_R.c.body).where(_R.c.kind == _KIND, _R.c.removed_at.is_(None) == live).order_by(_R.c.seq))
    for live in (True, False)
}
_COUNT = Prepared(select(func.count()).select_from(_R).where(_R.c.kind == _KIND, _R.c.removed_at.is_(None)))
_LIVE_AFTER = select(_R.c.seq, _R.c.body).where(_R.c.removed_at.is_(None), _R.c.seq > bindparam("seq")).limit(BATCH)
_SETTING = Prepared(select(schema.setting.c.value).where(schema.setting.c.key == bindparam("key")))
_HISTORY = Prepared(
    select(_V.c.number, _V.c.at, _V.c.change, _V.c.body)
    .join_from(_R, _V, _V.c.record == _R.c.seq)
    .where(_R.c.id == bindparam("id"))
    .order_by(_V.c.number.desc())
)
_STANDS = Prepared(
    select(_K.c.utc_us, _K.c.id).where(_K.c.version == bindparam("version")).order_by(_K.c.utc_us, _K.c.id)
)
_NEWEST_CHANGE = Prepared(select(func.max(_C.c.seq)))
# Positions rise with the number, so the first row is the earliest.
_CHANGED_SINCE = Prepared(
    select(_C.c.utc_us, _C.c.id).where(_C.c.seq > bindparam("sequence")).order_by(_C.c.seq).limit(literal_column("1"))
)


class Held(NamedTuple):
    """A record as it stands in its table; ``removed_at`` is set while it lies in the bin."""

    seq: int
    kind: str
    body: str
    removed_at: int | None


class Rows(IndexRows):
    """What is in the vault, as of one instant. Live records only, unless said otherwise.

    Rows end with the transaction they were given for; using them later, or an iterator of theirs, is an error.
    """

    def find(self, kind: type[R], id_: UUID, /) -> R | None:
        """The live record of this kind with this id."""
        held = self._held(id_)
        if held is None or held.removed_at is not None:
            return None
        record = self._decode(held.body)
        return record if isinstance(record, kind) else None

    def standing(self, id_: UUID, /) -> Record | None:
        """The record with this id as it now stands, of any kind, live or in the bin."""
        held = self._held(id_)
        return None if held is None else self._decode(held.body)

    def all(self, kind: type[R], *, live: bool = True) -> list[R]:
        """Every live record of this kind, or every one in the bin, in order of creation.

        Asked again within one reading, they are not decoded again.
        """

        def read() -> list[R]:
            return [record for record in self._decoded(kind, live=live) if isinstance(record, kind)]

        known = KINDS.get(kind)
        return list(read() if known is None else self._once(("all", known, live), [known], read))

    def newest(self, kind: type[R], limit: int) -> list[R]:
        """The live records of this kind that were created last, newest first."""

        def read() -> list[R]:
            query = select(_R.c.body).where(_R.c.removed_at.is_(None), _of_kind(kind)).order_by(_R.c.seq.desc())
            records = map(self._decode, self._connection.scalars(query.limit(limit)))
            return [record for record in records if isinstance(record, kind)]

        known = KINDS.get(kind)
        return list(read() if known is None else self._once(("newest", known, limit), [known], read))

    def everything(self) -> Iterator[Record]:
        """Every live record, in order of creation, a few at a time."""
        seq = -1
        while batch := self._connection.execute(_LIVE_AFTER, {"seq": seq}).all():
            for row in batch:
                yield decode(row.body)
            seq = batch[-1].seq

    def tombstones(self) -> list[UUID]:
        """The ids of what was forgotten, in that order."""
        return [
            UUID(text)
            for text in self._connection.scalars(select(schema.tombstone.c.id).order_by(schema.tombstone.c.seq))
        ]

    def holds_id(self, id_: UUID, /) -> bool:
        """Whether a record with this id is here, live or in the bin."""
        return self._held(id_) is not None

    def is_forgotten(self, id_: UUID, /) -> bool:
        """Whether something with this id was forgotten."""
        return _TOMB.one(self._connection, {"id": str(id_)}) is not None

    def count(self, kind: type) -> int:
        """How many live records of this kind there are."""
        known = KINDS.get(kind)
        if known is not None:
            return self._once(
                ("count", known), [known], lambda: int(_COUNT.every(self._connection, {"kind": known})[0][0])
            )
        query = select(func.count()).select_from(_R).where(_R.c.removed_at.is_(None), _of_kind(kind))
        return self._connection.execute(query).scalar_one()

    def tallies(self) -> tuple[dict[UUID, int], dict[UUID, int]]:
        """In how many moments each person, and each cue (as a setting too), is named."""
        found = self._connection.execute(select(schema.tally)).all()
        people = {UUID(row.named): row.n for row in found if row.role == schema.PERSON}
        return people, {UUID(row.named): row.n for row in found if row.role == schema.CUE}

    def history(self, id_: UUID, /) -> list[Revision]:
        """The forms a record had, live or not, newest first."""
        found = _HISTORY.every(self._connection, {"id": str(id_)})
        return [Revision(number, instant(at), change, self._decode(body)) for number, at, change, body in found]

    def history_of(self, id_: UUID, /) -> History:
        """Every form of a record as it was written, the present one last; empty if there is no such record."""
        columns = (_V.c.at, _V.c.change, _V.c.body)
        query = select(*columns).join_from(_R, _V, _V.c.record == _R.c.seq).where(_R.c.id == str(id_))
        return tuple(Form(*row) for row in self._connection.execute(query.order_by(_V.c.number)))

    def histories(self) -> dict[UUID, History]:
        """Every record, live or not, with every form it had, in the order of ids."""
        query = select(_R.c.id, _V.c.at, _V.c.change, _V.c.body).join_from(_R, _V, _V.c.record == _R.c.seq)
        found: dict[str, list[Form]] = {}
        for text_id, *form in self._connection.execute(query.order_by(_R.c.id, _V.c.number)):
            found.setdefault(text_id, []).append(Form(*form))
        return {uuid_of(text_id): tuple(forms) for text_id, forms in found.items()}

    def others(self) -> dict[UUID, list[History]]:
        """The records that another device changed otherwise, each with its other forms (whole histories)."""
        return others.read(self._connection)

    def others_of(self, id_: UUID, /) -> list[History]:
        """The other forms of one record."""
        return others.of(self._connection, id_)

    def removed(self) -> list[Removed]:
        """What lies in the bin, newest first."""
        query = select(_R.c.body, _R.c.removed_at).where(_R.c.removed_at.is_not(None))
        found = self._connection.execute(query.order_by(_R.c.removed_at.desc(), _R.c.seq.desc()))
        return [Removed(decode(body), instant(at)) for body, at in found]

    def get_setting(self, key: str) -> Json:
        """A setting; None if it was never set."""
        row = _SETTING.one(self._connection, {"key": key})
        return None if row is None else json.loads(row[0])

    def changed_since(self, sequence: int) -> tuple[int, Position | None]:
        """The newest number of the change log, and the earliest position that changed after ``sequence``."""
        [(newest,)] = _NEWEST_CHANGE.every(self._connection, {})
        row = _CHANGED_SINCE.one(self._connection, {"sequence": sequence})
        return newest or 0, None if row is None else (row[0], row[1])

    def checkpoints(self) -> list[Checkpoint]:
        """Every checkpoint, by position."""
        query = select(_K).order_by(_K.c.utc_us, _K.c.id, _K.c.version)
        return [_checkpoint(row) for row in self._connection.execute(query)]

    def checkpoint_positions(self, version: str) -> list[Position]:
        """Where the checkpoints of this version stand, in order; their contents are not read."""
        return [(utc_us, text_id) for utc_us, text_id in _STANDS.every(self._connection, {"version": version})]

    def latest_checkpoint(self, version: str, before: Position | None) -> Checkpoint | None:
        """The newest checkpoint of this version strictly before a position; None: the newest of all."""
        query = select(_K).where(_K.c.version == version).order_by(_K.c.utc_us.desc(), _K.c.id.desc()).limit(1)
        if before is not None:
            query = query.where(tuple_(_K.c.utc_us, _K.c.id) < before)
        row = self._connection.execute(query).first()
        return None if row is None else _checkpoint(row)

    def _decoded(self, kind: type, *, live: bool) -> Iterator[Record]:
        known = KINDS.get(kind)
        if known is not None:
            return (self._decode(body) for (body,) in _ALL[live].every(self._connection, {"kind": known}))
        query = select(_R.c.body).where(_R.c.removed_at.is_(None) == live, _of_kind(kind)).order_by(_R.c.seq)
        return map(self._decode, self._connection.scalars(query))

    def _held(self, id_: UUID) -> Held | None:
        row = _HELD.one(self._connection, {"id": str(id_)})
        return None if row is None else Held(*row)


def _checkpoint(row: Row[Any]) -> Checkpoint:
    return Checkpoint(row.version, (row.utc_us, row.id), row.blob)


def _of_kind(kind: type) -> ColumnElement[bool]:
    known = KINDS.get(kind)
    return _R.c.kind.not_in(list(KINDS.values())) if known is None else _R.c.kind == known
