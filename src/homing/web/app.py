"""The application: routes, the guard, and the doorkeeper who knows which browser may see the open vault."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from homing.companion import NotFound
from homing.logs import get_logger
from homing.vault import VaultClosed, VaultError
from homing.web import pages, render
from homing.web.chosen import BadForm
from homing.web.guard import LOOPBACK, TOO_LARGE, Guard
from homing.web.keeper import Keeper
from homing.web.knocks import TooSoon
from homing.web.pages.unlocking import too_soon
from homing.web.phone import Phone, Porch
from homing.web.visit import COOKIE, go
from homing.words import calling_itself, label, speaking
from homing.words import gettext as _
from homing.words.language import OWN_NAME

LOOK_AT_THE_CLOCK = 5.0
"""Seconds between two looks whether the vault should be locked, or a window has expired."""

log = get_logger("homing.web")


class Doorkeeper:
    """Sets, for each request, the language and what this browser may see."""

    def __init__(self, app: ASGIApp, keeper: Keeper) -> None:
        self._app = app
        self._keeper = keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at the browser's key and speak its language."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        idle = int(self._keeper.idle.total_seconds())
        nobody = {"desk": None, "session": None, "sample": False, "idle_seconds": idle}
        scope["state"] = {**scope.get("state", {}), **nobody}
        guise = self._keeper.plain.guise
        with (
            speaking(Headers(scope=scope).get("accept-language", "")),
            calling_itself(label(guise) if guise else OWN_NAME),
        ):
            await self._answer(scope, receive, send)

    def _recognise(self, scope: Scope) -> None:
        """Give a browser that has shown the passphrase the desk; any other sees nothing of it."""
        token = HTTPConnection(scope).cookies.get(COOKIE)
        seen = None if scope["path"].startswith("/static/") else self._keeper.enter(token)
        if seen is not None:
            scope["state"] |= {"desk": seen[0], "session": seen[1], "sample": self._keeper.is_sample}

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Nothing of an unexpected error is shown or logged but its kind: its message might hold a note (claim P7)."""
        begun = False

        async def noticing(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            self._recognise(scope)
            await self._app(scope, receive, noticing)
        except ClientDisconnect:  # whoever asked is gone, and nothing was changed
            return
        except Exception as error:  # the last stop before the server would print it whole
            log.error("unexpected", kind=type(error).__name__, place=_place(error))
            if not begun:
                await render.page(Request(scope), "trouble.html", 500, sentence="")(scope, receive, send)


def create_app(keeper: Keeper, phone: Phone | None = None) -> Starlette:
    """The web app over one keeper: for this machine alone, or for the home network at one address."""
    hosts = LOOPBACK if phone is None else frozenset({phone.host})

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        clock = asyncio.create_task(_watch_the_clock(keeper))
        warm = asyncio.create_task(run_in_threadpool(render.warm))
        try:
            yield
        finally:
            warm.cancel()
            clock.cancel()
            keeper.lock()

    app = Starlette(
        routes=[
            *pages.routes(),
            *(phone.routes() if phone else ()),
            Mount("/static", StaticFiles(directory=render.HERE / "static")),
        ],
        middleware=[
            Middleware(Guard, hosts=hosts),
            Middleware(Doorkeeper, keeper=keeper),
            *((Middleware(Porch),) if phone else ()),
        ],
        exception_handlers={
            404: _not_found,
            HTTPException: _refused,
            NotFound: _not_found,
            BadForm: _bad_form,
            TooSoon: too_soon,
            VaultClosed: _locked_meanwhile,
            VaultError: _trouble,
        },
        lifespan=life,
    )
    app.router.redirect_slashes = False
    app.state.keeper = keeper
    app.state.phone = phone
    app.state.templates = render.environment()
    return app


async def _watch_the_clock(keeper: Keeper) -> None:
    while True:
        await asyncio.sleep(LOOK_AT_THE_CLOCK)
        try:
            await run_in_threadpool(keeper.lock_if_idle)
            await run_in_threadpool(keeper.close_windows)
            await run_in_threadpool(keeper.back_up_if_quiet)
        except Exception as error:  # the clock must go on, whatever closing the vault ran into
            log.error("unexpected", kind=type(error).__name__, place=_place(error))


async def _not_found(request: Request, _error: Exception) -> Response:
    return render.page(request, "not_found.html", 404)


async def _refused(request: Request, error: Exception) -> Response:
    """What the framework refuses (a method, a form that is none, too much of it), without its words."""
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for nothing else
    sentence = _(TOO_LARGE) if error.status_code == 413 else ""
    answer = render.page(request, "trouble.html", error.status_code, sentence=sentence)
    answer.headers.update(error.headers or {})
    return answer


async def _bad_form(request: Request, _error: Exception) -> Response:
    return render.page(request, "trouble.html", 422, sentence="")


async def _locked_meanwhile(_request: Request, _error: Exception) -> Response:
    return go("/")


async def _trouble(request: Request, error: Exception) -> Response:
    log.warning("trouble", kind=type(error).__name__)
    keeper: Keeper = request.app.state.keeper
    return render.page(request, "trouble.html", 503, sentence=await run_in_threadpool(keeper.told, error))


def _place(error: Exception) -> str:
    """File and line in which an error arose; code alone, no content."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((one for one in reversed(frames) if "homing" in one.filename), frames[-1])
    return f"{Path(frame.filename).name}:{frame.lineno}"
