"""The forecasters that ours averages. Each learns priors from training people, then follows one person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from . import hierarchy
from .baselines import BASELINES, Fitted, some_people
from .columns import Floats
from .features import Encoder, basic, full
from .hierarchy import Prior, probability
from .protocol import scorable
from .said import within
from .table import Table

_MOST = 40_000
"""Training rows from which a hierarchy learns; more change its priors little."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one forecaster says: ``mean`` (N,) in target units, and ``spread`` (N,), the error it expects."""

    mean: Floats
    spread: Floats | None = None


Expert = Callable[[Table], Told]
Teach = Callable[[Table, Encoder], Expert]


def hierarchical(features: Callable[[Table, Encoder], Floats]) -> Teach:
    """Everyone's own regression on these features, their prior and drift learnt from training people."""

    def teach(train: Table, code: Encoder) -> Expert:
        few, binary = some_people(train, _MOST), train.spec.kind == "binary"
        x, y = features(few, code), few.target if binary else code.standard(few.target)
        use = np.where(scorable(few), 1.0, 0.0)
        prior = hierarchy.learn(few, x, np.where(use > 0, y, np.nan) if use.any() else y, binary=binary)
        if use.any():
            prior = hierarchy.with_drift(few, x, y, prior, use)
        return partial(_followed, features=features, code=code, prior=prior)

    return teach


def _followed(table: Table, features: Callable[[Table, Encoder], Floats], code: Encoder, prior: Prior) -> Told:
    told = table.target if prior.binary else code.standard(table.target)
    eta, v = hierarchy.follow(table, features(table, code), told, prior)
    if prior.binary:
        return Told(probability(eta, v))
    return Told(within(table, code.centre + code.scale * eta), code.scale * np.sqrt(v + prior.noise))


def plain(name: str) -> Teach:
    """A baseline as a forecaster."""

    def teach(train: Table, code: Encoder) -> Expert:
        return partial(_plainly, fitted=BASELINES[name](train, code))

    return teach


def _plainly(table: Table, fitted: Fitted) -> Told:
    said = fitted(table)
    return Told(said.p if table.spec.kind == "binary" else said.mean)


def constant(train: Table, code: Encoder) -> Expert:
    """The mean of the training rows, for everyone, always."""
    del train
    return partial(_constantly, centre=code.centre)


def _constantly(table: Table, centre: float) -> Told:
    return Told(np.full(table.rows, centre))


EXPERTS: dict[str, tuple[Teach, float]] = {
    "full hierarchy": (hierarchical(full), 4.0),
    "small hierarchy": (hierarchical(basic), 2.0),
    "blended regression": (plain("blended_regression"), 1.0),
    "moving mean": (plain("exponential_mean"), 0.5),
    "mean": (plain("person_mean"), 0.3),
    "last": (plain("repeat_last"), 0.2),
    "conditioning": (plain("rescorla_wagner"), 0.5),
    "own regression": (plain("personal_regression"), 0.5),
    "pooled regression": (plain("pooled_regression"), 0.5),
    "constant": (constant, 0.2),
}
"""By name, each with the weight it has before any row speaks."""
