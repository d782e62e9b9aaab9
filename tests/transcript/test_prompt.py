"""The passphrase at a real terminal: asked for twice when a diary is made, and never shown."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from homing.vault import Cost, Vault
from tests.terminal import at_terminal
from tests.transcript.shell import WORDS, environment


def asked(arguments: list[str], answers: list[bytes], work: Path) -> tuple[int, str]:
    """Run ``homing`` on a terminal of its own and answer each prompt; the exit code, and all that was shown."""
    code, shown = at_terminal(["homing", *arguments], answers, environment(work))
    return code, shown.decode().replace("\r\n", "\n")


@pytest.mark.claim("P7")
def test_a_new_passphrase_is_asked_for_twice_and_not_shown(tmp_path: Path) -> None:
    """Both prompts come, nothing that is typed is shown, and the diary opens with it."""
    code, shown = asked(["init"], [f"{WORDS}\n".encode()] * 2, tmp_path)
    assert code == 0
    assert shown.startswith("Passphrase: \nThe same once more: \nYour diary is ready")
    assert "calm" not in shown
    Vault.open(tmp_path / "vault", WORDS).close()


def test_two_different_passphrases_make_nothing(tmp_path: Path) -> None:
    """A slip of the fingers is told, and no diary is made."""
    code, shown = asked(["init"], [b"four calm small words\n", b"four calm small wards\n"], tmp_path)
    assert (code, shown.endswith("The two are not the same. Nothing was made yet.\n")) == (5, True)
    assert not Vault.exists(tmp_path / "vault")


def test_ctrl_c_at_the_prompt_stops_quietly(tmp_path: Path) -> None:
    """Ctrl-C ends with 130, no traceback, and a terminal that shows letters again."""
    Vault.create(tmp_path / "vault", WORDS, urandom=os.urandom, cost=Cost(memory=64, iterations=1, lanes=1)).close()
    code, shown = asked(["moments"], [b"\x03"], tmp_path)
    assert (code, shown.strip()) == (128 + signal.SIGINT, "Passphrase: ^C" if "^C" in shown else "Passphrase:")
