"""What a moment tells of practice: every answer one tap, none chosen beforehand, none needed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import moments
from homing.companion.practice.telling import Telling, telling
from homing.record import Afterwards, Answer, Direction, Moment, Occasion, Reassurance, Reassured, Received
from homing.web import chosen
from homing.web.chosen import BadForm
from homing.web.forms import one
from homing.web.visit import OwnVisit, go, owner

Word = TypeVar("Word", bound=StrEnum)

KINDS = [Reassured(kind=kind, direction=way) for way in Direction for kind in Reassurance]
"""Each reassurance, received and given, in the order of the page."""


def more(visit: OwnVisit) -> Response:
    """The questions, each with what was answered before."""
    return visit.page("moments/more.html", nav="moments", **_known(telling(visit.desk, visit.record_id)))


def tell(visit: OwnVisit) -> Response:
    """Keep what was tapped. What the form did not show, or nobody touched, stays as it is."""
    found = telling(visit.desk, visit.record_id)
    moments.keep(visit.desk, _told(visit, found))
    if visit.request.query_params.get("draft"):
        return Response(status_code=204)
    return go(f"/moments/{visit.record_id}")


def field_of(one_of: Reassured) -> str:
    """The key of a reassurance in the form.

    >>> field_of(KINDS[0])
    'received-acceptance'
    """
    return f"{one_of.direction.value}-{one_of.kind.value}"


def _known(found: Telling) -> dict[str, Any]:
    return {"found": found, "moment": found.moment, "book": found.book, "kinds": KINDS, "field_of": field_of}


def _told(visit: OwnVisit, found: Telling) -> Moment:
    moment, shown = found.moment, visit.texts("shown")
    return replace(
        moment,
        listened=_word(visit, "listened", Answer, moment.listened),
        respected=_word(visit, "respected", Answer, moment.respected),
        afterwards=_word(visit, "afterwards", Afterwards, moment.afterwards),
        honest=_word(visit, "honest", Answer, moment.honest),
        received=_word(visit, "received", Received, moment.received),
        used_against=bool(visit.text("used_against")) if "used_against" in shown else moment.used_against,
        reassured=_reassured(visit, moment.reassured) if "reassured" in shown else moment.reassured,
        occasion=_word(visit, "occasion", Occasion, moment.occasion),
        step=_named(visit, "step", moment.step, [step.id for step in found.steps]),
        ritual=_named(visit, "ritual", moment.ritual, [ritual.id for ritual in found.rituals]),
    )


def _word(visit: OwnVisit, name: str, kind: type[Word], before: Word | None) -> Word | None:
    return one(kind, visit.text(name)) if name in visit.form else before


def _reassured(visit: OwnVisit, before: tuple[Reassured, ...]) -> tuple[Reassured, ...]:
    keys = {field_of(one_of): one_of for one_of in KINDS}
    told = set(visit.texts("reassured")) - {""}
    if not told <= set(keys):
        raise BadForm
    now = {keys[key] for key in told}
    return before if now == set(before) else tuple(one_of for one_of in KINDS if one_of in now)


def _named(visit: OwnVisit, name: str, before: UUID | None, offered: Collection[UUID]) -> UUID | None:
    """The step or ritual tapped; what was forgotten meanwhile is left out."""
    if name not in visit.form:
        return before
    told = visit.text(name)
    named = chosen.uuid(told) if told else None
    return named if named in offered else None


ROUTES = [
    Route("/moments/{id:uuid}/more", owner(more)),
    Route("/moments/{id:uuid}/more", owner(tell), methods=["POST"]),
]
