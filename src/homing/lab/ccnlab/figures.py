"""A picture of the scores: a line an experiment, ours beside the peers. SVG and PNG (extra ``lab``)."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from homing.lab.ccnlab.report import Report

_SHOWN = {
    "ours": ("ours", "o", "#2a6f97"),
    "td_tuned": ("temporal difference", "s", "#c8553d"),
    "kalman_tuned": ("Kalman", "^", "#588157"),
    "rw_tuned": ("Rescorla-Wagner", "x", "#4a4e69"),
}
_STYLE = {"svg.hashsalt": "homing", "font.family": "DejaVu Sans", "font.size": 8.0, "savefig.dpi": 130.0}
_FORMATS: dict[str, dict[str, Any]] = {"svg": {"Date": None, "Creator": "Homing"}, "png": {"Software": "Homing"}}


def draw(report: Report, folder: Path) -> list[Path]:
    """Write ``ccnlab.svg`` and ``ccnlab.png`` into ``folder``, which is made if it is not there; their paths.

    Raises ``ModuleNotFoundError`` without matplotlib, and ``OSError``.
    """
    matplotlib = importlib.import_module("matplotlib")
    figures = importlib.import_module("matplotlib.figure")
    folder.mkdir(parents=True, exist_ok=True)
    rows = sorted(report.rows, key=lambda row: (row.held_out, row.experiment), reverse=True)
    written = []
    with matplotlib.rc_context(_STYLE):
        figure = figures.Figure(figsize=(8.0, 1.2 + 0.27 * len(rows)), layout="constrained")
        axes = figure.add_subplot()
        for name, (label, marker, ink) in _SHOWN.items():
            across = [row.scores[name] for row in rows]
            axes.plot(across, range(len(rows)), marker, color=ink, markersize=5.0, alpha=0.85, label=label)
        labels = [f"{row.experiment}{' (held out)' if row.held_out else ''}" for row in rows]
        axes.set_yticks(range(len(rows)), labels)
        axes.axvline(0.0, color="#888888", linewidth=0.8)
        axes.set_xlim(-1.05, 1.05)
        axes.set_xlabel("score; settings of all models chosen on the experiments not held out")
        axes.grid(axis="y", color="#e6e6e6", linewidth=0.7)
        axes.legend(loc="lower left")
        for form, metadata in _FORMATS.items():
            written.append(folder / f"ccnlab.{form}")
            figure.savefig(written[-1], metadata=metadata)
    return written
