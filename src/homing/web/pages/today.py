"""Today: how it is now, and at most three gentle things."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import moments, pages
from homing.record import FeltState
from homing.web.forms import one
from homing.web.pages.door import zone_of
from homing.web.visit import OwnVisit, go, owner


def today(visit: OwnVisit) -> Response:
    """The room called Today."""
    return visit.page("today.html", nav="today", today=pages.today(visit.desk), now=visit.ambient.lived_now())


def check_in(visit: OwnVisit) -> Response:
    """One tap: how it is now."""
    state = one(FeltState, visit.text("state"))
    if state is not None:
        moments.check_in(visit.desk, state, visit.ambient.lived_now(zone_of(visit)))
    return go("/today")


def names_shown(visit: OwnVisit) -> Response:
    """Show or hide names, for this browser until it is locked."""
    visit.session.names_shown = visit.text("show") == "1"
    back = visit.text("back")
    return go(back if back.startswith("/") and not back.startswith("//") else "/today")


ROUTES = [
    Route("/today", owner(today)),
    Route("/checkin", owner(check_in), methods=["POST"]),
    Route("/names", owner(names_shown), methods=["POST"]),
]
