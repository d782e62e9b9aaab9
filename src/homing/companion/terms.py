"""What was agreed in calm about pauses: with whom, how long, the sentence to say, where, how to return (S13).

Terms bind nobody: either may call a pause, nobody needs permission, and leaving is always allowed (care rule 11).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from homing.companion import names
from homing.companion.desk import Desk, forget_one, one_of
from homing.companion.holds import held_people
from homing.companion.pause import LEAST, MOST
from homing.mind import aliases
from homing.record import Terms
from homing.vault import Rows, WritableRows


class NoLength(ValueError):
    """A pause lasts from 20 minutes to a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllTerms:
    """Everything that was agreed, in order of telling, and whom it names."""

    terms: tuple[Terms, ...]
    book: names.Book


def all_of(desk: Desk) -> AllTerms:
    """Everything that was agreed."""
    return desk.vault.read(lambda rows: AllTerms(terms=tuple(rows.all(Terms)), book=names.book(rows)))


def find(desk: Desk, terms_id: UUID) -> Terms:
    """The terms; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: one_of(rows, Terms, terms_id))


def agree(desk: Desk, terms: Terms, new_people: Sequence[str] = ()) -> Terms:
    """Keep what was agreed, and whomever it names for the first time. Who is not here (any more) is left out.

    Raises :class:`NoLength` for less than is offered, or more than a day.
    """
    return desk.vault.write(lambda rows: _put(rows, desk, terms, new_people))


def change(desk: Desk, terms: Terms, new_people: Sequence[str] = ()) -> Terms:
    """Keep terms in another form. Raises :class:`NotFound`, and :class:`NoLength` as :func:`agree`."""

    def work(rows: WritableRows) -> Terms:
        one_of(rows, Terms, terms.id)
        return _put(rows, desk, terms, new_people)

    return desk.vault.write(work)


def forget(desk: Desk, terms_id: UUID) -> None:
    """Forget terms for good; raises :class:`NotFound`."""
    forget_one(desk, Terms, terms_id)


def that_hold(rows: Rows, people: Collection[UUID] = ()) -> Terms | None:
    """The terms for a pause with these people: theirs, else those with nobody's name, else, with nobody named, any.

    The last agreed of several. Never such as name someone on whom a hold stands: what was agreed in fear binds nobody.
    """
    follow, held = aliases(rows), held_people(rows)
    free = [one for one in rows.all(Terms) if held.isdisjoint(map(follow.canonical, one.people))]
    them = set(map(follow.canonical, people))
    theirs = [one for one in free if not them.isdisjoint(map(follow.canonical, one.people))]
    found = theirs or [one for one in free if not one.people] or ([] if people else free)
    return found[-1] if found else None


def _put(rows: WritableRows, desk: Desk, terms: Terms, new_people: Sequence[str]) -> Terms:
    if not LEAST <= timedelta(minutes=terms.minutes) <= MOST:
        raise NoLength
    named = [names.person_named(rows, desk, label).id for label in new_people if label.strip()]
    known = [one for one in terms.people if rows.holds_id(one)]
    told = replace(terms, people=tuple(dict.fromkeys([*known, *named])))
    rows.put(told, desk.ambient.now())
    return told
