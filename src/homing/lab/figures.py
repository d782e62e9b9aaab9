"""Pictures of the phenomena, one a family: ours as lines or bars, published numbers as open circles. SVG and PNG.

The same rows give the same bytes: no date, a fixed salt for ids, the font that comes with matplotlib (extra ``lab``).
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from homing.lab.phenomena import Panel, Row

INKS = ("#2a6f97", "#c8553d", "#588157", "#8d5a97", "#b08900", "#4a4e69")
"""Colours of curves, told apart in the common kinds of colour blindness by lightness as well."""

_DASHES = ("-", (0, (5, 2)), (0, (1.5, 1.5)), "-", (0, (5, 2)))
_SOFT, _INK = "#9db8c9", "#333333"
_CIRCLE: dict[str, Any] = {
    "marker": "o",
    "markersize": 6.5,
    "markerfacecolor": "none",
    "markeredgecolor": _INK,
    "markeredgewidth": 1.1,
}
_STYLE = {
    "svg.hashsalt": "homing",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.titlesize": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#888888",
    "axes.labelcolor": _INK,
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.7,
    "legend.frameon": False,
    "legend.fontsize": 8.0,
    "figure.dpi": 100.0,
    "savefig.dpi": 130.0,
}
_FORMATS: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "Homing"},
    "png": {"Software": "Homing"},
}


def families(rows: Sequence[Row]) -> dict[str, list[Panel]]:
    """The panels of each family that has any, in the order of the rows."""
    found: dict[str, list[Panel]] = {}
    for row in rows:
        if row.panels:
            found.setdefault(row.family, []).extend(row.panels)
    return found


def draw(rows: Sequence[Row], folder: Path) -> list[Path]:
    """Write a figure for each family with panels into ``folder``, which is made if it is not there; their paths.

    Files of the same names are replaced. Raises ``ModuleNotFoundError`` without matplotlib, and ``OSError``.
    """
    matplotlib = importlib.import_module("matplotlib")
    figures = importlib.import_module("matplotlib.figure")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with matplotlib.rc_context(_STYLE):
        for family, panels in families(rows).items():
            figure = _figure(figures, panels, family)
            figure.draw_without_rendering()  # lays it out once, for both forms
            figure.set_layout_engine("none")
            for form, metadata in _FORMATS.items():
                path = folder / f"{family.replace(' ', '-')}.{form}"
                figure.savefig(path, metadata=metadata)
                written.append(path)
    return written


def _figure(figures: Any, panels: Sequence[Panel], family: str) -> Any:
    columns = 1 if len(panels) == 1 else 2 if len(panels) in (2, 4) else 3
    deep = math.ceil(len(panels) / columns)
    figure = figures.Figure(figsize=(4.6 * columns, 3.2 * deep + 0.5), layout="constrained")
    figure.suptitle(family.capitalize(), x=0.01, ha="left", fontsize=12.0)
    for i, panel in enumerate(panels):
        axes = figure.add_subplot(deep, columns, i + 1)
        _bars(axes, panel) if panel.bars else _lines(axes, panel)
        axes.set_title(panel.title, loc="left")
        axes.set_xlabel(panel.x_label)
        axes.set_ylabel(panel.y_label)
    if any(line.published for panel in panels for line in panel.lines) or any(
        theirs is not None for panel in panels for _, _, theirs in panel.bars
    ):
        lines = importlib.import_module("matplotlib.lines")
        ours = lines.Line2D([], [], color=_SOFT, linewidth=5.0, label="ours (bars or curves)")
        theirs = lines.Line2D([], [], linestyle="none", label="published", **_CIRCLE)
        figure.legend(handles=[ours, theirs], loc="outside upper right", ncols=2)
    return figure


def _lines(axes: Any, panel: Panel) -> None:
    ours = [line for line in panel.lines if not line.published]
    for i, line in enumerate(ours):
        ink, dashes = INKS[i % len(INKS)], _DASHES[i % len(_DASHES)]
        axes.plot(list(line.x), list(line.y), color=ink, linestyle=dashes, linewidth=1.6, label=line.label)
    for line in panel.lines:
        if line.published:
            _circles(axes, list(line.x), list(line.y), line.label)
    if panel.logarithmic:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:,g}")
    else:
        axes.locator_params(axis="x", integer=True)
    _room(axes, [y for line in panel.lines for y in line.y])
    if {line.label for line in panel.lines} - {"ours", "published"}:
        axes.legend(loc="best")


def _bars(axes: Any, panel: Panel) -> None:
    places = range(len(panel.bars))
    axes.bar(places, [ours for _, ours, _ in panel.bars], width=0.5, color=_SOFT)
    known = [(place, theirs) for place, (_, _, theirs) in zip(places, panel.bars, strict=True) if theirs is not None]
    if known:
        _circles(axes, [place for place, _ in known], [theirs for _, theirs in known])
    labels = [name.replace(", ", ",\n", 1) for name, _, _ in panel.bars]
    axes.set_xticks(list(places), labels)
    axes.set_xlim(-0.7, len(panel.bars) - 0.3)
    axes.grid(visible=False, axis="x")
    axes.axhline(0.0, color="#888888", linewidth=0.8)
    _room(axes, [0.0, *(ours for _, ours, _ in panel.bars), *(theirs for _, theirs in known)])


def _circles(axes: Any, x: Sequence[float], y: Sequence[float], label: str = "published") -> None:
    axes.plot(x, y, linestyle="none", label=label, **_CIRCLE)


def _room(axes: Any, values: Sequence[float]) -> None:
    """A little air above and below; probabilities share one scale, so that panels can be compared."""
    low, high = min(values), max(values)
    if low >= 0.0 and 0.4 < high <= 1.0001:
        axes.set_ylim(0.0, 1.08)
    else:
        air = 0.1 * (high - low or 1.0)
        axes.set_ylim(low - air if low < 0.0 else min(0.0, low), high + air)
