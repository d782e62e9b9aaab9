"""Supportive spaces: where one may go, with what; help lines stay in their own room (S21)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import names
from homing.companion.practice import spaces
from homing.record import Space, SpaceKind
from homing.web import chosen
from homing.web.forms import one, split, words
from homing.web.told import Incomplete, Told
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _


def listing(visit: OwnVisit) -> Response:
    """Every space, and a form for one more."""
    return _list(visit)


def add(visit: OwnVisit) -> Response:
    """Keep a space."""
    try:
        space = _told(visit, None)
    except Incomplete as missing:
        return _list(visit, 422, _("%(why)s Nothing was kept.") % {"why": missing})
    kept = spaces.put(visit.desk, space, split(visit.texts("person_new")))
    return go(f"/spaces/{kept.id}")


def show(visit: OwnVisit) -> Response:
    """One space."""
    return _show(visit)


def change(visit: OwnVisit) -> Response:
    """Other words. What nobody touched stays to the letter."""
    before = spaces.look(visit.desk, visit.record_id).space
    try:
        space = _told(visit, before)
    except Incomplete as missing:
        return _show(visit, 422, _("%(why)s Nothing was changed.") % {"why": missing})
    spaces.put(visit.desk, space, split(visit.texts("person_new")))
    return go(f"/spaces/{before.id}")


def forget(visit: OwnVisit) -> Response:
    """Forget it for good."""
    spaces.forget(visit.desk, visit.record_id)
    return go("/spaces")


def _told(visit: OwnVisit, before: Space | None) -> Space:
    """The space that a form tells; raises :class:`Incomplete`."""
    space = before or Space(id=visit.ambient.new_id(), label=_("A space"))
    told = words(visit, "label", before.label if before else "", lines=False)
    if not told.strip():
        raise Incomplete(_("A name for it is needed."))
    return replace(
        space,
        label=told if before and told is before.label else told.strip(),
        kind=one(SpaceKind, visit.text("kind")) if "kind" in visit.form else space.kind,
        person=_person(visit, space.person),
        where=words(visit, "where", space.where),
        bring=words(visit, "bring", space.bring),
    )


def _person(visit: OwnVisit, before: UUID | None) -> UUID | None:
    """Who it is; as before if the form did not ask, or meant the same."""
    if "person" not in visit.form:
        return before
    book, told = visit.desk.vault.read(names.book), visit.text("person")
    person = book.person(chosen.uuid(told)) if told else None
    is_same = person is not None and before is not None and chosen.meant(before, book) == person.id
    return before if is_same else person.id if person else None


def _list(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    found = spaces.all_of(visit.desk)
    told = Told(visit, again=bool(error))
    return visit.page("spaces/list.html", status, nav="practice", found=found, book=found.book, told=told, error=error)


def _show(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    page = spaces.look(visit.desk, visit.record_id)
    told = Told(visit, again=bool(error))
    return visit.page(
        "spaces/show.html",
        status,
        nav="practice",
        page=page,
        book=page.book,
        here=f"/spaces/{page.space.id}",
        told=told,
        error=error,
    )


ROUTES = [
    Route("/spaces", owner(listing)),
    Route("/spaces", owner(add), methods=["POST"]),
    Route("/spaces/{id:uuid}", owner(show)),
    Route("/spaces/{id:uuid}/change", owner(change), methods=["POST"]),
    Route("/spaces/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
