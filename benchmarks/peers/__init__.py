"""Peers to stand beside, each in an environment of its own with a lock file of its own; none is a part of Homing.

A folder a peer: ``requirements.in``, ``requirements.lock`` (hashes, no registry's name) and ``work.py``, which reads a
JSON task from standard input and writes a JSON answer. It runs in ``.venv-peers/NAME`` and never imports Homing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ENVIRONMENTS = HERE.parents[1] / ".venv-peers"


class PeerMissing(RuntimeError):
    """A peer could not be installed or run here; the message says which and why."""


def python_of(name: str) -> Path:
    """The Python of a peer's environment, made from its lock file when it is missing or the lock has changed."""
    lock, home = HERE / name / "requirements.lock", ENVIRONMENTS / name
    stamp, found = home / "stamp", home / "bin" / "python"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == lock.read_text(encoding="utf-8"):
        return found
    uv = Path(sys.executable).with_name("uv")
    _run(name, [str(uv), "venv", "--quiet", "--clear", "--python", sys.executable, str(home)])
    _run(name, [str(uv), "pip", "install", "--quiet", "--python", str(found), "--require-hashes", "-r", str(lock)])
    stamp.write_text(lock.read_text(encoding="utf-8"), encoding="utf-8")
    return found


def ask(name: str, task: dict[str, Any], *, env: dict[str, str] | None = None) -> Any:
    """What the peer's ``work.py`` answers to a task."""
    answer = _run(name, [str(python_of(name)), str(HERE / name / "work.py")], json.dumps(task), env)
    return json.loads(answer)


def _run(name: str, command: list[str], told: str = "", env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, input=told, capture_output=True, text=True, env=env, check=False)  # noqa: S603
    if done.returncode:
        raise PeerMissing(f"{name}: {done.stderr.strip()[-2000:]}")
    return done.stdout
