"""People and cues: the two lists, their pages, and what can be changed there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import expectations, forgetting, holds, looks, names, pages, rest, safety, windows
from homing.companion.practice.feels_safe import feels_safe
from homing.record import Channel, Cue, FuzzyDate, Person
from homing.vault import Rows
from homing.web.chosen import BadForm, uuid
from homing.web.forms import one, words
from homing.web.visit import Endpoint, OwnVisit, go, owner
from homing.words import feels_safe as safe_words
from homing.words import felt as felt_words
from homing.words import gettext as _
from homing.words.answers import few, numbers

ROOMS = ("people", "cues")


def people(visit: OwnVisit) -> Response:
    """Everyone in the record."""
    return _list(visit, "people")


def cues(visit: OwnVisit) -> Response:
    """The cue database."""
    return _list(visit, "cues")


def forecast(visit: OwnVisit) -> Response:
    """What a cue may do after a quiet time: only when asked for."""
    found = _page(visit)
    verdict, told = expectations.over_time(visit.desk, found.record.id)
    return visit.page("cues/forecast.html", nav="cues", page=found, verdict=verdict, told=told)


def add(visit: OwnVisit) -> Response:
    """Add a person or cue by hand."""
    label = visit.text("label").strip()
    if _room(visit) == "people":
        kept: Person | Cue | None = names.add_person(visit.desk, label) if label else None
    else:
        channel = one(Channel, visit.text("channel"))
        kept = names.add_cue(visit.desk, label, channel) if label else None
    return go(f"/{_room(visit)}/{kept.id}" if kept else f"/{_room(visit)}")


def show(visit: OwnVisit) -> Response:
    """One person, or one cue."""
    return _show(visit)


def change(visit: OwnVisit) -> Response:
    """Rename, set the channel or how long known, note. What the form showed and nobody touched stays to the letter."""
    record = _page(visit).record
    told = words(visit, "label", record.label, lines=False)
    label = record.label if told is record.label else told.strip()
    note = words(visit, "note", record.note)
    try:
        changed = _changed(visit, record, label, note)
    except BadForm:
        raise
    except ValueError:
        error = _("A name is needed, and a date reads 2019, 2019-03 or 2019-03-21. Nothing was changed.")
        return _show(visit, 422, error)
    names.change(visit.desk, changed)
    return go(f"/{_room(visit)}/{changed.id}")


def _changed(visit: OwnVisit, record: Person | Cue, label: str, note: str) -> Person | Cue:
    if isinstance(record, Cue):
        return replace(record, label=label, note=note, channel=one(Channel, visit.text("channel")))
    known = visit.text("known_since").strip()
    return replace(record, label=label, note=note, known_since=FuzzyDate(known) if known else None)


def merge(visit: OwnVisit) -> Response:
    """Let this one stand for another."""
    into = uuid(visit.text("into"))
    try:
        names.merge(visit.desk, visit.record_id, into)
    except ValueError as error:
        raise BadForm from error
    return go(f"/{_room(visit)}/{into}")


def unmerge(visit: OwnVisit) -> Response:
    """Take a merge back."""
    names.unmerge(visit.desk, visit.record_id)
    return go(f"/{_room(visit)}/{visit.record_id}")


def remove(visit: OwnVisit) -> Response:
    """Into the bin; the moments stay."""
    names.remove(visit.desk, visit.record_id)
    return go(f"/{_room(visit)}")


def before_forgetting(visit: OwnVisit) -> Response:
    """What goes with a person, and what stays: shown before anything is forgotten."""
    going = forgetting.what_goes(visit.desk, visit.record_id)
    return visit.page("people/forget.html", nav="people", going=going)


def forget(visit: OwnVisit) -> Response:
    """Forget for good in one step, with or without what names it."""
    with_entries = visit.text("moments") == "forget"
    if _room(visit) == "people":
        forgetting.forget_person(visit.desk, visit.record_id, with_entries=with_entries)
        return go("/people/forgotten")
    names.forget(visit.desk, visit.record_id, with_moments=with_entries)
    return go("/cues")


def forgotten(visit: OwnVisit) -> Response:
    """Where it is gone from, and which copies nobody can reach from here."""
    return visit.page("people/forgotten.html", nav="people", behind=sorted(visit.desk.vault.behind))


def lift(visit: OwnVisit) -> Response:
    """Lift the hold on a person."""
    holds.lift_hold(visit.desk, visit.record_id)
    return go(f"/people/{visit.record_id}")


def _list(visit: OwnVisit, room: str) -> Response:
    def look(rows: Rows) -> tuple[names.Book, dict[UUID, int], frozenset[UUID], bool]:
        book = names.book(rows)
        with_people, with_cues = rows.tallies()
        counts: dict[UUID, int] = {}
        for one_id, n in (with_people if room == "people" else with_cues).items():
            meant = book.by_id.get(one_id)
            if meant is not None:
                counts[meant.id] = counts.get(meant.id, 0) + n
        held = holds.held_people(rows) if room == "people" else frozenset[UUID]()
        return book, counts, held, rest.until(rows, visit.ambient.now()) is not None

    book, counts, held, resting = visit.desk.vault.read(look)
    everyone: tuple[Person | Cue, ...] = book.people if room == "people" else book.cues
    ordered = sorted(everyone, key=lambda record: (-counts.get(record.id, 0), record.label.casefold()))
    return visit.page(f"{room}/list.html", nav=room, records=ordered, counts=counts, held=held, resting=resting)


def _show(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    room, found = _room(visit), _page(visit)
    here = f"/{room}/{found.record.id}"
    leads_to_look = room == "cues" and bool(found.facts) and bool(looks.door(visit.desk, found.record.id).question)
    known: dict[str, Any] = {"page": found, "here": here, "error": error, "leads_to_look": leads_to_look}
    known |= _windows(visit, found) | _settled(visit, found) | _with_me(visit, found) if room == "people" else {}
    return visit.page(f"{room}/show.html", status, nav=room, **known)


def _windows(visit: OwnVisit, found: pages.NamedPage) -> dict[str, Any]:
    """The windows that name this person, under whatever name; those for everyone stand in the bubble alone."""
    same = set(found.book.follow.closure(found.record.id))
    theirs = [one for one in windows.bubble(visit.desk).windows if not same.isdisjoint(one.people)]
    return {"windows": theirs, "instant": visit.ambient.now(), "now": visit.ambient.lived_now()}


def _settled(visit: OwnVisit, found: pages.NamedPage) -> dict[str, Any]:
    """How often one was settled after being with them, where that may be counted."""
    return {"together": safety.with_person(visit.desk, found.record.id), "felt_words": felt_words}


def _with_me(visit: OwnVisit, found: pages.NamedPage) -> dict[str, Any]:
    """Whether they listen, respect a no and leave one calm, from the record, where that may be said."""
    return {
        "safe": feels_safe(visit.desk, found.record.id),
        "safe_words": safe_words,
        "numbers_of": numbers,
        "few_of": few,
    }


def _room(visit: OwnVisit) -> str:
    room: str = visit.request.url.path.split("/")[1]
    return room


def _page(visit: OwnVisit) -> pages.NamedPage:
    gather = pages.person if _room(visit) == "people" else pages.cue
    return gather(visit.desk, visit.record_id)


def _both(path: str, endpoint: Endpoint, *methods: str) -> list[Route]:
    return [Route(f"/{room}{path}", endpoint, methods=list(methods)) for room in ROOMS]


ROUTES = [
    Route("/people", owner(people)),
    Route("/cues", owner(cues)),
    *_both("", owner(add), "POST"),
    *_both("/{id:uuid}", owner(show), "GET"),
    *_both("/{id:uuid}/change", owner(change), "POST"),
    *_both("/{id:uuid}/merge", owner(merge), "POST"),
    *_both("/{id:uuid}/unmerge", owner(unmerge), "POST"),
    *_both("/{id:uuid}/remove", owner(remove), "POST"),
    *_both("/{id:uuid}/forget", owner(forget), "POST"),
    Route("/cues/{id:uuid}/forecast", owner(forecast)),
    Route("/people/forgotten", owner(forgotten)),
    Route("/people/{id:uuid}/forget", owner(before_forgetting)),
    Route("/people/{id:uuid}/lift", owner(lift), methods=["POST"]),
]
