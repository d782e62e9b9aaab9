"""Reassurance: a question, never the words; given and received kept in one tap; a rhythm that contact resets (S14)."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from homing.companion.practice import reassurance
from homing.record import LONGEST_RHYTHM, Direction, Reassurance
from homing.web.forms import one
from homing.web.told import Told
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _
from homing.words import reassurance as reassurance_words


def listing(visit: OwnVisit) -> Response:
    """Everyone, those with a rhythm first."""
    found = reassurance.all_of(visit.desk)
    return visit.page(
        "reassurance/list.html", nav="practice", found=found, book=found.book, reassurance_words=reassurance_words
    )


def show(visit: OwnVisit) -> Response:
    """One person: the question, the taps, what was counted, the rhythm."""
    return _show(visit)


def log(visit: OwnVisit) -> Response:
    """It was given, or it came, just now: one tap."""
    given, received = (one(Reassurance, visit.text(name)) for name in ("given", "received"))
    person = reassurance.of(visit.desk, visit.record_id).person
    for kind, direction in ((given, Direction.SENT), (received, Direction.RECEIVED)):
        if kind is not None:
            reassurance.log(visit.desk, person.id, kind, direction)
    return go(f"/reassurance/{person.id}" + ("?kept=1" if given or received else ""))


def rhythm(visit: OwnVisit) -> Response:
    """Begin a rhythm, or give it other days."""
    person = reassurance.of(visit.desk, visit.record_id).person
    told = visit.text("days").strip()
    is_number = told.isascii() and told.isdecimal() and len(told) <= 3
    if not is_number or not 1 <= int(told) <= LONGEST_RHYTHM:
        error = _("A number of days from 1 to %(most)s is needed. Nothing was changed.") % {"most": LONGEST_RHYTHM}
        return _show(visit, 422, error)
    reassurance.begin(visit.desk, person.id, int(told))
    return go(f"/reassurance/{person.id}")


def stop(visit: OwnVisit) -> Response:
    """Let the rhythm go."""
    person = reassurance.of(visit.desk, visit.record_id).person
    reassurance.stop(visit.desk, person.id)
    return go(f"/reassurance/{person.id}")


def _show(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    found = reassurance.of(visit.desk, visit.record_id)
    return visit.page(
        "reassurance/show.html",
        status,
        nav="practice",
        found=found,
        here=f"/reassurance/{found.person.id}",
        told=Told(visit, again=bool(error)),
        reassurance_words=reassurance_words,
        is_kept=bool(visit.request.query_params.get("kept")),
        error=error,
    )


ROUTES = [
    Route("/reassurance", owner(listing)),
    Route("/reassurance/{id:uuid}", owner(show)),
    Route("/reassurance/{id:uuid}/log", owner(log), methods=["POST"]),
    Route("/reassurance/{id:uuid}/rhythm", owner(rhythm), methods=["POST"]),
    Route("/reassurance/{id:uuid}/stop", owner(stop), methods=["POST"]),
]
