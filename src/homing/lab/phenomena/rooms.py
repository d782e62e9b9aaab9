"""The latent-cause model of 2010 on renewal, latent inhibition, partial and thinning reinforcement.

The designs are this project's (10 pairings, 20 trials without, a test; rooms one-hot); the published numbers are the
authors' toolbox run on them: local maximum a posteriori once, 1000 particles as the mean of ten runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from homing.engine.published import latent_cause_2010
from homing.engine.published.latent_cause_2010 import Params
from homing.lab.designs import DESIGNS
from homing.lab.phenomena._table import Line, Measured, Numbers, Panel, Phenomenon, falling, rounded

TOOLBOX = "Gershman, Blei & Niv 2010, Psychol. Rev. 117:197; the authors' toolbox run on our designs"
ROOMS = ("ABA", "ABC", "AAB", "AAA", "ABB")
EXPOSED = ("same", "elsewhere", "none")


def curve(design: str, alpha: float, particles: int = 1, seed: int = 0) -> list[float]:
    """The expected outcome on each trial of a design."""
    rows, params = DESIGNS[design], Params(alpha=alpha, particles=particles)
    found: list[float] = latent_cause_2010.run(
        rows.cues, rows.outcomes, rows.times, params, seed=seed
    ).expected.tolist()
    return found


def _last(prefix: str, names: tuple[str, ...], alpha: float, particles: int = 1) -> Callable[[int], dict[str, float]]:
    return lambda seed: {name: curve(f"{prefix}-{name}", alpha, particles, seed)[-1] for name in names}


def _ordered(ours: Mapping[str, float]) -> bool:
    return falling([ours[name] for name in ROOMS])


def _inhibited(ours: Mapping[str, float]) -> bool:
    return ours["same"] < ours["elsewhere"] < ours["none"]


def _renewal(alpha: float, particles: int, published: tuple[float, ...], *, ordered: bool) -> Phenomenon:
    way = "local MAP" if particles == 1 else f"{particles} particles"
    return Numbers(
        f"A2{', B1' if ordered else ''} renewal, {way}, alpha {alpha:g}",
        "renewal",
        TOOLBOX,
        dict(zip(ROOMS, published, strict=True)),
        _last("renewal", ROOMS, alpha, particles),
        tolerance=2e-8 if particles == 1 else 0.0092,
        order=_ordered if ordered else lambda _: True,
        order_said="ABA > ABC > AAB > AAA > ABB" if ordered else "",
        title=f"Model of 2010, {way}, alpha {alpha:g}",
        y_label="expected outcome at test",
    ).phenomenon()


def _inhibition(alpha: float, particles: int, published: tuple[float, ...]) -> Phenomenon:
    way = "local MAP" if particles == 1 else f"{particles} particles"
    return Numbers(
        f"A2, B7 latent inhibition after pre-exposure, {way}, alpha {alpha:g}",
        "latent inhibition",
        TOOLBOX,
        dict(zip(EXPOSED, published, strict=True)),
        _last("latent-inhibition", EXPOSED, alpha, particles),
        tolerance=2e-8 if particles == 1 else 0.0025,
        order=_inhibited,
        order_said="same room < elsewhere < none",
        title=f"Model of 2010, {way}, alpha {alpha:g}",
        y_label="expected outcome",
    ).phenomenon()


def _partial(_: int) -> Measured:
    """The share of the first response without reinforcement that is left after twenty trials."""
    curves = {name: np.array(curve(f"reinforced-{name}", 0.1)[-20:]) for name in ("all", "half")}
    left = {name: rows / rows[0] for name, rows in curves.items()}
    said = {"all": "every time", "half": "half of the times"}
    lines = tuple(Line(said[name], range(20), rows.tolist()) for name, rows in left.items())
    panel = Panel("Model of 2010: extinction", "trial", "expected outcome, of where it began", lines)
    holds = bool(np.all(left["half"][1:] > left["all"][1:]))
    return Measured(rounded([left["all"][-1], left["half"][-1]], 4), holds, (panel,))


PHENOMENA = (
    _renewal(0.1, 1, (0.34404299, 0.34837546, 0.37268996, 0.34378695, 0.3438305), ordered=False),
    _renewal(1.0, 1, (0.9084492, 0.54542132, 0.45226366, 0.34411873, 0.050192759), ordered=True),
    _renewal(0.1, 1000, (0.91077921, 0.5700942, 0.37342032, 0.34375853, 0.049018804), ordered=True),
    _renewal(1.0, 1000, (0.90621251, 0.54571743, 0.45505358, 0.3433166, 0.050859919), ordered=True),
    _inhibition(1.0, 1, (0.34411873, 0.9084492, 0.91301076)),
    _inhibition(0.1, 1000, (0.3437814, 0.9110066, 0.91618037)),
    Numbers(
        "A2 partial reinforcement, last of 20 trials without, local MAP, alpha 0.1",
        "partial reinforcement",
        TOOLBOX,
        {"all": 0.51217912, "half": 0.34439636},
        lambda _: {name: curve(f"reinforced-{name}", 0.1)[-1] for name in ("all", "half")},
        title="Model of 2010: last of 20 trials without",
        y_label="expected outcome",
    ).phenomenon(),
    Phenomenon(
        "B10 partial reinforcement, share of the first response left after 20 trials: every time, half of the times",
        "partial reinforcement",
        "Gershman, Blei & Niv 2010, Psychol. Rev. 117:197; its ordering, no numbers",
        "more is left after partial reinforcement",
        "on each of the 19 trials after the first; in absolute terms the partial group begins and ends lower",
        _partial,
    ),
    Numbers(
        "A2 extinction at once and thinning out in a model without time, local MAP, alpha 0.1",
        "gradual extinction",
        TOOLBOX,
        {"standard": 0.12564405, "gradual": 0.2816257, "reverse": 0.2816257},
        _last("timeless", ("standard", "gradual", "reverse"), 0.1),
        title="Model of 2010 (no time): last test",
        y_label="expected outcome",
    ).phenomenon(),
)
"""Rows of the model of 2010."""
