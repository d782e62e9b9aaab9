"""What many people teach about one: the world model's priors, by maximum marginal likelihood over a cohort.

The weights of every person are integrated out by the filter itself; what is left is the probability of everyone's
outcomes given the means, variances, drifts and noise, and that is climbed (empirical Bayes; Efron 2010, "Large-Scale
Inference", ch. 1). A weak prior around the starting point keeps what the cohort does not determine where it was.
Partial pooling is what makes few data of one's own predictive: one person's filter then starts from the cohort.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ._ascent import climb
from ._cohort import Crowd, crowds
from ._evidence import Laws, evidence
from ._features import BLOCKS, Key
from ._outcome import outcome_of
from ._state import Block, Floats, Kind, Memory, Params
from .events import Event

__all__ = ["Fit", "fit", "fit_population", "starting_point"]

_FREE_MEANS = ("bias", "person_mean", "cue_mean", "recent")
"""Blocks whose mean can be learnt. The others are deviations: their mean would be another name for one of these."""

_SHAKE = {"mean": 1.0, "variance": 1.5, "tau": 1.0, "noise": 1.5}
"""Standard deviation of the weak prior: of a mean in the unit of x'w (or of the outcome), of the logs of the rest."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learnt. ``evidence`` is the log marginal likelihood per outcome, weak prior included, at the start and
    after each step: it never falls. ``converged`` says whether the climb came to rest.
    """

    params: Params
    evidence: tuple[float, ...]
    converged: bool
    people: int
    outcomes: int


def starting_point(
    cohort: Sequence[Sequence[Event]],
    outcome: Kind = "binary",
    named: Iterable[Key] = (),
    half_life: float | None = None,
) -> Params:
    """Built-in priors brought to the scale of the cohort's outcomes, with a memory if a half-life (days) is given.

    ``named`` are the weights that mean the same for everyone and get a prior of their own, such as
    ``("cue", "unfair")``. Raises ``ValueError`` for a cohort without outcomes.

    >>> diary = [Event(float(day), value=40.0 + day) for day in range(5)]
    >>> starting_point([diary], "real").bias.mean
    42.0
    """
    plain = Params(outcome=outcome)
    known = [y for diary in cohort for event in diary if (y := outcome_of(event, plain)) is not None]
    if not known:
        raise ValueError("a cohort without outcomes teaches nothing")
    centre, spread = float(np.mean(known)), float(np.var(known))
    memory = None if half_life is None else Memory(half_life, centre)
    middle, unit, noise = centre, max(spread, 1e-12), 0.3 * max(spread, 1e-12)
    if outcome != "real":
        inside = min(max(centre, 0.02), 0.98)
        middle, unit, noise = math.log(inside / (1.0 - inside)), 1.0, 1.0 if outcome == "binary" else 0.3
    blocks = {name: replace(getattr(plain, name), variance=unit * getattr(plain, name).variance) for name in BLOCKS}
    blocks["bias"] = replace(blocks["bias"], mean=middle)
    if outcome == "real":  # a weight on past outcomes has no unit
        blocks["recent"] = plain.recent
    own = tuple((key, Block(0.0, 0.4 * unit, 60.0)) for key in named)
    return built(replace(plain, memory=memory), blocks, own, noise)


def fit_population(cohort: Sequence[Sequence[Event]], start: Params | None = None) -> Params:
    """The parameters of :func:`fit`, with which :mod:`homing.engine.world` then follows one person."""
    return fit(cohort, start).params


def fit(
    cohort: Sequence[Sequence[Event]], start: Params | None = None, *, most: int = 60, tolerance: float = 1e-5
) -> Fit:
    """Climb the penalised log marginal likelihood of a cohort of diaries, each in the order of time.

    ``start`` says what is learnt from (outcome, named weights, memory, room) and where the climb and its weak prior
    begin; without it, :func:`starting_point`. At most ``most`` steps are taken; it rests when a step gains less than
    ``tolerance`` per outcome twice running. Learnt are, for each block the cohort touches, the variance and tau, and
    the mean where it is not a deviation; and the noise, unless outcomes are binary. Deterministic. Time is linear in
    people and outcomes, cubic in the weights of one person at worst.

    Raises ``ValueError`` for a cohort without outcomes or a diary out of order.
    """
    begin = starting_point(cohort) if start is None else start
    groups = crowds(cohort, begin)
    if not groups:
        raise ValueError("a cohort without outcomes teaches nothing")
    outcomes = int(sum(group.there.sum() for group in groups))
    chart = _Chart(begin, groups)

    def height(points: Floats) -> Floats:
        laws = chart.laws(points)
        total = -0.5 * np.sum(points * points, axis=1)
        for group in groups:
            total = total + evidence(group, laws, begin.outcome)
        weighed: Floats = total / outcomes
        return weighed

    found = climb(height, np.zeros(chart.size), most, tolerance)
    people = sum(len(group.y) for group in groups)
    return Fit(chart.params(found.top), found.heights, found.rested, people, outcomes)


class _Chart:
    """Coordinates for the climb: 0 is the starting point, 1 a standard deviation of the weak prior away from it."""

    def __init__(self, begin: Params, groups: list[Crowd]) -> None:
        self.begin = begin
        used = sorted({int(code) for group in groups for code in np.unique(group.codes[group.x.any(axis=1)])})
        names = [*BLOCKS, *(None for _ in begin.named)]
        self.means = [code for code in used if names[code] is None or names[code] in _FREE_MEANS]
        self.used = used
        self.size = len(self.means) + 2 * len(used) + (begin.outcome != "binary")
        scale = math.sqrt(begin.noise / 0.3) if begin.outcome == "real" else 1.0
        recent = BLOCKS.index("recent")
        self.units = np.array([_SHAKE["mean"] * (1.0 if code == recent else scale) for code in self.means])

    def laws(self, points: Floats) -> Laws:
        """The parameters at R points (R, size)."""
        table, rows, n, m = self.begin.table, len(points), len(self.used), len(self.means)
        mean, variance = np.tile(table.mean_array, (rows, 1)), np.tile(table.variance_array, (rows, 1))
        tau = np.tile(np.array(table.taus), (rows, 1))
        mean[:, self.means] += points[:, :m] * self.units
        variance[:, self.used] *= _factor(points[:, m : m + n], _SHAKE["variance"])
        tau[:, self.used] *= _factor(points[:, m + n : m + 2 * n], _SHAKE["tau"])
        noise = np.full(rows, self.begin.noise)
        if self.begin.outcome == "real":
            noise *= _factor(points[:, -1], _SHAKE["noise"])
        elif self.begin.outcome == "unit":  # stays in (0, 1): moves on the logit
            odds = noise / (1.0 + 1e-9 - noise) * _factor(points[:, -1], _SHAKE["noise"])
            noise = odds / (1.0 + odds)
        return Laws(mean, variance, tau, noise)

    def params(self, point: Floats) -> Params:
        """The parameters at one point."""
        laws = self.laws(point[None])
        blocks = [Block(*map(float, law)) for law in zip(laws.mean[0], laws.variance[0], laws.tau[0], strict=True)]
        own = tuple((key, block) for (key, _), block in zip(self.begin.named, blocks[len(BLOCKS) :], strict=True))
        return built(self.begin, dict(zip(BLOCKS, blocks, strict=False)), own, float(laws.noise[0]))


def _factor(points: Floats, shake: float) -> Floats:
    """e to the (points x shake), kept from running away: a block nobody shows ends small, not at nothing."""
    factor: Floats = np.exp(np.clip(points * shake, -12.0, 12.0))
    return factor


def built(like: Params, blocks: Mapping[str, Block], named: tuple[tuple[Key, Block], ...], noise: float) -> Params:
    """For those who build on this module: parameters with these blocks, ``named`` those of some features, and noise."""
    return replace(
        like,
        bias=blocks["bias"],
        person_mean=blocks["person_mean"],
        cue_mean=blocks["cue_mean"],
        person=blocks["person"],
        cue=blocks["cue"],
        setting=blocks["setting"],
        person_cue=blocks["person_cue"],
        recent=blocks["recent"],
        named=named,
        noise=noise,
    )
