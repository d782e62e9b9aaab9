"""Today: how it is now, and at most three gentle things."""

from __future__ import annotations

import re

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import doors, gentle, moments, pages, screens
from homing.record import FeltState, LivedTime, Window
from homing.web.chosen import BadForm
from homing.web.forms import one
from homing.web.pages.door import zone_of
from homing.web.visit import OwnVisit, go, owner
from homing.words import screens as screen_words
from homing.words import windows

_BACK = re.compile(
    r"/(?:today|bubble|keep/bin|body/settles|safety|night|door/words|good|therapist"
    r"|(?:moments|people|cues|windows|needs|pauses/terms|anchors(?:/tried)?|ladder|rituals|reassurance|spaces|rewards"
    r"|promises)(?:/[0-9a-f-]{36})?"
    r"|people/[0-9a-f-]{36}/trust|cycle/new|cycle(?:/with)?(?:/[0-9a-f-]{36})?)",
    re.ASCII,
)
"""Where names can be shown: nothing else may stand in an address (claim P7)."""


def today(visit: OwnVisit) -> Response:
    """The room called Today."""
    visit.keeper.catch_up()
    found, now = pages.today(visit.desk), visit.ambient.lived_now()
    fitting = screens.fitting(now, pausing=visit.keeper.coming_back is not None, ready=doors.is_ready(visit.desk))
    return visit.page(
        "today.html",
        nav="today",
        today=found,
        opened=_opened(visit, found, now),
        now=now,
        links=screen_words.links(fitting),
    )


def check_in(visit: OwnVisit) -> Response:
    """One tap: how it is now."""
    state = one(FeltState, visit.text("state"))
    if state is not None:
        moments.check_in(visit.desk, state, visit.ambient.lived_now(zone_of(visit)))
    return go("/today")


def not_today(visit: OwnVisit) -> Response:
    """Let one kind of gentle things wait until tomorrow."""
    kind = one(gentle.Kind, visit.text("kind"))
    if kind is None:
        raise BadForm
    gentle.not_today(visit.desk, kind)
    return go("/today")


def names_shown(visit: OwnVisit) -> Response:
    """Show or hide names, for this browser until it is locked. One is led back to a page of ours, or to Today."""
    visit.session.names_shown = visit.text("show") == "1"
    back = visit.text("back")
    return go(back if _BACK.fullmatch(back) else "/today")


def _opened(visit: OwnVisit, found: pages.Today, now: LivedTime) -> list[tuple[Window, str, str]]:
    """What stands open: each with whom it is for, as names are shown just now, and how far until when."""
    told = []
    for window in found.windows:
        people = dict.fromkeys(person.label for one in window.people if (person := found.book.person(one)))
        whom = windows.for_whom(window, list(people) if visit.session.names_shown else None)
        told.append((window, whom, f"{windows.how_far(window.standing(now.utc))} · {windows.until(window, now)}"))
    return told


ROUTES = [
    Route("/today", owner(today)),
    Route("/checkin", owner(check_in), methods=["POST"]),
    Route("/today/not-today", owner(not_today), methods=["POST"]),
    Route("/names", owner(names_shown), methods=["POST"]),
]
