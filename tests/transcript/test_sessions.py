"""Whole sessions at the command line, each command a real process against a real encrypted vault."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.transcript.session import is_like, read_session
from tests.transcript.shell import environment, sh
from tests.transcript.warm import warm_homing

SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.session"))
COLD = ("first_day", "without_a_diary")
"""Sessions that run from a cold start, and at the real cost of a passphrase, every time."""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a ``homing`` that has done its imports."""
    folder = tmp_path_factory.mktemp("warm")
    with warm_homing(folder, environment(folder)) as ready:
        yield ready


def go(path: Path, work: Path, **more: str) -> None:
    """Go through a session; every command prints and returns what the session says."""
    session = read_session(path)
    for name, text in session.files.items():
        (work / name).write_bytes(text.encode())
    for step in session.steps:
        done = sh(step.command, work, environment(work, **more, **step.variables))
        told = f"{path.name}:{step.line}: exit {done.returncode}\n{done.stdout}--- standard error\n{done.stderr}"
        as_written = (
            done.returncode == step.code
            and is_like(step.out, done.stdout.replace(str(work), "WORK"))
            and is_like(step.err, done.stderr.replace(str(work), "WORK"))
        )
        assert as_written, told


@pytest.mark.parametrize("path", [one for one in SESSIONS if one.stem in COLD], ids=lambda path: path.stem)
def test_session_goes_as_written(path: Path, tmp_path: Path) -> None:
    """Every command of the session, from a cold start, prints and returns what the session says."""
    go(path, tmp_path)


@pytest.mark.parametrize("path", [one for one in SESSIONS if one.stem not in COLD], ids=lambda path: path.stem)
def test_session_goes_as_written_without_waiting(path: Path, warm: Path, tmp_path: Path) -> None:
    """The same for the other sessions, with what every command imports there already."""
    go(path, tmp_path, PATH=os.pathsep.join([str(warm), environment(tmp_path)["PATH"]]))


@pytest.mark.slow
@pytest.mark.parametrize("path", [one for one in SESSIONS if one.stem not in COLD], ids=lambda path: path.stem)
def test_session_goes_as_written_from_a_cold_start(path: Path, tmp_path: Path) -> None:
    """And for these, too, with every command from a cold start."""
    go(path, tmp_path)


def test_there_are_sessions() -> None:
    """The sessions are found."""
    assert len(SESSIONS) >= 4
    assert {one.stem for one in SESSIONS} > set(COLD)
