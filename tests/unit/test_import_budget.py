"""What is imported when: counted in modules, never in time; ``cli/test_lightness.py`` does it for ``homing --help``."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = ["numba", "scipy", "jax", "pandas", "pyarrow", "polars", "matplotlib", "ray", "alembic", "segno", "rich"]
LOOK = """
import json, sys
import homing.cli.serving
sys.stdout.write(json.dumps([name for name in {heavy} if name in sys.modules]))
"""


def test_the_server_starts_without_what_only_the_lab_or_a_migration_needs() -> None:
    """Neither compiled kernels nor data frames nor migrations nor drawn tracebacks are imported to serve the pages."""
    script = LOOK.format(heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
