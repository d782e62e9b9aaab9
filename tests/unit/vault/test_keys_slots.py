"""The ways into a vault: each opens the same key, says what is wrong with it, and can be taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from homing.vault import (
    Cost,
    KeyHeader,
    KeySlot,
    LastWayIn,
    MistypedRecovery,
    NoKeys,
    NoSuchKey,
    Passphrase,
    RecoveryCode,
    Vault,
    VaultDamaged,
    VaultReadOnly,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecovery,
    calibrate,
)
from homing.vault import home as place
from homing.vault.keys import DataKey
from homing.vault.slots import Slot, paper
from tests.unit.vault.support import CHEAP, PASSPHRASE, created, moment, put, urandom

DAY = date(2026, 3, 1)
NEW = Passphrase("two lanterns in fog", CHEAP)


def made() -> tuple[KeyHeader, DataKey]:
    """A header with a passphrase of the first of March, and its key."""
    return KeyHeader.create(PASSPHRASE, urandom(), CHEAP, DAY)


def with_code(seed: int = 5) -> tuple[KeyHeader, DataKey, RecoveryCode]:
    """The same with a recovery code."""
    header, key = made()
    code = RecoveryCode.new(urandom(seed))
    return header.with_way(code, key, urandom=urandom(seed), day=DAY), key, code


def opens(header: KeyHeader, way: Any, key: DataKey) -> bool:
    """Whether it opens to this very key."""
    return header.unlock(way).for_sqlcipher() == key.for_sqlcipher()


def test_a_recovery_code_opens_the_same_key() -> None:
    """Passphrase and code each open the data key, also after the header was written and read."""
    header, key, code = with_code()
    again = KeyHeader.parse(header.to_bytes())
    assert opens(again, code, key)
    assert opens(again, PASSPHRASE, key)


def test_the_list_tells_type_and_day_and_nothing_else() -> None:
    """Each slot has a public id, a type and a day; a slot of the first vaults has an id that stays, and no day."""
    header, key, _ = with_code()
    first, second = header.shown(key)
    assert (first.kind, first.added, second.kind, second.added) == ("passphrase", DAY, "recovery", DAY)
    assert len({first.id, second.id}) == 2
    old = KeyHeader(({name: value for name, value in header.slots[0].items() if name not in ("id", "added")},))
    assert old.shown(key) == KeyHeader.parse(old.to_bytes()).shown(key)
    assert old.shown(key)[0].added is None
    assert header.without(second.id).shown(key) == (first,)


@pytest.mark.claim("P2")
def test_a_locked_file_does_not_tell_the_day() -> None:
    """The day on which a key was added is sealed with the data key, and bound to its slot."""
    header, key, _ = with_code()
    assert b"2026-03-01" not in header.to_bytes()
    first, second = header.slots
    swapped = KeyHeader((dict(first) | {"added": second["added"]}, second))
    assert swapped.shown(key)[0].added is None
    assert KeyHeader((dict(first) | {"added": "AAAA"},)).shown(key)[0].added is None


@pytest.mark.parametrize("seed", range(20))
def test_a_code_is_read_as_people_write(seed: int) -> None:
    """Small letters, O for 0, I or L for 1, spaces, dashes and wide letters are the same code."""
    code = RecoveryCode.new(urandom(seed))
    text = "-".join(code.groups())
    random = Random(seed)
    sloppy = "".join(random.choice({"0": "0oO", "1": "1iIlL"}.get(one, one + one.lower())) for one in text)
    for told in (text, text.lower(), sloppy, sloppy.replace("-", " "), text.replace("-", "\u2013\u00a0"),
                 text.replace("-", ""), "".join(chr(ord(one) + 0xFEE0) for one in text)):  # fmt: skip
        assert RecoveryCode.typed(told) == code


def test_a_code_is_140_bits_in_seven_groups_of_five() -> None:
    """Every number comes back from its groups; the smallest and the largest, too."""
    for number in (0, 1, 2**140 - 1, RecoveryCode.new(urandom(3)).number):
        groups = RecoveryCode(number).groups()
        assert [len(group) for group in groups] == [5] * 7
        assert paper.number_of(" ".join(groups)) == number < 2**140
    assert RecoveryCode.new(lambda n: b"\xff" * n).number == 2**140 - 1
    assert "number" not in repr(RecoveryCode(5))


def test_every_wrong_symbol_is_noticed_in_its_group() -> None:
    """Whichever symbol is another one, the code counts as mistyped, and the group is told."""
    text = "".join(RecoveryCode.new(urandom(4)).groups())
    for at, symbol in enumerate(text):
        for other in paper.SYMBOLS.replace(symbol, "") + "U":
            with pytest.raises(MistypedRecovery) as caught:
                RecoveryCode.typed(text[:at] + other + text[at + 1 :])
            assert caught.value.group == at // 5 + 1


def test_symbols_and_groups_that_changed_places_are_noticed() -> None:
    """Two neighbours swapped, or two groups, is a slip of the hand and not another code."""
    groups = RecoveryCode.new(urandom(6)).groups()
    text = "".join(groups)
    swaps = [text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(34) if at % 5 != 4]
    turned = ["".join((*groups[:at], groups[at + 1], groups[at], *groups[at + 2 :])) for at in range(6)]
    for told in swaps + turned:
        if told != text:
            with pytest.raises(MistypedRecovery):
                RecoveryCode.typed(told)


@pytest.mark.parametrize("told", ["", "x", "0" * 34, "0" * 36, PASSPHRASE, "\ud800" * 35, "\u00df" * 35])
def test_what_is_no_code_is_mistyped(told: str) -> None:
    """Too few or too many symbols, or others than those of a code."""
    with pytest.raises(MistypedRecovery):
        RecoveryCode.typed(told)


def test_a_wrong_code_is_told_from_a_mistyped_one() -> None:
    """A well-written code of another vault opens nothing, whether or not there is a recovery slot."""
    header, _, _ = with_code(5)
    for one in (header, made()[0]):
        with pytest.raises(WrongRecovery) as caught:
            one.unlock(RecoveryCode.new(urandom(6)))
        assert not isinstance(caught.value, MistypedRecovery)


def test_the_last_way_a_person_can_carry_stays() -> None:
    """The only passphrase cannot be taken back; beside a recovery code it can, and then the code cannot."""
    header, key, code = with_code()
    words, paper_slot = header.shown(key)
    with pytest.raises(LastWayIn):
        made()[0].without(words.id)
    left = header.without(words.id)
    assert opens(left, code, key)
    with pytest.raises(WrongPassphrase):
        left.unlock(PASSPHRASE)
    with pytest.raises(LastWayIn):
        left.without(paper_slot.id)


def test_what_is_not_there_or_not_known_cannot_be_taken_back() -> None:
    """An id of nothing, and the id of a slot that a newer Homing made, are refused; the slot stays as it is."""
    header, key = made()
    strange = {"type": "paper", "id": "ab", "words": [24]}
    both = KeyHeader((*header.slots, strange, 3))  # type: ignore[arg-type]  # what a later file may hold
    for one in ("nothing", "ab"):
        with pytest.raises(NoSuchKey):
            both.without(one)
    changed = both.with_passphrase(NEW, key, urandom=urandom(8))
    assert list(changed.slots[1:]) == [strange, 3]
    assert [one.kind for one in changed.shown(key)] == ["passphrase", "unknown", "unknown"]
    assert changed.shown(key)[1] == KeySlot("ab", "unknown")


def test_a_changed_passphrase_replaces_every_old_one() -> None:
    """After a change the old words open nothing, the new ones and the code do; a weak one changes nothing."""
    header, key, code = with_code()
    twice = header.with_way(Passphrase("a third lantern", CHEAP), key, urandom=urandom(9))
    changed = twice.with_passphrase(NEW, key, urandom=urandom(10), day=DAY)
    assert opens(changed, NEW.words, key)
    assert opens(changed, code, key)
    for old in (PASSPHRASE, "a third lantern"):
        with pytest.raises(WrongPassphrase):
            changed.unlock(old)
    with pytest.raises(WeakPassphrase):
        header.with_passphrase(Passphrase("short", CHEAP), key, urandom=urandom(11))


def test_a_passphrase_shows_itself_nowhere() -> None:
    """No repr holds it."""
    assert "lantern" not in repr(NEW) + str(NEW)


@pytest.mark.parametrize("changes", [{"salt": "AAAA"}, {"salt": 5}, {"nonce": "AAAA"}, {"wrapped": "AAAA"}])
def test_a_recovery_slot_that_makes_no_sense_is_damage(changes: dict[str, Any]) -> None:
    """A forged recovery slot is damage, not a crash."""
    header, _, code = with_code()
    with pytest.raises(VaultDamaged):
        KeyHeader((header.slots[0], dict(header.slots[1]) | changes)).unlock(code)


def test_no_slot_opens_with_the_parameters_of_another() -> None:
    """Salt, id and type are bound to the wrapped key."""
    header, _, code = with_code()
    for changes in ({"id": "00"}, {"kdf": "none"}, {"salt": header.slots[0]["salt"]}):
        with pytest.raises(WrongRecovery):
            KeyHeader((header.slots[0], dict(header.slots[1]) | changes)).unlock(code)


class Machine:
    """A clock, and work that takes as long as its cost says on a machine of this speed."""

    def __init__(self, default_seconds: float) -> None:
        self.seconds, self._default, self.tried = 0.0, default_seconds, list[Cost]()

    def clock(self) -> float:
        """Seconds."""
        return self.seconds

    def guess(self, cost: Cost) -> None:
        """Let the time of one guess pass."""
        self.tried.append(cost)
        self.seconds += self._default * cost.memory * cost.iterations / (65_536 * 3)


@pytest.mark.parametrize(
    ("default_seconds", "memory", "iterations", "lower", "upper"),
    [
        (2.0, 65_536, 3, 2.0, 2.0),
        (0.3, 65_536, 5, 0.4, 0.5),
        (0.1, 262_144, 3, 0.4, 0.4),
        (0.01, 262_144, 37, 0.45, 0.5),
        (0.0001, 262_144, 64, 0.0, 0.5),
        (0.0, 262_144, 3, 0.0, 0.0),
    ],
)
def test_the_cost_of_a_guess_is_measured(
    default_seconds: float, memory: int, iterations: int, lower: float, upper: float
) -> None:
    """About half a second a guess, memory before passes, never below the default, never beyond the bounds."""
    machine = Machine(default_seconds)
    cost = calibrate(machine.clock, machine.guess)
    assert cost == Cost(memory=memory, iterations=iterations)
    before = machine.seconds
    machine.guess(cost)
    assert lower - 1e-9 <= machine.seconds - before <= upper + 1e-9


def test_the_cost_is_measured_by_real_work() -> None:
    """Without a stand-in, real guesses are made between two looks at the clock."""
    ticks = iter(range(10))
    assert calibrate(lambda: float(next(ticks))) == Cost()


def change(vault: Vault, new: Passphrase = NEW) -> None:
    """Change the passphrase of an open vault."""
    vault.change_keys(lambda header, key: header.with_passphrase(new, key, urandom=urandom(20), day=DAY))


def test_changing_the_passphrase_leaves_the_database_alone(home: Path) -> None:
    """Only the key file is written; what was kept is there under the new words, and the old ones open nothing."""
    vault = created(home)
    put(vault, moment(1))
    vault.close()
    vault = Vault.open(home, PASSPHRASE)
    before = (home / "vault.db").read_bytes()
    change(vault)
    assert vault.accepts(NEW)
    assert not vault.accepts(PASSPHRASE)
    assert (home / "vault.db").read_bytes() == before
    assert (home / "vault.key").stat().st_mode & 0o777 == 0o600
    vault.close()
    assert not (home / "vault.key.new").exists()
    with pytest.raises(WrongPassphrase):
        Vault.open(home, PASSPHRASE)
    again = Vault.open(home, NEW)
    assert again.read(lambda rows: rows.moments()) == [moment(1)]
    assert [one.kind for one in again.key_slots()] == ["passphrase"]
    again.close()


def test_a_vault_made_on_a_day_says_so(home: Path) -> None:
    """The day of making it is that of its passphrase."""
    vault = Vault.create(home, PASSPHRASE, urandom=urandom(), cost=CHEAP, day=DAY)
    assert [one.added for one in vault.key_slots()] == [DAY]
    vault.close()


def test_a_vault_in_memory_has_no_keys() -> None:
    """The sample lists none and refuses a change."""
    vault = Vault.in_memory()
    assert vault.key_slots() == ()
    with pytest.raises(NoKeys):
        change(vault)
    vault.close()


@pytest.mark.parametrize("step", ["write_new", "rename", "settle"])
def test_a_change_that_fails_leaves_keys_that_work(home: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """If writing, renaming or syncing is refused, that is said, and the vault agrees with its key file."""
    vault = created(home)

    def refuse(*_given: Any) -> None:
        raise PermissionError(13, "no")

    with monkeypatch.context() as patch:
        if step == "rename":
            patch.setattr(Path, "rename", refuse)
        else:
            patch.setattr(place, step, refuse)
        with pytest.raises(VaultReadOnly):
            change(vault)
    new = step == "settle"
    assert vault.accepts(NEW) is new
    assert vault.accepts(PASSPHRASE) is not new
    assert not (home / "vault.key.new").exists()
    vault.close()
    Vault.open(home, NEW if new else PASSPHRASE).close()


def test_what_an_unfinished_change_left_is_written_over(home: Path) -> None:
    """A new key file that never got its name is no obstacle, and is gone after the next change."""
    vault = created(home)
    (home / "vault.key.new").write_text("left over")
    change(vault)
    assert sorted(path.name for path in home.glob("vault.key*")) == ["vault.key"]
    vault.close()


def test_closing_wipes_the_key(home: Path) -> None:
    """After closing, the vault's own copy of the data key is zeros."""
    vault = created(home)
    key = vault._key
    assert key.for_sqlcipher() != f"x'{'00' * 32}'"
    vault.close()
    assert key.for_sqlcipher() == f"x'{'00' * 32}'"


def test_work_is_done_where_there_is_no_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase at a vault without one costs a guess as well, and gives the same answer as a wrong one."""
    header, key, _ = with_code()
    left = header.without(header.shown(key)[0].id)
    done: list[Cost] = []
    monkeypatch.setattr("homing.vault.slots.passphrase.one_guess", done.append)
    with pytest.raises(WrongPassphrase):
        left.unlock(PASSPHRASE)
    assert done == [Cost()]


def test_one_group_is_compared_as_it_was_meant() -> None:
    """A group typed back counts in small letters and with O for 0; another group does not."""
    assert paper.same_group(" o1bcd ", "01BCD")
    assert not paper.same_group("01BCE", "01BCD")


class Nobody(RecoveryCode):
    """A way that has nothing to say to the slot it made."""

    def key(self, slot: Slot) -> bytes | None:  # type: ignore[override]  # what the protocol allows
        """Nothing."""


def test_a_way_that_cannot_open_its_own_slot_makes_none() -> None:
    """A slot that nobody could open is not written."""
    header, key = made()
    with pytest.raises(WrongRecovery):
        header.with_way(Nobody(5), key, urandom=urandom())
