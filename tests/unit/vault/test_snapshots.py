"""Sealed snapshots in a shared folder: their form, what is skipped, what is never written over, and dying half way."""

from __future__ import annotations

import io
import json
import os
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from homing.companion import Ambient, Desk, devices
from homing.vault import Rows, Vault, VaultError, VaultFull, VaultReadOnly
from homing.vault.keys import DataKey
from homing.vault.snapshots import (
    CopyOfSync,
    Folder,
    HoldsVault,
    NoFolder,
    NotASnapshot,
    OtherDiary,
    Seal,
    Snapshot,
    SnapshotDamaged,
    SnapshotNewer,
    SnapshotUnreadable,
    device_of,
    digest_of,
    look_at_place,
    sealed,
)
from tests.unit.vault.support import NOON, PASSPHRASE, ROBIN, VOICE, child, created, moment, put, small_disk, urandom

SEAL = Seal.of(DataKey(bytes(range(32))))
LONG = Random(1).randbytes(3 * sealed.CHUNK)


def opened(raw: bytes, seal: Seal = SEAL) -> bytes:
    """What is in a sealed snapshot."""
    return seal.open(io.BytesIO(raw))


def inside(folder: Path) -> list[str]:
    """The names of what is in a folder, hidden things too."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("content", [b"", b"x", LONG, LONG[: sealed.CHUNK - 11]])
def test_what_is_sealed_is_opened_again(content: bytes) -> None:
    """Any content comes back, whether it needs one chunk or several, and the same is never sealed alike twice."""
    raw = SEAL.close(content, urandom())
    assert opened(raw) == content
    assert SEAL.close(content, urandom(2))[-20:] != raw[-20:]
    assert "secret" not in repr(SEAL)


@pytest.mark.claim("P2")
def test_a_snapshot_tells_nothing_to_others() -> None:
    """Neither content nor the name of the program is in it; another diary's key opens nothing."""
    raw = SEAL.close(b"a canary by the weir", urandom())
    assert b"canary" not in raw
    assert b"oming" not in raw
    with pytest.raises(OtherDiary):
        opened(raw, Seal.of(DataKey(bytes(32))))


def test_any_flipped_bit_and_any_cut_is_noticed() -> None:
    """Each byte of head, chunks and seals counts, as does the end of the file, a chunk's border included."""
    raw = SEAL.close(b"a canary by the weir", urandom())
    for at in range(len(raw)):
        with pytest.raises((NotASnapshot, SnapshotNewer, OtherDiary, SnapshotDamaged)):
            opened(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        with pytest.raises((NotASnapshot, SnapshotDamaged)):
            opened(raw[:at])
    with pytest.raises(SnapshotDamaged):
        opened(raw + b"x")
    whole = SEAL.close(LONG, urandom())
    head = len(sealed.MAGIC) + 2 + sealed.TAG_BYTES + sealed.SALT_BYTES
    chunk = sealed.CHUNK + sealed.SEAL_BYTES
    for torn in (whole[: head + chunk], whole[:head] + whole[head + chunk :]):
        with pytest.raises(SnapshotDamaged):
            opened(torn)


def test_a_newer_form_is_said_to_be_newer() -> None:
    """A later version of the file, or of what is in it, is no damage."""
    raw = SEAL.close(b"", urandom())
    with pytest.raises(SnapshotNewer):
        opened(raw.replace(b"snapshot 1\n", b"snapshot 2\n"))
    with pytest.raises(SnapshotNewer):
        Snapshot.parse(b'{"form": "9999", "device": ""}\n[]')


@pytest.mark.parametrize(
    "content", [b"", b"[]\n[]", b"{}\n[]", b'{"form":"0001","device":""}\n["x"]', b'{"form":"0001","device":""}\n[]\n3']
)
def test_content_without_sense_is_damage(content: bytes) -> None:
    """What no Homing wrote is not guessed at."""
    with pytest.raises(SnapshotDamaged):
        Snapshot.parse(content)


def test_a_snapshot_holds_every_form_and_is_the_same_from_any_device(vault: Vault) -> None:
    """Records with their history and bin, and tombstones; the digest does not depend on who tells it."""
    put(vault, ROBIN, VOICE, moment(1), moment(2))
    put(vault, moment(1, note="changed"))
    vault.write(lambda rows: rows.remove(moment(1).id, NOON))
    vault.write(lambda rows: rows.forget([moment(2).id]))
    told = vault.read(lambda rows: Snapshot.of(rows, "a"))
    again = Snapshot.parse(told.to_bytes())
    assert again == told
    assert [form.change for form in again.histories[moment(1).id]] == ["created", "changed", "removed"]
    assert again.gone == (moment(2).id,)
    assert digest_of(vault.read(lambda rows: Snapshot.of(rows, "b")).to_bytes()) == digest_of(told.to_bytes())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty shared folder."""
    (tmp_path / "shared").mkdir()
    return Folder(tmp_path / "shared", "d" * 32, SEAL)


EMPTY = Snapshot("d" * 32, (), {})


def test_a_snapshot_gets_a_random_name_for_its_owner_alone(folder: Folder) -> None:
    """Neither device nor day is in the name, the file is private, and nothing half-made stays."""
    one, two = folder.write(EMPTY.to_bytes(), urandom(1)), folder.write(EMPTY.to_bytes(), urandom(2))
    assert one != two
    assert "d" * 32 not in one
    assert (folder.path / one).stat().st_mode & 0o777 == 0o600
    assert folder.names() == ({one, two}, [])
    assert inside(folder.path) == sorted([one, two])
    assert folder.read(one) == EMPTY
    folder.let_go([one, "never there"])
    assert folder.names() == ({two}, [])


def test_nothing_is_written_over(folder: Folder) -> None:
    """If chance gave a name twice, the file that has it stays as it is."""
    name = folder.write(EMPTY.to_bytes(), urandom(1))
    before = (folder.path / name).read_bytes()
    with pytest.raises(VaultError, match="File exists"):
        folder.write(EMPTY.to_bytes(), urandom(1))
    assert (folder.path / name).read_bytes() == before
    assert inside(folder.path) == [name]


def test_other_files_are_named_and_left_alone(folder: Folder) -> None:
    """Copies of sync programs and foreign files are told apart; hidden files and folders are not even named."""
    name = folder.write(EMPTY.to_bytes(), urandom())
    stem = name.removesuffix(".sealed")
    for other in (
        f"{stem} (conflicted copy).sealed",
        f"{stem}.sync-conflict.sealed",
        f"{name}.tmp",
        "notes.txt",
        ".st",
    ):
        (folder.path / other).write_bytes(b"hello")
    (folder.path / "sub").mkdir()
    names, others = folder.names()
    assert names == {name}
    assert {one.name: type(one.trouble) for one in others} == {
        f"{stem} (conflicted copy).sealed": CopyOfSync,
        f"{stem}.sync-conflict.sealed": CopyOfSync,
        f"{name}.tmp": CopyOfSync,
        "notes.txt": NotASnapshot,
    }
    assert len(list(folder.path.iterdir())) == 7


def test_what_cannot_be_read_is_said(folder: Folder) -> None:
    """A file that vanished, and a folder that vanished."""
    with pytest.raises(SnapshotUnreadable):
        folder.read("0" * 32 + ".sealed")
    folder.path.rmdir()
    with pytest.raises(NoFolder, match="may not look"):
        folder.names()


def test_places_that_must_not_be_shared_are_refused(tmp_path: Path) -> None:
    """No folder, Homing's own or one in or around it, and one that holds a vault."""
    home = tmp_path / "here" / "homing"
    (home / "in").mkdir(parents=True)
    (tmp_path / "good").mkdir()
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "vault.key").touch()
    (tmp_path / "link").symlink_to(home)
    look_at_place(tmp_path / "good", home)
    with pytest.raises(NoFolder, match="no such folder"):
        look_at_place(tmp_path / "none", home)
    for place in (home, home / "in", home.parent, tmp_path / "bad", tmp_path / "link"):
        with pytest.raises(HoldsVault):
            look_at_place(place, home)


def test_a_device_keeps_its_id(tmp_path: Path) -> None:
    """It is made once; a file that is damaged is replaced."""
    one = device_of(tmp_path, urandom(1))
    assert device_of(tmp_path, urandom(2)) == one
    (tmp_path / "device").write_text("x")
    assert device_of(tmp_path, urandom(2)) != one


def test_a_full_disk_leaves_nothing_half(tmp_path: Path) -> None:
    """Without room for a snapshot it is said that the diary itself is safe, and no half of one is left."""
    with small_disk(tmp_path / "small", "64k") as small:
        big = Random(2).randbytes(90_000)
        with pytest.raises(VaultFull, match="the diary itself is safe"):
            Folder(small, "d" * 32, SEAL).write(big, urandom())
        assert inside(small) == []


def test_a_read_only_folder_leaves_nothing_half(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing may be written it is said that the diary itself is safe, and nothing is left."""

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(VaultReadOnly, match="the diary itself is safe"):
        folder.write(EMPTY.to_bytes(), urandom())
    monkeypatch.undo()
    assert inside(folder.path) == []


_CHILD = """
import os, shutil, sys
from pathlib import Path
from datetime import UTC, datetime
from random import Random
from homing.companion import Ambient, Desk, devices
from homing.vault import Vault

template, work, words = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
number, status = 0, 9
while status:
    number += 1
    here = work / str(number)
    shutil.copytree(template, here)
    forked = os.fork()
    if not forked:
        left = number
        def stepping(real):
            def step(one, *more, **rest):
                global left
                if isinstance(one, int) or str(here) in os.path.abspath(one):
                    left -= 1
                    if left == 0:
                        os._exit(9)
                return real(one, *more, **rest)
            return step
        for name in ("open", "fsync", "link", "unlink", "rename", "write"):
            setattr(os, name, stepping(getattr(os, name)))
        vault = Vault.open(here / "homing", words)
        now = lambda: datetime(2026, 3, 9, tzinfo=UTC)
        devices.sync(Desk(vault, Ambient(now=now, zone="UTC", urandom=Random(number).randbytes)), here / "shared")
        vault.close()
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1])
    print(status, flush=True)
"""


def desk_of(vault: Vault, seed: int) -> Desk:
    """A desk on a vault that is open."""
    return Desk(vault, Ambient(now=lambda: NOON, zone="UTC", urandom=urandom(seed)))


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[Path]:
    """Folders with a vault and a shared folder, as a round left them that was killed at each of its steps."""
    start = tmp_path / "template"
    (start / "shared").mkdir(parents=True)
    vault = created(start / "homing")
    put(vault, ROBIN, VOICE, moment(1))
    devices.sync(desk_of(vault, 1), start / "shared")
    put(vault, moment(1, note="changed"), moment(2))
    vault.close()
    work = tmp_path / "work"
    work.mkdir()
    out, err = child(_CHILD, str(start), str(work), PASSPHRASE).communicate(timeout=300)
    statuses = [int(line) for line in out.split()]
    assert statuses == [9] * (len(statuses) - 1) + [0], err
    assert len(statuses) > 8
    return (work / str(number) for number in range(1, len(statuses) + 1))


def test_a_round_killed_at_any_step_leaves_whole_snapshots_only(killed: Iterator[Path]) -> None:
    """Every file with a snapshot's name is whole, one always holds what was shared before, the next round mends all."""
    for here in killed:
        vault = Vault.open(here / "homing", PASSPHRASE)
        with vault.source() as source:
            assert source is not None
            folder = Folder(here / "shared", "x", Seal.of(source.key))
            names, others = folder.names()
            assert others == []
            assert names
            assert all(moment(1).id in folder.read(name).histories for name in names)
        done = devices.sync(desk_of(vault, 99), here / "shared")
        assert (done.skipped, done.open) == ((), 0)
        (name,) = folder.names()[0]
        assert folder.read(name).histories == vault.read(Rows.histories)
        assert inside(here / "shared") == [name]
        vault.close()
        shutil.rmtree(here)


def test_a_bomb_needs_the_key() -> None:
    """What is unpacked was sealed by someone who can open the diary; a packed file alone opens nothing."""
    with pytest.raises(NotASnapshot):
        opened(zlib.compress(json.dumps([0] * 9).encode()))
