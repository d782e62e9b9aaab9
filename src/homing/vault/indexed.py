"""Reading the index over the moments, and keeping what was read for as long as it is right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, literal_column, select, text, tuple_

from homing.record import Cue, FeltState, Moment, Person, Record
from homing.vault import queries, schema, tail, window
from homing.vault.facts import KINDS, Fact, Position, decode, fold, position_of, uuid_of
from homing.vault.index import FIRST
from homing.vault.memory import INDEX, Memory, View
from homing.vault.prepared import Prepared
from homing.vault.queries import Named

T = TypeVar("T")

S = TypeVar("S")

UNSETTLED = 32
"""So many of the newest facts are added up anew each time, since it is there that a diary changes."""

BATCH = 500
"""How many records are held at a time while streaming."""

_R, _M, _N = schema.record, schema.moment, schema.mention
# The index over what is dangerous is used for this very condition alone; the plus keeps SQLite from any other plan.
_MARKED = text(f"moment.dangerous = 1 AND +mention.role = {schema.PERSON}")
_DANGEROUS = Prepared(
    select(_N.c.named, _M.c.utc_us, _M.c.id).join_from(_M, _N, _N.c.record == _M.c.record).where(_MARKED)
)
_IN_BIN = Prepared(
    select(_R.c.body)
    .join_from(_M, _R, _R.c.seq == _M.c.record)
    .where(~_M.c.live, tuple_(_M.c.utc_us, _M.c.id) >= tuple_(bindparam("utc_us"), bindparam("place")))
    .order_by(_M.c.utc_us, _M.c.id)
)
_FIRST = Prepared(
    select(_M.c.utc_us, _M.c.id).where(_M.c.live).order_by(_M.c.utc_us, _M.c.id).limit(literal_column("1"))
)


@dataclass(frozen=True, slots=True)
class Fold(Generic[S]):
    """What was made of the first ``n`` facts, the last of them at ``place``."""

    n: int
    place: Position | None
    value: S

    def stands(self, touched: Position) -> bool:
        """Whether nothing of it lies at or after a position that was touched."""
        return self.place is None or self.place < touched

    def leads_to(self, facts: Sequence[Fact]) -> bool:
        """Whether these facts begin with those."""
        return self.n <= len(facts) and (self.n == 0 or facts[self.n - 1].position == self.place)


class IndexRows:
    """What the index tells of the moments, as of one instant; and the means to keep it."""

    def __init__(self, connection: Connection, memory: Memory | None = None, number: int | None = None) -> None:
        """``number``: that of the snapshot in ``memory`` just before the transaction; None while that is changing."""
        self._open: Connection | None = connection
        self._memory, self._number = memory, number
        self._seen: View | None = None
        self._decode = decode if memory is None else partial(memory.decoded, number)
        self._read = dict[Hashable, Any]()

    @property
    def _view(self) -> View | None:
        """What earlier readings left behind, if this one surely sees the same snapshot: no write began since."""
        if self._memory is not None and self._number is not None:
            number, self._number = self._number, None
            self._connection.exec_driver_sql("SELECT 1 FROM setting LIMIT 1")  # a look at any table fixes the snapshot
            if self._memory.number() == number:
                self._seen = View(self._memory, number)
        return self._seen

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise RuntimeError("this reading of the vault has ended; read again")
        return self._open

    def end(self) -> None:
        """Called when the transaction ends."""
        self._open = self._number = self._seen = None
        self._read_anew()

    def _read_anew(self) -> None:
        """Forget what was read before."""
        self._read.clear()

    def kept(self, key: Hashable, of: Collection[type[Record]], make: Callable[[], T]) -> T:
        """What ``make`` gives, kept beyond this reading until a record of one of these kinds is touched.

        It must follow from the records of these kinds alone (for moments, from the index, too), not from the time of
        day nor from a setting, and nobody may change what it says. The key begins with a name of its own.
        """
        return self._once(key, [INDEX if kind is Moment else KINDS[kind] for kind in of], make)

    def _once(self, key: Hashable, of: Collection[str], make: Callable[[], T]) -> T:
        if key not in self._read:
            view = self._view
            self._read[key] = make() if view is None else view.kept(key, of, make)
        found: T = self._read[key]
        return found

    def _continued(self, key: Hashable, make: Callable[[], T], go_on: Callable[[T, Position], T | None]) -> T:
        """As :meth:`_once`, of what is ordered by position: after a change it is made right from there on."""
        if key not in self._read:
            view = self._view
            self._read[key] = make() if view is None else view.continued(key, make, go_on)
        found: T = self._read[key]
        return found

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

        def read(since: Position | None = None) -> list[Moment]:
            query = queries.moments(
                named.lengths,
                state=state is not None,
                unfinished=unfinished,
                text=bool(text),
                before=before is not None,
                since=since is not None,
                limit=limit is not None,
            )
            told = {"state": state and state.value, "text": fold(text), "limit": limit}
            values = named.values | told | _place(before or since)
            return [self._moment(body) for (body,) in query.every(self._connection, values)]

        def short(told: list[Moment]) -> list[Moment] | None:
            return told if len(told) <= window.MOST else None  # more are read again each time

        def every() -> list[Moment] | None:
            return short(read()[::-1])

        def go_on(before: list[Moment] | None, place: Position) -> list[Moment] | None:
            if before is None:
                return None
            at = bisect_left(before, place, key=position_of)
            return short([*before[:at], *reversed(read(place))])

        key = ("moments", named.key, state, unfinished, limit)
        if text or before is not None or not (any(named) or state or limit):
            return read()
        if limit is not None:
            return list(self._once(key, [INDEX], read))
        held = self._continued(key, every, go_on)
        return read() if held is None else held[::-1]

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
        if since is not None:
            newest = self._tail() if self._view is not None else None
            if newest is not None and newest.reaches(since):
                return newest.facts(since, named.pairs, binned=binned)
            return self._facts(named, since, binned=binned)
        every = self._continued(
            ("facts", named.key, binned),
            lambda: self._facts(named, None, binned=binned),
            lambda before, place: self._facts_from(before, place, named, binned=binned),
        )
        return list(every)

    def _facts(self, named: Named, since: Position | None, *, binned: bool) -> list[Fact]:
        query = queries.facts(named.lengths, since=since is not None, binned=binned)
        return [tail.fact_of(row) for row in query.every(self._connection, named.values | _place(since))]

    def _facts_from(self, before: list[Fact], place: Position, named: Named, *, binned: bool) -> list[Fact] | None:
        newest = self._tail()
        if not newest.reaches(place):
            return None
        at = bisect_left(before, place, key=lambda fact: fact.position)
        new = newest.facts(place, named.pairs, binned=binned)
        return before if new == before[at:] else [*before[:at], *new]

    def folded(self, key: Hashable, facts: Sequence[Fact], start: S, add: Callable[[S, Sequence[Fact]], S]) -> S:
        """What ``add`` makes of these facts, going on from where an earlier reading of them stopped.

        ``facts`` are all that :meth:`facts` told, perhaps without the newest; the key tells of whom they were asked,
        and all else that ``add`` looks at. Nobody may change what it gives.
        """
        here = ("folded", key)
        began: Fold[S] = self._continued(
            here, lambda: Fold(0, None, start), lambda before, place: before if before.stands(place) else None
        )
        if not began.leads_to(facts):
            began = Fold(0, None, start)
        at, view = len(facts) - UNSETTLED, self._view
        if view is not None and at > began.n + UNSETTLED:
            began = Fold(at, facts[at - 1].position, add(began.value, facts[began.n : at]))
            self._read[here] = began
            view.keep(here, began)
        return add(began.value, facts[began.n :])

    def made_of(self, key: Hashable, given: S, make: Callable[[S], T]) -> T:
        """What ``make`` gives for what is given, and for nothing else: kept until another is given under this key.

        Nobody may change either. The key begins with a name of its own.
        """
        here, view = ("made of", key), self._view
        before: tuple[S, T] | None = None if view is None else view.last(here)
        if before is not None and before[0] == given:
            return before[1]
        made = make(given)
        if view is not None:
            view.keep(here, (given, made))
        return made

    def _tail(self) -> tail.Tail:
        return self._continued(
            ("tail",),
            lambda: tail.read(self._connection),
            lambda before, place: tail.go_on(self._connection, before, place),
        )

    def named_beside(
        self,
        kind: type[Person] | type[Cue],
        *,
        people: Collection[UUID] = (),
        cues: Collection[UUID] = (),
        settings: Collection[UUID] = (),
    ) -> dict[UUID, list[Position]]:
        """Which people, or which cues (settings left out), these moments name, each with their positions in order."""
        named = Named(people, cues, settings)
        role = schema.PERSON if kind is Person else schema.CUE

        def read() -> dict[UUID, list[Position]]:
            found: dict[str, list[Position]] = {}
            query = queries.beside(named.lengths)
            for one, utc_us, text_id in query.every(self._connection, named.values | {"role": role}):
                found.setdefault(one, []).append((utc_us, text_id))
            return {uuid_of(one): positions for one, positions in found.items()}

        def go_on(before: dict[UUID, list[Position]], place: Position) -> dict[UUID, list[Position]] | None:
            newest, sought = self._tail(), named.pairs
            if not newest.reaches(place):
                return None
            found = {one: positions[: bisect_left(positions, place)] for one, positions in before.items()}
            for told in newest.since(place):
                if told.live and told.names(sought):
                    for _, one in sorted(pair for pair in told.named if pair[0] == role):
                        found.setdefault(uuid_of(one), []).append(told.fact.position)
            there = ((one, positions) for one, positions in found.items() if positions)
            return dict(sorted(there, key=lambda item: (item[1][0], str(item[0]))))

        every = self._continued(("beside", role, named.key), read, go_on)
        return dict(every)

    def moments_in_bin(self) -> list[Moment]:
        """Every moment in the bin, oldest first."""

        def read(since: Position) -> list[Moment]:
            return [self._moment(body) for (body,) in _IN_BIN.every(self._connection, _place(since))]

        def go_on(before: list[Moment], place: Position) -> list[Moment]:
            return [*before[: bisect_left(before, place, key=position_of)], *read(place)]

        def every() -> list[Moment]:
            return read(FIRST)

        return [*self._continued(("in bin",), every, go_on)]

    def first_position(self) -> Position | None:
        """The position of the first moment; None if there is none."""

        def read() -> Position | None:
            found = _FIRST.one(self._connection, {})
            return None if found is None else (found[0], found[1])

        return self._once(("first position",), [INDEX], read)

    def moments_from(self, position: Position | None) -> Iterator[Moment]:
        """Moments from a position on (inclusive; None: from the first), oldest first, a few at a time."""
        held = self._window(position)
        if held is not None:
            yield from held
            return
        query = _moments().order_by(_M.c.utc_us, _M.c.id).limit(BATCH)
        here = tuple_(_M.c.utc_us, _M.c.id)
        batch = self._connection.execute(query if position is None else query.where(here >= position)).all()
        while batch:
            for row in batch:
                yield self._moment(row.body)
            batch = self._connection.execute(query.where(here > (batch[-1].utc_us, batch[-1].id))).all()

    def _window(self, position: Position | None) -> Sequence[Moment] | None:
        """The moments from a position on, if they are few enough to be held."""
        view = self._view
        if position is None or view is None or not window.fits(self._connection, position):
            return None
        held = self._continued(
            ("window",),
            lambda: window.read(self._connection, position, self._moment),
            lambda before, place: window.go_on(self._connection, before, place, self._moment),
        )
        found = held.since(position)
        if found is not None:
            return found
        wider = window.read(self._connection, position, self._moment)
        self._read["window",] = wider
        view.keep(("window",), wider)
        return wider.moments

    def dangerous_with(self, people: Collection[UUID]) -> list[UUID]:
        """The moments marked as dangerous with any of these people, oldest first, those in the bin included.

        A hold (care rule 2) is not undone by deleting.
        """
        dangerous = self._once(("dangerous",), [INDEX], self._dangerous)
        found = {position for person in people for position in dangerous.get(str(person), ())}
        return [uuid_of(text) for _, text in sorted(found)]

    def _dangerous(self) -> dict[str, list[Position]]:
        found: dict[str, list[Position]] = {}
        for named, utc_us, text_id in _DANGEROUS.every(self._connection, {}):
            found.setdefault(named, []).append((utc_us, text_id))
        return found

    def _moment(self, body: str) -> Moment:
        record = self._decode(body)
        assert isinstance(record, Moment)  # noqa: S101 - the index holds nothing else; this tells the type checker
        return record


def _moments() -> Select[Any]:
    query = select(_M.c.utc_us, _M.c.id, _R.c.body).join_from(_M, _R, _R.c.seq == _M.c.record)
    return query.where(_M.c.live)


def _place(position: Position | None) -> dict[str, Any]:
    return {} if position is None else {"utc_us": position[0], "place": position[1]}
