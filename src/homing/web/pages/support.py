"""What helps in need, served before unlocking and without content (care rule 23)."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from homing.care.lines import Kind, countries, is_stale, lines_for, load_lines
from homing.web.visit import Endpoint, Visit, anyone
from homing.words import locale


def lines(visit: Visit) -> Response:
    """Lines by country; the country that the browser's language names stands first and open."""
    today = visit.ambient.lived_now().day
    home = locale().territory or ""
    names = locale().territories
    groups = [
        {
            "country": country,
            "rank": (country != home, names.get(country, country)),
            "lines": [(line, is_stale(line, today)) for line in lines_for(country)],
        }
        for country in countries()
    ]
    return visit.page("help/lines.html", groups=groups, home=home, territories=names)


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
