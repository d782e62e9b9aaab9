"""``homing sync`` inside the test's own process: the question, the counts, what is skipped."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from homing.companion.devices import Synced
from homing.vault import Vault, VaultDamaged
from homing.vault.snapshots import NotASnapshot, Skipped, SnapshotDamaged, SnapshotUnreadable
from homing.words import devices as words
from tests.unit.cli.conftest import WORDS, Homing


@pytest.fixture
def shared(vault: Path, tmp_path: Path) -> Path:
    """An empty folder beside a vault."""
    assert vault.is_dir()
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared"


def test_a_round_counts_and_says_nothing_more(homing: Homing, shared: Path) -> None:
    """A moment is kept, a round leaves it, the next has nothing to leave; no name is shown."""
    assert homing("moment", "add", "--when", "2026-03-21", "--person", "Wren").code == 0
    done = homing("sync", shared, "--yes")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "There was nothing new from another device.\n"
        "What you have here lies in the folder for your other devices, sealed.\n"
    )
    assert "nothing new to leave" in homing("sync", "shared", "--yes").out
    assert len(list(shared.iterdir())) == 1


@pytest.mark.care("C23")
@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("Yes\n", 0), ("n\n", 5), ("", 5)])
def test_who_else_could_open_it_is_asked_first(
    homing: Homing, shared: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    """At a terminal the question waits for a clear yes; before that nothing lies in the folder."""
    terminal = io.StringIO(answer)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    done = homing("sync", shared)
    assert (done.code, "Could anyone else open this?" in done.err) == (code, True)
    assert bool(list(shared.iterdir())) is (code == 0)


@pytest.mark.care("C23")
def test_a_folder_that_is_remembered_is_asked_about_once(
    homing: Homing, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Remembered, it needs neither name nor question; forgotten, it needs both again."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert homing("sync").code == 2
    assert homing("sync", shared).code == 2
    assert list(shared.iterdir()) == []
    assert homing("sync", shared, "--yes", "--remember").code == 0
    assert homing("sync").code == 0
    assert homing("sync", "shared").code == 0
    assert homing("sync", "--forget", shared).code == 2
    done = homing("sync", "--forget")
    assert (done.code, "stays there" in done.out) == (0, True)
    assert homing("sync").code == 2


def test_bad_places_are_refused(homing: Homing, shared: Path, vault: Path) -> None:
    """Not there, Homing's own, and one in which a diary lies; nothing is asked before."""
    for place, said in ((shared / "none", "no such folder"), (vault, "must not lie"), (vault.parent, "must not lie")):
        done = homing("sync", place)
        assert (done.code, said in done.err, "anyone" in done.err) == (2, True, False)
    assert Vault.exists(vault)
    assert WORDS


def test_many_strange_files_are_not_all_named(homing: Homing, shared: Path) -> None:
    """The first ten are named with the reason, the rest counted; a name cannot drive the terminal."""
    for number in range(12):
        (shared / f"holiday\x1b[31m-{number:02d}.txt").write_text("hello")
    done = homing("sync", shared, "--yes")
    assert done.code == 0
    assert "\x1b" not in done.err
    assert "Left as it is: holiday [31m-00.txt (not from Homing)" in done.err
    assert done.err.endswith("Left as they are, too: 2 more\n")


@pytest.mark.parametrize(
    ("synced", "said"),
    [
        ((0, 0, 0, 0, 0), "nothing new from another device"),
        ((1, 0, 0, 0, 0), "known here already"),
        ((1, 1, 0, 0, 0), "1 entry came, or changed"),
        ((1, 3, 1, 0, 0), "1 entry came back from the bin"),
        ((1, 3, 0, 2, 0), "2 entries are forgotten here, too"),
        ((1, 0, 0, 0, 2), "2 entries were changed on two devices"),
    ],
)
def test_what_came_is_said_in_counts(synced: tuple[int, int, int, int, int], said: str) -> None:
    """Each thing that there is to know has its sentence."""
    read, records, back, gone, waiting = synced
    told = Synced(read=read, records=records, came_back=back, forgotten=gone, open=waiting, written=True, skipped=())
    assert said in " ".join(words.what_came(told))
    assert "Keep, Other devices" not in " ".join(words.what_came(told, waiting=False))


def test_every_reason_has_words() -> None:
    """Narrower reasons are told before wider ones; every part of an entry has a name."""
    assert words.why_skipped(Skipped("x", SnapshotUnreadable())) == "cannot be read"
    assert words.why_skipped(Skipped("x", SnapshotDamaged())).startswith("damaged")
    assert words.why_skipped(Skipped("x", NotASnapshot())) == "not from Homing"
    assert not issubclass(SnapshotDamaged, VaultDamaged)
    assert words.part_name("never heard of") == "Something that a newer Homing wrote"
