"""What is asked of the index over the moments, compiled once for each shape of question.

A page asks some twenty such questions; building and compiling each anew would take longer than answering it.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal_column, select, tuple_

from homing.vault import schema
from homing.vault.prepared import Prepared

_R, _M, _N = schema.record, schema.moment, schema.mention
_ROLES = (schema.PERSON, schema.CUE, schema.SETTING, schema.WINDOW, schema.PRACTICE, schema.TOLD)
_HERE = tuple_(_M.c.utc_us, _M.c.id)
_PLACE = tuple_(bindparam("utc_us"), bindparam("place"))


class Named(NamedTuple):
    """Whom and what moments are to name: any of each kind that is given. The order is that of the roles."""

    people: Collection[UUID] = ()
    cues: Collection[UUID] = ()
    settings: Collection[UUID] = ()
    windows: Collection[UUID] = ()
    practice: Collection[UUID] = ()
    told_of: Collection[UUID] = ()

    @property
    def lengths(self) -> tuple[int, ...]:
        """How many of each: the shape of the question."""
        return tuple(map(len, self))

    @property
    def key(self) -> tuple[frozenset[str], ...]:
        """What tells one question from another."""
        return tuple(frozenset(map(str, ids)) for ids in self)

    @property
    def pairs(self) -> list[frozenset[tuple[int, str]]]:
        """The ids of each kind that is given, each with its role."""
        return [frozenset((role, str(one)) for one in ids) for role, ids in zip(_ROLES, self, strict=True) if ids]

    @property
    def values(self) -> dict[str, Any]:
        """The ids, by the names that the statements give them."""
        return {_name(role, at): str(one) for role, ids in zip(_ROLES, self, strict=True) for at, one in enumerate(ids)}


@lru_cache(maxsize=512)
def moments(
    lengths: tuple[int, ...], *, state: bool, unfinished: bool, text: bool, before: bool, since: bool, limit: bool
) -> Prepared:
    """The bodies of live moments, newest first."""
    # A page of the newest is found fastest by walking back in time; the plus keeps SQLite from any other plan.
    number = literal_column("+moment.record", Integer) if limit else _M.c.record
    query = select(_R.c.body).join_from(_M, _R, _R.c.seq == _M.c.record).where(_M.c.live, *_naming(number, lengths))
    if state:
        query = query.where(_M.c.state == bindparam("state"))
    if unfinished:
        query = query.where(~_M.c.finished)
    if text:
        found = select(schema.words.c.record).where(func.instr(schema.words.c.folded, bindparam("text")) > 0)
        query = query.where(number.in_(found))
    if before:
        query = query.where(_HERE < _PLACE)
    if since:
        query = query.where(_HERE >= _PLACE)
    query = query.order_by(_M.c.utc_us.desc(), _M.c.id.desc())
    return Prepared(query.limit(bindparam("limit", type_=Integer)) if limit else query)


@lru_cache(maxsize=512)
def facts(lengths: tuple[int, ...], *, since: bool, binned: bool) -> Prepared:
    """What the index knows of moments, oldest first."""
    columns = (_M.c.utc_us, _M.c.id, _M.c.day, _M.c.alarm, _M.c.outcome, _M.c.evidence, _M.c.dangerous)
    query: Select[Any] = select(*columns).where(*_naming(_M.c.record, lengths)).order_by(_M.c.utc_us, _M.c.id)
    if not binned:
        query = query.where(_M.c.live)
    return Prepared(query.where(_HERE >= _PLACE) if since else query)


@lru_cache(maxsize=512)
def beside(lengths: tuple[int, ...]) -> Prepared:
    """Whom or what (by ``role``) live moments name, each with the moments' positions, oldest first."""
    query = select(_N.c.named, _M.c.utc_us, _M.c.id).join_from(_M, _N, _N.c.record == _M.c.record)
    query = query.where(_M.c.live, _N.c.role == bindparam("role"), *_naming(_M.c.record, lengths))
    return Prepared(query.order_by(_M.c.utc_us, _M.c.id, _N.c.named))


def _naming(number: ColumnElement[int], lengths: tuple[int, ...]) -> list[ColumnElement[bool]]:
    return [
        number.in_(
            select(_N.c.record).where(
                _N.c.role == role, _N.c.named.in_([bindparam(_name(role, at)) for at in range(length)])
            )
        )
        for role, length in zip(_ROLES, lengths, strict=True)
        if length
    ]


def _name(role: int, at: int) -> str:
    return f"named_{role}_{at}"
