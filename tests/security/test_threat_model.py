"""The table of the threat model: each promise names a test that is there, and a change that makes this test fail."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "docs" / "threat-model.md"
SOURCE = ROOT / "src" / "homing"
_ROW = re.compile(r"\| (T\d+) \| ([^|]+) \| `([^`]+)` \| `([^`]+)`: `(.+?)` → `(.+)` \|")


@dataclass(frozen=True)
class Promise:
    """One row."""

    id: str
    test: str
    file: str
    old: str
    new: str


def promises() -> list[Promise]:
    """The rows, in order."""
    found = []
    for line in MODEL.read_text(encoding="utf-8").splitlines():
        if line.startswith("| T"):
            row = _ROW.fullmatch(line)
            assert row, f"this row cannot be read: {line}"
            number, _, test, file, old, new = (part.replace(r"\|", "|") for part in _cells(line))
            found.append(Promise(number, test, file, old, new))
    return found


def _cells(line: str) -> tuple[str, ...]:
    row = _ROW.fullmatch(line)
    assert row
    return row.groups()


EACH = pytest.mark.parametrize("promise", promises(), ids=lambda promise: promise.id)


def is_there(test: str) -> bool:
    """Whether the file has a test of this name."""
    file, _, name = test.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body)


@EACH
def test_each_promise_has_a_test_that_is_there(promise: Promise) -> None:
    """A test that was renamed or deleted is missed here."""
    assert is_there(promise.test), promise.test


@EACH
def test_each_mutant_changes_code_that_is_there(promise: Promise) -> None:
    """The text to be changed stands in its file exactly once, so that the row speaks of today's code."""
    assert (SOURCE / promise.file).read_text(encoding="utf-8").count(promise.old) == 1


def test_every_promise_that_is_named_is_in_the_table() -> None:
    """The text refers to no row that is not there, and every row is referred to, in order of their numbers."""
    text, _, _ = MODEL.read_text(encoding="utf-8").partition("## Promises, tests")
    named = set(re.findall(r"\bT\d+\b", text))
    rows = [promise.id for promise in promises()]
    assert rows == [f"T{number}" for number in range(1, len(rows) + 1)]
    assert named == set(rows)


@pytest.mark.slow
@EACH
def test_each_mutant_is_caught(promise: Promise, tmp_path: Path) -> None:
    """With its one change the test of the promise fails: it would notice if the promise were broken."""
    copy = tmp_path / "src" / "homing"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    changed = copy / promise.file
    changed.write_text(changed.read_text(encoding="utf-8").replace(promise.old, promise.new), encoding="utf-8")
    environ = dict(os.environ)
    environ["PYTHONPATH"] = os.pathsep.join([str(copy.parent), environ.get("PYTHONPATH", "")])
    options = ["-q", "-x", "-p", "no:cacheprovider", "--basetemp", str(tmp_path / "t")]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, promise.test],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 1, done.stdout[-2000:] + done.stderr[-2000:]
    assert "failed" in done.stdout
