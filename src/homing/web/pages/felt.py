"""The felt state: more about a check-in, how it has been, what settles, moments of safety (S10, S15, S24)."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import felt, safety, settles
from homing.record import BodyPlace, LivedTime
from homing.web.chosen import BadForm
from homing.web.forms import many, words
from homing.web.visit import OwnVisit, go, owner
from homing.words import felt as felt_words


def more(visit: OwnVisit) -> Response:
    """More about a check-in, if one likes: how strong, where in the body, words."""
    told = felt.find(visit.desk, visit.record_id)
    return visit.page("felt/more.html", nav="today", told=told, body_places=BodyPlace)


def add_more(visit: OwnVisit) -> Response:
    """Keep what was told, and nothing else."""
    before = felt.find(visit.desk, visit.record_id)
    try:
        felt.add_more(
            visit.desk,
            before.id,
            _strength(visit, before.strength),
            many(BodyPlace, visit.texts("places")),
            words(visit, "note", before.note),
        )
    except ValueError as error:
        raise BadForm from error
    return go("/today")


def body(visit: OwnVisit) -> Response:
    """How it has been between check-ins."""
    found = felt.body(visit.desk)
    at = LivedTime.at(found.now.at, visit.ambient.zone) if found.now else None
    return visit.page("felt/body.html", nav="today", page=found, at=at, felt_words=felt_words)


def what_settles(visit: OwnVisit) -> Response:
    """Who grounds you, which spaces let you exhale, what settles you."""
    return visit.page("felt/settles.html", nav="today", page=settles.settles(visit.desk), felt_words=felt_words)


def of_safety(visit: OwnVisit) -> Response:
    """Moments of safety."""
    return visit.page("felt/safety.html", nav="today", page=safety.safety(visit.desk))


def _strength(visit: OwnVisit, before: int | None) -> int | None:
    """The strength tapped; as before if the form did not ask."""
    if "strength" not in visit.form:
        return before
    told = visit.text("strength")
    if not told:
        return None
    if not (told.isascii() and told.isdecimal() and len(told) <= 2):
        raise BadForm
    return int(told)


ROUTES = [
    Route("/checkins/{id:uuid}", owner(more)),
    Route("/checkins/{id:uuid}", owner(add_more), methods=["POST"]),
    Route("/body", owner(body)),
    Route("/body/settles", owner(what_settles)),
    Route("/safety", owner(of_safety)),
]
