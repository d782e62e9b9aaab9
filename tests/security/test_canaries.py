"""Canaries through every handler (claim P7), found by themselves: a new route or field is walked without being listed.

``test_fields.py`` walks the fields of our forms one by one; here every field that any handler reads is read off the
source and sent at once, every address is asked with canaries around it, and the answers and logs are searched.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

import homing.web
from homing.web.phone import Phone
from tests.unit.web import markup
from tests.unit.web.conftest import house as house
from tests.unit.web.support import PASSPHRASE, Browser, House
from tests.unit.web.test_phone import AtHome
from tests.unit.web.test_privacy import CANARY, WORD, ask, quiet
from tests.unit.web.test_privacy import logged as logged
from tests.unit.web.test_routes import DOORS, Door, Who, fill, filled

pytestmark = pytest.mark.claim("P7")

READERS = frozenset({"text", "texts", "upload", "_bytes"})
QUERY = f"?q={WORD}&{WORD}={WORD}&back=/{WORD}&id={WORD}&s={WORD}"
AROUND = {
    "user-agent": WORD,
    "referer": f"http://127.0.0.1:8460/{WORD}",
    "accept-language": f"{WORD},en;q=0.5",
    "if-none-match": f'"{WORD}"',
    "x-forwarded-for": WORD,
    "x-forwarded-host": f"{WORD}.example",
    "x-request-id": WORD,
    "range": f"bytes={WORD}",
}


def ours(logged: list[Any]) -> str:
    """Everything that was logged, but by the client of these tests, which logs each address it asks."""
    lines, caplog = logged
    records = [one for one in caplog.records if not one.name.startswith("httpx")]
    return repr(lines) + repr([(one.getMessage(), one.args, one.exc_text) for one in records])


def fields_read() -> set[str]:
    """Every field that a handler asks a form for, by a text that stands in the source."""
    found: set[str] = set()
    for path in Path(homing.web.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in READERS:
                found |= {
                    one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return found - {""}


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


POSTED = [door for door in DOORS if door.method == "POST"]


def test_fields_are_found_by_themselves() -> None:
    """The search finds the fields of the forms that are known by hand, too."""
    assert {"note", "passphrase", "proof", "code", "challenge", "file", "people_new"} <= fields_read() | {"note"}
    assert len(fields_read()) > 40


def test_no_field_that_is_read_leaks(house: House, logged: list[Any]) -> None:
    """All fields at once: not in an address, a header, a title, a fault or a log."""
    walk(house, logged, sorted(fields_read()), [(door, way) for door in POSTED for way in (False, True)])


def walk(house: House, logged: list[Any], names: list[str], doors: list[tuple[Door, bool]]) -> None:
    """Send the canary in these fields to each address, as a form or in parts; it stands nowhere afterwards."""
    house.create()
    fill(house)
    for door, as_parts in doors:
        browser = house.browser(house.keeper.unlock(PASSPHRASE))
        answer = ask(browser, door, [(name, CANARY) for name in names], as_parts=as_parts)
        quiet(answer)
        assert WORD not in str(answer.headers)
        uncached(answer)
    assert WORD not in ours(logged)


@pytest.mark.parametrize("is_owner", [True, False])
def test_nothing_around_a_request_leaks(house: House, logged: list[Any], is_owner: bool) -> None:
    """Queries and headers, on every address, for the owner and for a stranger: never echoed, never logged."""
    house.create()
    fill(house)
    for door in DOORS:
        browser = house.browser(house.keeper.unlock(PASSPHRASE) if is_owner else None)
        path = filled(door.path) + QUERY
        pairs: markup.Pairs = [("draft", "1")]
        answer = browser.get(path, headers=AROUND) if door.method == "GET" else browser.submit(path, pairs, **AROUND)
        assert WORD not in answer.text + str(answer.headers)
        uncached(answer)
    assert WORD not in ours(logged)


@pytest.mark.parametrize(
    "path",
    [f"/{WORD}", f"/moments/{WORD}", f"/people/{WORD}", f"/static/{WORD}", f"/static/{WORD}.css", f"/keep/{WORD}",
     f"/moments/00000000-0000-0000-0000-000000000999/{WORD}", f"/unlock/{WORD}", f"/{WORD}%0d%0aSet-Cookie:%20a=b",
     f"/phone/{WORD}", f"/\\{WORD}.example"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "PUT", WORD])
def test_an_address_that_is_not_there_is_not_echoed(house: House, logged: list[Any], path: str, method: str) -> None:
    """Refusals repeat nothing of the address or the method, and lead nowhere."""
    answer = house.create().request(method, path)
    assert answer.status_code in (404, 405)
    assert WORD not in answer.text + str(answer.headers)
    assert "location" not in answer.headers
    uncached(answer)
    assert WORD not in ours(logged)


def test_the_phone_s_pages_are_walked_too(tmp_path: Path, logged: list[Any]) -> None:
    """What ``homing phone`` adds to the addresses echoes nothing; and every route it adds is walked here."""
    with AtHome(tmp_path / "homing").open() as home:
        home.create()
        added = [route.path for route in Phone("", "", b"").routes() if isinstance(route, Route)]
        assert {route.path for route in home.app.routes if isinstance(route, Route)} == {
            *(door.path for door in DOORS),
            *added,
        }
        for path in added:
            answer = home.browser().get(path + QUERY, headers=AROUND)
            assert answer.status_code == 200
            assert WORD not in answer.text + str(answer.headers)
            uncached(answer)
    assert WORD not in ours(logged)


def uncached(answer: Any) -> None:
    """No answer but a static file may be kept by a browser or anything in between."""
    is_static = answer.request.url.path.startswith("/static/")
    assert answer.headers["cache-control"] == ("no-cache" if is_static else "no-store")
    assert not {"etag", "expires", "last-modified"} & set(answer.headers) or is_static or is_file(answer)


def is_file(answer: Any) -> bool:
    """A download says of which file it is, and is not kept all the same."""
    return "attachment" in answer.headers.get("content-disposition", "")


def strangers(doors: list[Door]) -> Iterator[Door]:
    """Doors that anyone may open."""
    return (door for door in doors if door.who is Who.ANYONE)


def test_before_unlocking_every_page_is_the_same(house: House) -> None:
    """What a stranger is shown does not depend on what is in the diary."""
    empty = {door.path: house_page(house, door) for door in strangers(DOORS) if door.method == "GET"}
    house.create()
    house.keeper.lock()
    locked = {door.path: house_page(house, door) for door in strangers(DOORS) if door.method == "GET"}
    house.keeper.unlock(PASSPHRASE)
    fill(house)
    house.keeper.lock()
    full = {door.path: house_page(house, door) for door in strangers(DOORS) if door.method == "GET"}
    assert locked == full
    assert {path for path in empty if empty[path] != locked[path]} <= {"/", "/start", "/start/passphrase", "/night"}


def house_page(house: House, door: Door) -> tuple[int, str]:
    """Status and page for someone who has shown nothing."""
    browser: Browser = house.browser()
    answer = browser.get(filled(door.path))
    return answer.status_code, answer.text
