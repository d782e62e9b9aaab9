"""A page for a therapist: chosen piece by piece, shown whole, printed; nothing of it is stored (S21, care rule 21)."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from homing.companion.practice import therapist
from homing.companion.practice.therapist import WEEKS, Chosen
from homing.web import chosen
from homing.web.chosen import BadForm
from homing.web.visit import OwnVisit, owner
from homing.words import felt as felt_words


def choosing(visit: OwnVisit) -> Response:
    """What may go on it; nothing is chosen beforehand."""
    return _choose(visit, Chosen())


def chosen_so_far(visit: OwnVisit) -> Response:
    """The page as it will be on paper, or the choice again with other weeks. It lives in the form alone."""
    told = _chosen(visit)
    sheet = therapist.sheet(visit.desk, told)
    if visit.text("go") == "choose" or sheet.is_empty:
        return _choose(visit, told, is_empty=visit.text("go") != "choose")
    offer = therapist.offer(visit.desk, told.weeks)
    return visit.page(
        "therapist/sheet.html",
        nav="practice",
        sheet=sheet,
        offer=offer,
        told=told,
        book=sheet.book,
        names_shown=told.names,
        felt_words=felt_words,
        pairs=_pairs(visit),
    )


def _choose(visit: OwnVisit, told: Chosen, *, is_empty: bool = False) -> Response:
    offer = therapist.offer(visit.desk, told.weeks)
    return visit.page(
        "therapist/choose.html",
        422 if is_empty else 200,
        nav="practice",
        offer=offer,
        told=told,
        book=offer.book,
        weeks=WEEKS,
        is_empty=is_empty,
        here="/therapist",
    )


def _chosen(visit: OwnVisit) -> Chosen:
    """What the form says."""
    weeks = visit.text("weeks")
    if weeks and weeks not in map(str, WEEKS):
        raise BadForm
    return Chosen(
        weeks=int(weeks) if weeks else Chosen().weeks,
        overview=bool(visit.text("overview")),
        states=bool(visit.text("states")),
        settles=bool(visit.text("settles")),
        cues=[chosen.uuid(text) for text in visit.texts("cues")],
        moments=[chosen.uuid(text) for text in visit.texts("moments")],
        needs=[chosen.uuid(text) for text in visit.texts("needs")],
        spaces=[chosen.uuid(text) for text in visit.texts("spaces")],
        question=visit.text("question"),
        names=bool(visit.text("names")),
    )


def _pairs(visit: OwnVisit) -> list[tuple[str, str]]:
    """Every field again, to go back to the choice with nothing lost."""
    fields = ("weeks", "overview", "states", "settles", "cues", "moments", "needs", "spaces", "question", "names")
    return [(name, text) for name in fields for text in visit.texts(name)]


ROUTES = [
    Route("/therapist", owner(choosing)),
    Route("/therapist", owner(chosen_so_far), methods=["POST"]),
]
