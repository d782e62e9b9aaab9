"""However a command ends: its exit code, one sentence, and no content."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from homing.cli import listing
from homing.cli.app import app
from homing.cli.codes import MEANINGS, Code
from homing.cli.command import language
from homing.cli.troubles import CODES, code_and_sentence
from homing.vault import VaultClosed, VaultError
from homing.vault import errors as vault_errors
from tests.unit.cli.conftest import Homing

DOCS = (Path(__file__).parents[3] / "docs" / "command-line.md").read_text(encoding="utf-8")
CANARY = "kestrel-4711"


def test_every_trouble_of_the_vault_has_an_exit_code() -> None:
    """No error of the vault ends a command without a code of its own choosing."""
    kinds = {kind for kind in vars(vault_errors).values() if isinstance(kind, type) and issubclass(kind, VaultError)}
    told = {kind for kind in kinds if CODES.keys() & {*kind.__mro__} - {VaultError}} | {VaultError}
    assert kinds - told == {VaultClosed}  # no command works on a vault that it has closed
    for kind in kinds:
        known = code_and_sentence(kind())
        assert known is not None
        assert known[0] is not Code.FINE
        assert known[1].count(". ") <= 2


def test_the_documentation_tells_every_code_command_and_option() -> None:
    """What a person can type and what can come back stands in docs/command-line.md."""
    for code in Code:
        assert f"| {int(code)} | {MEANINGS[code]} |" in DOCS
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    for name, command in group.commands.items():
        if name == "moment":
            continue
        assert f"| `homing {name}" in DOCS
        own = {option for param in command.params for option in param.opts if option.startswith("--")}
        for option in own - {"--json", "--passphrase-file"}:
            assert f"`{option}`" in DOCS, option


def test_every_command_has_examples(homing: Homing) -> None:
    """The help of each command shows how it is used."""
    for words in (["serve"], ["init"], ["moment", "add"], ["moments"], ["reading"], ["import"], ["export"], ["demo"]):
        done = homing(*words, "--help")
        assert done.code == 0
        assert "Examples:\n    homing " + " ".join(words) in done.out


@pytest.mark.claim("P7")
@pytest.mark.parametrize(
    "arguments",
    [
        ["reading", CANARY],
        ["reading", "--person"],
        ["reading", f"--{CANARY}"],
        ["moment", "add", "--alarm", CANARY],
        ["moment", "add", "--alarm", "11"],
        ["moment", "add", "--when", CANARY],
        ["moment", "add", "--when", "2026-02-30"],
        ["moment", "add", "--zone", CANARY],
        ["moment", "add", "--outcome", CANARY],
        ["moment", "add", "--expected", CANARY],
        ["moment", "add", "--person", " "],
        ["moment", "add", "--cue", f"{CANARY}:louder"],
        ["moment", "add", "--cue", f"voice:{CANARY}*2"],
        ["moment", "add", "--cue", "id:123e4567-e89b-42d3-a456-426614174000"],
        ["moment", "add", "--note", f"{CANARY}\udcff"],
        ["moment", CANARY],
        ["moments", "--limit", CANARY],
        ["export", "out", "--format", CANARY],
        ["export"],
        ["import", "."],
        ["reading"],
        ["serve", "--port", CANARY],
        ["serve", "--port", "70000"],
        ["serve", "--host", CANARY],
        [CANARY],
    ],
)
@pytest.mark.usefixtures("vault")
def test_a_mistake_is_answered_without_repeating_it(homing: Homing, arguments: list[str]) -> None:
    """A mistake in a command ends with 2 and a short sentence that holds nothing of what was typed."""
    done = homing(*arguments)
    assert done.code == Code.USAGE
    assert done.out == ""
    assert CANARY not in done.err
    assert done.err.count("\n") == 1
    assert re.fullmatch(r".+(\.|--help)\n", done.err)


def test_without_a_command_help_is_shown(homing: Homing) -> None:
    """``homing`` alone shows what there is."""
    done = homing()
    assert done.code == Code.USAGE
    assert "Exit codes:" in done.err


@pytest.mark.claim("P7")
@pytest.mark.usefixtures("vault")
def test_an_unexpected_fault_shows_no_content(homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in Homing itself tells its kind and its place, and nothing of its message."""

    def broken(_rows: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(listing, "book", broken)
    done = homing("moments")
    assert done.code == Code.UNEXPECTED
    assert CANARY not in done.err
    assert "Traceback" not in done.err
    assert "kind='RuntimeError' place='test_running.py:" in done.err
    assert "Something went wrong in Homing itself." in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", ["lines > /dev/full", "lines nz > /dev/full"])
def test_a_full_disk_is_said(command: str) -> None:
    """Output that cannot be written ends with 8, not with a traceback."""
    line = f"{sys.executable} -m homing {command}"
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (8, "Homing could not read or write: the disk is full.\n")


def test_a_reader_that_leaves_is_no_fault() -> None:
    """Output that nobody reads any more ends quietly with 141."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "homing", "lines", "nz"], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.usefixtures("vault")
def test_an_error_of_the_system_is_told_in_its_words(homing: Homing, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the operating system refuses is said without the path."""

    def broken(_rows: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), CANARY)

    monkeypatch.setattr(listing, "book", broken)
    done = homing("moments")
    assert (done.code, done.err) == (8, "Homing could not read or write: Permission denied.\n")


@pytest.mark.parametrize(
    ("variables", "tags"),
    [
        ({"LANGUAGE": "de_AT.UTF-8:en", "LANG": "C"}, "de_AT,en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "fr_FR"}, ""),
        ({"LANG": "pt_BR@euro"}, "pt_BR"),
        ({}, ""),
    ],
)
def test_the_language_is_the_environments(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], tags: str
) -> None:
    """The first of the usual variables that is set decides which language is spoken."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language() == tags
