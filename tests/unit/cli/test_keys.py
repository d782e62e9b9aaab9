"""``homing keys``: what is printed, what is asked, and what opens the diary afterwards."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import keyring
import pytest

from homing.cli.codes import Code
from homing.vault import Vault, WrongPassphrase
from tests.keyrings import InPlainSight, Remembering
from tests.unit.cli.conftest import CHEAP, WORDS, Homing

NEW = "five new calm small words"

pytestmark = pytest.mark.usefixtures("system_keyring")


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess costs next to nothing here."""
    monkeypatch.setattr("homing.cli.keys.calibrate", lambda _clock: CHEAP)


class Terminal(io.StringIO):
    """Someone at a keyboard."""

    def isatty(self) -> bool:
        """Yes."""
        return True


def typing(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let this be typed at a terminal."""
    monkeypatch.setattr(sys, "stdin", Terminal(text))


def code_of(out: str) -> str:
    """The code that was printed, on one line."""
    return " ".join(line[3:] for line in out.splitlines())


def file_with(path: Path, text: str) -> Path:
    """A file for its owner alone."""
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_the_list_tells_id_day_and_type(vault: Path, homing: Homing) -> None:
    """One line a slot; the day of one that was made without a day is not known."""
    assert vault.exists()
    homing("keys", "add", "recovery", "--yes")
    done = homing("keys", "list")
    first, second = (line.split(maxsplit=2) for line in done.out.splitlines())
    assert (done.code, first[1:], second[2]) == (0, ["?", "Passphrase"], "Recovery code on paper")
    assert len(second[1]) == 10


@pytest.mark.care("C23")
@pytest.mark.parametrize("kind", ["recovery", "keyring"])
def test_the_question_comes_first(vault: Path, homing: Homing, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Could anyone else open this? Without a terminal to ask, and after a no, nothing is added."""
    before = (vault / "vault.key").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    done = homing("keys", "add", kind)
    assert (done.code, done.out) == (Code.USAGE, "")
    assert "Could anyone else open this?" in done.err
    typing(monkeypatch, "n\n")
    assert homing("keys", "add", kind).code == Code.REFUSED
    assert (vault / "vault.key").read_bytes() == before


def test_a_kind_that_is_none_is_refused(vault: Path, homing: Homing) -> None:
    """What cannot be added here is said."""
    assert vault.exists()
    done = homing("keys", "add", "passkey", "--yes")
    assert (done.code, done.out) == (Code.USAGE, "")
    assert "on the pages" in done.err


def test_a_code_is_printed_and_typed_back(vault: Path, homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal one group is asked for; three slips, and no code was added."""
    monkeypatch.setattr("homing.companion.keys.RecoveryCode.groups", lambda _code: ("00000",) * 7)
    typing(monkeypatch, "y\n1\n2\nOoOo0\n")
    done = homing("keys", "add", "recovery")
    assert done.code == 0
    assert done.err.count("That is not the same.") == 2
    assert len(Vault.header(vault).slots) == 2
    typing(monkeypatch, "y\n1\n2\n3\n")
    done = homing("keys", "add", "recovery")
    assert done.code == Code.REFUSED
    assert "opens nothing" in done.err
    assert len(Vault.header(vault).slots) == 2


def test_a_forgotten_passphrase(vault: Path, homing: Homing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the code, from a file or typed, a new passphrase is chosen; the old one opens nothing any more."""
    code = code_of(homing("keys", "add", "recovery", "--yes").out)
    paper, words = file_with(tmp_path / "paper", f"{code.lower()}\n"), file_with(tmp_path / "new", NEW)
    done = homing("keys", "passphrase", "--recovery-file", paper, "--new-passphrase-file", words, words="forgotten")
    assert done.code == 0
    with pytest.raises(WrongPassphrase):
        Vault.open(vault, WORDS)
    assert homing("moments", words=NEW).code == 0
    monkeypatch.setattr("homing.cli.keys.ask", lambda _prompt: code)
    monkeypatch.setattr("homing.cli.passphrases.ask", lambda _prompt: WORDS)
    assert homing("keys", "passphrase", "--recovery", words=NEW).code == 0
    Vault.open(vault, WORDS).close()


def test_a_mistyped_code_is_told_from_a_wrong_one(vault: Path, homing: Homing, tmp_path: Path) -> None:
    """A slip is told by its group; a code of another diary does not open this one. Neither is repeated."""
    code = code_of(homing("keys", "add", "recovery", "--yes").out)
    wrong = "00000-00001-00002-00003-00004-00005-00006"
    for told, sentence in [
        (code[:-1], "mistyped"),
        (code[:-1] + ("A" if code[-1] != "A" else "B"), "group 7"),
        (wrong, "does not open"),
    ]:
        done = homing("keys", "list", "--recovery-file", file_with(tmp_path / "paper", told))
        assert (done.code, done.out) == (Code.WRONG_PASSPHRASE, "")
        assert sentence in done.err
        assert code[:5] not in done.err
    assert vault.exists()


def test_the_passphrase_is_changed(vault: Path, homing: Homing, tmp_path: Path) -> None:
    """The new one comes from its own file; a weak one is refused and changes nothing."""
    before = (vault / "vault.key").read_bytes()
    weak = homing("keys", "passphrase", "--new-passphrase-file", file_with(tmp_path / "weak", "short"))
    assert weak.code == Code.REFUSED
    assert (vault / "vault.key").read_bytes() == before
    done = homing("keys", "passphrase", "--new-passphrase-file", file_with(tmp_path / "new", NEW))
    assert done.code == 0
    assert "made before" in done.out
    Vault.open(vault, NEW).close()


def test_a_way_in_is_taken_back_but_not_the_last(vault: Path, homing: Homing) -> None:
    """By its id; what is not there, and the last one, are refused."""
    homing("keys", "add", "recovery", "--yes")
    first, second = (line.split()[0] for line in homing("keys", "list").out.splitlines())
    assert homing("keys", "remove", "nothing").code == Code.REFUSED
    assert homing("keys", "remove", second).code == 0
    done = homing("keys", "remove", first)
    assert (done.code, done.out) == (Code.REFUSED, "")
    assert "last way in" in done.err
    assert [slot["type"] for slot in Vault.header(vault).slots] == ["passphrase"]


def test_the_keyring_opens_the_diary_by_itself(
    vault: Path, homing: Homing, system_keyring: Remembering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No passphrase is asked for any more, but for changing the keys; if the keyring fails, it is asked for again."""
    assert vault.exists()
    assert homing("keys", "add", "keyring", "--yes").code == 0
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return WORDS

    monkeypatch.setattr("homing.cli.passphrases.ask", answer)
    assert homing("moments", words="").code == 0
    assert asked == []
    assert homing("keys", "list", words="").code == 0
    assert len(asked) == 1
    system_keyring.locked = True
    assert homing("moments", words="").code == 0
    assert len(asked) == 2


def test_without_a_real_keyring_nothing_is_added(vault: Path, homing: Homing) -> None:
    """A keyring that does not encrypt is refused in one sentence."""
    keyring.set_keyring(InPlainSight())
    done = homing("keys", "add", "keyring", "--yes")
    assert (done.code, done.out) == (Code.REFUSED, "")
    assert "no keyring here" in done.err
    assert len(Vault.header(vault).slots) == 1
