"""The newest moments, whole: a year of them, perhaps, read once and then only from where something was touched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, literal_column, select, tuple_

from homing.record import Moment
from homing.vault import schema
from homing.vault.facts import Position
from homing.vault.prepared import Prepared

MOST = 4096
"""A window of more moments than this is not held; a year at ten a day fits."""

_R, _M = schema.record, schema.moment
_HERE, _PLACE = tuple_(_M.c.utc_us, _M.c.id), tuple_(bindparam("utc_us"), bindparam("place"))
_FROM = Prepared(
    select(_M.c.utc_us, _M.c.id, _R.c.body)
    .join_from(_M, _R, _R.c.seq == _M.c.record)
    .where(_M.c.live, _HERE >= _PLACE)
    .order_by(_M.c.utc_us, _M.c.id)
)
_BEYOND = Prepared(select(literal_column("1")).select_from(_M).where(_HERE >= _PLACE).limit(1).offset(MOST))

Decode = Callable[[str], Moment]


@dataclass(frozen=True, slots=True)
class Window:
    """Every live moment from ``start`` on, oldest first, each beside its position."""

    start: Position
    places: Sequence[Position]
    moments: Sequence[Moment]

    def since(self, place: Position) -> Sequence[Moment] | None:
        """Those from a position on; None if the window begins later."""
        return self.moments[bisect_left(self.places, place) :] if place >= self.start else None


def fits(connection: Connection, start: Position) -> bool:
    """Whether so few moments lie from this position on that they can be held."""
    return _BEYOND.one(connection, _values(start)) is None


def read(connection: Connection, start: Position, decode: Decode) -> Window:
    """The window from a position on."""
    rows = _FROM.every(connection, _values(start))
    return Window(start, [(us, text) for us, text, _ in rows], [decode(body) for *_, body in rows])


def go_on(connection: Connection, before: Window, place: Position, decode: Decode) -> Window | None:
    """The window made right from this position on; None if that is more than can be held."""
    if len(before.places) >= MOST:
        return None
    if place < before.start:
        return read(connection, before.start, decode)
    at, new = bisect_left(before.places, place), read(connection, place, decode)
    return Window(before.start, [*before.places[:at], *new.places], [*before.moments[:at], *new.moments])


def _values(place: Position) -> dict[str, Any]:
    return {"utc_us": place[0], "place": place[1]}
