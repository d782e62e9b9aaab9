"""Needs: put into words beforehand, ready to say or to show, and how they were heard (S20)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import names, needs, windows
from homing.record import Heard, Need
from homing.web import chosen
from homing.web.forms import one, split, words
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _
from homing.words.windows import turned


def listing(visit: OwnVisit) -> Response:
    """Every need, and a form for one more."""
    return _list(visit)


def add(visit: OwnVisit) -> Response:
    """Keep a need. Words that order someone about are kept, too; its page then offers to turn them."""
    label = visit.text("label").strip()
    if not label:
        return _list(visit, 422, _("A few words are needed. Nothing was kept."))
    need = Need(
        id=visit.ambient.new_id(),
        label=label,
        will=visit.text("will").strip(),
        people=chosen.among(visit, (), visit.desk.vault.read(names.book)),
        window=_window(visit, None),
    )
    kept = needs.add(visit.desk, need, split(visit.texts("people_new")))
    return go(f"/needs/{kept.id}")


def show(visit: OwnVisit) -> Response:
    """One need: ready to say, how it was heard, and what may be changed."""
    return _show(visit)


def showing(visit: OwnVisit) -> Response:
    """The words alone, large, to be shown to someone. No name, and nothing else."""
    need = needs.find(visit.desk, visit.record_id)
    return visit.page("needs/showing.html", nav="bubble", need=need, alone=True)


def change(visit: OwnVisit) -> Response:
    """Other words, for others, or for another window. What nobody touched stays to the letter."""
    need = needs.find(visit.desk, visit.record_id)
    told = words(visit, "label", need.label, lines=False)
    label = need.label if told is need.label else told.strip()
    if not label:
        return _show(visit, 422, _("A few words are needed. Nothing was changed."))
    changed = replace(
        need,
        label=label,
        will=words(visit, "will", need.will),
        people=chosen.among(visit, need.people, visit.desk.vault.read(names.book)),
        window=_window(visit, need.window),
    )
    needs.change(visit.desk, changed, split(visit.texts("people_new")))
    return go(f"/needs/{need.id}")


def tell(visit: OwnVisit) -> Response:
    """It was said: to whom, and how it was heard, in one tap."""
    to = visit.text("to")
    heard = one(Heard, visit.text("heard"))
    needs.tell(visit.desk, visit.record_id, chosen.uuid(to) if to else None, heard)
    return go(f"/needs/{visit.record_id}")


def forget(visit: OwnVisit) -> Response:
    """Forget it for good."""
    needs.forget(visit.desk, visit.record_id)
    return go("/needs")


def _list(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    found = needs.all_of(visit.desk)
    told = {"form": visit.text, "ticked": visit.texts}
    return visit.page("needs/list.html", status, nav="bubble", found=found, book=found.book, error=error, **told)


def _show(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    need, found = needs.find(visit.desk, visit.record_id), needs.all_of(visit.desk)
    return visit.page(
        "needs/show.html",
        status,
        nav="bubble",
        need=need,
        found=found,
        book=found.book,
        here=f"/needs/{need.id}",
        meant=[chosen.meant(one_id, found.book) for one_id in need.people],
        turned=turned(need.label) or turned(need.will),
        quietly=windows.announcing(visit.desk, need),
        error=error,
    )


def _window(visit: OwnVisit, before: UUID | None) -> UUID | None:
    """The window chosen; as before if the form did not ask."""
    told = visit.text("window")
    if "window" not in visit.form:
        return before
    return chosen.uuid(told) if told else None


ROUTES = [
    Route("/needs", owner(listing)),
    Route("/needs", owner(add), methods=["POST"]),
    Route("/needs/{id:uuid}", owner(show)),
    Route("/needs/{id:uuid}/show", owner(showing)),
    Route("/needs/{id:uuid}/change", owner(change), methods=["POST"]),
    Route("/needs/{id:uuid}/tell", owner(tell), methods=["POST"]),
    Route("/needs/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
