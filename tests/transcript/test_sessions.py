"""Whole sessions at the command line, each command a real process against a real encrypted vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transcript.session import is_like, read_session
from tests.transcript.shell import environment, sh

SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.session"))


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_session_goes_as_written(path: Path, tmp_path: Path) -> None:
    """Every command of the session prints and returns what the session says."""
    session = read_session(path)
    for name, text in session.files.items():
        (tmp_path / name).write_bytes(text.encode())
    for step in session.steps:
        done = sh(step.command, tmp_path, environment(tmp_path, **step.variables))
        told = f"{path.name}:{step.line}: exit {done.returncode}\n{done.stdout}--- standard error\n{done.stderr}"
        as_written = (
            done.returncode == step.code
            and is_like(step.out, done.stdout.replace(str(tmp_path), "WORK"))
            and is_like(step.err, done.stderr.replace(str(tmp_path), "WORK"))
        )
        assert as_written, told


def test_there_are_sessions() -> None:
    """The sessions are found."""
    assert len(SESSIONS) >= 4
