"""Doing what ``homing lab phenomena`` was asked."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from homing.cli.codes import Code, Stop
from homing.cli.lab.progress import shown
from homing.cli.telling import plain, say, say_json
from homing.lab import phenomena as lab
from homing.lab.simulate import near


def phenomena(only: str, figures: Path | None, seed: int, *, as_json: bool) -> Code:
    """Measure, tell, and draw."""
    if not lab.chosen(only):
        known = [one.name for one in lab.PHENOMENA]
        families = list(dict.fromkeys(one.family for one in lab.PHENOMENA))
        alike = "; ".join(near(only, [*families, *known]) or families)
        raise Stop(Code.USAGE, f"No row has this in its name. Families and rows near it: {alike}.")
    if figures is not None and find_spec("matplotlib") is None:
        raise Stop(Code.REFUSED, "To draw figures, install Homing with the extra 'lab'.")
    with shown() as progress:
        rows = lab.phenomena(seed, only, progress)
        drawn = [] if figures is None else _drawn(rows, figures)
    if as_json:
        say_json({"seed": seed, "rows": [row.told() for row in rows]})
        return Code.FINE
    _say_rows(rows)
    if figures is not None:
        say(f"{len(drawn)} files are in {plain(str(figures))}")
    return Code.FINE


def _drawn(rows: Sequence[lab.Row], folder: Path) -> list[Path]:
    from homing.lab.figures import draw

    return draw(rows, folder)


def _say_rows(rows: Sequence[lab.Row]) -> None:
    for family, group in groupby(rows, key=lambda row: row.family):
        say(family.upper())
        for row in group:
            say(f"{'holds' if row.holds else 'DOES NOT HOLD':<14}{row.name}")
            say(f"{'':<14}published  {told(row.published)}")
            say(f"{'':<14}ours       {told(row.ours)}")
            say(f"{'':<14}rule       {row.rule}")
            say(f"{'':<14}source     {row.source}")
        say()
    failing = [row.name for row in rows if not row.holds]
    say(f"{len(rows) - len(failing)} of {len(rows)} rows hold" + (f"; {len(failing)} do not:" if failing else "."))
    for name in failing:
        say(f"  {name}")


def told(value: lab.Value) -> str:
    """A value as a person compares it.

    >>> told([0.0671, 1.0]), told("rises"), told(0.25)
    ('0.0671  1', 'rises', '0.25')
    """
    parts = value if isinstance(value, list) else [value]
    return "  ".join(part if isinstance(part, str) else f"{part:.4g}" for part in parts)
