"""Promises: mine and theirs, small and large, and in one tap how each went (S17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import names
from homing.companion.practice import promises
from homing.companion.practice.trust import trust
from homing.record import FuzzyDate, Kept, LivedTime, Promise, PromiseSize, Whose
from homing.web import chosen
from homing.web.chosen import BadForm
from homing.web.forms import one, words
from homing.web.visit import OwnVisit, go, owner
from homing.words import feels_safe as safe_words
from homing.words import gettext as _
from homing.words import promises as said
from homing.words import trust as trust_words
from homing.words.answers import few, numbers

SOON = {"today": 0, "tomorrow": 1, "week": 7}
"""Days until then, for a day that is chosen by one tap."""


class NoDay(ValueError):
    """What was written for a day is none."""


def listing(visit: OwnVisit) -> Response:
    """Every promise, and a form for one more."""
    return _list(visit)


def add(visit: OwnVisit) -> Response:
    """Keep a promise. Without words, or without whose it is, nothing is kept, and what was typed stays."""
    label, whose = visit.text("label").strip(), one(Whose, visit.text("whose"))
    if not label or whose is None:
        return _list(visit, 422, _("A few words are needed, and whose promise it is. Nothing was kept."))
    try:
        told = _told(
            visit, Promise(id=visit.ambient.new_id(), label=label, whose=whose, made=visit.ambient.lived_now())
        )
    except NoDay:
        return _list(visit, 422, _no_day())
    kept = promises.add(visit.desk, told, visit.text("person_new"))
    return go(f"/promises/{kept.id}")


def show(visit: OwnVisit) -> Response:
    """One promise, how it went, and what may be changed."""
    return _show(visit)


def answer(visit: OwnVisit) -> Response:
    """One tap: how it went, or that it has no ending yet."""
    if "kept" in visit.form:
        promises.answer(visit.desk, visit.record_id, one(Kept, visit.text("kept")))
    return go(f"/promises/{visit.record_id}")


def anew(visit: OwnVisit) -> Response:
    """Agree anew: a new promise with its new day; the old one stays."""
    try:
        due = _due(visit, None, "new_due")
    except NoDay:
        return _show(visit, 422, _no_day())
    fresh = promises.anew(visit.desk, visit.record_id, visit.text("new_label").strip(), due)
    return go(f"/promises/{fresh.id}")


def change(visit: OwnVisit) -> Response:
    """Other words, another day, someone else. What nobody touched stays to the letter."""
    before = promises.find(visit.desk, visit.record_id)
    label = words(visit, "label", before.label, lines=False)
    label = before.label if label is before.label else label.strip()
    if not label:
        return _show(visit, 422, _("A few words are needed. Nothing was changed."))
    try:
        told = _told(visit, replace(before, label=label, whose=one(Whose, visit.text("whose")) or before.whose))
    except NoDay:
        return _show(visit, 422, _no_day())
    promises.change(visit.desk, told, visit.text("person_new"))
    return go(f"/promises/{before.id}")


def forget(visit: OwnVisit) -> Response:
    """Forget it for good."""
    promises.forget(visit.desk, visit.record_id)
    return go("/promises")


def with_person(visit: OwnVisit) -> Response:
    """Reliability, empathy and honesty with one person: counts, and the stories behind them."""
    found = trust(visit.desk, visit.record_id)
    here = f"/people/{found.person.id}/trust"
    known: dict[str, Any] = {"found": found, "book": found.book, "here": here, "said": said}
    known |= {"trust_words": trust_words, "safe_words": safe_words}
    return visit.page("people/trust.html", nav="people", numbers_of=numbers, few_of=few, **known)


def _told(visit: OwnVisit, before: Promise) -> Promise:
    return replace(
        before,
        person=_person(visit, before.person),
        size=one(PromiseSize, visit.text("size")) or before.size,
        due=_due(visit, before.due),
        made=_time(visit, "made", before.made) or before.made,
        ended=before.ended if before.kept is None else _time(visit, "ended", before.ended),
        note=words(visit, "note", before.note),
    )


def _person(visit: OwnVisit, before: UUID | None) -> UUID | None:
    """The person ticked; as before if the form did not ask, or if it still is whom the earlier id stands for."""
    if "person" not in visit.form:
        return before
    told = visit.text("person")
    picked = chosen.uuid(told) if told else None
    book = visit.desk.vault.read(names.book)
    if before is not None and picked == chosen.meant(before, book):
        return before
    return picked if picked is not None and book.person(picked) else None


def _due(visit: OwnVisit, before: FuzzyDate | None, name: str = "due") -> FuzzyDate | None:
    """The day chosen or written. Raises :class:`NoDay` for words that are no day."""
    soon, told = visit.text("soon"), visit.text(name).strip()
    if soon in SOON and not told:
        return FuzzyDate((visit.ambient.lived_now().day + timedelta(days=SOON[soon])).isoformat())
    if soon not in ("", *SOON):
        raise BadForm
    if name not in visit.form:
        return before
    try:
        return FuzzyDate(told) if told else None
    except ValueError as error:
        raise NoDay from error


def _time(visit: OwnVisit, name: str, before: LivedTime | None) -> LivedTime | None:
    """The time told; an untouched field leaves time, zone and offset alone."""
    told = visit.text(name)
    if not told or (before is not None and told == before.local.strftime("%Y-%m-%dT%H:%M")):
        return before
    try:
        zone = visit.ambient.zone if before is None else before.zone
        return LivedTime(local=datetime.fromisoformat(told), zone=zone)
    except ValueError as error:
        raise NoDay from error


def _no_day() -> str:
    return _("A day reads 2026, 2026-12 or 2026-12-24. Nothing was changed.")


def _list(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    found = promises.all_of(visit.desk)
    typed = {"form": visit.text, "error": error}
    return visit.page("promises/list.html", status, nav="practice", found=found, book=found.book, said=said, **typed)


def _show(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    promise, book = promises.find(visit.desk, visit.record_id), visit.desk.vault.read(names.book)
    meant = chosen.meant(promise.person, book) if promise.person else None
    known: dict[str, Any] = {"promise": promise, "book": book, "meant": meant, "here": f"/promises/{promise.id}"}
    typed = {"form": visit.text, "typed": visit.form, "error": error}
    return visit.page("promises/show.html", status, nav="practice", said=said, **known, **typed)


ROUTES = [
    Route("/promises", owner(listing)),
    Route("/promises", owner(add), methods=["POST"]),
    Route("/promises/{id:uuid}", owner(show)),
    Route("/promises/{id:uuid}/answer", owner(answer), methods=["POST"]),
    Route("/promises/{id:uuid}/anew", owner(anew), methods=["POST"]),
    Route("/promises/{id:uuid}/change", owner(change), methods=["POST"]),
    Route("/promises/{id:uuid}/forget", owner(forget), methods=["POST"]),
    Route("/people/{id:uuid}/trust", owner(with_person)),
]
