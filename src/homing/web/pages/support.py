"""What helps in need, served before unlocking and without content (care rule 23)."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from homing.care.lines import EU, Kind, countries, is_stale, lines_for, load_lines
from homing.web.visit import Endpoint, Visit, anyone
from homing.words import gettext as _
from homing.words import locale


def lines(visit: Visit) -> Response:
    """Lines by country; the one that the browser's language names stands first and open."""
    today = visit.ambient.lived_now().day
    home = locale().territory or ""
    names = {**locale().territories, EU: _("Elsewhere in the European Union")}
    own = {line.country[:2] for line in load_lines()} | ({home} if home in countries() else set())
    groups = [
        (code == home, names.get(code, code), [(line, is_stale(line, today)) for line in lines_for(code)])
        for code in sorted(own, key=lambda code: (code != home, code == EU, names.get(code, code)))
    ]
    return visit.page("help/lines.html", groups=groups)


def my_own(visit: Visit) -> Response:
    """For people who worry about what they do themselves."""
    own = [line for line in load_lines() if line.kind is Kind.OWN_BEHAVIOUR]
    return visit.page("help/my_own.html", own=own, territories=locale().territories)


def _page(template: str) -> Endpoint:
    return anyone(lambda visit: visit.page(template))


ROUTES = [
    Route("/help", anyone(lines)),
    Route("/help/my-own", anyone(my_own)),
    Route("/help/limits", _page("help/limits.html")),
    Route("/settle", _page("help/settle.html")),
    Route("/safe-now", _page("help/safe_now.html")),
    Route("/measures", _page("help/measures.html")),
]
