"""In the moment: pause, notice, name, choose, one small next thing. Each step keeps what it is told; none is a must."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from homing.companion import NewNames, NotFound, moments, names, now
from homing.record import Choice, Cue, Direction, Moment, Person, Safe
from homing.vault import Rows
from homing.web import forms
from homing.web.pages.moments import before, meant_by
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _
from homing.words.now import small_things

Named = TypeVar("Named", Person, Cue)

FIRST_PEOPLE, FIRST_CUES = 6, 6
"""So many chips stand open; the others are in a fold, so that a shaking hand has few to aim at."""

AWAY = "/away"


def begin(visit: OwnVisit) -> Response:
    """A fresh address; nothing is kept before something is told."""
    return go(f"/now/{visit.ambient.new_id()}/{now.STEPS[0]}")


def step(visit: OwnVisit) -> Response:
    """Show one step, or keep what it says and go on."""
    which = visit.request.path_params["step"]
    if which not in now.STEPS:
        raise NotFound(which)
    if visit.request.method == "POST":
        return _told(visit, which)
    return _SHOW.get(which, _page)(visit, which, before(visit))


def leave(visit: OwnVisit) -> Response:
    """Leave a moment that was broken off as it is."""
    now.leave(visit.desk, visit.record_id)
    return go("/today")


def _told(visit: OwnVisit, which: str) -> Response:
    if which not in _READ:
        raise NotFound(which)
    is_draft, wish = bool(visit.request.query_params.get("draft")), visit.text("go")
    if wish == "names":
        visit.session.names_shown = True
    moment, new = _READ[which](visit, before(visit))
    if wish == "unsafe":
        moment = replace(moment, safe=Safe.NO)
    if wish != "away":
        _keep(visit, moment, None if is_draft or new == NewNames() else new)
    if is_draft:
        _stand_at(visit, which)
        return Response(status_code=204)
    place, address = _after(visit, which, wish)
    _stand_at(visit, place)
    return RedirectResponse(AWAY, 307) if address == AWAY else go(address)


def _keep(visit: OwnVisit, moment: Moment, new: NewNames | None) -> None:
    """Keep a moment if anything in it has changed: going through the steps without a word keeps nothing."""
    if new is not None or moment != before(visit):
        moments.keep(visit.desk, moment, new)


def _stand_at(visit: OwnVisit, place: str) -> None:
    if _is_kept(visit):
        now.stand_at(visit.desk, visit.record_id, place)


def _is_kept(visit: OwnVisit) -> bool:
    return visit.desk.vault.read(lambda rows: rows.holds_id(visit.record_id))


def _after(visit: OwnVisit, which: str, wish: str) -> tuple[str, str]:
    """At which step the moment stands now, and where the person goes."""
    base, at = f"/now/{visit.record_id}", now.STEPS.index(which)
    onward, back = now.STEPS[at + 1], now.STEPS[max(at - 1, 0)]
    elsewhere = {"unsafe": "/safe-now", "away": AWAY, **{thing: f"/{thing}" for thing in ("pause", "settle", "help")}}
    if wish in elsewhere:
        return now.STEPS[-1], elsewhere[wish]
    if wish == "names":
        return which, f"{base}/{which}"
    if wish == "ask":
        return which, f"{base}/{which}?asked=1"
    place = back if wish == "back" else onward
    return place, f"{base}/{place}"


def _unsaid(_visit: OwnVisit, moment: Moment) -> tuple[Moment, NewNames]:
    return moment, NewNames()


def _choose(visit: OwnVisit, moment: Moment) -> tuple[Moment, NewNames]:
    chosen = forms.one(Choice, visit.text("choice"))
    return replace(moment, choice=chosen or moment.choice), NewNames()


def _next(visit: OwnVisit, moment: Moment) -> tuple[Moment, NewNames]:
    """A tapped thing goes before the words that stand in the field."""
    tapped = visit.text("thing") or _ELSEWHERE.get(visit.text("go"), lambda: "")()
    return replace(moment, small_thing=tapped or forms.words(visit, "small_thing", moment.small_thing)), NewNames()


_ELSEWHERE: dict[str, Callable[[], str]] = {
    "pause": lambda: _("a pause"),
    "settle": lambda: _("settle"),
    "help": lambda: _("call or text someone"),
}
"""Small things that have a page of their own. To get away is none of them: nothing of it is kept (care rule 11)."""

_READ: dict[str, Callable[[OwnVisit, Moment], tuple[Moment, NewNames]]] = {
    "pause": _unsaid,
    "notice": forms.notice,
    "name": forms.name,
    "choose": _choose,
    "next": _next,
}


def _page(visit: OwnVisit, which: str, moment: Moment, **known: Any) -> Response:
    line = now.one_line(visit.desk, moment) if visit.request.query_params.get("asked") else None
    told: dict[str, Any] = {"moment": moment, "step": which, "line": line, "book": visit.desk.vault.read(names.book)}
    return visit.page(f"now/{which}.html", nav="now", **(told | known))


def _notice_page(visit: OwnVisit, which: str, moment: Moment) -> Response:
    def look(rows: Rows) -> tuple[names.Book, now.Chips]:
        book = names.book(rows)
        return book, now.chips(rows, book, moment, visit.ambient.now())

    book, chips = visit.desk.vault.read(look)
    shown = meant_by(moment, book)
    received = {seen.cue for seen in shown.cues if seen.direction is Direction.RECEIVED}
    sent = [seen.cue for seen in shown.cues if seen.direction is Direction.SENT]
    return _page(
        visit,
        which,
        moment,
        book=book,
        meant=shown,
        people=_split(chips.people, shown.people, FIRST_PEOPLE),
        cues=_split(chips.cues, received, FIRST_CUES),
        received=received,
        sent=sent,
        settings=chips.settings,
    )


def _next_page(visit: OwnVisit, which: str, moment: Moment) -> Response:
    at_hand = now.at_hand(visit.desk, moment)
    return _page(visit, which, moment, at_hand=at_hand, things=small_things(moment.choice, quiet=at_hand.quiet))


def _done_page(visit: OwnVisit, which: str, moment: Moment) -> Response:
    if moment.after_harm:
        return go("/safe-now")
    return _page(visit, which, moment, is_kept=_is_kept(visit))


def _split(
    records: Sequence[Named], ticked: Collection[UUID], most: int
) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
    """Those that stand open, what is ticked among them, and the others."""
    first = tuple(one for at, one in enumerate(records) if at < most or one.id in ticked)
    return first, tuple(one for one in records if one not in first)


_SHOW: dict[str, Callable[[OwnVisit, str, Moment], Response]] = {
    "notice": _notice_page,
    "next": _next_page,
    "done": _done_page,
}

ROUTES = [
    Route("/now", owner(begin)),
    Route("/now/{id:uuid}/leave", owner(leave), methods=["POST"]),
    Route("/now/{id:uuid}/{step:str}", owner(step), methods=["GET", "POST"]),
]
