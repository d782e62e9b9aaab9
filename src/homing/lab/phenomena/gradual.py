"""Extinction at once or thinning out: the particle filter of Song et al. 2022 beside its authors' outputs and the rats.

The third group ("reverse") is a near tie between two histories, so its value changes with the seed and is not judged.
Evidence on occasional reinforcement in extinction is inconsistent (Quintero et al. 2024). Simulation only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from homing.engine.published import gradual_extinction
from homing.lab.designs import DESIGNS
from homing.lab.phenomena._table import Line, Measured, Numbers, Panel, Phenomenon, rounded

RUNS = 3
GROUPS = ("standard", "gradual", "reverse")
_SONG = "Song, Jones, Monfils & Niv 2022, arXiv 2205.04670, the authors' saved outputs"
_RATS = "Gershman, Jones, Norman, Monfils & Niv 2013, Front. Behav. Neurosci. 7:164, rats"


@lru_cache(maxsize=64)
def freezing(name: str, seed: int) -> tuple[float, ...]:
    """Freezing on each trial of a design."""
    design = DESIGNS[name]
    found = gradual_extinction.run(design.cues, design.outcomes, design.times, seed=seed).response
    return tuple(found.tolist())


def returned(name: str, seed: int) -> float:
    """Freezing in the four trials of the test, less that in the last four of extinction."""
    curve, labels = np.array(freezing(name, seed)), np.array(DESIGNS[name].labels)
    return float(curve[labels == "test"].mean() - curve[labels == "extinction"][-4:].mean())


def _mean(name: str, seed: int) -> float:
    """The mean over ``RUNS`` seeds from ``seed`` on."""
    return float(np.mean([returned(name, seed + i) for i in range(RUNS)]))


def _returns(question: str, groups: tuple[str, ...]) -> Callable[[int], dict[str, float]]:
    return lambda seed: {group: _mean(f"{question}-{group}", seed) for group in groups}


def _more(ours: Mapping[str, float]) -> bool:
    return ours["standard"] > ours["gradual"]


def _authors(question: str, after: str, published: Mapping[str, float]) -> Phenomenon:
    return Numbers(
        f"A3, B6 freezing at test less that at the end of extinction, {after}",
        "gradual extinction",
        _SONG,
        published,
        _returns(question, ("standard", "gradual")),
        tolerance=0.01,
        order=_more,
        order_said="more returns after standard extinction",
        title=f"Return {after}: the authors' model",
        y_label="change of freezing",
    ).phenomenon()


def _rats(question: str, after: str, means: Mapping[str, tuple[float, float]]) -> Phenomenon:
    """Means and standard errors of the animals, by group."""

    def measure(seed: int) -> Measured:
        ours = _returns(question, GROUPS)(seed)
        near = [abs(ours[group] - mean) <= 2.0 * error for group, (mean, error) in means.items()]
        bars = tuple((group, ours[group], mean) for group, (mean, _) in means.items())
        panel = Panel(f"Return {after} (circles: rats)", y_label="change of freezing", bars=bars)
        return Measured(rounded([ours[group] for group in GROUPS], 3), all(near), (panel,))

    published = [mean for mean, _ in means.values()]
    name = f"freezing at test less that at the end of extinction, {after}, beside animals: {', '.join(GROUPS)}"
    return Phenomenon(name, "gradual extinction", _RATS, published, "each within two standard errors", measure)


def _reverse(seed: int) -> Measured:
    """Medians over five seeds: about one run in eight of the reverse group ends in the other history."""
    seeds = range(seed, seed + 5)
    ours = [float(np.median([returned(f"recovery-{group}", one) for one in seeds])) for group in ("gradual", "reverse")]
    curves = {group: np.median([freezing(f"recovery-{group}", one) for one in seeds], axis=0) for group in GROUPS}
    lines = tuple(Line(group, range(1, 33), curve[3:].tolist()) for group, curve in curves.items())
    panel = Panel("Extinction (24), a day later (4), a month later (4)", "trial", "freezing", lines)
    return Measured(rounded(ours, 3), ours[0] <= ours[1], (panel,))


PHENOMENA = (
    _authors("recovery", "a month later", {"standard": 0.125, "gradual": -0.170}),
    _authors("reinstatement", "after two shocks alone", {"standard": 0.134, "gradual": -0.082}),
    Phenomenon(
        "B6 change of freezing after a month: gradual, gradual in reverse order",
        "gradual extinction",
        f"{_SONG}; a near tie, the value is not judged",
        [-0.170, -0.045],
        "gradual is not above reverse (medians of five runs)",
        _reverse,
    ),
    _rats(
        "recovery",
        "a month later",
        {"standard": (0.098, 0.030), "gradual": (-0.050, 0.047), "reverse": (0.126, 0.063)},
    ),
    _rats(
        "reinstatement",
        "after two shocks alone",
        {"standard": (0.431, 0.050), "gradual": (0.078, 0.073), "reverse": (0.331, 0.071)},
    ),
)
"""Rows of gradual extinction."""
