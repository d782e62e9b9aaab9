"""What every request passes before a page sees it, and every answer before it leaves: origin, host, size, headers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from homing.words import N_

CSP = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with it a browser sends "Origin: null" with our own forms, too.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LARGEST_FORM = 32 * 1024 * 1024
LARGEST_IMPORT = 256 * 1024 * 1024
TOO_LARGE = N_("This is larger than Homing takes at once. Nothing was changed.")
MOST_DIGITS = 15
NEXT_PIECE = 30.0
"""Seconds between two pieces of what a browser sends."""
_HOST = re.compile(r"(?:\[([0-9a-f:]+)\]|([a-z0-9.-]+))(?::[0-9]{1,5})?", re.ASCII | re.IGNORECASE)


class Guard:
    """Refuses foreign hosts (DNS rebinding), foreign origins (forged requests) and oversized bodies; sets headers."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOOPBACK, import_path: str = "/keep/import") -> None:
        self._app = app
        self._hosts = hosts
        self._import_path = import_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let an honest request through, answer another with a short refusal."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, is_static=scope["path"].startswith("/static/"), by_tls=scope["scheme"] == "https")
        headers = Headers(scope=scope)
        refusal = self._foreign(scope, headers)
        if refusal is None:
            refusal = self._oversized(scope, headers)
            if refusal is None:
                await self._app(scope, _Measured(receive, _length(headers)), answer)
                return
            await _drain(receive)
        await refusal(scope, receive, answer)

    def _foreign(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        host = headers.getlist("host")
        if len(host) != 1 or _name(host[0]) not in self._hosts:
            return PlainTextResponse("This address is not one of ours.", 421)
        if scope["method"] not in ("GET", "HEAD") and not _is_own(headers, host[0]):
            return PlainTextResponse("This request came from another page and was refused.", 403)
        if "transfer-encoding" in headers or _length(headers) < 0:
            return PlainTextResponse("The length of the request must be stated.", 411)
        if "content-encoding" in headers:
            return PlainTextResponse("Nothing compressed is taken.", 415)
        return None

    def _oversized(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        limit = LARGEST_IMPORT if scope["path"] == self._import_path else LARGEST_FORM
        if _length(headers) <= limit:
            return None
        return PlainTextResponse(TOO_LARGE, 413)


class _Measured:
    """Hands on what the browser sends, but never more than it stated."""

    def __init__(self, receive: Receive, stated: int) -> None:
        self._receive = receive
        self._left = stated
        self._more = True

    async def __call__(self) -> Message:
        message = await (_soon(self._receive) if self._more else self._receive())
        self._more = message.get("more_body", False)
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413)
        return message


class _Answer:
    """Adds the headers of every answer. Pages are never kept by the browser; static files may be.

    A cookie that was given over TLS is sent back over TLS alone. There is no Strict-Transport-Security: browsers heed
    none for a bare address (RFC 6797, 8.1.1), and for ``localhost`` it would lock every other program of this machine.
    """

    def __init__(self, send: Send, *, is_static: bool, by_tls: bool) -> None:
        self._send = send
        self._is_static = is_static
        self._by_tls = by_tls

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = "no-cache" if self._is_static else "no-store"
            if self._by_tls:
                message["headers"] = [
                    (name, value + b"; Secure" if name == b"set-cookie" else value)
                    for name, value in message["headers"]
                ]
        await self._send(message)


def _name(host: str) -> str:
    """The name or address in a Host header, in small letters; empty if it is written in no such way."""
    match = _HOST.fullmatch(host)
    return (match[1] or match[2]).lower() if match else ""


def _length(headers: Headers) -> int:
    """The stated length in bytes; 0 if none is, -1 if it is no number."""
    stated = headers.getlist("content-length") or ["0"]
    if len(stated) > 1 or not (stated[0].isascii() and stated[0].isdecimal()):
        return -1
    return int(stated[0].lstrip("0")[:MOST_DIGITS] or 0)


def _is_own(headers: Headers, host: str) -> bool:
    """Whether our own page sent this: by Fetch Metadata, or by Origin where a browser lacks it."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    scheme, _, origin = headers.get("origin", "").lower().partition("://")
    return scheme in ("http", "https") and origin == host.lower()


async def _drain(receive: Receive) -> None:
    """Read to the end and keep nothing: a browser that is cut off while sending shows no answer."""
    more = True
    while more:
        message = await _soon(receive)
        more = message["type"] == "http.request" and message.get("more_body", False)


async def _soon(receive: Receive) -> Message:
    """The next piece; a browser that sends none for a while counts as gone, and whatever it sent as not sent."""
    try:
        return await asyncio.wait_for(receive(), NEXT_PIECE)
    except TimeoutError:
        return {"type": "http.disconnect"}
