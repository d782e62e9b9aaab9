"""Other forms of a record, kept beside it: those that another device had when both had changed it.

They stay, whole and with their history, until the owner has chosen, and they are forgotten with the record. They are
kept among the settings, one entry a record, since there are hardly ever any.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from homing.record import Record
from homing.vault import schema
from homing.vault.histories import Form, History, rewritten

PREFIX = "devices.other."

_S = schema.setting


def read(connection: Connection) -> dict[UUID, list[History]]:
    """Every record that has other forms, and those."""
    query = select(_S.c.key, _S.c.value).where(_S.c.key.startswith(PREFIX)).order_by(_S.c.key)
    return {UUID(key.removeprefix(PREFIX)): _parsed(value) for key, value in connection.execute(query)}


def of(connection: Connection, id_: UUID) -> list[History]:
    """The other forms of one record."""
    value = connection.execute(select(_S.c.value).where(_S.c.key == PREFIX + str(id_))).scalar()
    return [] if value is None else _parsed(value)


def keep(connection: Connection, id_: UUID, others: Sequence[History]) -> None:
    """Keep these, and none but these, beside a record."""
    if not others:
        connection.execute(delete(_S).where(_S.c.key == PREFIX + str(id_)))
        return
    query = upsert(_S).values(key=PREFIX + str(id_), value=_written(others))
    same = {"value": query.excluded.value}
    connection.execute(query.on_conflict_do_update(index_elements=["key"], set_=same))


def rewrite(connection: Connection, sought: Collection[str], change: Callable[[Record], Record]) -> None:
    """Make a change to each form that mentions one of these ids."""
    for id_, others in read(connection).items():
        new = [rewritten(history, sought, change) for history in others]
        if new != others:
            here = _S.c.key == PREFIX + str(id_)
            connection.execute(update(_S).where(here).values(value=_written(new)))


def _parsed(value: str) -> list[History]:
    return [tuple(Form(*form) for form in history) for history in json.loads(value)]


def _written(others: Sequence[History]) -> str:
    return json.dumps(others, separators=(",", ":"))
