"""Whatever is added, taken back and changed: a way that a person can carry stays, and every way does what it must."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from homing.vault import (
    KeySlot,
    LastWayIn,
    NoSuchKey,
    Passphrase,
    RecoveryCode,
    SystemKeyring,
    Vault,
    Way,
    WrongPassphrase,
)
from homing.vault.slots import HUMAN
from tests.examples import examples
from tests.unit.vault.support import CHEAP, PASSPHRASE
from tests.unit.vault.test_keys_passkey import Authenticator

WORDS = st.sampled_from([f"lantern number {number}" for number in range(6)])


class KeysMachine(RuleBasedStateMachine):
    """One vault on the disk beside a plain list of the ways that should open it, and of those that should not."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name) / "homing"
        self.random = Random(1)
        self.inside: dict[str, Way] = {}
        self.outside: list[Way] = []
        self.added = 0

    def teardown(self) -> None:
        """Close and remove the folder."""
        self.vault.close()
        self.folder.cleanup()

    @initialize()
    def make(self) -> None:
        """A vault with a passphrase."""
        self.vault = Vault.create(self.home, PASSPHRASE, urandom=self.random.randbytes, cost=CHEAP)
        self.key = self.vault._key.for_sqlcipher()
        self.inside = {self.slots()[0].id: Passphrase(PASSPHRASE, CHEAP)}

    def slots(self) -> tuple[KeySlot, ...]:
        """What the vault lists."""
        return self.vault.key_slots()

    def add(self, way: Way) -> None:
        """Add a way, and find it at the end of the list."""
        day = date.fromordinal(738_000 + self.added)
        self.vault.change_keys(lambda header, key: header.with_way(way, key, urandom=self.random.randbytes, day=day))
        self.added += 1
        last = self.slots()[-1]
        assert (last.kind, last.added) == (way.kind, day)
        self.inside[last.id] = way

    @rule()
    def add_code(self) -> None:
        """A recovery code."""
        self.add(RecoveryCode.new(self.random.randbytes))

    @rule()
    def add_keyring(self) -> None:
        """A secret as a keyring would hold it."""
        self.add(SystemKeyring({self.random.randbytes(8).hex(): self.random.randbytes(32)}))

    @rule()
    def add_passkey(self) -> None:
        """A passkey."""
        one = Authenticator(credential=self.random.randbytes(16), output=self.random.randbytes(32))
        self.add(one.passkey())

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """Take one back, if a way that a person can carry is left."""
        gone = data.draw(st.sampled_from(sorted(self.inside)))
        left = [way for one, way in self.inside.items() if one != gone]
        if any(way.kind in HUMAN for way in left):
            self.vault.change_keys(lambda header, _key: header.without(gone))
            self.outside.append(self.inside.pop(gone))
        else:
            with pytest.raises(LastWayIn):
                self.vault.change_keys(lambda header, _key: header.without(gone))
        with pytest.raises(NoSuchKey):
            self.vault.change_keys(lambda header, _key: header.without("nothing"))

    @rule(words=WORDS)
    def change(self, words: str) -> None:
        """Change the passphrase, or set one where there is none."""
        new = Passphrase(words, CHEAP)
        self.vault.change_keys(lambda header, key: header.with_passphrase(new, key, urandom=self.random.randbytes))
        self.outside += [way for way in self.inside.values() if way.kind == "passphrase" and way != new]
        self.outside = [way for way in self.outside if way != new]
        kept = {one: way for one, way in self.inside.items() if way.kind != "passphrase"}
        self.inside = {self.slots()[0].id: new} | kept

    @rule(data=st.data())
    def open_again(self, data: st.DataObject) -> None:
        """Lock, and open by any of the ways."""
        self.vault.close()
        self.vault = Vault.open(self.home, data.draw(st.sampled_from(list(self.inside.values()))))

    @precondition(lambda self: self.inside)
    @invariant()
    def every_way_does_what_it_must(self) -> None:
        """Each listed way opens to the one key, each that was taken back opens nothing, and one can be carried."""
        header = Vault.header(self.home)
        assert [slot.id for slot in header.shown(self.vault._key)] == list(self.inside)
        assert any(slot.kind in HUMAN for slot in self.slots())
        for way in self.inside.values():
            assert header.unlock(way).for_sqlcipher() == self.key
        for way in self.outside:
            with pytest.raises(WrongPassphrase):
                header.unlock(way)


KeysMachine.TestCase.settings = settings(
    max_examples=examples(8, 25), stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
TestKeys = KeysMachine.TestCase
TestKeys.__doc__ = "Any sequence of adding, taking back and changing keys."
