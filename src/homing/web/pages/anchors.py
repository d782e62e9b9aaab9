"""The anchor kit: ways to settle, one tap to try one, and whether it helped (S23)."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import anchors, names
from homing.record import Anchor, Anchoring, FeltState, Helped, Moment, Tool
from homing.web import chosen
from homing.web.chosen import BadForm
from homing.web.forms import one, split, words
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _


def listing(visit: OwnVisit) -> Response:
    """Every way, in the order in which they are offered now, and a form for one of one's own."""
    return _list(visit)


def add(visit: OwnVisit) -> Response:
    """Keep an anchor."""
    label = visit.text("label").strip()
    if not label:
        return _list(visit, 422, _("A few words are needed. Nothing was kept."))
    anchor = Anchor(
        id=visit.ambient.new_id(),
        label=label,
        kind=one(Anchoring, visit.text("kind")),
        words=visit.text("words").strip(),
    )
    kept = anchors.keep(visit.desk, _with_person(visit, anchor), _new_person(visit))
    return go(f"/anchors/{kept.id}")


def show(visit: OwnVisit) -> Response:
    """One anchor: what to do with it, and what came of it."""
    return _show(visit)


def change(visit: OwnVisit) -> Response:
    """Other words, another kind, another person. What nobody touched stays to the letter."""
    anchor = anchors.find(visit.desk, visit.record_id)
    told = words(visit, "label", anchor.label, lines=False)
    label = anchor.label if told is anchor.label else told.strip()
    if not label:
        return _show(visit, 422, _("A few words are needed. Nothing was changed."))
    kind = one(Anchoring, visit.text("kind")) if "kind" in visit.form else anchor.kind
    changed = replace(anchor, label=label, kind=kind, words=words(visit, "words", anchor.words))
    anchors.keep(visit.desk, _with_person(visit, changed), _new_person(visit))
    return go(f"/anchors/{anchor.id}")


def forget(visit: OwnVisit) -> Response:
    """Forget it for good; what was tried stays without it."""
    anchors.forget(visit.desk, visit.record_id)
    return go("/anchors")


def tried(visit: OwnVisit) -> Response:
    """I try this: an anchor or a tool, in one tap."""
    anchor, tool = visit.text("anchor"), one(Tool, visit.text("tool"))
    if bool(anchor) is bool(tool):
        raise BadForm
    settling = anchors.tried(
        visit.desk,
        anchor=chosen.uuid(anchor) if anchor else None,
        tool=tool,
        before=one(FeltState, visit.text("before")),
    )
    return go(f"/anchors/tried/{settling.id}")


def show_try(visit: OwnVisit) -> Response:
    """What to do, then whether it helped and how it is now: one tap each, and each may be left out."""
    page = anchors.look_at_try(visit.desk, visit.record_id)
    anchor = page.anchor
    return visit.page("anchors/tried.html", nav="today", page=page, way=anchor or page.settling.tool, book=page.book)


def answer(visit: OwnVisit) -> Response:
    """One answer, or with whom and where it was."""
    settling = anchors.answer(
        visit.desk,
        visit.record_id,
        before=one(FeltState, visit.text("before")),
        helped=one(Helped, visit.text("helped")),
        after=one(FeltState, visit.text("after")),
    )
    if "note" in visit.form:
        book = visit.desk.vault.read(names.book)
        beside = Moment(id=settling.id, when=settling.when, people=settling.people, setting=settling.setting)
        told = replace(
            settling,
            people=chosen.people(visit, beside, book),
            setting=chosen.setting(visit, beside, book),
            note=words(visit, "note", settling.note),
        )
        anchors.around(visit.desk, told, split(visit.texts("people_new")))
    return go(f"/anchors/tried/{settling.id}")


def _with_person(visit: OwnVisit, anchor: Anchor) -> Anchor:
    """Who it is, as chosen; as before if the form did not ask."""
    if "person" not in visit.form:
        return anchor
    told = visit.text("person")
    if not told:
        return replace(anchor, person=None)
    book = visit.desk.vault.read(names.book)
    same = anchor.person is not None and chosen.meant(anchor.person, book) == chosen.uuid(told)
    return anchor if same else replace(anchor, person=chosen.uuid(told))


def _new_person(visit: OwnVisit) -> str:
    return next(iter(split(visit.texts("person_new"))), "")


def _list(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    kit = anchors.kit(visit.desk)
    own = any(way.anchor for way in kit.ways)
    return visit.page(
        "anchors/list.html",
        status,
        nav="today",
        kit=kit,
        own=own,
        has_names=bool(kit.book.people) or any(way.anchor.kind is Anchoring.PERSON for way in kit.ways if way.anchor),
        book=kit.book,
        error=error,
        form=visit.text,
    )


def _show(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    page = anchors.look(visit.desk, visit.record_id)
    return visit.page(
        "anchors/show.html",
        status,
        nav="today",
        page=page,
        anchor=page.anchor,
        book=page.book,
        here=f"/anchors/{page.anchor.id}",
        error=error,
    )


ROUTES = [
    Route("/anchors", owner(listing)),
    Route("/anchors", owner(add), methods=["POST"]),
    Route("/anchors/tried", owner(tried), methods=["POST"]),
    Route("/anchors/tried/{id:uuid}", owner(show_try)),
    Route("/anchors/tried/{id:uuid}", owner(answer), methods=["POST"]),
    Route("/anchors/{id:uuid}", owner(show)),
    Route("/anchors/{id:uuid}/change", owner(change), methods=["POST"]),
    Route("/anchors/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
