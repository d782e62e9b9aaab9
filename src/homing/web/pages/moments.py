"""Moments: the four small steps, the reading, the list, the bin."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import NewNames, NotFound, expectations, looks, moments, names, readings, windows
from homing.companion.practice.telling import telling
from homing.record import CONCERNING, Channel, CueSeen, Direction, Evidence, Moment
from homing.vault import Rows
from homing.web import chosen, forms
from homing.web.pages.door import zone_of
from homing.web.visit import OwnVisit, go, owner
from homing.words import label

PAGE = 20


def listing(visit: OwnVisit) -> Response:
    """All moments, newest first; a search stays in the form's body, never in the address (claim P7)."""
    sought = visit.text("q")

    def look(rows: Rows) -> tuple[list[Moment], names.Book, int, int]:
        total = rows.count(Moment)
        number = min(max(1, visit.request.path_params.get("number", 1)), max(1, -(-total // PAGE)))
        found = rows.moments(text=sought, limit=None if sought else number * PAGE)
        return found, names.book(rows), total, number

    found, book, total, number = visit.desk.vault.read(look)
    first = (number - 1) * PAGE
    shown = found if sought else found[first : first + PAGE]
    pages = -(-total // PAGE)
    known: dict[str, Any] = {"book": book, "total": total, "number": number, "pages": pages, "sought": sought}
    return visit.page("moments/list.html", nav="moments", moments=shown, **known)


def new(visit: OwnVisit) -> Response:
    """A fresh address for a new moment, so that going back to its first step never begins another."""
    return go(f"/moments/{visit.ambient.new_id()}/notice")


def step(visit: OwnVisit) -> Response:
    """Show one step, or keep what it says and go on."""
    which = visit.request.path_params["step"]
    if which not in forms.STEPS:
        raise NotFound(which)
    if visit.request.method != "POST":
        if which == next(iter(forms.STEPS)):
            return _first_step(visit, before(visit))
        return _step_page(visit, which, moments.find(visit.desk, visit.record_id))
    is_draft = bool(visit.request.query_params.get("draft"))
    if visit.text("go") == "names":
        visit.session.names_shown = True
    kept = _keep(visit, which, is_draft=is_draft)
    if is_draft:
        return Response(status_code=204)
    return go(_next(which, kept, visit.text("go")))


def show(visit: OwnVisit) -> Response:
    """One moment and its reading."""
    moment = moments.find(visit.desk, visit.record_id)
    return visit.page(
        "moments/show.html",
        nav="moments",
        moment=moment,
        reading=readings.reading_of(visit.desk, moment),
        book=visit.desk.vault.read(names.book),
        leads_to_look=looks.leads_here(visit.desk, moment),
        found=telling(visit.desk, moment.id),
        concerning=bool(CONCERNING & set(moment.moves)),
        **beside(visit, moment),
    )


def expect(visit: OwnVisit) -> Response:
    """What Homing would expect of a moment like this one: only when asked for."""
    moment = moments.find(visit.desk, visit.record_id)
    verdict, expected = expectations.expect(
        visit.desk, people=moment.people, cues=moment.cues, setting=moment.setting, moment=moment
    )
    return visit.page(
        "moments/expect.html",
        nav="moments",
        moment=moment,
        counted=readings.reading_of(visit.desk, moment).tallies[:1],
        verdict=verdict,
        expected=expected,
        learnt=expectations.begun_from(visit.desk),
    )


def remove(visit: OwnVisit) -> Response:
    """Into the bin."""
    moments.remove(visit.desk, visit.record_id)
    return go("/moments")


def forget(visit: OwnVisit) -> Response:
    """Forget for good."""
    moments.forget(visit.desk, visit.record_id)
    return go("/moments")


def _keep(visit: OwnVisit, which: str, *, is_draft: bool) -> Moment:
    """Keep what the form says. A draft leaves out names that are still being typed."""
    moment, new_names = forms.STEPS[which](visit, before(visit))
    return moments.keep(visit.desk, moment, None if is_draft or new_names == NewNames() else new_names)


def before(visit: OwnVisit) -> Moment:
    """The moment as it stands; a fresh one if this form was opened for a new moment."""

    def look(rows: Rows) -> tuple[Moment | None, bool]:
        known = rows.holds_id(visit.record_id) or rows.is_forgotten(visit.record_id)
        return rows.find(Moment, visit.record_id), known

    moment, known = visit.desk.vault.read(look)
    if moment is not None:
        return moment
    if known:
        raise NotFound(visit.record_id)
    return Moment(id=visit.record_id, when=visit.ambient.lived_now(zone_of(visit)))


def _next(which: str, kept: Moment, wish: str) -> str:
    if which == "ended" and kept.after_harm:
        return "/safe-now"
    if which == "ended" and kept.evidence is Evidence.PROTECTED:
        return "/help/protected"
    order = list(forms.STEPS)
    if wish == "more" and which == order[-1]:
        return f"/moments/{kept.id}/more"
    if wish == "names":
        return f"/moments/{kept.id}/{which}"
    if wish == "keep" or which == order[-1]:
        return f"/moments/{kept.id}"
    return f"/moments/{kept.id}/{order[order.index(which) + 1]}"


def _first_step(visit: OwnVisit, moment: Moment) -> Response:
    is_new = not visit.desk.vault.read(lambda rows: rows.holds_id(moment.id))
    return _step_page(visit, "notice", moment, is_new=is_new)


def _step_page(visit: OwnVisit, which: str, moment: Moment, *, is_new: bool = False) -> Response:
    def look(rows: Rows) -> tuple[names.Book, tuple[dict[UUID, int], dict[UUID, int]]]:
        return names.book(rows), rows.tallies()

    book, (with_people, with_cues) = visit.desk.vault.read(look)
    shown = meant_by(moment, book)
    known = sorted(book.cues, key=lambda cue: -with_cues.get(cue.id, 0))
    ticked = {seen.cue for seen in shown.cues}
    return visit.page(
        f"moments/{which}.html",
        nav="new" if is_new else "moments",
        moment=moment,
        is_new=is_new,
        step=which,
        people=sorted(book.people, key=lambda person: -with_people.get(person.id, 0)),
        cues=[cue for cue in known if cue.channel is not Channel.SETTING or cue.id in ticked],
        settings=[cue for cue in known if cue.channel is Channel.SETTING or cue.id == shown.setting],
        meant=shown,
        strengths=_strengths(shown, book),
        **(_marked(visit, moment) if which == "ended" else {}),
    )


def beside(visit: OwnVisit, moment: Moment) -> dict[str, Any]:
    """The windows that the moment was about, and which of them may be offered to open further.

    None is after harm, with a danger mark, or where someone it is for was frightening (care rules 2 and 5).
    """
    concerned = windows.concerned(visit.desk, moment)
    careful = moment.after_harm or moment.is_dangerous
    may_open = {one.now.id for one in concerned if not careful and not windows.announcing(visit.desk, one.now)}
    now = {"instant": visit.ambient.now(), "now": visit.ambient.lived_now()}
    return {"concerned": concerned, "may_open": may_open, **now}


def _marked(visit: OwnVisit, moment: Moment) -> dict[str, Any]:
    """The windows that can be marked in a moment: those that stood open for these people, then the others."""
    concerned = windows.concerned(visit.desk, moment)
    asked = {one.now.id for one in concerned}
    others = [one for one in windows.bubble(visit.desk).windows if one.id not in asked]
    fields = {"field_of": forms.window_field, "treated": forms.treated}
    return {"concerned": concerned, "others": others, **fields}


def meant_by(moment: Moment, book: names.Book) -> Moment:
    """The moment with merged names followed, for what is ticked in the form: each cue once in each direction."""
    strongest = chosen.strongest_meant(moment.cues, book)
    return replace(
        moment,
        people=tuple(chosen.meant(one, book) for one in moment.people),
        cues=tuple(CueSeen(cue=cue, direction=way, strength=at) for (cue, way), at in strongest.items()),
        setting=chosen.meant(moment.setting, book) if moment.setting else None,
    )


def _strengths(shown: Moment, book: names.Book) -> list[tuple[str, str, str]]:
    """For each cue of the moment that can be shown: the name of its field, its label, and the strength it has."""
    return [
        (
            chosen.strength_field(seen.cue, seen.direction),
            cue.label if seen.direction is Direction.RECEIVED else f"{cue.label} ({label(seen.direction)})",
            str(chosen.shown_strength(seen.strength)),
        )
        for seen in shown.cues
        for cue in book.cues
        if cue.id == seen.cue
    ]


ROUTES = [
    Route("/moments", owner(listing), methods=["GET", "POST"]),
    Route("/moments/page/{number:int}", owner(listing)),
    Route("/moments/new", owner(new)),
    Route("/moments/{id:uuid}", owner(show)),
    Route("/moments/{id:uuid}/expect", owner(expect)),
    Route("/moments/{id:uuid}/remove", owner(remove), methods=["POST"]),
    Route("/moments/{id:uuid}/forget", owner(forget), methods=["POST"]),
    Route("/moments/{id:uuid}/{step:str}", owner(step), methods=["GET", "POST"]),
]
