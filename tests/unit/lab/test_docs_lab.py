"""The worked scripts run as they are told, on people they invent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "docs" / "lab"
SAYS = {
    "1_evaluate.py": ("blended_regression", "Log loss: ours", "these were invented"),
    "2_priors.py": ("Evidence per rating", "learnt priors", "saying the last rating again"),
    "3_latent_causes.py": ("ABA   1000 particles 0.91", "50 units before: 0.89", "1000 days later"),
    "4_changing_world.py": ("hierarchical Gaussian filter", "The filter's own rate", "nobody noted"),
    "5_cohort.py": ("1000 people in 8 blocks", "the same to the last bit: True", "(128, 50)"),
}


def test_every_script_is_known_and_told() -> None:
    """Each script is run below, is short, and stands in the page that says which to read first."""
    scripts = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(scripts) == set(SAYS)
    assert all(len(text.splitlines()) < 80 for text in scripts.values())
    assert all(f"({name})" in page and f"python docs/lab/{name}" in text for name, text in scripts.items())


@pytest.mark.parametrize("name", SAYS)
def test_script_runs(name: str, tmp_path: Path) -> None:
    """It ends well, warns of nothing, says what it promises, leaves no file behind, and never says 'False'."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(FOLDER / name)],
        cwd=tmp_path,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert all(part in done.stdout for part in SAYS[name])
    assert "False" not in done.stdout
    assert list(tmp_path.iterdir()) == []
