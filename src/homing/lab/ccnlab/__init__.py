"""Our model and its peers on CCNLab, a benchmark of 30 classical-conditioning experiments.

``read`` a benchmark file, ``run`` everything on it, ``draw`` the scores.
"""

from __future__ import annotations

from homing.lab.ccnlab.figures import draw
from homing.lab.ccnlab.reading import BenchmarkError, Experiment, read
from homing.lab.ccnlab.report import Report, run
from homing.lab.ccnlab.split import halves
from homing.lab.ccnlab.tuning import Memo

__all__ = ["BenchmarkError", "Experiment", "Memo", "Report", "draw", "halves", "read", "run"]
