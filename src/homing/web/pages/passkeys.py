"""What is asked of a passkey, and its answer. The browser does the asking, by ``passkey.js``."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from homing.vault import Assertion, Passkey, WrongPasskey
from homing.vault.slots.passkey import ALGORITHMS, HOST, PRF_INPUT
from homing.web.chosen import BadForm
from homing.web.visit import Visit


def is_here(visit: Visit) -> bool:
    """Whether this page was opened under the one name that passkeys can belong to."""
    return visit.request.url.hostname == HOST


def asked(visit: Visit, credentials: Sequence[str] = ()) -> dict[str, Any]:
    """A new challenge and what goes with it, for the page."""
    return {
        "challenge": _text(visit.keeper.challenges.give()),
        "user": _text(visit.ambient.urandom(16)),
        "input": _text(PRF_INPUT),
        "algorithms": ",".join(str(number) for number in ALGORITHMS),
        "credentials": ",".join(credentials),
    }


def answered(visit: Visit) -> Passkey:
    """The answer in the form; :class:`WrongPasskey` unless its challenge was given out here just now."""
    challenge = _bytes(visit, "challenge")
    if not visit.keeper.challenges.take(challenge):
        raise WrongPasskey
    assertion = Assertion(
        credential=_bytes(visit, "credential"),
        output=_bytes(visit, "output"),
        authenticator_data=_bytes(visit, "data"),
        client_data=_bytes(visit, "client"),
        signature=_bytes(visit, "signature"),
    )
    url = visit.request.url
    return Passkey(assertion, challenge, f"{url.scheme}://{url.netloc}".lower(), _bytes(visit, "public"))


def _bytes(visit: Visit, name: str) -> bytes:
    try:
        return b64decode(visit.text(name), validate=True)
    except ValueError as error:
        raise BadForm from error


def _text(raw: bytes) -> str:
    return b64encode(raw).decode("ascii")
