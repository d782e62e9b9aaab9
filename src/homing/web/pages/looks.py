"""Looking at an old cue: is it safe now, what was counted, the own answer; what the record adds on request alone."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import looks
from homing.record import Belongs, Safe
from homing.web.chosen import BadForm, uuid
from homing.web.forms import one, words
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _

WEEKS = (2, 6)
"""After so many weeks one may want to look again; any other day is as good."""


def of_cue(visit: OwnVisit) -> Response:
    """Present safety first, for a cue."""
    door = looks.door(visit.desk, visit.record_id)
    if visit.request.method == "POST":
        return _begun(visit, visit.record_id, None)
    return visit.page("looks/begin.html", nav="cues", door=door)


def of_moment(visit: OwnVisit) -> Response:
    """The same, from a moment whose alarm was far above what followed."""
    door = looks.door_of(visit.desk, visit.record_id)
    if visit.request.method == "POST":
        return _begun(visit, uuid(visit.text("cue")), visit.record_id)
    return visit.page("looks/begin.html", nav="moments", door=door)


def show(visit: OwnVisit) -> Response:
    """One look, as far as it has come."""
    return _show(visit)


def record(visit: OwnVisit) -> Response:
    """What the record adds: after the person's own answer, and only when they ask."""
    added = looks.ask_share(visit.desk, visit.record_id)
    if added is None:
        return go(f"/looks/{visit.record_id}")
    page = looks.look(visit.desk, visit.record_id)
    labels = {str(named.id): named.label for named in added.book.by_id.values()}
    return visit.page(
        "looks/record.html",
        nav="cues",
        page=page,
        added=added,
        cue_name=lambda name: labels.get(name.rstrip(">"), ""),
    )


def answer(visit: OwnVisit) -> Response:
    """The person's own words, and their answer."""
    before = looks.look(visit.desk, visit.record_id).look
    told = words(visit, "words", before.words)
    looks.answer(visit.desk, visit.record_id, one(Belongs, visit.text("belongs")), told)
    return go(f"/looks/{visit.record_id}")


def again(visit: OwnVisit) -> Response:
    """The day on which to look once more, or none."""
    try:
        looks.again(visit.desk, visit.record_id, _day(visit))
    except BadForm:
        raise
    except ValueError:
        return _show(visit, 422, _("A day ahead is needed. Nothing was changed."))
    return go(f"/looks/{visit.record_id}")


def step(visit: OwnVisit) -> Response:
    """A small step in the person's own words."""
    before = looks.look(visit.desk, visit.record_id).look
    looks.step(visit.desk, visit.record_id, words(visit, "step", before.step))
    return go(f"/looks/{visit.record_id}")


def mark(visit: OwnVisit) -> Response:
    """Mark the moment as not safe, in one tap."""
    looks.mark(visit.desk, visit.record_id)
    return go("/safe-now")


def forget(visit: OwnVisit) -> Response:
    """Forget this look for good."""
    cue = looks.look(visit.desk, visit.record_id).cue
    looks.forget(visit.desk, visit.record_id)
    return go(f"/cues/{cue.id}")


def _begun(visit: OwnVisit, cue: UUID, moment: UUID | None) -> Response:
    safe = one(Safe, visit.text("safe"))
    look = None if safe is None else looks.begin(visit.desk, cue, safe, moment)
    if look is None:
        return go(f"/moments/{moment}/look" if moment else f"/cues/{cue}/look")
    return go(f"/looks/{look.id}")


def _day(visit: OwnVisit) -> date | None:
    """The day that was chosen; None for "not again"."""
    weeks, day = visit.text("weeks"), visit.text("day")
    if weeks:
        if weeks not in map(str, WEEKS):
            raise BadForm
        return visit.ambient.lived_now().day + timedelta(weeks=int(weeks))
    if visit.text("not"):
        return None
    return date.fromisoformat(day)


def _show(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    page = looks.look(visit.desk, visit.record_id)
    return visit.page("looks/show.html", status, nav="cues", page=page, weeks=WEEKS, error=error)


ROUTES = [
    Route("/cues/{id:uuid}/look", owner(of_cue), methods=["GET", "POST"]),
    Route("/moments/{id:uuid}/look", owner(of_moment), methods=["GET", "POST"]),
    Route("/looks/{id:uuid}", owner(show)),
    Route("/looks/{id:uuid}/record", owner(record)),
    Route("/looks/{id:uuid}/answer", owner(answer), methods=["POST"]),
    Route("/looks/{id:uuid}/again", owner(again), methods=["POST"]),
    Route("/looks/{id:uuid}/step", owner(step), methods=["POST"]),
    Route("/looks/{id:uuid}/mark", owner(mark), methods=["POST"]),
    Route("/looks/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
