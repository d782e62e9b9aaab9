"""Quiet: a neutral name for prying eyes, and a rest in which nothing is asked or counted (care rules 16 and 23)."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import rest
from homing.companion.plain import Guise
from homing.record import LivedTime
from homing.web.chosen import BadForm
from homing.web.forms import one
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _


def quiet(visit: OwnVisit) -> Response:
    """Both, with what neither can do."""
    return _page(visit)


def name(visit: OwnVisit) -> Response:
    """Show a neutral name from now on, or Homing's own again. In the sample nothing is changed: it is anyone's."""
    guise = one(Guise, visit.text("name"))
    if visit.request.state.sample:
        return go("/keep/quiet")
    if not visit.keeper.say_plainly(replace(visit.keeper.plain, guise=guise)):
        error = _("It could not be written down. It holds until Homing is closed, and not longer.")
        return _page(visit, 503, error)
    return go("/keep/quiet")


def begin_rest(visit: OwnVisit) -> Response:
    """Rest for the days that were chosen."""
    days = visit.text("days")
    try:
        rest.begin(visit.desk, int(days))
    except ValueError as error:
        raise BadForm from error
    return go("/today")


def end_rest(visit: OwnVisit) -> Response:
    """End the rest."""
    rest.end(visit.desk)
    return go("/today")


def _page(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    ends = visit.desk.vault.read(lambda rows: rest.until(rows, visit.ambient.now()))
    return visit.page(
        "keep/quiet.html",
        status,
        nav="keep",
        guises=tuple(Guise),
        guise=visit.keeper.plain.guise,
        days=rest.DAYS,
        resting_until=LivedTime.at(ends, visit.ambient.zone) if ends else None,
        error=error,
    )


ROUTES = [
    Route("/keep/quiet", owner(quiet)),
    Route("/keep/quiet/name", owner(name), methods=["POST"]),
    Route("/keep/quiet/rest", owner(begin_rest), methods=["POST"]),
    Route("/keep/quiet/rest/end", owner(end_rest), methods=["POST"]),
]
