"""A pause: a time to come back, or none at all; before unlocking too, and then without content (care rules 11, 23).

The return instant is kept first. Whatever stands against a record of it, the pause holds.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import Desk, anchors, names, pause, pauses
from homing.record import Ended, FeltState
from homing.vault import VaultError
from homing.web import chosen
from homing.web.forms import one
from homing.web.visit import Visit, anyone, go
from homing.words import gettext as _
from homing.words import pauses as said

KIT = 3
"""So many of one's own ways to settle stand on the page of a pause."""


def show(visit: Visit) -> Response:
    """Choose when to come back; or, during a pause, when that is."""
    return _page(visit)


def begin(visit: Visit) -> Response:
    """Keep the one instant at which to come back; with an open diary, that a pause began."""
    try:
        back = _wanted(visit)
    except ValueError:
        return _page(visit, 422, _("A pause is at least 20 minutes and at most a day. Choose another time."))
    desk = _desk(visit)
    if desk is not None:
        with suppress(VaultError):
            people = chosen.among(visit, (), desk.vault.read(names.book)) if visit.texts("people") else ()
            pauses.begin(desk, back, one(FeltState, visit.text("state")), people)
    return _until(visit, back)


def longer(visit: Visit) -> Response:
    """A bit longer, by so many minutes or until a time of day. More time is one's own to take."""
    was = visit.keeper.coming_back
    try:
        back = _wanted(visit) if was is None else _more(visit, was.utc)
    except ValueError:
        return _page(visit, 422, _("That is more than a day away, or no later time. Choose another. Nothing changed."))
    desk = _desk(visit)
    if desk is not None:
        with suppress(VaultError):
            pauses.longer(desk, back)
    return _until(visit, back)


def not_today(visit: Visit) -> Response:
    """This pause ends without coming back today; the next begins with a new time, at most a day ahead."""
    try:
        back = pause.at_clock(visit.ambient.lived_now(), time.fromisoformat(visit.text("clock")))
    except ValueError:
        return _page(visit, 422, _("A new time is needed, at least 20 minutes and at most a day ahead."))
    desk = _desk(visit)
    if desk is None:
        visit.keeper.pause_ended_outside(Ended.NOT_TODAY)
    else:
        with suppress(VaultError):
            pauses.not_today(desk, back)
    return _until(visit, back)


def end(visit: Visit) -> Response:
    """Back. The instant is gone; with an open diary it is kept that its owner came back."""
    desk = _desk(visit)
    if desk is None:
        visit.keeper.pause_ended_outside(Ended.BACK)
    else:
        with suppress(VaultError):
            pauses.end(desk)
    _drop(visit)
    return go("/")


def get_away(visit: Visit) -> Response:
    """No return time, no record, no count, no follow-up; a return time that was named before is dropped."""
    desk = _desk(visit)
    if desk is None:
        visit.keeper.pause_ended_outside(None)
    _drop(visit)
    if desk is not None:
        with suppress(VaultError):
            pauses.drop(desk)
    return go("/away")


def away(visit: Visit) -> Response:
    """For someone who needs to get away."""
    return visit.page("help/away.html")


def _desk(visit: Visit) -> Desk | None:
    """The diary, for a browser that may see it, with what was told of pauses before unlocking."""
    desk: Desk | None = visit.request.state.desk
    if desk is not None:
        visit.keeper.catch_up()
    return desk


def _wanted(visit: Visit) -> datetime:
    """The instant that was asked for, by a span in minutes or by the clock."""
    minutes, clock = visit.text("minutes"), visit.text("clock")
    if minutes:
        return pause.after(visit.ambient.now(), int(minutes))
    return pause.at_clock(visit.ambient.lived_now(), time.fromisoformat(clock))


def _more(visit: Visit, was: datetime) -> datetime:
    minutes = visit.text("minutes")
    if minutes:
        return pause.longer(visit.ambient.now(), was, int(minutes))
    back = _wanted(visit)
    if back <= was:
        raise pause.NoPause
    return back


def _until(visit: Visit, back: datetime) -> Response:
    visit.keeper.say_plainly(replace(visit.keeper.plain, back=back))
    return go("/pause")


def _drop(visit: Visit) -> None:
    if visit.keeper.plain.back is not None:
        visit.keeper.say_plainly(replace(visit.keeper.plain, back=None))


def _page(visit: Visit, status: int = 200, error: str = "") -> Response:
    now, back = visit.ambient.now(), visit.keeper.coming_back
    told = _beside(visit)
    first = told["own"].minutes if told["own"] else pause.SPANS[0]
    return visit.page(
        "help/pause.html",
        status,
        is_over=back is not None and back.utc <= now,
        left=said.left(back.utc - now) if back is not None else "",
        first=first,
        spans=[span for span in pause.SPANS if span != first],
        more=pause.MORE,
        another_day=pause.another_day(visit.ambient.lived_now()),
        said=said,
        error=error,
        **told,
    )


def _beside(visit: Visit) -> dict[str, Any]:
    """What the open diary adds: terms, the usual time, the first of one's own ways to settle. Nothing if it cannot."""
    desk = _desk(visit)
    with suppress(VaultError):
        if desk is not None:
            own, during = pauses.page(desk), visit.keeper.coming_back is not None
            return {"own": own, "ways": anchors.kit(desk).ways[:KIT] if during else (), "book": own.book}
    return {"own": None, "ways": ()}


ROUTES = [
    Route("/pause", anyone(show)),
    Route("/pause", anyone(begin), methods=["POST"]),
    Route("/pause/longer", anyone(longer), methods=["POST"]),
    Route("/pause/not-today", anyone(not_today), methods=["POST"]),
    Route("/pause/end", anyone(end), methods=["POST"]),
    Route("/away", anyone(away)),
    Route("/away", anyone(get_away), methods=["POST"]),
]
