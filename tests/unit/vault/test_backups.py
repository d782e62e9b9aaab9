"""Backups: whole or not at all, made when due whatever the clock says, let go in turn, never in the diary's way."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.vault import (
    Backup,
    BackupDamaged,
    BackupThere,
    NotABackup,
    Vault,
    VaultClosed,
    VaultDamaged,
    VaultError,
    VaultFull,
    VaultMissing,
    VaultNewer,
    VaultReadOnly,
    backups,
    container,
    kept,
    last_good,
    restore,
)
from homing.vault.backups import listed
from homing.vault.check import digest
from homing.vault.container import MAGIC, Label
from homing.vault.rotation import DAYS, MONTHS, WEEKS
from homing.vault.rotation import kept as staying
from tests.unit.vault.support import NOON, PASSPHRASE, created, in_threads, later, moment, put, small_disk

DAY = 24.0


def made(vault: Vault, hours: float = 0) -> Backup:
    """A backup made so many hours after noon of the first day."""
    return kept.make(vault, later(hours))


def mode(path: Path) -> int:
    """The permission bits."""
    return path.stat().st_mode & 0o777


@pytest.fixture
def one(vault: Vault) -> Backup:
    """A backup of a vault with one moment."""
    put(vault, moment(1))
    return made(vault)


@pytest.mark.claim("P2")
def test_a_backup_is_one_private_file_that_gives_the_vault_back(vault: Vault, home: Path, tmp_path: Path) -> None:
    """What is restored from it is equal, bin, history, settings and tombstones included; only the owner may read it."""
    put(vault, moment(1, note="a heron"), moment(2, 1), moment(3, 2))
    vault.write(lambda rows: rows.remove(moment(2).id, NOON))
    vault.write(lambda rows: rows.forget([moment(3).id]))
    vault.write(lambda rows: rows.set_setting("theme", "dark"))
    backup = made(vault)
    assert (mode(backup.path), mode(home / "backups")) == (0o600, 0o700)
    assert b"heron" not in backup.path.read_bytes()
    restored = restore(backup.path, tmp_path / "new")
    assert (restored.label, restored.aside) == (backup.label, None)
    other = Vault.open(tmp_path / "new", PASSPHRASE)
    assert other.look(digest) == vault.look(digest)
    other.close()


def test_a_backup_is_of_one_instant_while_others_write(vault: Vault, tmp_path: Path) -> None:
    """Writes that go on meanwhile are in it wholly or not at all, in order, and none of them fails."""
    put(vault, moment(0))
    stop = threading.Event()
    written = []

    def write() -> None:
        for number in range(1, 2000):
            if stop.is_set():
                return
            put(vault, moment(2 * number), moment(2 * number + 1))
            written.append(number)

    found: list[Backup] = []

    def copy() -> None:
        found.extend(made(vault, hours) for hours in range(3))
        stop.set()

    in_threads(write, copy)
    for backup in found:
        restore(backup.path, tmp_path / backup.path.name)
        other = Vault.open(tmp_path / backup.path.name, PASSPHRASE)
        ids = {row.id.int for row in other.read(lambda rows: rows.moments())} - {0}
        assert kept.check_vault(other).problems == ()
        assert ids == set(range(2, 2 + len(ids)))
        assert len(ids) % 2 == 0
        other.close()
    assert written


def test_the_newest_stands_first_and_what_is_none_is_passed_over(vault: Vault, home: Path) -> None:
    """The list goes by number; other files in the folder are no backups."""
    put(vault, moment(1))
    names = [made(vault, hours).path.name for hours in (0, 50, -50)]
    (home / "backups" / "notes.txt").write_text("x")
    assert [one.path.name for one in listed(home, whole=True)] == names[::-1]
    assert [one.number for one in listed(home)] == [3, 2, 1]
    assert names[2] == "backup-000003-2026-02-27.homing"
    found = last_good(home)
    assert found is not None
    assert found.number == 3
    (home / "backups" / names[2]).write_bytes(b"")
    found = last_good(home)
    assert found is not None
    assert found.number == 2


def test_without_a_folder_there_is_no_backup(tmp_path: Path) -> None:
    """A folder that is not there holds none."""
    assert listed(tmp_path / "nowhere") == []
    assert last_good(tmp_path / "nowhere") is None


def test_nothing_is_written_over(vault: Vault, tmp_path: Path, one: Backup) -> None:
    """A file of that name is refused and left as it was; nothing else is left beside it."""
    target = tmp_path / "stick" / "mine"
    target.parent.mkdir()
    target.write_text("mine")
    with pytest.raises(BackupThere):
        kept.make(vault, NOON, target)
    assert target.read_text() == "mine"
    assert list(target.parent.iterdir()) == [target]
    target.unlink()
    assert kept.make(vault, NOON, target).path == target
    assert container.verify(target).number == one.number + 1


def test_a_file_system_without_hard_links_will_do(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where links cannot be made, the name is looked at and given; it is still never written over."""

    def refuse(_self: Path, _target: Path) -> None:
        raise PermissionError(1, "no links here")

    put(vault, moment(1))
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    backup = kept.make(vault, NOON, tmp_path / "mine")
    assert container.verify(backup.path) == backup.label
    with pytest.raises(BackupThere):
        kept.make(vault, NOON, tmp_path / "mine")


def test_one_is_made_when_a_day_went_by_and_something_changed(vault: Vault) -> None:
    """Not for an empty vault, not twice in a day, not if nothing changed; a change of a setting is one."""
    assert kept.keep_up(vault, NOON) is None
    put(vault, moment(1))
    assert kept.keep_up(vault, NOON) is not None
    put(vault, moment(2))
    assert kept.keep_up(vault, later(23.9)) is None
    assert kept.keep_up(vault, later(24)) is not None
    assert kept.keep_up(vault, later(100)) is None
    vault.write(lambda rows: rows.set_setting("theme", "dark"))
    assert kept.keep_up(vault, later(101)) is not None
    vault.write(lambda rows: rows.forget([moment(1).id]))
    assert kept.keep_up(vault, later(200)) is not None


@pytest.mark.parametrize("jump", [-20_000.0, 20_000.0, -(24.0 * 365 * 30), 24.0 * 365 * 30])
def test_a_wrong_clock_neither_stops_backups_nor_deletes_good_ones(vault: Vault, home: Path, jump: float) -> None:
    """Through a year of days with a clock that jumps in its middle and back again, the newest always stays."""
    put(vault, moment(1))
    for day in range(40):
        put(vault, moment(1, note=f"day {day}"))
        wrong = jump if 10 <= day < 20 else 0.0
        backup = kept.keep_up(vault, later(DAY * day + wrong))
        assert backup is not None, day
        assert listed(home)[0].number == backup.number == day + 1
    numbers = {one.number for one in listed(home)}
    assert set(range(34, 41)) <= numbers
    assert len(numbers) <= DAYS + WEEKS + MONTHS
    assert len(numbers) >= DAYS + 2


def test_a_damaged_newest_is_followed_by_a_good_one_at_once(vault: Vault, home: Path) -> None:
    """When the last backup is no longer whole, the next look makes another, though no day went by."""
    put(vault, moment(1))
    first = kept.keep_up(vault, NOON)
    assert first is not None
    first.path.write_bytes(first.path.read_bytes()[:-1])
    second = kept.keep_up(vault, later(1))
    assert second is not None
    assert [(one.number, one.trouble is None) for one in listed(home, whole=True)] == [(2, True), (1, False)]


@given(st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=60))
def test_the_newest_always_stays_and_no_more_than_the_spans_hold(days: list[date]) -> None:
    """Whatever the clock told, the last one made stays; taking away what goes changes nothing more."""
    backups = list(enumerate(days))
    stay = staying(backups)
    assert len(stay) <= DAYS + WEEKS + MONTHS
    assert not days or len(days) - 1 in stay
    assert stay <= set(range(len(days)))
    assert staying([one for one in backups if one[0] in stay]) == stay


def test_a_year_of_days_leaves_days_weeks_and_months() -> None:
    """Of a daily year there remain the last seven days, five weeks and twelve months."""
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    stay = [days[number] for number in sorted(staying(enumerate(days)))]
    assert stay[-DAYS:] == days[-DAYS:]
    assert {day.month for day in stay} == set(range(1, 13))
    assert len(stay) <= DAYS + WEEKS + MONTHS


def test_backups_of_another_vault_stay_and_are_not_its_own(vault: Vault, home: Path, tmp_path: Path) -> None:
    """Another vault's backups in the folder are neither counted, nor let go, nor tended."""
    put(vault, moment(1))
    other = Vault.create(tmp_path / "other", PASSPHRASE, urandom=lambda n: bytes(n), cost=None)
    put(other, moment(9))
    foreign = kept.make(other, NOON)
    other.close()
    (home / "backups").mkdir()
    for number in range(1, 4):
        shutil.copy(foreign.path, home / "backups" / f"backup-00000{number}-2026-03-01.homing")
    before = foreign.path.read_bytes()
    mine = kept.keep_up(vault, NOON)
    assert mine is not None
    assert mine.number == 4
    vault.write(lambda rows: rows.forget([moment(1).id]))
    assert vault.behind == {}
    assert [one.path.read_bytes() == before for one in listed(home)] == [False, True, True, True]


def test_in_memory_there_is_nothing_to_back_up() -> None:
    """The sample has no backups, and asking for one is told in words."""
    vault = Vault.in_memory()
    put(vault, moment(1))
    assert kept.keep_up(vault, NOON) is None
    assert kept.let_go(vault) == []
    for ask in (kept.make, kept.taken_along):
        with pytest.raises(VaultMissing):
            ask(vault, NOON)
    with pytest.raises(VaultMissing):
        kept.drill(vault, Backup(Path("x"), 1, 1, None), PASSPHRASE, NOON)
    vault.write(lambda rows: rows.forget([moment(1).id]))
    assert vault.home is None
    vault.close()


def test_locking_does_not_wait_for_a_backup(vault: Vault, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing interrupts the copy; no file is left but those of the vault, and the backup is made another time."""
    put(vault, *(moment(number, number, note="n" * 3000) for number in range(1, 1500)))
    begun = threading.Event()
    real = backups.copy_into

    def telling(source: backups.Source, path: Path) -> None:
        def copying(raw: Any) -> None:
            source.copying(raw)
            begun.set()

        real(replace(source, copying=copying), path)

    monkeypatch.setattr(backups, "copy_into", telling)

    def backing() -> None:
        with pytest.raises(VaultClosed):
            made(vault)

    def closing() -> None:
        assert begun.wait(30)
        vault.close()

    in_threads(backing, closing)
    assert list((home / "backups").iterdir()) == []


def test_a_vault_that_is_being_locked_starts_no_step(vault: Vault) -> None:
    """Between two steps the backup looks whether it should go on."""
    put(vault, moment(1))
    with vault.source() as source:
        assert source is not None
        ended = replace(source, goes_on=lambda: False)
        with pytest.raises(VaultClosed):
            backups.make(ended, NOON)
    vault.close()
    with pytest.raises(VaultClosed):
        made(vault)


def test_a_damaged_page_is_not_copied_into_a_backup(vault: Vault, home: Path) -> None:
    """When a page of the vault cannot be read, no backup is made of it, and the one before stays."""
    put(vault, *(moment(number, number, note="n" * 2000) for number in range(1, 60)))
    first = made(vault)
    vault.close()
    raw = bytearray((home / "vault.db").read_bytes())
    for at in range(8192 * 3, len(raw), 4096):
        raw[at + 100] ^= 1
    (home / "vault.db").write_bytes(raw)
    vault = Vault.open(home, PASSPHRASE)
    with pytest.raises(VaultDamaged):
        made(vault, 30)
    assert [one.number for one in listed(home, whole=True)] == [first.number]
    assert [path.name for path in (home / "backups").iterdir()] == [first.path.name]
    vault.close()


def test_a_copy_that_comes_out_wrong_gets_no_name(vault: Vault, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the copy's pages do not pass their check, nothing gets the name of a backup."""
    put(vault, moment(1))
    real = backups.copy_into

    def spoilt(source: backups.Source, path: Path) -> None:
        real(source, path)
        raw = bytearray(path.read_bytes())
        raw[-100] ^= 1
        path.write_bytes(raw)

    monkeypatch.setattr(backups, "copy_into", spoilt)
    with pytest.raises(VaultDamaged):
        made(vault)
    assert list((home / "backups").iterdir()) == []


def test_what_an_earlier_attempt_left_is_swept(vault: Vault, home: Path) -> None:
    """Half-made files in the folder go with the next backup."""
    put(vault, moment(1))
    (home / "backups").mkdir()
    for name in ("copy.part", "new.part", "copy.part-journal", ".backup-000009-2026-03-01.homing.part"):
        (home / "backups" / name).write_text("half")
    backup = made(vault)
    assert list((home / "backups").iterdir()) == [backup.path]


def test_a_full_disk_costs_the_backup_and_no_entry(tmp_path: Path) -> None:
    """With no room for a backup it is said, nothing half-made is left, and the next entry is kept all the same."""
    with small_disk(tmp_path / "disk", "3000k") as disk:
        vault = created(disk / "homing")
        put(vault, *(moment(number, number, note="n" * 2000) for number in range(1, 40)))
        first = kept.keep_up(vault, NOON)
        assert first is not None
        with (disk / "filler").open("wb", buffering=0) as filler:
            room = shutil.disk_usage(disk).free - 250_000
            filler.write(bytes(room))
        put(vault, moment(100, 100))
        with pytest.raises(VaultFull):
            kept.keep_up(vault, later(30))
        assert [path.name for path in (disk / "homing" / "backups").iterdir()] == [first.path.name]
        put(vault, moment(101, 101))
        assert vault.read(lambda rows: rows.count(type(moment(1)))) == 41
        (disk / "filler").unlink()
        assert kept.keep_up(vault, later(30)) is not None
        vault.close()


def test_a_folder_that_may_not_be_written_is_said(vault: Vault, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only place for backups is one sentence, and the diary goes on."""
    put(vault, moment(1))

    def refuse(_path: Path, _content: bytes) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        patched.setattr("homing.vault.home.write_new", refuse)
        with pytest.raises(VaultReadOnly):
            kept.keep_up(vault, NOON)
    put(vault, moment(2))
    assert kept.keep_up(vault, NOON) is not None
    assert home.is_dir()


def test_one_to_take_along_is_made_apart_and_swept_if_left(vault: Vault, home: Path) -> None:
    """It is no backup of the folder; if nobody deletes it, the next opening does."""
    put(vault, moment(1))
    along = kept.taken_along(vault, NOON)
    assert container.verify(along.path).vault == along.label.vault if along.label else False
    assert listed(home) == []
    vault.close()
    again = Vault.open(home, PASSPHRASE)
    assert not along.path.exists()
    again.close()


@pytest.mark.parametrize("length", [0, 1, 13, 14, 15, 60, 200, 600, 5000, -33, -32, -1])
def test_a_cut_backup_is_seen_without_a_passphrase(one: Backup, home: Path, length: int) -> None:
    """However much of the file is left, it is damaged or no backup, and the list says so."""
    one.path.write_bytes(one.path.read_bytes()[:length])
    for look in (container.read_label, container.verify):
        with pytest.raises((BackupDamaged, NotABackup)):
            look(one.path)
    assert [type(told.trouble) for told in listed(home)] in ([BackupDamaged], [NotABackup])


def test_a_flipped_bit_anywhere_in_a_backup_is_seen(one: Backup, tmp_path: Path) -> None:
    """Each of a few hundred flips, over all of the file, is found before anything is put in place."""
    raw = one.path.read_bytes()
    places = [*range(len(raw) % 7, min(700, len(raw)), 7), *range(700, len(raw), 611), *range(len(raw) - 40, len(raw))]
    for at in places:
        flipped = bytearray(raw)
        flipped[at] ^= 1 << (at % 8)
        one.path.write_bytes(flipped)
        with pytest.raises((BackupDamaged, NotABackup, VaultNewer)):
            restore(one.path, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def relabelled(told: str) -> Callable[[bytes], bytes]:
    """Another second line in a backup."""
    return lambda raw: MAGIC + told.encode() + b"\n" + raw.removeprefix(MAGIC).partition(b"\n")[2]


WELL = {"version": 1, "made_at": "2026-03-01T12:00:00+00:00", "number": 1, "vault": "x", "key": 1, "database": 1}


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ("{}", BackupDamaged),
        ("[]", BackupDamaged),
        ("nonsense", BackupDamaged),
        ("[" * 3000, BackupDamaged),
        ('{"version":2}', VaultNewer),
        *(
            (json.dumps(WELL | change), BackupDamaged)
            for change in (
                {},
                {"version": True},
                {"made_at": "2026-03-01T12:00:00"},
                {"made_at": "x"},
                {"number": -1},
                {"key": 9_999_999},
                {"key": "1"},
                {"more": 1},
            )
        ),
    ],
)
def test_a_label_that_makes_no_sense_is_refused(one: Backup, told: str, error: type[VaultError]) -> None:
    """A label of another form, with numbers that cannot be, or of a newer version, ends in one of our own errors."""
    one.path.write_bytes(relabelled(told)(one.path.read_bytes()))
    with pytest.raises(error):
        container.verify(one.path)


def test_a_file_that_shrinks_while_it_is_read_is_damaged(one: Backup, tmp_path: Path) -> None:
    """A copy that ends early is noticed even if its length looked right."""
    short = tmp_path / "short"
    short.write_bytes(b"x" * 10)
    label = Label(datetime(2026, 3, 1, tzinfo=UTC), 1, "x", 3, 11)
    with pytest.raises(BackupDamaged):
        container.pack(tmp_path / "new", label, b"key", short)
    assert one.label is not None


def test_a_folder_is_no_backup(tmp_path: Path) -> None:
    """A folder, or nothing at all, is no backup."""
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(NotABackup):
            container.verify(path)


def test_a_label_shows_no_content(one: Backup) -> None:
    """What stands in the clear is when, which number, which vault (not its key) and two lengths."""
    told = json.loads(one.path.read_bytes().split(b"\n")[1])
    assert list(told) == list(WELL)
    assert one.label is not None
    assert told["vault"] == one.label.vault
    assert len(told["vault"]) == 32
