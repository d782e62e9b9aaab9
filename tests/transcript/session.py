"""Sessions: what is typed, what comes back, and how it ends, in one file a person can read.

``$`` begins a command for the shell. The lines below it are its standard output, those after ``! `` its standard
error, ``exit 3`` its exit code (0 if nothing is said). ``...`` stands for any lines or, within a line, for anything.
``@ NAME=value`` sets a variable from there on. ``-- name --`` begins a file that is there from the start; ``#`` begins
a comment outside files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_FILE = re.compile(r"-- (\S+) --")


@dataclass
class Step:
    """One command and what is expected of it."""

    line: int
    command: str
    variables: dict[str, str]
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)
    code: int = 0


@dataclass
class Session:
    """The steps of a session in order, and the files it begins with."""

    steps: list[Step]
    files: dict[str, str]


def read_session(path: Path) -> Session:
    """The session in a file."""
    steps: list[Step] = []
    variables: dict[str, str] = {}
    told, *rest = _FILE.split(path.read_text(encoding="utf-8"))
    for number, line in enumerate(told.splitlines(), 1):
        if line.startswith("@ "):
            name, _, value = line[2:].partition("=")
            variables[name] = value
        elif line.startswith("$ "):
            steps.append(Step(number, line[2:], dict(variables)))
        elif line.startswith("! "):
            steps[-1].err.append(line[2:])
        elif line.startswith("exit "):
            steps[-1].code = int(line[5:])
        elif steps and not line.startswith("#"):
            steps[-1].out.append(line)
    return Session(steps, {name: text.removeprefix("\n") for name, text in zip(rest[::2], rest[1::2], strict=True)})


def is_like(expected: list[str], actual: str) -> bool:
    """Whether the output is what was expected; blank lines at its end do not count."""
    parts = [re.escape(line).replace(r"\.\.\.", ".*") for line in "\n".join(expected).rstrip().split("\n")]
    pattern = "\n".join(parts)
    return re.fullmatch(pattern, actual.rstrip(), re.DOTALL if "..." in expected else 0) is not None
