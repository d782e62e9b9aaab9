"""The lab: published models and our own on any tidy table, from one person to a cohort.

>>> diary = {"id": ["a"] * 6 + ["b"] * 6, "day": [*range(6)] * 2, "hurt": [1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0]}
>>> report = evaluate(diary, person="id", time="day", outcome="hurt", kind="binary", split="time:0.5")
>>> report.rows, report.models["ours"]["n"]
(12, 6)
"""

from .columns import TableError
from .evaluation import MODELS, compare, evaluate
from .fitting import fit
from .priors import Priors, PriorsError
from .report import Comparison, Report

__all__ = ["MODELS", "Comparison", "Priors", "PriorsError", "Report", "TableError", "compare", "evaluate", "fit"]
