"""How the rows of the model of 2017 are measured: its designs run, and what is looked for in their responses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from homing.engine.published import latent_cause_rw, rescorla_wagner
from homing.engine.published.latent_cause_rw import Params
from homing.lab.designs import DESIGNS, Design
from homing.lab.phenomena._table import Line, Measured, Numbers, Panel, Phenomenon, falling, rising, rounded

SOURCE = "Gershman, Monfils, Norman & Niv 2017, eLife 6:e23763"
REI = (1, 2, 3, 5, 10, 20, 30, 50, 100)
_AFTER = "units after extinction (a day is 20)"
RI = (1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100)


def run(design: Design, trials: int | None = None) -> Any:
    """The model's result on the first ``trials`` trials of a design (all of them unless told)."""
    x, r, tau, psi = (rows[:trials] for rows in (design.cues, design.outcomes, design.times, design.amnesia))
    return latent_cause_rw.run(x, r, tau, Params(**design.params), amnesia=psi)


def _ends(names: Mapping[str, str]) -> Callable[[int], dict[str, float]]:
    """The last response of each of these designs."""
    return lambda _seed: {label: float(run(DESIGNS[name]).response[-1]) for label, name in names.items()}


def _published(names: Mapping[str, str]) -> dict[str, float]:
    return {label: DESIGNS[name].final or 0.0 for label, name in names.items()}


def finals(
    name: str,
    family: str,
    designs: Mapping[str, str],
    order: Callable[[Mapping[str, float]], bool] = lambda _: True,
    order_said: str = "",
    **drawn: Any,
) -> Phenomenon:
    """Final responses of these designs, by label."""
    numbers = [DESIGNS[one].number.split()[0] for one in designs.values()]
    source = f"{SOURCE}, designs {', '.join(dict.fromkeys(numbers))}"
    return Numbers(
        name, family, source, _published(designs), _ends(designs), order=order, order_said=order_said, **drawn
    ).phenomenon()


def ordered(*labels: str) -> Callable[[Mapping[str, float]], bool]:
    """Whether the numbers rise in this order of their labels."""
    return lambda ours: rising([ours[label] for label in labels])


def parity(_: int) -> Measured:
    apart = {
        name: abs(float(run(design).response[-1]) - design.final)
        for name, design in DESIGNS.items()
        if design.model == "latent_cause_rw" and design.final is not None
    }
    astray = [f"design {DESIGNS[name].number}: {gap:.0e}" for name, gap in apart.items() if gap > 2e-8]
    told = f"{len(apart) - len(astray)} of {len(apart)} within 2e-8"
    return Measured("; ".join([told, *astray]), not astray)


def first_extinction(_: int) -> dict[str, float]:
    """The acquisition cause's responsibility on the first trial of extinction, after one round of EM."""
    return {str(gap): float(run(DESIGNS[f"retrieval-{gap}"], 5).responsibilities[4, 0]) for gap in REI}


def surprise(_: int) -> dict[str, float]:
    """Responsibility of a new cause on the first trial without outcome."""
    found = {}
    for count in (1, 2, 3, 5, 10, 20):
        result = run(DESIGNS[f"surprise-after-{count}"])
        found[str(count)] = float(1.0 - result.responsibilities[-1, 0])
    return found


_WAITS = (1.0, 5.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)


def _tested(wait: float) -> Any:
    """Three pairings, a day later eighteen trials without, and a test after a wait."""
    x, r = np.ones((22, 1)), np.array([1.0] * 3 + [0.0] * 19)
    return latent_cause_rw.run(x, r, [*range(3), *range(23, 41), 40.0 + wait])


def recovery(_: int) -> Measured:
    runs = [_tested(wait) for wait in _WAITS]
    expected, learnt = [float(result.expected[-1]) for result in runs], float(runs[0].expected[3])
    gains = np.diff(expected)
    holds = rising(expected) and gains[-1] < gains.max() and expected[-1] < learnt
    panel = Panel("Spontaneous recovery", _AFTER, "outcome expected", (Line("ours", _WAITS, expected),))
    return Measured(rounded(expected, 4), bool(holds), (panel._replace(logarithmic=True),))


def recency(_: int) -> Measured:
    """The old cause's part of the time prior (eq. 3 and 4) that both old causes have."""
    shares = []
    for wait in _WAITS:
        causes = _tested(wait).causes[:21]
        ages = 40.0 + wait - np.array([*range(3), *range(23, 41)], dtype=float)
        old, later = (float((1.0 / ages)[causes == cause].sum()) for cause in (causes[0], causes[-1]))
        shares.append(old / (old + later))
    holds = rising(shares) and shares[-1] - shares[-2] < 0.02 and shares[-1] < 0.5
    panel = Panel("The old cause regains its part", _AFTER, "part of the prior", (Line("ours", _WAITS, shares),))
    return Measured(rounded(shares, 4), holds, (panel._replace(logarithmic=True),))


def plain(seed: int) -> Measured:
    """Weights with alpha 0 and one round, beside those of Rescorla and Wagner, over random cues and outcomes."""
    rng = np.random.default_rng(seed)
    x, r = rng.integers(0, 2, (60, 3)).astype(float), rng.integers(0, 2, 60).astype(float)
    tau = np.arange(60.0)
    one = latent_cause_rw.run(x, r, tau, Params(alpha=0.0, rounds=1)).expected
    two = rescorla_wagner.run(x, r, tau, rescorla_wagner.Params(rate=Params().rate)).expected
    gap = float(np.abs(one - two).max())
    return Measured(f"{gap:.0e}", gap <= 1e-12)


def threshold(ours: Mapping[str, float]) -> bool:
    low, high = [ours[str(gap)] for gap in REI[1:-2]], [ours[str(gap)] for gap in REI[-2:]]
    return max(low) < 0.1 < 0.8 < min(high)


def turns(ours: Mapping[str, float]) -> bool:
    curve = [ours[str(wait)] for wait in RI]
    peak = int(np.argmax(curve))
    return 0 < peak < len(curve) - 1 and rising(curve[: peak + 1]) and falling(curve[peak:])


def wide(interval: Sequence[int]) -> dict[str, str]:
    return {str(gap): f"retrieval-{gap}" for gap in interval}
