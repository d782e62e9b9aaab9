"""Something older: what the person brings along. Told in own words, seen and removed at any time."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import memories, names
from homing.record import FuzzyDate, Memory
from homing.web.chosen import uuid
from homing.web.forms import split
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _


def older(visit: OwnVisit) -> Response:
    """What was told, and a form for more."""
    return _page(visit)


def add(visit: OwnVisit) -> Response:
    """Keep something older."""
    alarm = visit.text("alarm")
    try:
        memory = Memory(
            id=visit.ambient.new_id(),
            label=visit.text("label").strip(),
            about=FuzzyDate(visit.text("about").strip()),
            alarm=int(alarm) if alarm.isascii() and alarm.isdecimal() else -1,
            people=tuple(dict.fromkeys(map(uuid, visit.texts("people")))),
            cues=tuple(dict.fromkeys(map(uuid, visit.texts("cues")))),
        )
        memories.add(visit.desk, memory, split(visit.texts("people_new")))
    except memories.NoRoom:
        return _page(visit, 422, _("There is no room for another. Remove one first."))
    except ValueError:
        return _page(visit, 422, _("Your words, a year such as 1994 and how loud it was are needed. Nothing was kept."))
    return go("/older")


def forget(visit: OwnVisit) -> Response:
    """Forget one for good."""
    memories.forget(visit.desk, visit.record_id)
    return go("/older")


def _page(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    book = visit.desk.vault.read(names.book)
    return visit.page(
        "older.html", status, nav="cues", told=memories.all_of(visit.desk), book=book, error=error, form=visit.text
    )


ROUTES = [
    Route("/older", owner(older)),
    Route("/older", owner(add), methods=["POST"]),
    Route("/older/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
