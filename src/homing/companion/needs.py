"""Needs in the person's own words: ready to say, to show or to keep, and whether they were heard (S20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from homing.companion import names
from homing.companion.desk import Desk, forget_one, one_of
from homing.companion.moments import TAPPED_TWICE
from homing.record import Heard, Need, Telling, Window
from homing.vault import Rows, WritableRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Every need in order of telling, and what they speak of. ``windows`` holds those that are here, by id."""

    needs: tuple[Need, ...]
    windows: dict[UUID, Window]
    book: names.Book


def all_of(desk: Desk) -> Needs:
    """Every need, in the order in which they were first told."""
    return desk.vault.read(
        lambda rows: Needs(
            needs=tuple(rows.all(Need)),
            windows={window.id: window for window in rows.all(Window)},
            book=names.book(rows),
        )
    )


def find(desk: Desk, need_id: UUID) -> Need:
    """The need; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: one_of(rows, Need, need_id))


def add(desk: Desk, need: Need, new_people: Sequence[str] = ()) -> Need:
    """Keep a new need, and whomever it names for the first time. What is not here (any more) is left out."""
    return desk.vault.write(lambda rows: _put(rows, desk, need, new_people))


def change(desk: Desk, need: Need, new_people: Sequence[str] = ()) -> Need:
    """Keep a need in other words, for others, or for another window; when it was told stays as it is.

    Raises :class:`NotFound`.
    """

    def work(rows: WritableRows) -> Need:
        before = one_of(rows, Need, need.id)
        return _put(rows, desk, replace(need, tellings=before.tellings), new_people)

    return desk.vault.write(work)


def tell(desk: Desk, need_id: UUID, to: UUID | None = None, heard: Heard | None = None) -> Need:
    """Keep that it was told just now, to whom, and how it was met. Raises :class:`NotFound`.

    The same again within seconds is a finger that tapped twice: one is kept.
    """

    def work(rows: WritableRows) -> Need:
        need = one_of(rows, Need, need_id)
        known = to if to is not None and rows.holds_id(to) else None
        telling = Telling(when=desk.ambient.lived_now(), to=known, heard=heard)
        if _is_tapped_twice(rows, desk, need, telling):
            return need
        told = replace(need, tellings=(*need.tellings, telling))
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def forget(desk: Desk, need_id: UUID) -> None:
    """Forget it for good; raises :class:`NotFound`."""
    forget_one(desk, Need, need_id)


def _put(rows: WritableRows, desk: Desk, need: Need, new_people: Sequence[str]) -> Need:
    named = [names.person_named(rows, desk, label).id for label in new_people if label.strip()]
    known = [one for one in need.people if rows.holds_id(one)]
    window = need.window if need.window is not None and rows.holds_id(need.window) else None
    whole = replace(need, people=tuple(dict.fromkeys([*known, *named])), window=window)
    rows.put(whole, desk.ambient.now())
    return whole


def _is_tapped_twice(rows: Rows, desk: Desk, need: Need, telling: Telling) -> bool:
    """Whether its newest form is this same telling, seconds ago. A telling's own time knows minutes only."""
    if not need.tellings or (need.tellings[-1].to, need.tellings[-1].heard) != (telling.to, telling.heard):
        return False
    newest, *earlier = rows.history(need.id)
    before = earlier[0].record if earlier else None
    was_a_telling = isinstance(before, Need) and len(before.tellings) < len(need.tellings)
    return was_a_telling and abs(desk.ambient.now() - newest.at) < TAPPED_TWICE
