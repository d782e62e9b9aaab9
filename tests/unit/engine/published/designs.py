"""Textbook designs: how often which cues are shown with which outcome, one row a trial."""

from __future__ import annotations

import numpy as np

from homing.engine.published._protocol import Floats

Rows = tuple[Floats, Floats, Floats]


def trials(*phases: tuple[int, str, float], cues: str = "AX") -> Rows:
    """Phases of (how many, the letters of the cues shown, the outcome), ten units apart, so that each is a trial."""
    shown = [[float(cue in letters) for cue in cues] for count, letters, _ in phases for _ in range(count)]
    outcomes = [outcome for count, _, outcome in phases for _ in range(count)]
    return np.array(shown), np.array(outcomes), np.arange(float(len(outcomes))) * 10.0
