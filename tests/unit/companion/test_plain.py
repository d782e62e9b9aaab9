"""What can be read before unlocking: a neutral name, a return time, and nothing else."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from homing.companion import plain
from homing.companion.plain import Guise, Plain
from homing.vault import VaultReadOnly

pytestmark = pytest.mark.care("C23")

BACK = datetime(2026, 3, 20, 19, 40, tzinfo=UTC)


@pytest.mark.parametrize("told", [Plain(guise=Guise.NOTES), Plain(back=BACK), Plain(guise=Guise.LISTS, back=BACK)])
def test_what_is_said_is_read_again(vault_home: Path, told: Plain) -> None:
    """The name and the instant come back as they were, from a file for its owner alone."""
    plain.write(vault_home, told)
    assert plain.read(vault_home) == told
    assert stat.S_IMODE((vault_home / plain.FILE).stat().st_mode) == 0o600
    assert set(json.loads((vault_home / plain.FILE).read_text())) <= {"name", "back"}


def test_nothing_to_say_leaves_no_file(vault_home: Path) -> None:
    """When there is no neutral name and no pause, the file is gone; that there is none is no trouble."""
    plain.write(vault_home, Plain(guise=Guise.NOTES))
    plain.write(vault_home, Plain())
    plain.write(vault_home, Plain())
    assert not (vault_home / plain.FILE).exists()


def test_without_a_vault_nothing_is_written(tmp_path: Path) -> None:
    """Where nothing is kept a pause leaves nothing on the disk."""
    plain.write(tmp_path / "homing", Plain(back=BACK))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "raw",
    [b"", b"\xff\xfe", b"[]", b"{", b'{"name": 3, "back": 4}', b'{"name": "diary", "back": "soon"}', b"[" * 5000,
     b'{"back": "2026-03-20T19:40:00"}', b'{"back": "0001-01-01T00:00:00+14:00"}', b'"notes"'],
)  # fmt: skip
def test_a_file_that_is_damaged_or_foreign_stops_nobody(vault_home: Path, raw: bytes) -> None:
    """Whatever stands in the file, the door opens under Homing's own name."""
    (vault_home / plain.FILE).write_bytes(raw)
    assert plain.read(vault_home) == Plain()


def test_a_folder_that_cannot_be_written_says_so(vault_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes nothing is told as such, without a path."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr("homing.vault.home.write_new", refuse)
    with pytest.raises(VaultReadOnly):
        plain.write(vault_home, Plain(guise=Guise.NOTES))
