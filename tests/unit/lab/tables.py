"""Small tables made up for the tests of the lab's evaluation. Nobody in them exists."""

from __future__ import annotations

from typing import Any

import numpy as np

Made = tuple[dict[str, Any], dict[str, Any]]
"""The columns, and how they are to be read."""

ROLES: dict[str, Any] = {"person": "id", "time": "t"}


def ratings(people: int = 12, rows: int = 15, seed: int = 0) -> Made:
    """Numbers from 0 to 100 that follow a word and a graded cue, each person in their own way; some gaps."""
    rng = np.random.default_rng(seed)
    word, graded = rng.integers(0, 2, (people, rows)), rng.uniform(0.0, 10.0, (people, rows))
    level, slope = rng.normal(45.0, 12.0, (people, 1)), rng.normal(2.0, 1.0, (people, 1))
    y = np.clip(level + 15.0 * word + slope * (graded - 5.0) + rng.normal(0.0, 5.0, word.shape), 0.0, 100.0)
    y[rng.random(y.shape) < 0.1] = np.nan
    graded[rng.random(graded.shape) < 0.05] = np.nan
    columns = {
        "id": np.repeat([f"p{i}" for i in range(people)], rows).tolist(),
        "t": np.tile(np.arange(rows), people),
        "word": np.where(word.ravel() == 1, "unfair", "fair").tolist(),
        "graded": graded.ravel(),
        "outcome": y.ravel(),
    }
    return columns, {**ROLES, "kind": "real", "range": (0.0, 100.0), "cues": "word,graded"}


def diaries(people: int = 9, rows: int = 14, seed: int = 0) -> Made:
    """Hurt or not, with whom, where, on irregular days; alarms beside it; many names that are each person's own."""
    rng = np.random.default_rng(seed)
    count = people * rows
    who, cue = rng.integers(0, 3, count), rng.random(count)
    owner = np.repeat(np.arange(people), rows)
    p = 1.0 / (1.0 + np.exp(-(1.5 * (who == 0) + 2.0 * cue - 1.5)))
    outcome = (rng.random(count) < p).astype(float)
    outcome[rng.random(count) < 0.2] = np.nan
    columns = {
        "id": owner,
        "t": np.cumsum(rng.exponential(0.5, (people, rows)), axis=1).ravel(),
        "with": [f"{o}-{w}" if w < 2 else "" for o, w in zip(owner, who, strict=True)],
        "where": np.where(rng.random(count) < 0.5, "home", "out").tolist(),
        "voice": np.where(cue > 0.4, cue, np.nan),
        "late": rng.random(count),
        "felt": np.where(rng.random(count) < 0.1, np.nan, np.round(10.0 * p)),
        "hurt": outcome,
    }
    told = {"outcome": "hurt", "alarm": "felt", "other": "with", "setting": "where", "cues": ("voice", "late")}
    return columns, {**ROLES, **told, "kind": "binary", "time_unit": "day"}


def csv_of(columns: dict[str, Any]) -> str:
    """The table as CSV; a gap is an empty cell."""
    rows = (",".join("" if cell != cell else str(cell) for cell in row) for row in zip(*columns.values(), strict=True))
    return "\n".join([",".join(columns), *rows]) + "\n"
