"""Early relationships: told if one likes, seen for what they weigh, forgotten in one tap (S22)."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from homing.companion.practice import early
from homing.record import AGREE_MAX, Early
from homing.web.chosen import BadForm
from homing.web.forms import words
from homing.web.pages.door import zone_of
from homing.web.visit import OwnVisit, go, owner
from homing.words import early as said

FIELDS = tuple(said.SENTENCES)


def show(visit: OwnVisit) -> Response:
    """What was told, what it weighs, and what own moments say now."""
    return visit.page("early.html", nav="practice", page=early.page(visit.desk), fields=FIELDS, said=said)


def tell(visit: OwnVisit) -> Response:
    """Keep a telling. What the form did not ask stays as it was."""
    before = early.page(visit.desk).told
    unsure, unnoticed, alone, crowded = (_agreed(visit, field, before) for field in FIELDS)
    own = words(visit, "words", before.words if before else "")
    early.tell(visit.desk, own, (unsure, unnoticed, alone, crowded), visit.ambient.lived_now(zone_of(visit)))
    return go("/early")


def forget(visit: OwnVisit) -> Response:
    """Forget all of it for good."""
    early.forget(visit.desk)
    return go("/early")


def _agreed(visit: OwnVisit, field: str, before: Early | None) -> int | None:
    told = visit.text(field)
    if field not in visit.form:
        return None if before is None else _answer(before, field)
    if not told:
        return None
    if told not in [str(step) for step in range(AGREE_MAX + 1)]:
        raise BadForm
    return int(told)


def _answer(told: Early, field: str) -> int | None:
    return {"unsure": told.unsure, "unnoticed": told.unnoticed, "alone": told.alone, "crowded": told.crowded}[field]


ROUTES = [
    Route("/early", owner(show)),
    Route("/early", owner(tell), methods=["POST"]),
    Route("/early/forget", owner(forget), methods=["POST"]),
]
