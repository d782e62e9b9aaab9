"""A diary inside an age file: the standard tool opens it, and foreign files are refused before any work is done."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from homing.companion import age_file
from homing.companion.age_file import AgeFileError, WrongAgePassphrase, seal, unseal
from homing.vault import WeakPassphrase
from tests import needs
from tests.terminal import at_terminal

WORDS = "four calm small words"


@pytest.fixture(scope="module")
def sealed() -> bytes:
    """A sealed text."""
    return seal(b"a heron by the weir\n" * 5000, WORDS)


def age(*arguments: str, answer: str) -> tuple[int, bytes]:
    """Run the real ``age`` on a terminal of its own, which is the only place where it takes a passphrase."""
    return at_terminal([needs.age(), *arguments], [f"{answer}\n".encode()])


@pytest.mark.system("S25")
def test_the_age_tool_opens_it(sealed: bytes, tmp_path: Path) -> None:
    """``age -d`` with the passphrase gives the content byte for byte."""
    (tmp_path / "diary.age").write_bytes(sealed)
    code, shown = age("-d", "-o", str(tmp_path / "out"), str(tmp_path / "diary.age"), answer=WORDS)
    assert code == 0, shown
    assert (tmp_path / "out").read_bytes() == b"a heron by the weir\n" * 5000


def test_it_opens_again_here(sealed: bytes) -> None:
    """What was sealed is unsealed with the same passphrase, and nothing of it stands in the file."""
    assert unseal(sealed, WORDS) == b"a heron by the weir\n" * 5000
    assert b"heron" not in sealed


def test_a_wrong_passphrase_is_said(sealed: bytes) -> None:
    """Another passphrase, or a changed file, is one sentence."""
    with pytest.raises(WrongAgePassphrase, match="does not open"):
        unseal(sealed, "four calm small wards")
    with pytest.raises(WrongAgePassphrase, match="damaged"):
        unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), WORDS)


def test_a_short_passphrase_is_refused() -> None:
    """Below eight characters no file is made."""
    with pytest.raises(WeakPassphrase):
        seal(b"x", "seven77")


def headed(*stanzas: str) -> bytes:
    """A file with these recipients in its header."""
    lines = ["age-encryption.org/v1", *stanzas, "--- " + "A" * 43]
    return ("\n".join(lines) + "\n").encode() + b"\0" * 32


SCRYPT = "-> scrypt " + "A" * 22 + " {}\n" + "A" * 43
KEYED = "-> X25519 " + "A" * 43 + "\n" + "A" * 43


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (headed(SCRYPT.format(21)), "far more work"),
        (headed(SCRYPT.format(64)), "far more work"),
        (headed(SCRYPT.format(99)), "far more work"),
        (headed(SCRYPT.format("018")), "not an age file"),
        (headed(SCRYPT.format(100)), "not an age file"),
        (headed(KEYED), "made for a key"),
        (headed(KEYED, SCRYPT.format(12)), "made for a key"),
        (headed(SCRYPT.format(12), KEYED), "made for a key"),
        (headed("-> ssh-ed25519 AAAA BBBB\n" + "A" * 43), "made for a key"),
        (headed("-> grease\n"), "made for a key"),
        (headed(SCRYPT.format(12), SCRYPT.format(12)), "not an age file"),
        (headed(), "not an age file"),
        (b"", "not an age file"),
        (b"age-encryption.org/v1\n", "not an age file"),
        (b"age-encryption.org/v2\n-> scrypt", "not an age file"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "not an age file"),
    ],
)
def test_what_is_not_an_own_file_never_reaches_the_library(
    raw: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """High costs, keys, more than one recipient and broken headers are refused at once, each in words."""

    class Untouchable:
        """A library that must not be used."""

        def __getattr__(self, name: str) -> Any:
            raise AssertionError(name)

    monkeypatch.setattr(age_file, "pyrage", Untouchable())
    begun = monotonic()
    with pytest.raises(AgeFileError, match=sentence) as told:
        unseal(raw, WORDS)
    assert monotonic() - begun < 1
    assert not isinstance(told.value, WrongAgePassphrase)


def test_a_huge_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file above the limit is refused by its size alone."""
    monkeypatch.setattr(age_file, "LARGEST", 1000)
    with pytest.raises(AgeFileError, match="larger"):
        unseal(headed(SCRYPT.format(12)) + b"\0" * 1000, WORDS)
