"""The key file: what is read can be written, and no slot in it makes an attempt at opening go wrong."""

from __future__ import annotations

import json
from contextlib import suppress

from fuzz.tools import WORDS, Portion, chance, demand
from homing.vault import VaultError
from homing.vault.errors import VaultDamaged, VaultNewer
from homing.vault.keys import DataKey, KeyHeader
from homing.vault.slots import Assertion, Passkey, Passphrase, RecoveryCode, SystemKeyring, Way
from homing.vault.slots.cost import Cost

ACCOUNT, CREDENTIAL = "0123456789abcdef", b"credential"
SECRET = bytes(range(32))
CHEAP = 64
"""KiB times passes that the target has time for."""


def check(data: bytes) -> None:
    """The first byte says whether the rest is a key file, or slots that get a right checksum."""
    portion = Portion(data)
    is_whole = portion.byte() % 2 == 0
    raw = portion.rest() if is_whole else _with_checksum(portion.rest())
    if raw is None:
        return
    try:
        header = KeyHeader.parse(raw)
    except (VaultDamaged, VaultNewer):
        return
    demand(KeyHeader.parse(header.to_bytes()) == header, "a header changed")
    key = DataKey(SECRET)
    told = key.for_sqlcipher()
    for slot in header.shown(key):
        with suppress(VaultError):
            demand(header.find(slot.id) in header.slots, "a slot was found that is not there")
            demand(len(header.without(slot.id).slots) == len(header.slots) - 1, "more than one slot went")
    for way in _ways(header):
        with suppress(VaultError):
            demand(header.unlock(way).for_sqlcipher(), "it opened with an empty key")
    added = header.with_way(RecoveryCode(5), key, urandom=chance())
    with suppress(VaultDamaged):  # a slot before it that makes no sense
        demand(KeyHeader.parse(added.to_bytes()).unlock(RecoveryCode(5)).for_sqlcipher() == told, "the key changed")


def _with_checksum(raw: bytes) -> bytes | None:
    try:
        slots = json.loads(raw)
        return KeyHeader(tuple(slots)).to_bytes() if type(slots) is list else None
    except (ValueError, RecursionError):
        return None


def _ways(header: KeyHeader) -> list[Way]:
    answer = Assertion(CREDENTIAL, SECRET, b"", b"{}", b"")
    ways: list[Way] = [
        RecoveryCode(3),
        SystemKeyring({ACCOUNT: SECRET}),
        Passkey(answer, b"challenge", "http://localhost:8460"),
    ]
    if all(_is_cheap(dict(slot)) for slot in header.of_kind(Passphrase.kind)):
        ways.append(Passphrase(WORDS, Cost(8, 1, 1)))
    return ways


def _is_cheap(slot: dict[str, object]) -> bool:
    memory, passes = slot.get("memory"), slot.get("iterations")
    numbers = isinstance(memory, int | float) and isinstance(passes, int | float)
    return not numbers or memory * passes <= CHEAP  # type: ignore[operator]
