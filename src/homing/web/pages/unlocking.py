"""The other ways through the door: the recovery code, this computer's keyring, a passkey."""

from __future__ import annotations

from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from homing.companion import keys, screens
from homing.vault import MistypedRecovery, RecoveryCode, VaultError
from homing.web.knocks import TooSoon
from homing.web.pages.passkeys import answered, asked, is_here
from homing.web.visit import Visit, anyone, go, with_session
from homing.words import gettext as _
from homing.words import ngettext
from homing.words.keys import mistyped


def locked(visit: Visit, status: int = 200, error: str = "", *, by_code: bool = False) -> Response:
    """The door. It offers passphrase and recovery code whatever there is; the rest if the key file tells of it."""
    offered = keys.offered(visit.keeper.home)
    passkey = asked(visit, offered.passkeys) if offered.passkeys and is_here(visit) else None
    keyring = offered.keyring and visit.request.app.state.phone is None
    told = {"error": error, "by_code": by_code, "with_keyring": keyring, "passkey": passkey}
    return visit.page("unlock.html", status, is_night=screens.is_night(visit.ambient.lived_now()), **told)


def by_code(visit: Visit) -> Response:
    """The recovery code. A new passphrase is offered at once."""
    try:
        session = visit.keeper.unlock(RecoveryCode.typed(visit.text("code")))
    except MistypedRecovery as error:
        return locked(visit, 422, mistyped(error), by_code=True)
    except VaultError as error:
        return locked(visit, 403, _(str(error)), by_code=True)
    session.proved_at = visit.ambient.now()
    return with_session(go("/keep/keys/passphrase"), session)


def by_keyring(visit: Visit) -> Response:
    """What the keyring of this computer holds. It is asked before the keeper is, since it may ask the person."""
    try:
        return with_session(go("/today"), visit.keeper.unlock(keys.of_this_computer(visit.keeper.home)))
    except VaultError as error:
        return locked(visit, 422, _(str(error)))


def by_passkey(visit: Visit) -> Response:
    """The answer of a passkey."""
    try:
        return with_session(go("/today"), visit.keeper.unlock(answered(visit)))
    except VaultError as error:
        return locked(visit, 422, _(str(error)))


async def too_soon(request: Request, error: Exception) -> Response:
    """A knock during the wait after several wrong ones: how long it lasts, and that nothing was tried."""
    assert isinstance(error, TooSoon)  # noqa: S101 - it is registered for nothing else
    told = ngettext(
        "Several tries were wrong. Wait {n} second, then try again; this try was not looked at.",
        "Several tries were wrong. Wait {n} seconds, then try again; this try was not looked at.",
        error.seconds,
    ).format(n=error.seconds)
    visit = Visit(request, request.app.state.keeper, FormData())
    if request.state.desk is None:
        answer = await run_in_threadpool(
            partial(locked, visit, 429, told, by_code=request.url.path == "/unlock/recovery")
        )
    else:
        answer = visit.page("trouble.html", 429, sentence=told)
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


ROUTES = [
    Route("/unlock/recovery", anyone(by_code), methods=["POST"]),
    Route("/unlock/keyring", anyone(by_keyring), methods=["POST"]),
    Route("/unlock/passkey", anyone(by_passkey), methods=["POST"]),
]
