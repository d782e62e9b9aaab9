"""The server beneath the app: it logs no request, names no software, believes no proxy, waits for nobody for long."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

LAST_ANSWERS = 5
"""Seconds that answers under way have to finish after Ctrl-C."""
MOST_CONNECTIONS = 128
HEAD_WITHIN = 15.0
"""Seconds from a connection, or from the first byte of a request, to the end of its headers."""


class Patient(H11Protocol):
    """HTTP/1.1 that closes on whoever never finishes asking. The server's own timer covers pauses between requests."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on waiting while the headers are not whole."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(HEAD_WITHIN, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def server(app: ASGIApp, tls: ssl.SSLContext | None = None) -> uvicorn.Server:
    """A server for sockets that listen already; with a context it speaks TLS and nothing else."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            log_config=None,
            log_level="warning",
            http=Patient,
            ws="none",
            loop="asyncio",
            lifespan="on",
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=LAST_ANSWERS,
            ssl_context_factory=None if tls is None else lambda _config, _default: tls,
        )
    )
