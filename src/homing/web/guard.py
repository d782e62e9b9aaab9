"""What every request passes before a page sees it, and every answer before it leaves: origin, host, size, headers."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LARGEST_FORM = 8 * 1024 * 1024
LARGEST_IMPORT = 256 * 1024 * 1024


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
        answer = _Answer(send, is_static=scope["path"].startswith("/static/"))
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, answer)
        else:
            await refusal(scope, receive, answer)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if urlsplit(f"//{host}").hostname not in self._hosts:
            return PlainTextResponse("This address is not one of ours.", 421)
        if scope["method"] not in ("GET", "HEAD") and not _is_own(headers, host):
            return PlainTextResponse("This request came from another page and was refused.", 403)
        limit = LARGEST_IMPORT if scope["path"] == self._import_path else LARGEST_FORM
        length = headers.get("content-length", "")
        if "transfer-encoding" in headers or (length and not length.isdecimal()):
            return PlainTextResponse("The length of the request must be stated.", 411)
        if int(length or 0) > limit:
            return PlainTextResponse("This is larger than Homing takes at once. Nothing was changed.", 413)
        return None


class _Answer:
    """Adds the headers of every answer. Pages are never kept by the browser; static files may be."""

    def __init__(self, send: Send, *, is_static: bool) -> None:
        self._send = send
        self._is_static = is_static

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers["Cache-Control"] = "no-cache" if self._is_static else "no-store"
        await self._send(message)


def _is_own(headers: Headers, host: str) -> bool:
    """Whether our own page sent this: by Fetch Metadata, or by Origin where a browser lacks it."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(headers.get("origin", "")).netloc == host
