"""The newest moments as the index knows them, held ready: what a page asks of the last weeks, and what is new."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Integer, bindparam, select, text, tuple_

from homing.record import Evidence, Outcome
from homing.vault import schema
from homing.vault.facts import Fact, Position, uuid_of
from homing.vault.prepared import Prepared

LENGTH = 1024
"""So many of the newest moments, live or in the bin: over three months at ten a day."""

_M, _N = schema.moment, schema.mention
_OUTCOMES: dict[str | None, Outcome | None] = {None: None, **{word.value: word for word in Outcome}}
_EVIDENCE = {word.value: word for word in Evidence}
FACT = (_M.c.utc_us, _M.c.id, _M.c.day, _M.c.alarm, _M.c.outcome, _M.c.evidence, _M.c.dangerous)
"""The columns that a fact is made of."""

_LIMIT = bindparam("limit", type_=Integer)
_HERE, _PLACE = tuple_(_M.c.utc_us, _M.c.id), tuple_(bindparam("utc_us"), bindparam("place"))
_NEWEST = select(*FACT, _M.c.live, _M.c.record).order_by(_M.c.utc_us.desc(), _M.c.id.desc()).limit(_LIMIT)
_ALL, _FROM = Prepared(_NEWEST), Prepared(_NEWEST.where(_HERE >= _PLACE))
_NAMED = (
    select(_N.c.record, _N.c.role, _N.c.named)
    .join_from(_M, _N, _N.c.record == _M.c.record)
    .where(_HERE >= _PLACE, text(f"+mention.role <= {schema.SETTING}"))  # the plus: so that time comes first
)
_MENTIONS = Prepared(_NAMED)

Sought: TypeAlias = Collection[Collection[tuple[int, str]]]
"""Ids with their roles, of each kind that is asked for."""


class Told(NamedTuple):
    """One moment: its fact, whether it is live, and whom and what it names, by role."""

    fact: Fact
    live: bool
    named: frozenset[tuple[int, str]]

    def names(self, sought: Sought) -> bool:
        """Whether it names any of each of these."""
        return all(not self.named.isdisjoint(each) for each in sought)


@dataclass(frozen=True, slots=True)
class Tail:
    """The newest moments, oldest first. ``start``: nothing before this position is in it, everything from it on is."""

    told: tuple[Told, ...]
    start: Position | None

    def reaches(self, place: Position) -> bool:
        """Whether all that lies from this position on is in it."""
        return self.start is None or place >= self.start

    def since(self, place: Position) -> tuple[Told, ...]:
        """What lies from this position on."""
        return self.told[bisect_left(self.told, place, key=_position) :]

    def facts(self, place: Position, sought: Sought, *, binned: bool) -> list[Fact]:
        """The facts of those from a position on that name any of each of these; with ``binned`` from the bin, too."""
        told = self.since(place)
        return [one.fact for one in told if (one.live or binned) and (not sought or one.names(sought))]


def read(connection: Connection) -> Tail:
    """The tail as it stands."""
    told = _told(connection, _ALL.every(connection, {"limit": LENGTH}))
    return Tail(told, told[0].fact.position if len(told) == LENGTH else None)


def go_on(connection: Connection, before: Tail, place: Position) -> Tail | None:
    """The tail made right from this position on; None if that is not in it, or too much was added."""
    if not before.reaches(place):
        return None
    kept = before.told[: bisect_left(before.told, place, key=_position)]
    values = {"limit": LENGTH, "utc_us": place[0], "place": place[1]}
    new = _told(connection, _FROM.every(connection, values))
    if len(kept) + len(new) > LENGTH + LENGTH // 2 or len(new) == LENGTH:
        return None
    return Tail(kept + new, before.start)


def fact_of(row: Iterable[Any]) -> Fact:
    """The fact that these columns say."""
    us, text, day, alarm, outcome, evidence, dangerous = row
    return Fact(
        *(uuid_of(text), date.fromordinal(day), (us, text), alarm),
        *(_OUTCOMES[outcome], _EVIDENCE[evidence], bool(dangerous)),
    )


def _told(connection: Connection, rows: list[tuple[Any, ...]]) -> tuple[Told, ...]:
    """These moments, given newest first, oldest first."""
    if not rows:
        return ()
    named: dict[int, set[tuple[int, str]]] = {}
    for record, role, one in _MENTIONS.every(connection, {"utc_us": rows[-1][0], "place": rows[-1][1]}):
        named.setdefault(record, set()).add((role, one))
    return tuple(_each(rows, named))


def _each(rows: list[tuple[Any, ...]], named: dict[int, set[tuple[int, str]]]) -> Iterator[Told]:
    for *columns, live, record in reversed(rows):
        yield Told(fact_of(columns), bool(live), frozenset(named.get(record, ())))


def _position(told: Told) -> Position:
    return told.fact.position
