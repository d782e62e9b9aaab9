"""A pause without content, before unlocking too: a time to come back, or none at all (care rules 11 and 23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import pause
from homing.web.visit import Visit, anyone, go
from homing.words import gettext as _


def show(visit: Visit) -> Response:
    """Choose when to come back; or, during a pause, when that is."""
    return _page(visit)


def begin(visit: Visit) -> Response:
    """Keep the one instant at which to come back, in place of any other."""
    try:
        back = _wanted(visit)
    except ValueError:
        error = _("A pause is at least 20 minutes and at most a day. Choose another time. Nothing was changed.")
        return _page(visit, 422, error)
    visit.keeper.say_plainly(replace(visit.keeper.plain, back=back))
    return go("/pause")


def end(visit: Visit) -> Response:
    """Back, or no longer wanted: the instant is gone, and nothing remembers that it was there."""
    _drop(visit)
    return go("/")


def get_away(visit: Visit) -> Response:
    """No return time, no count, no follow-up; a return time that was named before is dropped."""
    _drop(visit)
    return go("/away")


def away(visit: Visit) -> Response:
    """For someone who needs to get away."""
    return visit.page("help/away.html")


def _wanted(visit: Visit) -> datetime:
    """The instant that was asked for, by a span in minutes or by the clock."""
    minutes, clock = visit.text("minutes"), visit.text("clock")
    if minutes:
        return pause.after(visit.ambient.now(), int(minutes))
    return pause.at_clock(visit.ambient.lived_now(), time.fromisoformat(clock))


def _drop(visit: Visit) -> None:
    if visit.keeper.plain.back is not None:
        visit.keeper.say_plainly(replace(visit.keeper.plain, back=None))


def _page(visit: Visit, status: int = 200, error: str = "") -> Response:
    back = visit.keeper.coming_back
    is_over = back is not None and back.utc <= visit.ambient.now()
    return visit.page("help/pause.html", status, is_over=is_over, spans=pause.SPANS, error=error)


ROUTES = [
    Route("/pause", anyone(show)),
    Route("/pause", anyone(begin), methods=["POST"]),
    Route("/pause/end", anyone(end), methods=["POST"]),
    Route("/away", anyone(away)),
    Route("/away", anyone(get_away), methods=["POST"]),
]
