"""What helps in need, served before unlocking and without content (care rule 23)."""

from __future__ import annotations

from contextlib import suppress

from starlette.responses import Response
from starlette.routing import Route

from homing.care.lines import EU, Kind, Line, Method, countries, is_stale, lines_for, load_lines
from homing.companion import Desk, anchors
from homing.vault import VaultError
from homing.web.visit import Endpoint, Visit, anyone, go
from homing.words import gettext as _
from homing.words import locale

KIT = 3
"""So many of one's own ways to settle stand above those for anyone."""


def lines(visit: Visit) -> Response:
    """Lines by country; the one that the browser's language names stands first and open."""
    home = locale().territory or ""
    own = {line.country[:2] for line in load_lines()} | ({home} if home in countries() else set())
    groups = [
        (code == home, _place(code), _with_age(visit, lines_for(code)))
        for code in sorted(own, key=lambda code: (code != home, code == EU, _place(code)))
    ]
    none_called = all(line.method is not Method.CALLED for line in load_lines())
    return visit.page("help/lines.html", groups=groups, none_called=none_called, place=_place)


def my_own(visit: Visit) -> Response:
    """For people who worry about what they do themselves."""
    own = _with_age(visit, tuple(line for line in load_lines() if line.kind is Kind.OWN_BEHAVIOUR))
    return visit.page("help/my_own.html", own=own, place=_place)


def settle(visit: Visit) -> Response:
    """Ways to settle for anyone; to the owner of an open diary, the first of what is theirs or has helped, too."""
    desk: Desk | None = visit.request.state.desk
    ways: list[anchors.Offered] = []
    book = None
    with suppress(VaultError):  # a damaged diary must not keep anyone from what helps
        if desk is not None:
            kit = anchors.kit(desk)
            ways, book = [way for way in kit.ways if way.anchor or way.k][:KIT], kit.book
    return visit.page("help/settle.html", ways=ways, book=book)


def call(visit: Visit) -> Response:
    """Before dialling: what a call leaves behind. A form leads here, so that no address tells which line it was."""
    asked = (visit.text("country"), visit.text("number"))
    found = [line for line in load_lines() if (line.country, line.number) == asked]
    if not found:
        return go("/help")
    ((line, stale),) = _with_age(visit, found[:1])
    return visit.page("help/call.html", line=line, stale=stale, place=_place)


def _with_age(visit: Visit, wanted: tuple[Line, ...] | list[Line]) -> list[tuple[Line, bool]]:
    today = visit.ambient.lived_now().day
    return [(line, is_stale(line, today)) for line in wanted]


def _place(code: str) -> str:
    if code == EU:
        return _("Elsewhere in the European Union")
    parts = {"GB-ENG": _("England"), "GB-SCT": _("Scotland")}
    return parts.get(code) or str(locale().territories.get(code[:2], code))


def _page(template: str) -> Endpoint:
    return anyone(lambda visit: visit.page(template))


ROUTES = [
    Route("/help", anyone(lines)),
    Route("/help/call", anyone(call), methods=["POST"]),
    Route("/help/my-own", anyone(my_own)),
    Route("/help/protected", _page("help/protected.html")),
    Route("/help/limits", _page("help/limits.html")),
    Route("/settle", anyone(settle)),
    Route("/safe-now", _page("help/safe_now.html")),
    Route("/measures", _page("help/measures.html")),
]
