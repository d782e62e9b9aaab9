"""What came out, as numbers for a program and as a table for a person."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .bootstrap import Difference
from .metrics import METRICS

Scores = Mapping[str, Mapping[str, float | None]]
_DIGITS = {"n": 0, "seconds": 1, "coverage": 3, "r2": 3, "ece": 4, "log_loss": 4}


def _json(differences: Mapping[str, Difference]) -> dict[str, Any]:
    return {metric: dict(found._asdict()) for metric, found in differences.items()}


def _cell(metric: str, value: float | None) -> str:
    return "-" if value is None else f"{value:.{_DIGITS.get(metric, 4)}f}"


def _grid(rows: list[list[str]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))]
        ).rstrip()
        for row in rows
    )


def _scores(models: Scores) -> str:
    shown = [metric for metric in METRICS if any(found.get(metric) is not None for found in models.values())]
    rows = [["model", *shown]]
    rows += [[name, *(_cell(metric, found.get(metric)) for metric in shown)] for name, found in models.items()]
    return _grid(rows)


def _interval(found: Difference) -> str:
    if found.low is None or found.high is None:
        return f"{found.difference:+.4f}"
    return f"{found.difference:+.4f} [{found.low:+.4f}, {found.high:+.4f}]"


@dataclass(frozen=True, slots=True)
class Report:
    """``rows`` of the table; ``models``: metrics by name; ``differences``: each model's error less ours."""

    rows: int
    split: str
    seed: int
    models: Scores
    differences: Mapping[str, Mapping[str, Difference]]

    def as_json(self) -> dict[str, Any]:
        """``{"rows", "split", "seed", "models": {name: {metric: value}}, "differences": ...}``."""
        models = {name: dict(found) for name, found in self.models.items()}
        differences = {name: _json(found) for name, found in self.differences.items()}
        return {"rows": self.rows, "split": self.split, "seed": self.seed, "models": models, "differences": differences}

    def as_text(self) -> str:
        """Two tables: metrics, and differences to ours with their intervals."""
        parts = [_scores(self.models)]
        if self.differences:
            metrics = list(next(iter(self.differences.values())))
            rows = [["less ours", *metrics]]
            rows += [[name, *(_interval(found[m]) for m in metrics)] for name, found in self.differences.items()]
            parts.append(_grid(rows))
        return "\n\n".join(parts)

    def as_csv(self) -> str:
        """A tidy table: model, metric, value."""
        return _tidy(self.models)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``pairs``: for each two models, the error of the first less that of the second."""

    rows: int
    split: str
    seed: int
    models: Scores
    pairs: Mapping[tuple[str, str], Mapping[str, Difference]]

    def as_json(self) -> dict[str, Any]:
        """``{"rows", "split", "seed", "models", "pairs": [{"model", "against", metric: {...}}]}``."""
        models = {name: dict(found) for name, found in self.models.items()}
        pairs = [{"model": one, "against": other, **_json(found)} for (one, other), found in self.pairs.items()]
        return {"rows": self.rows, "split": self.split, "seed": self.seed, "models": models, "pairs": pairs}

    def as_text(self) -> str:
        """Two tables: metrics, and every pair."""
        metrics = list(next(iter(self.pairs.values())))
        rows = [["the first less the second", *metrics]]
        rows += [[f"{a}, {b}", *(_interval(found[m]) for m in metrics)] for (a, b), found in self.pairs.items()]
        return f"{_scores(self.models)}\n\n{_grid(rows)}"

    def as_csv(self) -> str:
        """A tidy table: model, metric, value."""
        return _tidy(self.models)


def _tidy(models: Scores) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["model", "metric", "value"])
    for name, found in models.items():
        rows.writerows([name, metric, "" if value is None else repr(value)] for metric, value in found.items())
    return text.getvalue()
