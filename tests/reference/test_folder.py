"""The folder of reference numbers is there, and no file of it goes unchecked."""

from __future__ import annotations

import pytest

from tests.reference.folder import reference

CHECKED = {
    "README.md",
    "hgf/binary_*.csv",
    "hgf/u_binary.csv",
    "imm2017/design_*.csv",
    "imm2017/summary_test_CR.csv",
    "lcm2010/X_*.csv",
    "lcm2010/map_*.csv",
    "lcm2010/pf1000_*.csv",
    "lcm2010/summary.csv",
}
"""What the tests beside this one read."""


def test_every_file_is_checked() -> None:
    """Each file of the folder is read by one of the tests here."""
    folder = reference()
    if folder is None:
        pytest.skip("no reference numbers: set HOMING_REFERENCE to their folder to check every published file")
    found = {path for path in folder.rglob("*") if path.is_file()}
    assert found
    assert found == {path for pattern in CHECKED for path in folder.glob(pattern)}
