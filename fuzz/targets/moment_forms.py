"""The four forms of a moment alone, without the app around them: many more inputs than through it.

The first bytes choose the step and whether the body is url-encoded or multipart; the rest is the body.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

from fuzz.tools import Portion, chance, demand, folder, loop
from homing.companion import Ambient, Desk, NewNames
from homing.record import Cue, CueSeen, Direction, LivedTime, Moment, Person, fields
from homing.record.diary import from_json, to_json
from homing.vault import Vault, WritableRows
from homing.web import Keeper
from homing.web.chosen import BadForm
from homing.web.forms import STEPS
from homing.web.keeper import Session
from homing.web.visit import OwnVisit

NOW = datetime(2026, 3, 20, 17, tzinfo=UTC)
AMBIENT = Ambient(now=lambda: NOW, zone="Europe/Vienna", urandom=chance())
KINDS = (b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=x")


def check(data: bytes) -> None:
    """A form is refused, or it makes a moment that a diary can hold."""
    portion = Portion(data)
    step, kind, body = portion.one_of(list(STEPS)), portion.one_of(KINDS), portion.rest()
    before, desk, keeper = _house()
    try:
        moment, new = loop().run_until_complete(_told(desk, keeper, kind, body, step, before))
    except (BadForm, MultiPartException):
        return
    demand(from_json(to_json(moment)) == moment, "a diary does not hold it")
    demand((moment.id, moment.when.zone) == (before.id, before.when.zone), "it is another moment")
    for label in (*new.people, *(cue.label for cue in new.cues), *filter(None, [new.setting])):
        demand("\r\n" not in label and fields.writable(label), "a name that cannot be written down")
    demand(body or new == NewNames(), "nothing made a name")


async def _told(
    desk: Desk, keeper: Keeper, kind: bytes, body: bytes, step: str, before: Moment
) -> tuple[Moment, NewNames]:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-type", kind)]}
    request = Request(scope, receive)
    async with request.form(max_files=1, max_fields=2000) as form:
        return STEPS[step](OwnVisit(request, keeper, form, desk, Session("token")), before)


@cache
def _house() -> tuple[Moment, Desk, Keeper]:
    robin, rises, door = Person(id=AMBIENT.new_id(), label="Robin"), *_cues()
    seen = (CueSeen(cue=rises.id, strength=0.25), CueSeen(cue=door.id, direction=Direction.SENT))
    when = LivedTime.at(NOW, AMBIENT.zone)
    moment = Moment(id=AMBIENT.new_id(), when=when, people=(robin.id,), cues=seen, note="tea\r\nand a \0")
    desk = Desk(Vault.in_memory(), AMBIENT)

    def fill(rows: WritableRows) -> None:
        for record in (robin, rises, door, moment):
            rows.put(record, NOW)

    desk.vault.write(fill)
    return moment, desk, Keeper(folder() / "nothing", AMBIENT)


def _cues() -> tuple[Cue, Cue]:
    return Cue(id=AMBIENT.new_id(), label="the voice rises"), Cue(id=AMBIENT.new_id(), label="a door closes")
