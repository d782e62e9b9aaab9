"""What the guard reads of a request: only our own host, our own pages and a stated length reach the app."""

from __future__ import annotations

from starlette.types import Message, Receive, Scope, Send

from fuzz.tools import Portion, demand, loop
from homing.web.guard import HEADERS, LOOPBACK, Guard

HOSTS = ("127.0.0.1", "localhost", "[::1]")
METHODS = ("GET", "POST", "HEAD", "DELETE")


def check(data: bytes) -> None:
    """The first bytes choose method, path and scheme; the rest are header lines."""
    portion = Portion(data)
    method = portion.one_of(METHODS)
    path = portion.one_of(("/", "/keep/import", "/static/x.css"))
    scheme = portion.one_of(("http", "https"))
    lines = [line.partition(b": ") for line in portion.rest().split(b"\n")]
    headers = [(name.lower(), value.strip()) for name, _, value in lines if name]
    scope = {"type": "http", "method": method, "path": path, "scheme": scheme, "headers": headers}
    status, answered = loop().run_until_complete(_asked(scope))
    demand(status in (200, 403, 411, 413, 415, 421), "another answer")
    demand(all(answered.get(name.lower()) == value for name, value in HEADERS.items()), "a header is missing")
    if status == 200:
        _must_be_ours(method, headers)


def _must_be_ours(method: str, headers: list[tuple[bytes, bytes]]) -> None:
    told: dict[str, list[str]] = {}
    for name, value in headers:
        told.setdefault(name.decode("latin-1"), []).append(value.decode("latin-1"))
    (host,) = told["host"]
    place = next((one for one in HOSTS if host.lower().startswith(one)), None)
    demand(place is not None, "a foreign host")
    port = host[len(place or "") :]
    demand(not port or (port[0] == ":" and port[1:].isdecimal() and len(port) <= 6), "a foreign host")
    demand("transfer-encoding" not in told and "content-encoding" not in told, "another form of body")
    demand(all(length.isdecimal() for length in told.get("content-length", [])), "a length that is none")
    if method in ("GET", "HEAD"):
        return
    site, origin = told.get("sec-fetch-site"), told.get("origin", [""])[0].lower()
    own = f"http://{host}".lower(), f"https://{host}".lower()
    demand(site[0] == "same-origin" if site else origin in own, "a request of another page")


async def _asked(scope: Scope) -> tuple[int, dict[str, str]]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await Guard(_fine, LOOPBACK)(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers


async def _fine(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"s=1")]})
    await send({"type": "http.response.body", "body": b""})
