"""One visit: a request, the form it brought, and the desk it may see. Handlers are plain functions of a visit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from homing.companion import Ambient, Desk
from homing.web import render
from homing.web.keeper import Keeper, Session

COOKIE = "s"
LONGEST_FIELD = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Visit:
    """What a handler works with."""

    request: Request
    keeper: Keeper
    form: FormData

    @property
    def ambient(self) -> Ambient:
        """Time, place and chance."""
        return self.keeper.ambient

    @property
    def record_id(self) -> UUID:
        """The id in the address (the route takes nothing but a UUID)."""
        found: UUID = self.request.path_params["id"]
        return found

    def text(self, name: str) -> str:
        """One field as text; empty if absent."""
        return next(reversed(self.texts(name)), "")

    def texts(self, name: str) -> list[str]:
        """All values of a field, with plain line ends, and nothing in them that cannot be written down."""
        told = [value for value in self.form.getlist(name) if isinstance(value, str)]
        return [value.replace("\r\n", "\n").encode("utf-8", "replace").decode() for value in told]

    def upload(self, name: str) -> UploadFile | None:
        """A file that was sent."""
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) else None

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Render a page."""
        return render.page(self.request, template, status, **values)


@dataclass(frozen=True, slots=True)
class OwnVisit(Visit):
    """A visit by someone who has shown the passphrase, or looks at the sample."""

    desk: Desk
    session: Session


Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


def go(address: str) -> Response:
    """Go on to another page (after a form)."""
    return RedirectResponse(address, 303)


def anyone(work: Callable[[Visit], Response]) -> Endpoint:
    """A page that is there before unlocking, too."""

    async def endpoint(request: Request) -> Response:
        form = await _form(request)
        try:
            return await run_in_threadpool(work, Visit(request, request.app.state.keeper, form))
        finally:
            await form.close()

    return endpoint


def owner(work: Callable[[OwnVisit], Response]) -> Endpoint:
    """A page for the owner alone; anyone else is led to the door."""

    async def endpoint(request: Request) -> Response:
        state = request.state
        if state.desk is None:
            return go("/")
        form = await _form(request)
        visit = OwnVisit(request, request.app.state.keeper, form, state.desk, state.session)
        try:
            return await run_in_threadpool(work, visit)
        finally:
            await form.close()

    return endpoint


def with_session(response: Response, session: Session) -> Response:
    """Give the browser its key for this session: opaque, for this site alone, gone with the browser."""
    response.set_cookie(COOKIE, session.token, httponly=True, samesite="strict", path="/")
    return response


async def _form(request: Request) -> FormData:
    if request.method != "POST":
        return FormData()
    return await request.form(max_files=1, max_fields=2000, max_part_size=LONGEST_FIELD)
