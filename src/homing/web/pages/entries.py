"""One entry: its history, a copy of it, the bin, forgetting (care rule 25)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import entries, looks
from homing.record import (
    Anchor,
    CheckIn,
    Early,
    Look,
    Memory,
    Moment,
    Need,
    Pause,
    Promise,
    Reward,
    Rhythm,
    Ritual,
    Round,
    Settling,
    Space,
    Step,
    Terms,
    Window,
)
from homing.web.pages.keep import download
from homing.web.visit import OwnVisit, go, owner
from homing.words import early

_OWN: Mapping[type[entries.Entry], str] = {
    Moment: "/moments",
    Window: "/windows",
    Need: "/needs",
    Look: "/looks",
    Anchor: "/anchors",
    Settling: "/anchors/tried",
    Pause: "/pauses",
    Terms: "/pauses/terms",
    Step: "/ladder",
    Ritual: "/rituals",
    Promise: "/promises",
    Space: "/spaces",
    Reward: "/rewards",
    Round: "/cycle",
}
"""Where those entries are that have a page of their own."""

_SHELVES: Mapping[type[entries.Entry], tuple[str, str]] = {
    Moment: ("/moments", "moments"),
    Memory: ("/older", "moments"),
    CheckIn: ("/today", "moments"),
    Window: ("/bubble", "bubble"),
    Need: ("/needs", "bubble"),
    Look: ("/cues", "cues"),
    Anchor: ("/anchors", "today"),
    Settling: ("/anchors", "today"),
    Pause: ("/pauses", "today"),
    Terms: ("/pauses/terms", "today"),
    Step: ("/ladder", "practice"),
    Ritual: ("/rituals", "practice"),
    Rhythm: ("/reassurance", "practice"),
    Promise: ("/promises", "practice"),
    Space: ("/spaces", "practice"),
    Reward: ("/rewards", "practice"),
    Early: ("/early", "practice"),
    Round: ("/cycle", "practice"),
}
"""The page on which entries of a kind stand, and its room."""


def show(visit: OwnVisit) -> Response:
    """What may be done with an entry, and every form it had."""
    page = entries.look(visit.desk, visit.record_id)
    is_shut = isinstance(page.record, Look) and looks.is_shut(visit.desk, page.record)
    told: dict[str, Any] = {"page": page, "home": _home(page.record), "is_shut": is_shut, "early": early}
    return visit.page("entries/show.html", nav=_room(page.record), **told)


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
    if isinstance(record, Rhythm):
        return f"/reassurance/{record.person}"
    own = _OWN.get(type(record))
    return _shelf(record) if own is None else f"{own}/{record.id}"


def _shelf(record: entries.Entry) -> str:
    return _SHELVES[type(record)][0]


def _room(record: entries.Entry) -> str:
    return _SHELVES[type(record)][1]


ROUTES = [
    Route("/entries/{id:uuid}", owner(show)),
    Route("/entries/{id:uuid}/export", owner(export), methods=["POST"]),
    Route("/entries/{id:uuid}/remove", owner(remove), methods=["POST"]),
    Route("/entries/{id:uuid}/forget", owner(forget), methods=["POST"]),
]
