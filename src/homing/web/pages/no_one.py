"""No one feels safe just now: whether someone keeps others away is asked first, and only then a smallest step."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import now
from homing.record import Need
from homing.web.chosen import BadForm, uuid
from homing.web.visit import OwnVisit, owner
from homing.words import gettext as _
from homing.words.now import smallest_steps

_PARTS = {"": "ask", "yes": "care", "no": "step", "not_sure": "step"}


def ask(visit: OwnVisit) -> Response:
    """The question, with what it comes from in counts."""
    return _page(visit, "ask", counted=now.no_one_safe(visit.desk))


def answer(visit: OwnVisit) -> Response:
    """What follows from an answer. It is not kept, and the address stays the same, whatever was said."""
    sentence = (visit.text("will") or visit.text("example")).strip()
    if sentence:
        label = _("a smallest step toward others")
        now.keep_step(visit.desk, Need(id=uuid(visit.text("id")), label=label, will=sentence))
        return _page(visit, "kept", sentence=sentence)
    told = visit.text("kept_away")
    if told not in _PARTS:
        raise BadForm
    return _page(visit, _PARTS[told], is_sure=told == "no")


def _page(visit: OwnVisit, part: str, **known: Any) -> Response:
    told = {"part": part, "counted": None, "is_sure": False, "sentence": "", "id": visit.ambient.new_id()}
    return visit.page("now/no_one.html", nav="people", steps=smallest_steps(), **(told | known))


ROUTES = [
    Route("/no-one", owner(ask)),
    Route("/no-one", owner(answer), methods=["POST"]),
]
