"""``homing --help`` answers before the heavy parts of Homing are there."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = [
    "sqlalchemy",
    "starlette",
    "numpy",
    "uvicorn",
    "cryptography",
    "alembic",
    "jinja2",
    "babel",
    "rich",
]
LOOK = """
import json, sys
from homing.cli.running import run
code = run({arguments})
sys.stderr.write(json.dumps([code, [name for name in {heavy} if name in sys.modules]]))
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["moment", "add", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """Neither the database nor the server nor the engine is imported to show help."""
    script = LOOK.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stderr) == [0, []]
    assert done.stdout
