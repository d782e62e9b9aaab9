"""Who may send something here, how much, and what every answer carries."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from starlette.types import Message

from homing.web import guard
from tests.unit.web.support import ADDRESS, Browser, House, sound

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HOST = ADDRESS.removeprefix("http://")


def spoken(
    house: House, path: str, headers: Iterable[tuple[str, str]], bodies: Iterable[bytes] = (b"",), method: str = "POST"
) -> tuple[int, dict[str, str], bytes, int]:
    """What the app answers to these very headers and pieces of a body, and how many pieces it took."""
    left = list(bodies)
    sent: list[Message] = []

    async def receive() -> Message:
        if not left:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "path": path, "query_string": b"",
        "root_path": "", "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
    }  # fmt: skip
    asyncio.run(house.app(scope, receive, send))
    if not sent:
        return 0, {}, b"", len(left)
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent[1:]), len(left)


def own(**more: str) -> list[tuple[str, str]]:
    """Headers of a form of ours."""
    form = "application/x-www-form-urlencoded"
    told = {"host": HOST, "sec-fetch-site": "same-origin", "content-type": form} | more
    return [(name.replace("_", "-"), value) for name, value in told.items()]


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8460", "localhost:8460", "[::1]:8460", "127.0.0.1", "LOCALHOST:1", "[::1]"]
)
def test_this_machine_s_own_names_are_served(house: House, host: str) -> None:
    """The loopback addresses and the name localhost are served, on any port, in any case."""
    assert house.browser().get("/", headers={"host": host}).status_code == 200


@pytest.mark.claim("P7")
@pytest.mark.parametrize(
    "host",
    ["attacker.example", "attacker.example:8460", "127.0.0.1.attacker.example", "localhost.attacker.example",
     "localhost.", "127.0.0.2", "0.0.0.0", "192.168.1.7:8460", "[::]", "[::2]:8460", "[::1", "::1", "[localhost]",
     "localhost:8460:1", "localhost:x", "localhost:123456", "user@localhost", "localhost@attacker.example",
     "localhost/attacker.example", "localhost?x", "localhost#x", "localhost\\attacker.example", " localhost", "",
     "2130706433", "127.1", "0x7f.0.0.1"],
)  # fmt: skip
def test_a_foreign_name_is_refused(house: House, host: str) -> None:
    """A page elsewhere that made its own name lead here (DNS rebinding) gets one plain sentence, also for a script."""
    owner = house.create()
    for path in ("/today", "/", "/static/js/app.js"):
        answer = owner.get(path, headers={"host": host})
        assert (answer.status_code, answer.text) == (421, "This address is not one of ours.")


def test_two_names_or_none_are_refused(house: House) -> None:
    """A request that names two hosts, or none, is not one of a browser."""
    for headers in ([("host", HOST), ("host", "attacker.example")], []):
        assert spoken(house, "/", headers, method="GET")[0] == 421


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "", "same-origin, cross-site", "SAME-ORIGIN"])
@pytest.mark.parametrize("path", ["/lock", "/unlock", "/checkin", "/nowhere"])
def test_a_form_of_another_page_is_refused(house: House, site: str, path: str) -> None:
    """Whatever a browser says was not sent by a page of ours changes nothing (forged requests)."""
    owner = house.create()
    answer = owner.submit(path, [("state", "settled")], **{"sec-fetch-site": site, "origin": ADDRESS})
    assert (answer.status_code, answer.text) == (403, "This request came from another page and was refused.")
    assert house.keeper.enter(owner.cookies["s"]) is not None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
def test_only_reading_may_come_from_elsewhere(house: House, method: str) -> None:
    """A link from elsewhere may be followed; any method that is not for reading is refused."""
    browser = house.browser()
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert browser.request(method, "/", headers=elsewhere).status_code == 403
    assert browser.get("/", headers=elsewhere).status_code == 200
    assert browser.head("/", headers=elsewhere).status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [(ADDRESS, 303), (ADDRESS.upper(), 303), (ADDRESS.replace("http", "https"), 303), ("", 403), ("null", 403),
     ("http://127.0.0.1", 403), ("http://127.0.0.1:8461", 403), ("http://attacker.example", 403), ("http://[::1", 403),
     (HOST, 403), (f"file://{HOST}", 403), (f"http://x@{HOST}", 403)],
)  # fmt: skip
def test_without_fetch_metadata_the_origin_decides(house: House, origin: str, status: int) -> None:
    """A browser that does not send Fetch Metadata is believed by its Origin alone."""
    headers = [(name, value) for name, value in own(content_length="0") if name != "sec-fetch-site"]
    assert spoken(house, "/lock", [*headers, ("origin", origin)])[0] == status
    assert spoken(house, "/lock", headers)[0] == 403


@pytest.mark.parametrize("stated", ["33554433", "9" * 15, "9" * 400, "0" * 400 + "33554433"])
def test_a_form_stated_as_too_large_is_refused(house: House, stated: str) -> None:
    """More than a form may hold is refused by its stated length; what comes is read away, so that it is seen."""
    status, _, said, left = spoken(house, "/moments", own(content_length=stated), [b"x"] * 5)
    assert (status, said.decode(), left) == (413, "This is larger than Homing takes at once. Nothing was changed.", 0)


def test_an_import_may_be_larger_than_a_form(house: House) -> None:
    """A diary file of up to 256 MiB may come in; nothing larger."""
    at_most = str(guard.LARGEST_IMPORT)
    assert spoken(house, "/keep/import", own(content_length=at_most))[0] == 303
    status, _, said, _ = spoken(house, "/keep/import", own(content_length=str(guard.LARGEST_IMPORT + 1)))
    assert (status, said.decode()) == (413, guard.TOO_LARGE)


@pytest.mark.parametrize("bodies", [[b"passphrase=" + b"x" * 90], [b"x"] * 51, [b"", b"x" * 50, b"", b"y"]])
def test_what_really_comes_is_counted(house: House, bodies: list[bytes]) -> None:
    """A body longer than stated is refused when it passes its stated length, whatever its pieces."""
    house.create()
    status, headers, said, _ = spoken(house, "/unlock", own(content_length="50"), bodies)
    assert status == 413
    assert headers["content-security-policy"] == CSP
    assert guard.TOO_LARGE in said.decode()


def test_a_body_without_a_length_is_no_body(house: House) -> None:
    """Without a stated length nothing may come; a body in chunks of unstated length is refused at once."""
    house.create()
    assert spoken(house, "/unlock", own(), [b"passphrase=x"])[0] == 413
    assert spoken(house, "/unlock", own(transfer_encoding="chunked"), [b"passphrase=x"])[0] == 411
    for odd in ("x", "-1", "1.5", "+5", " 5", "\xb2", "0x10", ""):
        assert spoken(house, "/unlock", own(content_length=odd))[0] == 411
    twice = [*own(content_length="5"), ("content-length", "5")]
    assert spoken(house, "/unlock", twice)[0] == 411


def test_a_browser_that_goes_away_is_no_fault(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """Less than stated, then silence: nothing is answered, nothing changed, nothing logged."""
    house.create()
    assert spoken(house, "/unlock", own(content_length="50"), [])[0] == 0
    assert capsys.readouterr().out == ""


@pytest.mark.claim("P7")
@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/", HOST),
        ("/today", HOST),
        ("/nowhere", HOST),
        ("/static/js/app.js", HOST),
        ("/static/none", HOST),
        ("/", "x"),
    ],
)
def test_every_answer_carries_its_headers(house: House, path: str, host: str) -> None:
    """Pages, files, redirects and refusals carry the exact policy; pages are never kept, files may be."""
    answer = house.browser().get(path, headers={"host": host})
    assert {name: answer.headers[name] for name in guard.HEADERS} == guard.HEADERS
    assert answer.headers["content-security-policy"] == CSP
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")


def test_files_need_not_be_sent_twice(stranger: Browser) -> None:
    """A file that has not changed is not sent again."""
    first = stranger.get("/static/css/base.css")
    again = stranger.get("/static/css/base.css", headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


@pytest.mark.parametrize(
    "cookie",
    ["a@b=1; s={}", "{{x}}=1; s={}", 'q="unclosed; s={}', "; ; =; s={}", "s=; s={}", "é=ü; s={}", "s={}; a,b=1"],
)
def test_cookies_of_other_programs_do_no_harm(house: House, cookie: str) -> None:
    """Another program on this machine may set any cookie for this name: the owner still gets in."""
    token = house.create().cookies["s"]
    status = spoken(house, "/today", [("host", HOST), ("cookie", cookie.format(token))], method="GET")[0]
    assert status == 200


@pytest.mark.parametrize("language", ["../../etc", "x" * 3000, ",;=*", "de-\x80", "en_GB.UTF-8@x", "i-klingon;q=x"])
def test_an_odd_language_is_answered_in_english(house: House, language: str) -> None:
    """Whatever a browser says of its languages, a page comes."""
    status, _, said, _ = spoken(house, "/", [("host", HOST), ("accept-language", language)], method="GET")
    assert status == 200
    assert b"A quiet place" in said


@pytest.mark.parametrize(
    ("kind", "body"),
    [("multipart/form-data", b"x"), ("multipart/form-data; boundary=b", b"nonsense"),
     ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"),
     ("application/x-www-form-urlencoded", b"&".join([b"a=b"] * 2001))],
)  # fmt: skip
def test_a_body_that_is_no_form_is_refused_quietly(owner: Browser, kind: str, body: bytes) -> None:
    """A body that cannot be read as a form gives a page that says so without the parser's words."""
    page = sound(owner.post("/checkin", content=body, headers={"content-type": kind}), 400)
    assert "That did not work" in page.text
    assert "boundary" not in page.text.lower()


def test_only_http_is_spoken(house: House) -> None:
    """A web socket is closed before it opens."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/today", "headers": [], "query_string": b"", "root_path": ""}
    asyncio.run(house.app(scope, receive, send))
    assert [message["type"] for message in sent] == ["websocket.close"]
