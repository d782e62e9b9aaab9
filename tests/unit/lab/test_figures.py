"""Pictures of the phenomena: one a family, the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from homing.lab import phenomena as lab
from homing.lab.figures import draw, families
from homing.lab.phenomena import Line, Panel, Row


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """A few quick rows: bars, curves, curves on a logarithmic axis, and rows without any picture."""
    return [row for part in ("B3", "pairs", "rescorla-wagner", "A6") for row in lab.phenomena(0, part)]


def test_each_family_has_its_figure(rows: list[Row], tmp_path: Path) -> None:
    """Every family with panels gets an SVG that is XML and a PNG that is one; a family without panels gets none."""
    written = draw(rows, tmp_path / "new" / "folder")
    assert len(written) == 2 * len(families(rows))
    assert {path.stem for path in written} == {name.replace(" ", "-") for name in families(rows)}
    assert "engine" not in families(rows)
    for path in written:
        if path.suffix == ".svg":
            assert ElementTree.parse(path).getroot().tag.endswith("svg")
        else:
            assert path.read_bytes().startswith(b"\x89PNG\r\n")


def test_the_same_rows_give_the_same_bytes(rows: list[Row], tmp_path: Path) -> None:
    """Drawing again changes no byte: neither date nor chance gets into a picture."""
    some = [row for row in rows if row.family == "retrieval-extinction"]
    one, two = draw(some, tmp_path / "one"), draw(some, tmp_path / "two")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_panels_of_any_shape_are_drawn(tmp_path: Path) -> None:
    """A flat curve, bars below zero, and one panel or nine are all drawn."""
    flat = Panel("flat", lines=(Line("one", [1, 2], [0.3, 0.3]), Line("two", [1, 2], [-1.0, 4.0])))
    below = Panel("below", bars=(("a", -0.5, None), ("b", -0.1, None)))
    for i, panels in enumerate(((flat,), (flat, below) * 4 + (below,))):
        row = Row("name", f"family {i}", "source", 0.0, 0.0, holds=True, rule="rule", panels=panels)
        assert [path.name for path in draw([row], tmp_path)] == [f"family-{i}.svg", f"family-{i}.png"]
