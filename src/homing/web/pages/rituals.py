"""Greetings and partings: designed, brought up at their times, kept in one tap with how it felt (S12)."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import names
from homing.companion.practice import rituals
from homing.record import Day, FeltState, Occasion, Ritual
from homing.record.practice import CLOCK
from homing.web import chosen
from homing.web.forms import many, one, split, words
from homing.web.told import Incomplete, Told
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _
from homing.words import rituals as ritual_words


def listing(visit: OwnVisit) -> Response:
    """Every ritual, and a form for one more."""
    return _list(visit)


def add(visit: OwnVisit) -> Response:
    """Keep a ritual."""
    try:
        ritual = _told(visit, None)
    except Incomplete as missing:
        return _list(visit, 422, _("%(why)s Nothing was kept.") % {"why": missing})
    kept = rituals.put(visit.desk, ritual, split(visit.texts("people_new")))
    return go(f"/rituals/{kept.id}")


def show(visit: OwnVisit) -> Response:
    """One ritual: its words, how it felt, and what stands beside it."""
    return _show(visit)


def change(visit: OwnVisit) -> Response:
    """Other words, people or times. What nobody touched stays to the letter."""
    before = rituals.find(visit.desk, visit.record_id)
    try:
        ritual = _told(visit, before)
    except Incomplete as missing:
        return _show(visit, 422, _("%(why)s Nothing was changed.") % {"why": missing})
    rituals.put(visit.desk, ritual, split(visit.texts("people_new")))
    return go(f"/rituals/{before.id}")


def done(visit: OwnVisit) -> Response:
    """They met or parted just now, with it or without it: how it felt, in one tap."""
    felt, felt_without = (one(FeltState, visit.text(name)) for name in ("with_it", "without"))
    state = felt or felt_without
    if state is None:
        rituals.find(visit.desk, visit.record_id)
        return go(f"/rituals/{visit.record_id}")
    people = [chosen.uuid(text) for text in visit.texts("people")]
    rituals.log(visit.desk, visit.record_id, state, people, with_it=felt is not None)
    return go(f"/rituals/{visit.record_id}?kept=1")


def forget(visit: OwnVisit) -> Response:
    """Forget it for good."""
    rituals.forget(visit.desk, visit.record_id)
    return go("/rituals")


def _told(visit: OwnVisit, before: Ritual | None) -> Ritual:
    """The ritual that a form tells; raises :class:`Incomplete`."""
    fresh = Ritual(id=visit.ambient.new_id(), label=_("A ritual"), occasion=Occasion.MEETING)
    ritual = before or fresh
    told = words(visit, "label", before.label if before else "", lines=False)
    if not told.strip():
        raise Incomplete(_("A name for it is needed."))
    occasion = one(Occasion, visit.text("occasion")) or (before.occasion if before else None)
    if occasion is None:
        raise Incomplete(_("It needs to be for meeting or for parting."))
    at = words(visit, "at", ritual.at).strip()
    if at and not CLOCK.fullmatch(at):
        raise Incomplete(_("A time is written as 18:30."))
    return replace(
        ritual,
        label=told if before and told is before.label else told.strip(),
        occasion=occasion,
        people=chosen.among(visit, ritual.people, visit.desk.vault.read(names.book)),
        days=_days(visit, ritual.days),
        at=at,
        look=words(visit, "look", ritual.look),
        tone=words(visit, "tone", ritual.tone),
        words=words(visit, "words", ritual.words),
        touch=words(visit, "touch", ritual.touch),
        place=words(visit, "place", ritual.place),
    )


def _days(visit: OwnVisit, before: tuple[Day, ...]) -> tuple[Day, ...]:
    told = many(Day, visit.texts("days"))
    return before if set(told) == set(before) else told


def _list(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    found = rituals.all_of(visit.desk)
    told = {"told": Told(visit, again=bool(error)), "error": error}
    return visit.page(
        "rituals/list.html", status, nav="practice", found=found, book=found.book, ritual_words=ritual_words, **told
    )


def _show(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    page = rituals.look(visit.desk, visit.record_id)
    return visit.page(
        "rituals/show.html",
        status,
        nav="practice",
        page=page,
        book=page.book,
        here=f"/rituals/{page.ritual.id}",
        told=Told(visit, again=bool(error)),
        ritual_words=ritual_words,
        is_kept=bool(visit.request.query_params.get("kept")),
        error=error,
    )


ROUTES = [
    Route("/rituals", owner(listing)),
    Route("/rituals", owner(add), methods=["POST"]),
    Route("/rituals/{id:uuid}", owner(show)),
    Route("/rituals/{id:uuid}/change", owner(change), methods=["POST"]),
    Route("/rituals/{id:uuid}/done", owner(done), methods=["POST"]),
    Route("/rituals/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
