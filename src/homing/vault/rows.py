"""Reading a vault inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select, tuple_

from homing.record import Cue, Evidence, FeltState, Json, Moment, Outcome, Person, Record
from homing.vault import others, queries, schema
from homing.vault.facts import KINDS, Checkpoint, Fact, Position, Removed, Revision, decode, fold, instant, uuid_of
from homing.vault.histories import Form, History
from homing.vault.prepared import Prepared
from homing.vault.queries import Named

R = TypeVar("R", bound=Record)

BATCH = 500
"""How many records are held at a time while streaming."""

_R, _V, _M, _N, _C, _K = (
    schema.record,
    schema.revision,
    schema.moment,
    schema.mention,
    schema.change,
    schema.checkpoint,
)
_OUTCOMES: dict[str | None, Outcome | None] = {None: None, **{word.value: word for word in Outcome}}
_EVIDENCE = {word.value: word for word in Evidence}
_HELD = Prepared(select(_R.c.seq, _R.c.kind, _R.c.body, _R.c.removed_at).where(_R.c.id == bindparam("id")))
_TOMB = Prepared(select(schema.tombstone.c.seq).where(schema.tombstone.c.id == bindparam("id")))
_KIND: Any = bindparam("kind")
_ALL = {
    live: Prepared(select(_R.c.body).where(_R.c.kind == _KIND, _R.c.removed_at.is_(None) == live).order_by(_R.c.seq))
    for live in (True, False)
}
_COUNT = Prepared(select(func.count()).select_from(_R).where(_R.c.kind == _KIND, _R.c.removed_at.is_(None)))
_DANGEROUS = Prepared(
    select(_N.c.named, _M.c.utc_us, _M.c.id)
    .join_from(_M, _N, _N.c.record == _M.c.record)
    .where(_M.c.dangerous, _N.c.role == schema.PERSON)
)
_LIVE_AFTER = select(_R.c.seq, _R.c.body).where(_R.c.removed_at.is_(None), _R.c.seq > bindparam("seq")).limit(BATCH)
_SETTING = Prepared(select(schema.setting.c.value).where(schema.setting.c.key == bindparam("key")))


class Held(NamedTuple):
    """A record as it stands in its table; ``removed_at`` is set while it lies in the bin."""

    seq: int
    kind: str
    body: str
    removed_at: int | None


class Rows:
    """What is in the vault, as of one instant. Live records only, unless said otherwise.

    Rows end with the transaction they were given for; using them later, or an iterator of theirs, is an error.
    """

    def __init__(self, connection: Connection) -> None:
        self._open: Connection | None = connection
        self._read = dict[tuple[type, bool], list[Any]]()
        self._dangerous: dict[str, list[Position]] | None = None

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise RuntimeError("this reading of the vault has ended; read again")
        return self._open

    def end(self) -> None:
        """Called when the transaction ends."""
        self._open = None
        self._read_anew()

    def _read_anew(self) -> None:
        """Forget what was read before."""
        self._read.clear()
        self._dangerous = None

    def find(self, kind: type[R], id_: UUID, /) -> R | None:
        """The live record of this kind with this id."""
        held = self._held(id_)
        if held is None or held.removed_at is not None:
            return None
        record = decode(held.body)
        return record if isinstance(record, kind) else None

    def standing(self, id_: UUID, /) -> Record | None:
        """The record with this id as it now stands, of any kind, live or in the bin."""
        held = self._held(id_)
        return None if held is None else decode(held.body)

    def all(self, kind: type[R], *, live: bool = True) -> list[R]:
        """Every live record of this kind, or every one in the bin, in order of creation.

        Asked again within one reading, they are not decoded again.
        """
        if (kind, live) not in self._read:
            self._read[kind, live] = [record for record in self._decoded(kind, live=live) if isinstance(record, kind)]
        return list(self._read[kind, live])

    def newest(self, kind: type[R], limit: int) -> list[R]:
        """The live records of this kind that were created last, newest first."""
        query = select(_R.c.body).where(_R.c.removed_at.is_(None), _of_kind(kind)).order_by(_R.c.seq.desc())
        records = map(decode, self._connection.scalars(query.limit(limit)))
        return [record for record in records if isinstance(record, kind)]

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

    def moments(
        self,
        *,
        people: Collection[UUID] = (),
        cues: Collection[UUID] = (),
        settings: Collection[UUID] = (),
        windows: Collection[UUID] = (),
        practice: Collection[UUID] = (),
        told_of: Collection[UUID] = (),
        state: FeltState | None = None,
        unfinished: bool = False,
        text: str = "",
        before: Position | None = None,
        limit: int | None = None,
    ) -> list[Moment]:
        """Moments, newest first: with any of the people, any of the cues, in any of the settings, about any of the
        windows, with any of the steps and rituals (``practice``), and telling of practice with any of the people
        (``told_of``) that are given.

        ``text`` is looked for, whatever its case, in all that the person wrote; ``before`` is exclusive.
        """
        named = Named(people, cues, settings, windows, practice, told_of)
        query = queries.moments(
            named.lengths,
            state=state is not None,
            unfinished=unfinished,
            text=bool(text),
            before=before is not None,
            limit=limit is not None,
        )
        values = named.values | {"state": state and state.value, "text": fold(text), "limit": limit} | _place(before)
        return [_moment(body) for (body,) in query.every(self._connection, values)]

    def facts(
        self,
        *,
        people: Collection[UUID] = (),
        cues: Collection[UUID] = (),
        settings: Collection[UUID] = (),
        since: Position | None = None,
        binned: bool = False,
    ) -> list[Fact]:
        """What the index knows of these moments, oldest first, without decoding them.

        ``since`` is inclusive; with ``binned`` those in the bin are told too.
        """
        named = Named(people, cues, settings)
        query = queries.facts(named.lengths, since=since is not None, binned=binned)
        return [
            Fact(
                *(uuid_of(text), date.fromordinal(day), (us, text), alarm),
                *(_OUTCOMES[out], _EVIDENCE[evidence], bool(dangerous)),
            )
            for us, text, day, alarm, out, evidence, dangerous in query.every(
                self._connection, named.values | _place(since)
            )
        ]

    def named_beside(
        self,
        kind: type[Person] | type[Cue],
        *,
        people: Collection[UUID] = (),
        cues: Collection[UUID] = (),
        settings: Collection[UUID] = (),
    ) -> dict[UUID, list[Position]]:
        """Which people, or which cues (settings left out), these moments name, each with the moments' positions."""
        named = Named(people, cues, settings)
        role = schema.PERSON if kind is Person else schema.CUE
        found: dict[str, list[Position]] = {}
        for one, utc_us, text_id in queries.beside(named.lengths).every(
            self._connection, named.values | {"role": role}
        ):
            found.setdefault(one, []).append((utc_us, text_id))
        return {uuid_of(one): positions for one, positions in found.items()}

    def moments_from(self, position: Position | None) -> Iterator[Moment]:
        """Moments from a position on (inclusive; None: from the first), oldest first, a few at a time."""
        query = _moments().order_by(_M.c.utc_us, _M.c.id).limit(BATCH)
        here = tuple_(_M.c.utc_us, _M.c.id)
        batch = self._connection.execute(query if position is None else query.where(here >= position)).all()
        while batch:
            for row in batch:
                yield _moment(row.body)
            batch = self._connection.execute(query.where(here > (batch[-1].utc_us, batch[-1].id))).all()

    def count(self, kind: type) -> int:
        """How many live records of this kind there are."""
        known = KINDS.get(kind)
        if known is not None:
            return int(_COUNT.every(self._connection, {"kind": known})[0][0])
        query = select(func.count()).select_from(_R).where(_R.c.removed_at.is_(None), _of_kind(kind))
        return self._connection.execute(query).scalar_one()

    def tallies(self) -> tuple[dict[UUID, int], dict[UUID, int]]:
        """In how many moments each person, and each cue (as a setting too), is named."""
        found = self._connection.execute(select(schema.tally)).all()
        people = {UUID(row.named): row.n for row in found if row.role == schema.PERSON}
        return people, {UUID(row.named): row.n for row in found if row.role == schema.CUE}

    def dangerous_with(self, people: Collection[UUID]) -> list[UUID]:
        """The moments marked as dangerous with any of these people, oldest first, those in the bin included.

        A hold (care rule 2) is not undone by deleting.
        """
        if self._dangerous is None:
            self._dangerous = {}
            for named, *position in _DANGEROUS.every(self._connection, {}):
                self._dangerous.setdefault(named, []).append((position[0], position[1]))
        found = {position for person in people for position in self._dangerous.get(str(person), ())}
        return [uuid_of(text) for _, text in sorted(found)]

    def history(self, id_: UUID, /) -> list[Revision]:
        """The forms a record had, live or not, newest first."""
        columns = (_V.c.number, _V.c.at, _V.c.change, _V.c.body)
        query = select(*columns).join_from(_R, _V, _V.c.record == _R.c.seq).where(_R.c.id == str(id_))
        found = self._connection.execute(query.order_by(_V.c.number.desc()))
        return [Revision(number, instant(at), change, decode(body)) for number, at, change, body in found]

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
        newest = self._connection.execute(select(func.max(_C.c.seq))).scalar() or 0
        # Positions rise with the number, so the first row is the earliest.
        query = select(_C.c.utc_us, _C.c.id).where(_C.c.seq > sequence).order_by(_C.c.seq).limit(1)
        row = self._connection.execute(query).first()
        return newest, None if row is None else (row.utc_us, row.id)

    def checkpoints(self) -> list[Checkpoint]:
        """Every checkpoint, by position."""
        query = select(_K).order_by(_K.c.utc_us, _K.c.id, _K.c.version)
        return [_checkpoint(row) for row in self._connection.execute(query)]

    def checkpoint_positions(self, version: str) -> list[Position]:
        """Where the checkpoints of this version stand, in order; their contents are not read."""
        query = select(_K.c.utc_us, _K.c.id).where(_K.c.version == version).order_by(_K.c.utc_us, _K.c.id)
        return [(utc_us, text_id) for utc_us, text_id in self._connection.execute(query)]

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
            return (decode(body) for (body,) in _ALL[live].every(self._connection, {"kind": known}))
        query = select(_R.c.body).where(_R.c.removed_at.is_(None) == live, _of_kind(kind)).order_by(_R.c.seq)
        return map(decode, self._connection.scalars(query))

    def _held(self, id_: UUID) -> Held | None:
        row = _HELD.one(self._connection, {"id": str(id_)})
        return None if row is None else Held(*row)


def _moments() -> Select[Any]:
    query = select(_M.c.utc_us, _M.c.id, _R.c.body).join_from(_M, _R, _R.c.seq == _M.c.record)
    return query.where(_M.c.live)


def _moment(body: str) -> Moment:
    record = decode(body)
    assert isinstance(record, Moment)  # noqa: S101 - the index holds nothing else; this tells the type checker
    return record


def _checkpoint(row: Row[Any]) -> Checkpoint:
    return Checkpoint(row.version, (row.utc_us, row.id), row.blob)


def _of_kind(kind: type) -> ColumnElement[bool]:
    known = KINDS.get(kind)
    return _R.c.kind.not_in(list(KINDS.values())) if known is None else _R.c.kind == known


def _place(position: Position | None) -> dict[str, Any]:
    return {} if position is None else {"utc_us": position[0], "place": position[1]}
