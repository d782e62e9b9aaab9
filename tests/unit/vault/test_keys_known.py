"""A key file and a recovery code that were written once: every later Homing must open them, to the last bit."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from homing.vault import Assertion, KeyHeader, MistypedRecovery, Passphrase, RecoveryCode, SystemKeyring, WrongPasskey
from homing.vault.keys import DataKey, KeySlot
from homing.vault.slots import Way
from homing.vault.slots.paper import SYMBOLS, number_of, same_group, written
from tests.unit.vault.support import CHEAP, PASSPHRASE
from tests.unit.vault.test_keys_passkey import Authenticator

SECRET = bytes(range(32))
DAY = date(2026, 3, 21)
NUMBER = int.from_bytes(bytes(range(1, 19))) >> 4
CODE = "0410R-6105K-0R3GR-G28AN-1C606-T3GF7-208HN"
ONE = Authenticator(private=ec.derive_private_key(7, ec.SECP256R1()))
KNOWN = (
    '{"checksum":"366de78eec79a47555d46102e08eaafcd2d48d43f91065c3ca07ba7f97003611","slots":[{"added":"2u'
    'FutLAQNQuhs84V4zKEI4EmmaP/1axdH9s7jENUnwYO/QYDWyg=","cipher":"chacha20-poly1305","id":"3365093ae54fd'
    '35e","iterations":1,"kdf":"argon2id","lanes":1,"memory":64,"nonce":"0iQII9RKWD8QAK/P","salt":"p/dY9m'
    'w2GGDROFcgphdwMQ==","type":"passphrase","wrapped":"6uqo/HUagDl2hxLnGQOvpXsaxn85V5sFza7vSehdtBO+MvBZQ'
    'ECE916T6w/txwLR"},{"added":"SsqJdelhxny0fAB0gbmuC1zxVms4zWoBrBYNCKy1DaujWoLjGLQ=","cipher":"chacha20'
    '-poly1305","id":"5ce3c6ffb3d5a081","kdf":"hkdf-sha256","nonce":"qF32Y4Ivt36tULiS","salt":"SBWbNSnylG'
    'ZsfVGkcVTBBw==","type":"recovery","wrapped":"I/XRweEuzrzX333SDSl+5iXegdyZFcwA6fjvgbHzfUb47XGKfpGuTeN'
    'xpmcKL9V7"},{"account":"a name","added":"FGrzO6hqT8JwJh4FPlkhNxCtXgyrx44U4cY3qn4RrlFW0YbuuSs=","ciph'
    'er":"chacha20-poly1305","id":"400a36313806b8e5","kdf":"hkdf-sha256","nonce":"Ild/s0LfSkS6XyqF","salt'
    '":"wQqd1JBIFmfUxe0W0HovfA==","type":"keyring","wrapped":"+oQaISh9vr7B2fAhK5GSWCOUtNJjZJ+9ZQZPshRPASE'
    'o7xQ+WsDuklQ5FADZV3Qj"},{"added":"T3gdHerjt6lWqiNCBROLgUo2wmSkEruaT6GKIyJ8hiH3LKpV7Qk=","cipher":"ch'
    'acha20-poly1305","credential":"b25lIGNyZWRlbnRpYWw=","id":"afa85c68c43b6d79","kdf":"hkdf-sha256","no'
    'nce":"k/PfGI2n2f0ajHHQ","public_key":"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEjlM7b6C/e0YluzBmfAH7YH75+L'
    'ioD+9bMAYocDGHsqNz6x294DMYNm0Gn4Om9ZAAU8c2M8sEGyHFXhqGwfQAtA==","salt":"gK/t5nmqQekxFgthS0PbuQ==","t'
    'ype":"passkey","wrapped":"gBNBdPcwr0QQStbI+57Wa9GAbXUmEzC5J/PNY0WglJVS8Z2VgBqhxpuhuehP4Ehw"}],"versi'
    'on":1}\n'
)
"""The four kinds of slots over one key, as they stand in the file of version 1."""


def way(kind: str) -> Way:
    """What opens the slot of this kind."""
    ways: dict[str, Way] = {
        "passphrase": Passphrase(PASSPHRASE, CHEAP),
        "recovery": RecoveryCode(NUMBER),
        "keyring": SystemKeyring({"a name": bytes(range(50, 82))}),
        "passkey": ONE.passkey(),
    }
    return ways[kind]


KINDS = ("passphrase", "recovery", "keyring", "passkey")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_version_1_opens_in_every_way(kind: str) -> None:
    """Each slot that was once written gives the same key today."""
    header = KeyHeader.parse(KNOWN.encode())
    assert header.unlock(way(kind)).for_sqlcipher() == f"x'{SECRET.hex()}'"


def test_what_a_file_of_version_1_shows() -> None:
    """Ids, types and days are read back."""
    shown = KeyHeader.parse(KNOWN.encode()).shown(DataKey(SECRET))
    assert [slot.kind for slot in shown] == list(KINDS)
    assert all(slot == KeySlot(slot.id, slot.kind, DAY) and len(slot.id) == 16 for slot in shown)


def test_the_same_chance_writes_the_same_file() -> None:
    """The form of the file is what it was: not one byte of it has moved."""
    chance, key, header = Random(8).randbytes, DataKey(SECRET), KeyHeader(())
    for kind in KINDS:
        header = header.with_way(way(kind), key, urandom=chance, day=DAY)
    assert header.to_bytes() == KNOWN.encode()
    assert repr(key) == "DataKey(hidden)"


def test_a_code_that_was_printed_once_is_read() -> None:
    """Paper lasts: a code printed by version 1 means the same number for ever."""
    assert written(NUMBER) == CODE
    assert number_of(CODE) == NUMBER
    assert RecoveryCode(NUMBER).groups() == tuple(CODE.split("-"))


def test_signs_that_no_code_has_are_never_taken() -> None:
    """Two signs that are none of ours in one group do not make up for each other, whatever the check says."""
    rest = written(0)[5:]
    for first, second in ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3), (0, 4)):
        for check in SYMBOLS:
            group = ["0", "0", "0", "0", check]
            group[first] = group[second] = "U"
            with pytest.raises(MistypedRecovery) as told:
                number_of("".join(group) + rest)
            assert told.value.group == 1


def test_a_group_is_the_same_however_it_is_typed() -> None:
    """Small letters and signs that look alike are forgiven; another group is another group."""
    assert same_group(" o0-1iL", "00111")
    assert not same_group("00110", "00111")


def test_a_passkeys_signature_over_no_client_data_counts_for_nothing() -> None:
    """What is rightly signed but cannot be read as an answer is refused; so is data that ends before the flags."""
    answer = ONE.answer()
    for client, data in ((b"{", answer.authenticator_data), (answer.client_data, answer.authenticator_data[:32])):
        with pytest.raises(WrongPasskey):
            ONE.passkey(signed(client, data)).fields(Random(1).randbytes)
    assert ONE.passkey(signed(answer.client_data, answer.authenticator_data)).fields(Random(1).randbytes)


def signed(client: bytes, data: bytes) -> Assertion:
    """An answer of any content, with a signature that holds."""
    return Assertion(ONE.credential, ONE.output, data, client, ONE.sign(data, client))
