"""One entry: its history, a copy of it, the bin, forgetting (care rule 25)."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import entries, looks
from homing.record import Anchor, CheckIn, Look, Memory, Moment, Need, Pause, Settling, Terms, Window
from homing.web.pages.keep import download
from homing.web.visit import OwnVisit, go, owner

_OWN: Mapping[type[entries.Entry], str] = {
    Moment: "/moments",
    Window: "/windows",
    Need: "/needs",
    Look: "/looks",
    Anchor: "/anchors",
    Settling: "/anchors/tried",
    Pause: "/pauses",
    Terms: "/pauses/terms",
}
"""Where those entries are that have a page of their own."""


def show(visit: OwnVisit) -> Response:
    """What may be done with an entry, and every form it had."""
    page = entries.look(visit.desk, visit.record_id)
    is_shut = isinstance(page.record, Look) and looks.is_shut(visit.desk, page.record)
    return visit.page("entries/show.html", nav=_room(page.record), page=page, home=_home(page.record), is_shut=is_shut)


def export(visit: OwnVisit) -> Response:
    """A copy of this entry alone, not encrypted any more: the page says so before."""
    day = visit.ambient.lived_now().day.isoformat()
    try:
        copy = entries.export(visit.desk, visit.record_id)
    except entries.StaysHere:
        return go(f"/entries/{visit.record_id}")  # where it is said why
    return download(copy, f"entry-{day}.jsonl", "application/jsonl; charset=utf-8")


def remove(visit: OwnVisit) -> Response:
    """Into the bin."""
    home = _shelf(entries.look(visit.desk, visit.record_id).record)
    entries.remove(visit.desk, visit.record_id)
    return go(home)


def forget(visit: OwnVisit) -> Response:
    """Forget for good."""
    home = _shelf(entries.look(visit.desk, visit.record_id).record)
    entries.forget(visit.desk, visit.record_id)
    return go(home)


def _home(record: entries.Entry) -> str:
    """The page on which the entry itself stands."""
    return _shelf(record) if isinstance(record, Memory | CheckIn) else f"{_OWN[type(record)]}/{record.id}"


def _shelf(record: entries.Entry) -> str:
    """The page on which entries of its kind stand."""
    match record:
        case Moment():
            return "/moments"
        case Memory():
            return "/older"
        case CheckIn():
            return "/today"
        case Window():
            return "/bubble"
        case Need():
            return "/needs"
        case Look():
            return "/cues"
        case Anchor() | Settling():
            return "/anchors"
        case Pause():
            return "/pauses"
        case Terms():
            return "/pauses/terms"


def _room(record: entries.Entry) -> str:
    match record:
        case Window() | Need():
            return "bubble"
        case Look():
            return "cues"
        case Anchor() | Settling() | Pause() | Terms():
            return "today"
        case _:
            return "moments"


ROUTES = [
    Route("/entries/{id:uuid}", owner(show)),
    Route("/entries/{id:uuid}/export", owner(export), methods=["POST"]),
    Route("/entries/{id:uuid}/remove", owner(remove), methods=["POST"]),
    Route("/entries/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
