"""What differs when a phone in the home network may come: a page about the certificate, and a stricter door.

Whoever is in the network can knock. Before unlocking they get the door, what helps in need, and nothing that changes
anything: no lock for others, no sample in the place of the open diary, no way in by this computer's keyring.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from homing.web.visit import Visit, anyone, go

KNOCKS = frozenset({"/unlock", "/unlock/recovery", "/help/call"})
"""Forms that may come from a browser that has shown nothing. None of them changes anything but who is inside."""
LEAVE = "/leave"
MEASURES = "/measures"


@dataclass(frozen=True, slots=True)
class Phone:
    """Where a phone comes to, and what it is to trust."""

    host: str
    """The address, as a browser writes it in the Host header."""
    name: str
    """How the phone lists the certificate."""
    certificate: bytes

    def routes(self) -> list[BaseRoute]:
        """The page about the certificate, and the certificate. Both are the same for everyone."""

        def show(visit: Visit) -> Response:
            return visit.page("phone.html", name=self.name)

        def download(_visit: Visit) -> Response:
            head = {"Content-Disposition": 'attachment; filename="at-home.crt"'}
            return Response(self.certificate, media_type="application/x-x509-ca-cert", headers=head)

        return [Route("/phone", anyone(show)), Route("/phone/at-home.crt", anyone(download))]


class Porch:
    """Lets those who have shown nothing look and knock, and no more."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead whoever would change something without a session to the door."""
        if self._is_foreign(scope):
            await go(MEASURES if scope["path"] == LEAVE else "/")(scope, receive, send)
            return
        await self._app(scope, receive, send)

    @staticmethod
    def _is_foreign(scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD") or scope["path"] in KNOCKS:
            return False
        return scope["state"]["session"] is None
