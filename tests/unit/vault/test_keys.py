"""The key file: what it wraps, what it refuses, and how it tells damage from a wrong passphrase."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from homing.vault import Cost, VaultDamaged, VaultNewer, WeakPassphrase, WrongPassphrase
from homing.vault.keys import DataKey, KeyHeader
from tests.unit.vault.support import CHEAP, PASSPHRASE, urandom


def made(passphrase: str = PASSPHRASE) -> tuple[KeyHeader, DataKey]:
    """A header and its data key."""
    return KeyHeader.create(passphrase, urandom(), CHEAP)


def with_slot(**changes: Any) -> KeyHeader:
    """A header whose one slot was changed, with a checksum that fits."""
    header, _ = made()
    return KeyHeader(({**header.slots[0], **changes},))


def test_the_passphrase_opens_the_same_key_again() -> None:
    """A header read back from its bytes gives the data key it was made with."""
    header, key = made()
    again = KeyHeader.parse(header.to_bytes())
    assert again.unlock(PASSPHRASE).for_sqlcipher() == key.for_sqlcipher()


def test_another_passphrase_is_refused() -> None:
    """A passphrase that differs in one letter opens nothing."""
    with pytest.raises(WrongPassphrase):
        made()[0].unlock(PASSPHRASE + "s")


def test_the_same_words_from_another_keyboard_open_it() -> None:
    """Composed and decomposed, wide and narrow letters are the same passphrase (NFKC)."""
    header, _ = made("caf\u00e9 ｌａｎｔｅｒｎ")
    assert header.unlock("cafe\u0301 lantern")


def test_a_passphrase_that_is_no_proper_text_still_works() -> None:
    """Lone surrogates, which some systems pass on, are neither an error nor shown in one."""
    header, _ = made("lantern \ud800 fog")
    assert header.unlock("lantern \ud800 fog")


@pytest.mark.parametrize("passphrase", ["", "short", "1234567", "1234567 ", "          ", "\u0041\u030a" * 7])
def test_a_short_passphrase_is_too_weak(passphrase: str) -> None:
    """Below eight characters after normalisation, spaces around not counted, no key is made."""
    with pytest.raises(WeakPassphrase):
        made(passphrase)


def test_every_vault_has_its_own_key_and_salt() -> None:
    """Two headers for the same passphrase share nothing."""
    (one, key), (two, other) = made(), KeyHeader.create(PASSPHRASE, urandom(2), CHEAP)
    assert key.for_sqlcipher() != other.for_sqlcipher()
    assert {one.slots[0][name] for name in ("salt", "nonce", "wrapped")}.isdisjoint(map(str, two.slots[0].values()))


def test_a_key_shows_itself_nowhere_and_can_be_wiped() -> None:
    """Neither key nor header has its bytes in a repr, and a wiped key is zeros."""
    header, key = made()
    secret = key.for_sqlcipher()[2:-1]
    assert secret not in repr(key) + str(key) + repr(header)
    key.wipe()
    assert key.for_sqlcipher() == f"x'{'00' * 32}'"


def test_every_flipped_bit_of_the_key_file_is_told_from_a_wrong_passphrase() -> None:
    """Whatever byte of the file is changed, it counts as damaged (or newer), never as a wrong passphrase."""
    raw = made()[0].to_bytes()
    for at in range(len(raw) - 1):
        with pytest.raises((VaultDamaged, VaultNewer)):
            KeyHeader.parse(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]).unlock(PASSPHRASE)


@pytest.mark.parametrize("length", [0, 1, 20, 100, -2])
def test_a_cut_key_file_is_damaged(length: int) -> None:
    """A key file that ends early is damaged."""
    with pytest.raises(VaultDamaged):
        KeyHeader.parse(made()[0].to_bytes()[:length])


@pytest.mark.parametrize(
    "raw",
    [b"[]", b"null", b"7", b'"x"', b"{}", b'{"version":1}', b'{"version":true,"slots":[]}', b"\xff\xfe", b"[" * 99999],
)
def test_what_is_no_header_is_damaged(raw: bytes) -> None:
    """JSON of another shape, or no JSON at all, is a damaged key file."""
    with pytest.raises(VaultDamaged):
        KeyHeader.parse(raw)


def test_a_newer_version_is_not_touched() -> None:
    """A header of a later version asks for a newer Homing, whatever else is in it."""
    with pytest.raises(VaultNewer):
        KeyHeader.parse(json.dumps({"version": 2, "ways": ["unheard of"]}).encode())


def test_a_slot_of_an_unknown_type_is_kept_and_passed_over() -> None:
    """Slots of later types stay in the file; alone, they ask for a newer Homing."""
    header, key = made()
    foreign = {"type": "paper", "words": 24}
    both = KeyHeader.parse(KeyHeader((foreign, *header.slots)).to_bytes())
    assert both.slots[0] == foreign
    assert both.unlock(PASSPHRASE).for_sqlcipher() == key.for_sqlcipher()
    with pytest.raises(VaultNewer):
        KeyHeader((foreign, 3)).unlock(PASSPHRASE)  # type: ignore[arg-type]  # what a forged file may hold


def test_a_second_passphrase_slot_opens_the_same_key() -> None:
    """Each slot is tried in turn."""
    first, second = made()[0].slots[0], KeyHeader.create("another lantern", urandom(3), CHEAP)[0].slots[0]
    assert KeyHeader((first, second)).unlock("another lantern")


@pytest.mark.parametrize("name", ["memory", "iterations", "lanes"])
def test_the_cost_is_bound_to_the_wrapped_key(name: str) -> None:
    """A slot with another cost than it was made with does not open."""
    changed = asdict(CHEAP)[name] + 1
    with pytest.raises(WrongPassphrase):
        with_slot(**{name: changed}).unlock(PASSPHRASE)


def test_what_a_slot_says_beside_the_key_is_authenticated() -> None:
    """A field added to a slot breaks its seal."""
    with pytest.raises(WrongPassphrase):
        with_slot(note="trust me").unlock(PASSPHRASE)


@pytest.mark.parametrize(
    "changes",
    [
        {"memory": 2**40},
        {"memory": 1},
        {"iterations": 0},
        {"iterations": 1000},
        {"lanes": 1000},
        {"lanes": "many"},
        {"salt": "AAAA"},
        {"nonce": 5},
        {"wrapped": "not base64!"},
    ],
)
def test_a_forged_slot_costs_nothing(changes: dict[str, Any]) -> None:
    """A slot that asks for absurd work, or makes no sense, is damaged before any work is done."""
    with pytest.raises(VaultDamaged):
        with_slot(**changes).unlock(PASSPHRASE)


@pytest.mark.parametrize("name", ["salt", "nonce", "wrapped", "memory"])
def test_a_slot_without_one_of_its_parts_is_damaged(name: str) -> None:
    """A missing field is damage, not a crash."""
    slot = {key: value for key, value in made()[0].slots[0].items() if key != name}
    with pytest.raises(VaultDamaged):
        KeyHeader((slot,)).unlock(PASSPHRASE)


def test_the_default_cost_is_that_of_the_design() -> None:
    """64 MiB, three passes, four lanes; a cost outside the bounds cannot be made."""
    assert Cost() == Cost(memory=65_536, iterations=3, lanes=4)
    with pytest.raises(ValueError, match="cost"):
        replace(CHEAP, memory=4)
