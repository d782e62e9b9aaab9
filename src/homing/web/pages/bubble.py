"""The bubble: its picture and its list, and one page for each window. Nothing here moves without its owner's tap."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import names, windows
from homing.record import About, LivedTime, Opening, Size, Window
from homing.web import chosen, until
from homing.web.bubble_picture import Pane, picture
from homing.web.chosen import BadForm
from homing.web.forms import one, split, words
from homing.web.pages.door import zone_of
from homing.web.visit import OwnVisit, go, owner
from homing.words import gettext as _
from homing.words import label

_BACK = re.compile(r"/(?:bubble|today|(?:moments|people|windows)/[0-9a-f-]{36})", re.ASCII)
"""Where a window may be moved from: one is led back there."""


def bubble(visit: OwnVisit) -> Response:
    """All windows: the picture, and the list with the same powers."""
    return _bubble(visit)


def add(visit: OwnVisit) -> Response:
    """The form for a new window, or the window that it tells."""
    if visit.request.method != "POST":
        return _new(visit)
    name = visit.text("label").strip()
    if not name:
        return _new(visit, 422, _("A few words for it are needed. Nothing was kept."))
    try:
        opening = one(Opening, visit.text("opening")) or Opening.CLOSED
        window = Window(
            id=visit.ambient.new_id(),
            label=name,
            about=one(About, visit.text("about")),
            size=one(Size, visit.text("size")) or Size.WINDOW,
            people=chosen.among(visit, (), _book(visit)),
            circle=visit.text("circle").strip(),
            opening=opening,
            until=None if opening is Opening.CLOSED else _until(visit),
            closes_when=visit.text("closes_when").strip(),
            why=visit.text("why").strip(),
        )
        kept = windows.add(visit.desk, window, split(visit.texts("people_new")))
    except (until.NoTime, windows.TooSoon) as error:
        return _new(visit, 422, _why_not(error))
    return go(f"/windows/{kept.id}")


def show(visit: OwnVisit) -> Response:
    """One window and its story."""
    return _show(visit)


def move(visit: OwnVisit) -> Response:
    """Open, narrow or close, until when; then back to where it was tapped."""
    opening = one(Opening, visit.text("opening"))
    if opening is None:
        raise BadForm
    back = visit.text("back")
    try:
        windows.move(
            visit.desk,
            visit.record_id,
            opening,
            _until(visit),
            endless=visit.text("until") == "none",
            seen=one(Opening, visit.text("seen")),
        )
    except (until.NoTime, windows.TooSoon) as error:
        return _bubble(visit, 422, _why_not(error)) if back == "/bubble" else _show(visit, 422, _why_not(error))
    return go(back if _BACK.fullmatch(back) else f"/windows/{visit.record_id}")


def change(visit: OwnVisit) -> Response:
    """Change what it is about. What the form showed and nobody touched stays to the letter."""
    window = windows.look(visit.desk, visit.record_id).window
    told = words(visit, "label", window.label, lines=False)
    name = window.label if told is window.label else told.strip()
    if not name:
        return _show(visit, 422, _("A few words for it are needed. Nothing was changed."))
    changed = replace(
        window,
        label=name,
        about=one(About, visit.text("about")) if "about" in visit.form else window.about,
        size=one(Size, visit.text("size")) or window.size,
        people=chosen.among(visit, window.people, _book(visit)),
        circle=words(visit, "circle", window.circle, lines=False),
        closes_when=words(visit, "closes_when", window.closes_when),
        why=words(visit, "why", window.why),
    )
    windows.change(visit.desk, changed, split(visit.texts("people_new")))
    return go(f"/windows/{window.id}")


def remove(visit: OwnVisit) -> Response:
    """Into the bin, closed."""
    windows.remove(visit.desk, visit.record_id)
    return go("/bubble")


def forget(visit: OwnVisit) -> Response:
    """Forget for good."""
    windows.forget(visit.desk, visit.record_id)
    return go("/bubble")


def _bubble(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    found = windows.bubble(visit.desk)
    now = visit.ambient.now()
    panes = [_pane(window, window.standing(now)) for window in found.windows]
    return visit.page(
        "bubble/show.html",
        status,
        nav="bubble",
        windows=found.windows,
        book=found.book,
        picture=picture(panes),
        error=error,
        **_times(visit),
    )


def _new(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    told = {"form": visit.text, "told": visit.texts}
    return visit.page("bubble/new.html", status, nav="bubble", book=_book(visit), error=error, **told, **_times(visit))


def _show(visit: OwnVisit, status: int = 200, error: str = "") -> Response:
    page = windows.look(visit.desk, visit.record_id)
    shown = [chosen.meant(one_id, page.book) for one_id in page.window.people]
    return visit.page(
        "bubble/window.html",
        status,
        nav="bubble",
        page=page,
        here=f"/windows/{page.window.id}",
        meant=shown,
        quietly=windows.announcing(visit.desk, page.window),
        error=error,
        **_times(visit),
    )


def _times(visit: OwnVisit) -> dict[str, Any]:
    """Now, and the spans that can be chosen."""
    now = visit.ambient.lived_now(zone_of(visit))
    return {"instant": visit.ambient.now(), "now": now, "spans": until.offered(now)}


def _until(visit: OwnVisit) -> LivedTime | None:
    return until.ends(visit.text("until"), visit.text("until_time"), visit.ambient.lived_now(zone_of(visit)))


def _why_not(error: Exception) -> str:
    if isinstance(error, until.NoTime):
        return _("Say a day and a time, then it can close by itself. Nothing was changed.")
    return _("That time has passed already. Choose a later one. Nothing was changed.")


def _pane(window: Window, opening: Opening) -> Pane:
    return Pane(id=window.id, label=window.label, size=window.size, opening=opening, word=label(opening))


def _book(visit: OwnVisit) -> names.Book:
    return visit.desk.vault.read(names.book)


ROUTES = [
    Route("/bubble", owner(bubble)),
    Route("/windows/new", owner(add), methods=["GET", "POST"]),
    Route("/windows/{id:uuid}", owner(show)),
    Route("/windows/{id:uuid}/move", owner(move), methods=["POST"]),
    Route("/windows/{id:uuid}/change", owner(change), methods=["POST"]),
    Route("/windows/{id:uuid}/remove", owner(remove), methods=["POST"]),
    Route("/windows/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
