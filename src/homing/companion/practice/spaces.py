"""Supportive spaces (S21): people, groups, places, professionals and lines of one's own; where, when, what to bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from homing.companion import names
from homing.companion.desk import Desk, forget_one, one_of
from homing.companion.holds import held
from homing.record import Space
from homing.vault import Rows, WritableRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Spaces:
    """The spaces, in the order in which they were written down, and ``apart`` those that are a person on whom a hold
    stands: own words, kept, and offered to nobody (care rule 2).
    """

    spaces: tuple[Space, ...]
    apart: tuple[Space, ...]
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacePage:
    """A space, and whether it is a person on whom a hold stands."""

    space: Space
    held: bool
    book: names.Book


def all_of(desk: Desk) -> Spaces:
    """Every space."""

    def work(rows: Rows) -> Spaces:
        told = [(one, _is_held(rows, one)) for one in rows.all(Space)]
        return Spaces(
            spaces=tuple(one for one, is_held in told if not is_held),
            apart=tuple(one for one, is_held in told if is_held),
            book=names.book(rows),
        )

    return desk.vault.read(work)


def look(desk: Desk, space_id: UUID) -> SpacePage:
    """One space; raises :class:`NotFound`."""

    def work(rows: Rows) -> SpacePage:
        space = one_of(rows, Space, space_id)
        return SpacePage(space=space, held=_is_held(rows, space), book=names.book(rows))

    return desk.vault.read(work)


def put(desk: Desk, space: Space, new_people: Sequence[str] = ()) -> Space:
    """Keep a space, new or changed, and the person it names for the first time. Who is not here is left out."""

    def work(rows: WritableRows) -> Space:
        named = next((names.person_named(rows, desk, label).id for label in new_people if label.strip()), None)
        known = space.person if space.person is not None and rows.holds_id(space.person) else None
        whole = replace(space, person=named or known)
        rows.put(whole, desk.ambient.now())
        return whole

    return desk.vault.write(work)


def forget(desk: Desk, space_id: UUID) -> None:
    """Forget a space for good; raises :class:`NotFound`."""
    forget_one(desk, Space, space_id)


def _is_held(rows: Rows, space: Space) -> bool:
    return space.person is not None and held(rows, space.person)
