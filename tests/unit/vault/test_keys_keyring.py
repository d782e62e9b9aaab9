"""The system's keyring as a way in: real ones are used, those that do not encrypt or keep are refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from homing.vault import KeyHeader, KeyringMissing, SystemKeyring, WrongKeyring
from homing.vault.slots import system
from tests import needs
from tests.keyrings import Forgetful, InPlainSight, Remembering
from tests.unit.vault.support import CHEAP, PASSPHRASE, urandom

pytestmark = pytest.mark.usefixtures("system_keyring")


def with_keyring() -> tuple[KeyHeader, str]:
    """A header with a passphrase and a keyring slot, and the key in both."""
    header, key = KeyHeader.create(PASSPHRASE, urandom(), CHEAP)
    added = header.with_way(SystemKeyring.new(urandom(2)), key, urandom=urandom(3))
    return KeyHeader.parse(added.to_bytes()), key.for_sqlcipher()


def test_the_keyring_opens_the_same_key(system_keyring: Remembering) -> None:
    """What lies in the keyring opens the slot; its name there says nothing of what it is for."""
    header, key = with_keyring()
    assert header.unlock(SystemKeyring.known(header.slots)).for_sqlcipher() == key
    ((service, account),) = system_keyring.kept
    assert service == "local-storage"
    assert account == header.of_kind("keyring")[0]["account"]
    assert account not in (header.of_kind("keyring")[0]["id"], "homing")


def test_the_secret_shows_itself_nowhere(system_keyring: Remembering) -> None:
    """Neither the key file nor a repr holds the secret."""
    header, _ = with_keyring()
    (secret,) = system_keyring.kept.values()
    assert secret.encode() not in header.to_bytes()
    assert repr(SystemKeyring.known(header.slots)) == "SystemKeyring()"


def test_without_its_secret_the_slot_stays_shut(system_keyring: Remembering) -> None:
    """A secret that is gone, changed or no secret at all, and a keyring that is locked, give one plain sentence."""
    header, _ = with_keyring()
    (place,) = system_keyring.kept
    for told in ("", "AAAA", "no base64!", "A" * 43 + "=", None):
        system_keyring.kept = {} if told is None else {place: told}
        with pytest.raises(WrongKeyring):
            header.unlock(SystemKeyring.known(header.slots))
    system_keyring.locked = True
    with pytest.raises(WrongKeyring):
        header.unlock(SystemKeyring.known(header.slots))
    with pytest.raises(KeyringMissing):
        SystemKeyring.new(urandom())


def test_where_there_is_no_slot_nothing_opens() -> None:
    """A header without a keyring slot is not opened by any secret."""
    header, _ = KeyHeader.create(PASSPHRASE, urandom(), CHEAP)
    with pytest.raises(WrongKeyring):
        header.unlock(SystemKeyring.new(urandom(2)))


@pytest.mark.care("C23")
@pytest.mark.parametrize("module", ["keyrings.alt.file", "keyring.backends.null", "keyring.backends.fail"])
def test_a_keyring_is_refused_by_its_name(module: str) -> None:
    """Plain files and dummies are refused however much they recommend themselves; others from the same mark on."""
    kept = type("Kept", (Remembering,), {"__module__": "some.keyring", "priority": system.RECOMMENDED})
    keyring.set_keyring(kept())
    account = next(iter(SystemKeyring.new(urandom()).secrets))
    assert (len(account), account) == (16, account.lower())
    keyring.set_keyring(type("Loud", (kept,), {"__module__": module, "priority": 9})())
    with pytest.raises(KeyringMissing):
        SystemKeyring.new(urandom())


def test_only_a_whole_secret_counts(system_keyring: Remembering) -> None:
    """What is in the keyring under the slot's name is taken only if it has the form that was put there."""
    header, _ = with_keyring()
    ((place, told),) = system_keyring.kept.items()
    for wrong in (None, "", "AAAA", f"{told}!", f"!{told}"):
        system_keyring.kept = {} if wrong is None else {place: wrong}
        assert SystemKeyring.known(header.slots).secrets == {}
    system_keyring.kept = {place: told}
    assert len(SystemKeyring.known(header.slots).secrets) == 1


@pytest.mark.care("C23")
@pytest.mark.parametrize("kind", [fail.Keyring, null.Keyring, InPlainSight, Forgetful])
def test_a_keyring_that_is_none_is_refused(kind: type[KeyringBackend]) -> None:
    """Dummies, plain files and what forgets are no place for a secret."""
    keyring.set_keyring(kind())
    with pytest.raises(KeyringMissing):
        SystemKeyring.new(urandom())


def test_a_keyring_that_cannot_be_asked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever error a system's keyring has of its own, it is the same plain sentence."""

    def broken() -> KeyringBackend:
        raise RuntimeError("no bus")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    with pytest.raises(KeyringMissing):
        SystemKeyring.known([])


def test_of_several_keyrings_the_first_real_one_is_taken(
    system_keyring: Remembering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library may chain several; a secret goes to the first that is real, and never on to a plain one."""
    plain = InPlainSight()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [plain, system_keyring])
    chain: Any = chainer.ChainerBackend
    keyring.set_keyring(chain())
    SystemKeyring.new(urandom())
    assert (len(plain.kept), len(system_keyring.kept)) == (0, 1)
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [plain])
    with pytest.raises(KeyringMissing):
        SystemKeyring.new(urandom())


def test_forgetting_takes_the_secret_out(system_keyring: Remembering) -> None:
    """What is taken back leaves the keyring; where that fails, nothing is raised: the slot is gone already."""
    header, _ = with_keyring()
    (slot,) = header.of_kind("keyring")
    system.forget(slot)
    assert system_keyring.kept == {}
    system.forget(slot)
    none: Any = fail.Keyring
    keyring.set_keyring(none())
    system.forget(slot)


def test_a_slot_without_an_account_is_passed_over() -> None:
    """A forged slot that names no account opens with nothing and breaks nothing."""
    header, _ = with_keyring()
    bare = {name: value for name, value in header.of_kind("keyring")[0].items() if name != "account"}
    with pytest.raises(WrongKeyring):
        KeyHeader((header.slots[0], bare)).unlock(SystemKeyring.known([bare]))


REAL = """
printf 'only a test' | gnome-keyring-daemon --unlock --components=secrets > /dev/null
exec "$0" -c "$1"
"""
ROUND = """
import keyring, os
from homing.vault import Cost, KeyHeader, SystemKeyring, WrongKeyring
from homing.vault.slots import system
header, key = KeyHeader.create("a lantern in fog", os.urandom, Cost(64, 1, 1))
header = header.with_way(SystemKeyring.new(os.urandom), key, urandom=os.urandom)
assert header.unlock(SystemKeyring.known(header.slots)).for_sqlcipher() == key.for_sqlcipher()
system.forget(header.of_kind("keyring")[0])
try:
    header.unlock(SystemKeyring.known(header.slots))
except WrongKeyring:
    print(type(system.real_keyring()).__module__)
"""


def test_a_real_secret_service_keeps_the_secret(tmp_path: Path) -> None:
    """With a session bus and GNOME's keyring a secret is put in, found, and taken out again."""
    needs.keyring()
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environ: dict[str, Any] = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(runtime)}
    done = subprocess.run(
        ["dbus-run-session", "--", "/bin/sh", "-c", REAL, sys.executable, ROUND],
        env=environ, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout == "keyring.backends.SecretService\n", done.stderr
