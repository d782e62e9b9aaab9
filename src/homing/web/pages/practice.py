"""The room of practice, the small library, and the guide to listening (S16, S26, S27)."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response
from starlette.routing import Route

from homing.care import Reason
from homing.companion import Desk, NotFound
from homing.companion.practice import rooms
from homing.record import LivedTime
from homing.web.chosen import BadForm
from homing.web.pages.door import lock
from homing.web.visit import OwnVisit, Visit, anyone, go, owner
from homing.words import listening as listening_words
from homing.words import practice as words
from homing.words.understanding import PIECES, SHELVES

MINUTES = (2, 5, 8)
"""How long a turn of listening may be. A convention: short enough to bear, long enough to say something."""


def hub(visit: OwnVisit) -> Response:
    """All the rooms, each with one line and what stands there now."""
    found = rooms.practice(visit.desk)
    groups = (rooms.WITH_OTHERS, rooms.FOR_ONESELF, rooms.TO_LOOK_AT)
    told = [[_row(room, found) for room in group] for group in groups]
    return visit.page("practice.html", nav="practice", found=found, rooms=told)


def library(visit: OwnVisit) -> Response:
    """The pieces on their shelves; none for a day after harm."""
    verdict = rooms.may_explain(visit.desk)
    shut = verdict.reason is Reason.AFTER_HARM
    return visit.page("understanding/list.html", nav="practice", shelves=() if shut else SHELVES, verdict=verdict)


def piece(visit: OwnVisit) -> Response:
    """One piece."""
    found = PIECES.get(visit.request.path_params["slug"])
    if found is None:
        raise NotFound
    if rooms.may_explain(visit.desk).reason is Reason.AFTER_HARM:
        return go("/understanding")
    heading, beside = next((heading, shelf) for heading, shelf in SHELVES if found in shelf)
    others = [one for one in beside if one is not found]
    return visit.page("understanding/show.html", nav="practice", piece=found, heading=heading, others=others)


def listening(visit: Visit) -> Response:
    """How to listen, to prepare oneself with; and the way to do it side by side, where that has a place."""
    desk: Desk | None = visit.request.state.desk
    found = None if desk is None else rooms.practice(desk)
    return visit.page("listening/guide.html", nav="practice", found=found, parts=listening_words.PARTS, spans=_spans())


def begin(visit: Visit) -> Response:
    """Begin with a length; with the diary locked first, if that was asked for."""
    told = visit.text("minutes")
    if told not in map(str, MINUTES):
        raise BadForm
    address = f"/listening/{told}/1"
    if visit.text("lock"):
        answer = lock(visit)
        answer.headers["location"] = address
        return answer
    return go(address)


def turn(visit: Visit) -> Response:
    """One step for two at one screen. Nothing is kept, and nothing of the diary is shown."""
    minutes, step = (int(visit.request.path_params[name]) for name in ("minutes", "step"))
    turns = listening_words.TURNS
    if minutes not in MINUTES or not 1 <= step <= len(turns) + 1:
        raise NotFound
    desk: Desk | None = visit.request.state.desk
    if desk is not None and rooms.may_explain(desk).reason is Reason.AFTER_HARM:
        return go("/listening")
    ends = LivedTime.at(visit.ambient.now() + timedelta(minutes=minutes), visit.ambient.zone)
    return visit.page(
        "listening/turn.html",
        alone=True,
        turn=turns[step - 1] if step <= len(turns) else None,
        step=step,
        steps=len(turns) + 1,
        minutes=minutes,
        length=listening_words.length(minutes),
        ends=ends,
        base=f"/listening/{minutes}",
    )


def _row(room: rooms.Room, found: rooms.Practice) -> dict[str, str]:
    return {
        "href": f"/{room.value}",
        "title": words.title(room),
        "note": words.line(room),
        "meta": words.stands(room, found.stands.get(room, 0)),
    }


def _spans() -> list[tuple[str, str]]:
    return [(str(one), listening_words.length(one)) for one in MINUTES]


ROUTES = [
    Route("/practice", owner(hub)),
    Route("/understanding", owner(library)),
    Route("/understanding/{slug:str}", owner(piece)),
    Route("/listening", anyone(listening)),
    Route("/listening", anyone(begin), methods=["POST"]),
    Route("/listening/{minutes:int}/{step:int}", anyone(turn)),
]
