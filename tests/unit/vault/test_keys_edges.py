"""The edges of the key file: exact sentences, ids of the first vaults, the day of a change, the mark of calibration."""

from __future__ import annotations

import json
from datetime import date

import pytest

from homing.vault import (
    Cost,
    KeyHeader,
    Passphrase,
    RecoveryCode,
    SystemKeyring,
    VaultDamaged,
    WeakPassphrase,
    calibrate,
)
from homing.vault.slots import Way
from homing.vault.slots.fields import DAMAGED, text
from tests.unit.vault.support import CHEAP, PASSPHRASE, urandom
from tests.unit.vault.test_keys_passkey import Authenticator

DAY, LATER = date(2026, 3, 21), date(2026, 5, 1)


@pytest.mark.parametrize("raw", [b"no key file", b'{"version":1,"slots":[],"checksum":"0"}', b'{"version":0}'])
def test_a_damaged_key_file_names_itself(raw: bytes) -> None:
    """It is the key file that is damaged, not the diary, and a backup of it helps."""
    with pytest.raises(VaultDamaged) as told:
        KeyHeader.parse(raw)
    assert str(told.value) == DAMAGED


def test_a_slot_without_an_id_has_one_that_follows_from_it() -> None:
    """The first vaults gave slots no id: theirs is the same each time, as long as others, and not another slot's."""
    made, key = KeyHeader.create(PASSPHRASE, urandom(), CHEAP)
    old = {name: value for name, value in made.slots[0].items() if name != "id"}
    header = KeyHeader((old, {**old, "n": 2}, {**old, "id": 7}))
    ids = [slot.id for slot in KeyHeader.parse(header.to_bytes()).shown(key)]
    assert [len(one) for one in ids] == [16] * 3
    assert len(set(ids)) == 3
    assert header.find(ids[1]) is header.slots[1]
    again = json.loads(header.to_bytes())["slots"]
    assert [slot.id for slot in KeyHeader(tuple(again)).shown(key)] == ids


def test_a_new_passphrase_has_the_day_of_its_change() -> None:
    """The slot of a changed passphrase says when that was."""
    header, key = KeyHeader.create(PASSPHRASE, urandom(), CHEAP, DAY)
    changed = header.with_passphrase(Passphrase("another long one", CHEAP), key, urandom=urandom(2), day=LATER)
    assert [slot.added for slot in changed.shown(key)] == [LATER]


@pytest.mark.parametrize(("seconds", "memory"), [(0.25, 131_072), (0.2500001, 65_536)])
def test_memory_is_doubled_up_to_half_a_second_exactly(seconds: float, memory: int) -> None:
    """A guess of a quarter of a second allows twice the memory, a longer one does not."""
    now = 0.0

    def guess(cost: Cost) -> None:
        nonlocal now
        now += seconds if cost.memory == 65_536 else 0.5

    assert calibrate(lambda: now, guess).memory == memory


@pytest.mark.parametrize(
    ("memory", "iterations", "lanes"),
    [(8, 1, 1), (512, 64, 64), (4_194_304, 1, 1)],
)
def test_the_ends_of_what_a_guess_may_cost(memory: int, iterations: int, lanes: int) -> None:
    """The least and the most are allowed, one step beyond each is not."""
    assert Cost(memory, iterations, lanes).memory == memory
    beyond = {
        (8, 1, 1): [(7, 1, 1), (8, 0, 1), (8, 1, 0)],
        (512, 64, 64): [(511, 64, 64), (512, 65, 64), (520, 64, 65), (1024, 64, 65)],
        (4_194_304, 1, 1): [(4_194_305, 1, 1)],
    }
    for told in beyond[memory, iterations, lanes]:
        with pytest.raises(ValueError, match=r"^this cost lies outside what Homing allows$"):
            Cost(*told)


def test_eight_characters_are_enough() -> None:
    """The shortest passphrase that is taken has eight characters, blanks around it not counted."""
    assert Passphrase(" 12345678 ", CHEAP).fields(urandom())
    with pytest.raises(WeakPassphrase):
        Passphrase(" 1234567 ", CHEAP).fields(urandom())


@pytest.mark.parametrize("salt", ["AAAA", "AAAAAAAAAAAAAAAAAAAAAA==!", "!", 7, None])
def test_a_salt_that_is_none_is_damage(salt: object) -> None:
    """In every kind of slot a salt of another length, or in other signs, is said to be damage of the key file."""
    one = Authenticator()
    slot = {"salt": salt, "account": "a", "memory": 8, "iterations": 1, "lanes": 1}
    slot |= {"credential": text(one.credential), "public_key": text(one.public_key)}
    ways: list[Way] = [Passphrase(PASSPHRASE), RecoveryCode(1), SystemKeyring({"a": bytes(32)}), one.passkey()]
    for way in ways:
        with pytest.raises(VaultDamaged) as told:
            way.key(slot)
        assert str(told.value) == DAMAGED
    with pytest.raises(VaultDamaged) as told:
        Passphrase(PASSPHRASE).key({"salt": text(bytes(16)), "memory": 1})
    assert str(told.value) == DAMAGED


def test_a_new_key_file_costs_what_was_asked() -> None:
    """The cost of a guess that was chosen stands in the first slot."""
    (slot,) = KeyHeader.create(PASSPHRASE, urandom(), CHEAP)[0].slots
    assert (slot["memory"], slot["iterations"], slot["lanes"]) == (CHEAP.memory, CHEAP.iterations, CHEAP.lanes)
