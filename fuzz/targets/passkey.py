"""A passkey's answer: whatever a page sends, it is not taken without a signature over the challenge."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from fuzz.tools import Portion, chance, demand
from homing.vault.errors import VaultDamaged, WrongPasskey
from homing.vault.slots import Assertion, Passkey
from homing.vault.slots.passkey import HOST

CHALLENGE, ORIGIN = b"challenge", "http://localhost:8460"
CLIENT = b'{"type":"webauthn.get","challenge":"Y2hhbGxlbmdl","origin":"http://localhost:8460"}'
DATA = hashlib.sha256(HOST.encode()).digest() + b"\x05\0\0\0\0"


def check(data: bytes) -> None:
    """The first byte says which parts are as they must be; the others are taken from the rest."""
    portion = Portion(data)
    given = portion.byte()
    client = CLIENT if given & 1 else portion.part()
    told = DATA if given & 2 else portion.part()
    public, signature = portion.part(), portion.part()
    answer = Assertion(b"credential", bytes(32), told, client, signature)
    with suppress(WrongPasskey, VaultDamaged):
        Passkey(answer, CHALLENGE, ORIGIN, public).fields(chance())
        demand(False, "it was taken without a signature")
