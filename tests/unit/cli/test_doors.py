"""``homing init`` and ``homing lines``: what comes before there is anything to read."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from homing.vault import Vault
from tests.unit.cli.conftest import WORDS, Homing


def asking(monkeypatch: pytest.MonkeyPatch, *answers: str | type[BaseException]) -> None:
    """Answer the prompts; the real ones are tested at a real terminal in tests/transcript."""
    left = iter(answers)

    def answer(_prompt: str) -> str:
        told = next(left)
        if isinstance(told, str):
            return told
        raise told

    monkeypatch.setattr(getpass, "getpass", answer)


def test_a_diary_is_made_and_then_left_alone(homing: Homing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``init`` makes a vault for its owner alone; a second time it says that one is there."""
    asking(monkeypatch, WORDS, WORDS)
    done = homing("init", words="")
    assert (done.code, done.err) == (0, "")
    assert "if it is lost, nobody can open the diary again" in done.out
    assert (tmp_path / "vault").stat().st_mode & 0o777 == 0o700
    Vault.open(tmp_path / "vault", WORDS).close()
    assert homing("init").code == 4


def test_a_slip_and_a_weak_passphrase_make_nothing(
    homing: Homing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two different answers, or a short one, are refused with 5 and leave nothing."""
    asking(monkeypatch, WORDS, f"{WORDS}!")
    assert homing("init", words="").err == "The two are not the same. Nothing was made yet.\n"
    done = homing("init", words="short")
    assert (done.code, "at least 8 characters" in done.err) == (5, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [getpass.GetPassWarning, EOFError])
def test_without_a_terminal_nobody_is_asked(
    homing: Homing, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    """Where a prompt would show the passphrase, or nobody answers, the other ways are named."""
    asking(monkeypatch, error)
    done = homing("init", words="")
    assert done.code == 2
    assert "--passphrase-file" in done.err


def test_ctrl_c_ends_with_130(homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C stops a command without a word."""
    asking(monkeypatch, KeyboardInterrupt)
    done = homing("init", words="")
    assert (done.code, done.out, done.err) == (130, "", "\n")


@pytest.mark.care("C26")
@pytest.mark.parametrize("country", ["nz", "GB-SCT", "ie"])
def test_lines_are_shown_with_what_a_call_leaves(homing: Homing, country: str) -> None:
    """A country's lines say for whom they are, what a call leaves, and how and when they were checked."""
    done = homing("lines", country)
    assert (done.code, done.err) == (0, "")
    assert "\n  For " in done.out
    assert "A call" in done.out
    assert "not called, 20" in done.out


@pytest.mark.care("C26")
def test_a_country_without_lines_is_not_left_alone(homing: Homing) -> None:
    """Without a country, or with one that has no line, the way to an emergency number is still there."""
    for arguments in ([], ["zz"]):
        done = homing("lines", *arguments)
        assert done.code == 0
        assert "NZ, " in done.out
        assert "call the emergency number of your country" in done.out


@pytest.mark.usefixtures("vault")
def test_an_export_to_standard_output_is_the_file_alone(homing: Homing) -> None:
    """The diary is on standard output; that it is not encrypted is said beside it."""
    homing("moment", "add", "--person", "Wren")
    done = homing("export", "-")
    assert done.out.startswith('{"type":"diary"')
    assert done.out.count("\n") == 3
    assert done.err == "What was written is not encrypted: whoever has it can read it.\n"


@pytest.mark.usefixtures("vault")
def test_a_wrong_passphrase_ends_with_3(homing: Homing) -> None:
    """A wrong passphrase opens nothing, and the vault is free afterwards."""
    done = homing("moments", words="not the words at all")
    assert (done.code, done.out) == (3, "")
    assert homing("moments").code == 0


def test_a_diary_that_is_not_there_ends_with_4(homing: Homing) -> None:
    """Without a diary, it is said how to make one."""
    done = homing("reading", "--person", "Wren")
    assert done.code == 4
    assert "homing init" in done.err
