"""Where the passphrase comes from, and what of it counts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from homing.cli.codes import Code, Stop
from homing.cli.passphrases import VARIABLE, passphrase


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        (b"abc", "abc"),
        (b"abc\n", "abc"),
        (b"abc\r\n", "abc"),
        (b"abc\n\n", "abc\n"),
        (b" abc \n", " abc "),
        (b"a\r", "a\r"),
    ],
)
def test_one_line_end_of_a_file_does_not_count(tmp_path: Path, content: bytes, meant: str) -> None:
    """One line end at the very end is left out; everything else counts."""
    file = tmp_path / "words"
    file.write_bytes(content)
    file.chmod(0o600)
    assert passphrase(file) == meant


def test_the_file_comes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is named wins, and the variable is gone afterwards, so that nothing we start inherits it."""
    file = tmp_path / "words"
    file.write_text("from the file")
    file.chmod(0o600)
    monkeypatch.setenv(VARIABLE, "from the environment\n")
    assert passphrase(file) == "from the file"
    assert VARIABLE not in os.environ
    monkeypatch.setenv(VARIABLE, "from the environment\n")
    assert passphrase(None) == "from the environment\n"
    assert VARIABLE not in os.environ


def test_a_file_that_others_may_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A passphrase file open to others still works, with a note how to close it."""
    file = tmp_path / "words"
    file.write_text("from the file")
    file.chmod(0o644)
    assert passphrase(file) == "from the file"
    assert "chmod 600" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The passphrase file is empty."),
        (b"\n", "The passphrase file is empty."),
        (b"\xff\xfea", "The passphrase file is not UTF-8 text."),
        (b"x" * 100_000, "The passphrase file is far too long; it holds the passphrase and nothing else."),
    ],
)
def test_a_file_that_holds_no_passphrase(tmp_path: Path, content: bytes, sentence: str) -> None:
    """A file that cannot be meant is refused in a sentence."""
    file = tmp_path / "words"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(Stop) as stop:
        passphrase(file)
    assert (stop.value.code, stop.value.sentence) == (Code.USAGE, sentence)
