"""Quiet: a neutral name, a rest, quiet hours, and what may come up by itself (care rules 13, 16 and 23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import gentle, rest
from homing.companion.plain import Guise
from homing.companion.quiet_hours import USUAL, QuietHours
from homing.record import LivedTime
from homing.web.chosen import BadForm
from homing.web.forms import many, one
from homing.web.visit import OwnVisit, go, owner
from homing.words import gentle as words
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


def keep_hours(visit: OwnVisit) -> Response:
    """Keep other quiet hours, or none."""
    if visit.text("none"):
        gentle.keep_hours(visit.desk, None)
        return go("/keep/quiet")
    begins, ends = _clock(visit, "begins"), _clock(visit, "ends")
    if begins is None or ends is None or begins == ends:
        return _page(visit, 422, _("Two different times of day are needed. Nothing was changed."))
    hours = QuietHours(begins, ends)
    gentle.keep_hours(visit.desk, hours)
    return go("/keep/quiet")


def let_come_up(visit: OwnVisit) -> Response:
    """Keep which kinds may come up by themselves: those that are ticked, and no other."""
    gentle.let_come_up(visit.desk, many(gentle.Kind, visit.texts("kinds")))
    return go("/keep/quiet")


def _page(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    ends = visit.desk.vault.read(lambda rows: rest.until(rows, visit.ambient.now()))
    return visit.page(
        "keep/quiet.html",
        status,
        nav="keep",
        guises=tuple(Guise),
        guise=visit.keeper.plain.guise,
        days=rest.DAYS,
        chosen=gentle.chosen(visit.desk),
        usual=USUAL,
        kinds=[(one.value, words.kind(one)) for one in gentle.Kind],
        begins=_clock(visit, "begins"),
        ends=_clock(visit, "ends"),
        resting_until=LivedTime.at(ends, visit.ambient.zone) if ends else None,
        error=error,
    )


def _clock(visit: OwnVisit, name: str) -> time | None:
    """The time of day in a field, to the minute; None if there is none."""
    try:
        return time.fromisoformat(visit.text(name)).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None


ROUTES = [
    Route("/keep/quiet", owner(quiet)),
    Route("/keep/quiet/name", owner(name), methods=["POST"]),
    Route("/keep/quiet/hours", owner(keep_hours), methods=["POST"]),
    Route("/keep/quiet/kinds", owner(let_come_up), methods=["POST"]),
    Route("/keep/quiet/rest", owner(begin_rest), methods=["POST"]),
    Route("/keep/quiet/rest/end", owner(end_rest), methods=["POST"]),
]
