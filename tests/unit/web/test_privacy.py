"""No content in addresses, titles, cookies, logs or faults (claim P7)."""

from __future__ import annotations

import http.client
import logging
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
import structlog
import uvicorn
from httpx2 import Response
from starlette.responses import StreamingResponse
from starlette.routing import Route

from homing.web.visit import OwnVisit, Visit, anyone, owner
from tests.unit.web import markup
from tests.unit.web.support import DOOR, LOUDER, PASSPHRASE, ROBIN, Browser, House, moment
from tests.unit.web.test_routes import AGREED, DOORS, Door, Who, fill, filled

pytestmark = pytest.mark.claim("P7")

WORD = "Zebrafinch"
CANARY = f'{WORD} "<{WORD}>"\r\n{WORD}\u202e'
FIELDS = (
    "passphrase again shared state zone id person cue outcome show back q people people_new cues cues_new cue_channel"
    " sent sent_new starter setting setting_new body alarm expected expected_words head moves protected safe danger"
    " state_after note when go minutes clock name days country number label channel known_since into moments"
    " format file skip_bad draft about belongs"
    " occasion look tone words touch place days at person_new kind where bring question weeks with_it given"
    " window opening way_out moment aside used"
    f" strength-received-{LOUDER.id} strength-sent-{DOOR.id} {WORD}"
).split()
FREE = ["body", "head", "note", "expected_words", "label", "person", "cue", "q", "people_new", "cues_new", "sent_new"]
FREE += ["way_out", "setting_new", "passphrase", "again", "zone", "back", "file", "format", "show", "draft", "go", WORD]
"""Fields that may hold any text."""
FORMS_AGAIN = (
    *("/change", "/older", "/windows/new", "/needs", "/anchors", "/keep/devices/sync", "/again"),
    *("/pauses/terms", f"/pauses/terms/{AGREED.id}", "/keep/quiet/hours"),
    *("/ladder/new", "/cycle/new", "/rituals", "/rhythm", "/spaces", "/rewards", "/therapist", "/promises", "/anew"),
)
"""Forms that come back to their owner when something is missing, among what the owner wrote."""


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[list[Any]]:
    """Everything that any logger says, down to the last detail."""
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as lines:
        both: list[Any] = [lines, caplog]
        yield both


def said(logged: list[Any]) -> str:
    """All of it as one text."""
    lines, caplog = logged
    records = [(record.getMessage(), record.args, record.exc_text) for record in caplog.records]
    return f"{lines!r} {records!r} {caplog.text}"


def quiet(answer: Response) -> None:
    """Nothing of what was sent stands where it could be seen later or by others."""
    head = {name: value for name, value in answer.headers.items() if name != "set-cookie"}
    assert WORD not in str(head) + str(answer.headers.get("set-cookie", ""))
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert markup.read(answer.text).title in ("Homing", "Kitchen measures")
    if answer.status_code >= 400 and not answer.request.url.path.endswith(FORMS_AGAIN):
        assert WORD not in answer.text


@pytest.mark.parametrize("names", [FIELDS, FREE], ids=len)
def test_no_field_leaks(house: House, logged: list[Any], names: list[str]) -> None:
    """Whatever stands in any field of any form, good or failing: not in an address, a title, a fault or a log."""
    walk(house, logged, names, [(door, way) for door in DOORS for way in ways_in(door)])


def ways_in(door: Door) -> tuple[bool, ...]:
    """Whether its fields go in parts; what is only read is asked for without fields, once."""
    return (False,) if door.method == "GET" else (False, True)


def walk(house: House, logged: list[Any], names: list[str], doors: list[tuple[Door, bool]]) -> None:
    """Ask at each door, as a form or in parts, with the canary in these fields; it stands nowhere afterwards."""
    house.create()
    fill(house)
    for door, as_parts in doors:
        browser = house.browser(house.keeper.unlock(PASSPHRASE))
        answer = ask(browser, door, [(name, CANARY) for name in names], as_parts=as_parts)
        assert door.who is Who.ANYONE or answer.headers.get("location") != "/"
        quiet(answer)
    assert WORD not in said(logged)


def ask(browser: Browser, door: Door, pairs: markup.Pairs, *, as_parts: bool = False) -> Response:
    """Send the fields as a form, or in parts with a file among them; what is only read is asked for as it is."""
    path = filled(door.path)
    if door.method == "GET":
        return browser.get(path)
    if not as_parts:
        return browser.submit(path, pairs)
    told = [(name, (None, value.encode())) for name, value in pairs]
    return browser.post(path, files=[*told, ("file", (f"{WORD}.csv", CANARY.encode()))])


def test_what_is_kept_is_in_no_address(house: House, logged: list[Any]) -> None:
    """A whole record full of one word: no link, no form and no header of any page holds it, and no log line."""
    owner = house.create()
    kept = moment(5, note=WORD, head=WORD, body=WORD, expected_words=WORD)
    fill(house)
    for path, pairs in [
        (f"/people/{ROBIN.id}/change", [("label", WORD), ("note", WORD)]),
        (f"/cues/{LOUDER.id}/change", [("label", WORD), ("note", WORD)]),
        (f"/moments/{kept.id}/notice", [("people_new", WORD), ("cues_new", WORD), ("setting_new", WORD)]),
        (f"/moments/{kept.id}/name", [("head", WORD), ("expected_words", WORD)]),
        (f"/moments/{kept.id}/ended", [("note", WORD), ("outcome", "okay")]),
    ]:
        assert owner.submit(path, pairs).status_code == 303
    for door in DOORS:
        if door.method == "GET":
            answer = owner.get(filled(door.path).replace(str(moment(1).id), str(kept.id)))
            quiet(answer)
            if "html" in answer.headers.get("content-type", ""):
                for element in markup.read(answer.text).elements:
                    assert not any(WORD in element.get(name) for name in ("href", "action", "src", "data-autosave"))
    assert WORD not in said(logged)


def test_an_export_is_named_by_its_day_alone(house: House) -> None:
    """The name of an exported file says nothing but the day."""
    owner = house.create()
    for kind in ("jsonl", "csv"):
        answer = owner.submit("/keep/export", [("format", kind)])
        assert answer.headers["content-disposition"] == f'attachment; filename="diary-2026-11-21.{kind}"'


@pytest.mark.parametrize(
    "back", ["//attacker.example", "/\\attacker.example", "https://attacker.example", "/today?x", "/today#x",
             "/names", "", f"/people/{WORD}", f"/{WORD}", "/today/", "/today\n", "/people/" + "a" * 35,
             "javascript:alert(1)"]
)  # fmt: skip
def test_showing_names_leads_nowhere_else(house: House, back: str) -> None:
    """After showing names one is led back to a page of ours, or to Today: never elsewhere, never by one's own words."""
    owner = house.create()
    assert owner.submit("/names", [("show", "1"), ("back", back)]).headers["location"] == "/today"


@pytest.mark.parametrize("back", ["/today", "/moments", "/people", f"/people/{ROBIN.id}", f"/moments/{ROBIN.id}"])
def test_showing_names_leads_back(house: House, back: str) -> None:
    """From the pages that have names one stays where one is."""
    assert house.create().submit("/names", [("show", "1"), ("back", back)]).headers["location"] == back


class _TroubleError(Exception):
    """Something unforeseen whose message holds a note."""


def _raise(*_: object) -> Any:
    try:
        raise _TroubleError(CANARY)
    except _TroubleError as error:
        raise ValueError(f"while reading {CANARY}") from error


async def _halves() -> AsyncIterator[bytes]:
    yield b"begun"
    _raise()


def _stream(_visit: Visit) -> StreamingResponse:
    return StreamingResponse(_halves())


def _template(visit: OwnVisit) -> Any:
    return visit.page("today.html", today=CANARY)


@contextmanager
def broken(house: House) -> Iterator[list[str]]:
    """The app with four pages that fail in ways nobody foresaw."""

    async def at_once(_request: object) -> Any:
        _raise()

    extra = [
        Route("/broken/owner", owner(_raise), methods=["GET", "POST"]),
        Route("/broken/anyone", anyone(_raise), methods=["GET", "POST"]),
        Route("/broken/at-once", at_once, methods=["GET", "POST"]),
        Route("/broken/template", owner(_template), methods=["GET", "POST"]),
    ]
    house.app.router.routes[:0] = [*extra, Route("/broken/half", anyone(_stream))]
    yield [route.path for route in extra]
    del house.app.router.routes[: len(extra) + 1]


def test_an_unforeseen_fault_says_only_its_kind(house: House, logged: list[Any]) -> None:
    """A fault in a handler gives one quiet page; the log holds its kind and its place in the code, and no word more."""
    browser = house.create()
    with broken(house) as paths:
        for path in paths:
            for answer in (browser.get(path), browser.submit(path, [("note", CANARY)])):
                assert answer.status_code == 500
                assert "That did not work" in answer.text
                quiet(answer)
        assert browser.get("/broken/half").content == b"begun"
    lines, _ = logged
    assert {tuple(sorted(line)) for line in lines} == {("event", "kind", "log_level", "place")}
    assert {line["kind"] for line in lines} == {"ValueError", "UndefinedError"}
    assert all(re.fullmatch(r"[a-z_]+\.(py|html):[0-9]+", line["place"]) for line in lines)
    assert WORD not in said(logged)


def test_the_real_server_prints_no_content(house: House, logged: list[Any], capfd: pytest.CaptureFixture[str]) -> None:
    """Over a real socket, too, faults, refusals and broken requests leave nothing of what was sent in any output."""
    token = house.create().cookies["s"]
    ear = socket.create_server(("127.0.0.1", 0))
    address = f"127.0.0.1:{ear.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(house.app, log_config=None, log_level="debug", lifespan="off", http="h11"))
    thread = Thread(target=server.run, kwargs={"sockets": [ear]})
    thread.start()
    try:
        until = monotonic() + 20
        while not server.started and monotonic() < until:
            sleep(0.01)
        with broken(house) as paths:
            for path in [*paths, "/broken/half", "/checkin", "/moments", "/nowhere"]:
                _talk(address, path, token)
    finally:
        server.should_exit = True
        thread.join(20)
    out, err = capfd.readouterr()
    assert WORD not in out + err + said(logged)


def _talk(address: str, path: str, token: str) -> None:
    body = f"note={WORD}&state={WORD}&q={WORD}".encode()
    told = {
        "Cookie": f"s={token}",
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    for headers in (told, {**told, "Content-Length": str(len(body) + 5)}, {**told, "Content-Length": "3"}):
        connection = http.client.HTTPConnection(address, timeout=5)
        try:
            connection.request("POST", path, body, headers)
            if headers.get("Content-Length", "3") == "3":
                connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
