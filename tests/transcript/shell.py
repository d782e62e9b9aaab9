"""The real ``homing`` in a process of its own, as a shell finds it, in an empty home and without a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.outside import WATCHED

WORDS = "four calm small words"
LONGEST = 120
"""Seconds that one command may take on a very busy machine."""


def environment(work: Path, **more: str) -> dict[str, str]:
    """What a command finds around it: a vault's folder below ``work``, English, UTC, and nothing of this machine's."""
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "HOME": str(work),
        "HOMING_HOME": str(work / "vault"),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.environ.get("PYTHONPATH", str(WATCHED)),  # it may not speak to the outside
        **more,
    }


def sh(line: str, work: Path, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one line of shell in ``work``. A session of its own has no terminal, so nothing can be asked there."""
    return subprocess.run(
        ["/bin/sh", "-c", line],
        cwd=work,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        start_new_session=True,
        check=False,
    )
