"""Our model: the engine's world model and hierarchical regressions, averaged with weights learnt on training people.

Everything that is free is chosen without a row that is scored. Training people are parted once more: the forecasters
learn on the one part, their weights (and for binary targets a recalibration) on the other; then they learn again on
everyone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from homing.engine.calibration import Recalibration, fit_recalibration

from . import stacking
from .baselines import Fitted
from .columns import Floats
from .experts import EXPERTS, Expert, Teach, Told
from .features import Encoder
from .features import learn as learn_encoder
from .hierarchy import sigmoid
from .panel import batches
from .protocol import scorable
from .said import LEVEL, Said, within
from .stacking import Stack
from .table import Bools, Table

_LEARN = 0.6
_FEW = 8
_MOST = 60_000
_BATCH = 100_000


@dataclass(frozen=True, slots=True)
class _Parts:
    """``learn`` is fitted on; ``test`` are whole people to be followed, of whose rows ``use`` (N,) are scored."""

    learn: Table
    test: Table
    use: Bools


def ours(train: Table, code: Encoder, seed: int = 0) -> Fitted:
    """Learn from the training table; what is given back follows whole people."""
    experts = dict(EXPERTS)
    prior = np.array([weight for _, weight in experts.values()])
    prior /= prior.sum()
    parts = _parted(train, seed)
    stack = Stack(np.tile(prior, (len(stacking.STAGES) + 1, 1)))
    fix, reach = Recalibration(0.0, 1.0), (-1.0, 1.0)
    binary = train.spec.kind == "binary"
    if parts is not None:
        inner = learn_encoder(parts.learn)
        told = _told([teach(parts.learn, inner) for teach, _ in experts.values()], parts.test)
        y, stage = parts.test.target[parts.use], stacking.stages(parts.test)[parts.use]
        said = np.stack([one.mean for one in told], axis=1)[parts.use]
        stack = stacking.learn(said, y, stage, prior, binary=binary)
        mixed = stack.mix(said, stage)
        if binary:
            fix = fit_recalibration(_inside(mixed).tolist(), y.tolist(), 40.0)
        else:
            error = (y - mixed) / _spread(told, code)[parts.use]
            low, high = np.quantile(error, [0.5 * (1.0 - LEVEL), 0.5 * (1.0 + LEVEL)])
            reach = float(low), float(high)
    learnt = [teach(train, code) for teach, _ in experts.values()]

    def said(table: Table) -> Said:
        told = _told(learnt, table)
        mean = stack.mix(np.stack([one.mean for one in told], axis=1), stacking.stages(table))
        if binary:
            odds = np.log(_inside(mean)) - np.log1p(-_inside(mean))
            mean = sigmoid(fix.shift + fix.slope * odds)
            return Said(mean, mean, mean, mean)
        spread = _spread(told, code)
        return Said(mean, within(table, mean + reach[0] * spread), within(table, mean + reach[1] * spread), mean)

    return said


def _inside(p: Floats) -> Floats:
    return np.clip(p, 1e-5, 1.0 - 1e-5)


def _spread(told: list[Told], code: Encoder) -> Floats:
    """What the forecasters that know it expect their error to be, on average."""
    known = [one.spread for one in told if one.spread is not None]
    return np.mean(known, axis=0) if known else np.full(len(told[0].mean), code.scale)


def _told(experts: list[Expert], table: Table) -> list[Told]:
    return [expert(table) for expert in experts]


def _parted(train: Table, seed: int) -> _Parts | None:
    """The training table in two: by people where there are enough, else by time. None if it is too small for that."""
    if train.people >= _FEW:
        order = np.random.default_rng([seed, 1]).permutation(train.people)
        cut = round(_LEARN * train.people)
        test = train.of_people(np.sort(order[cut:]))
        held = next(iter(batches(test, _MOST)))
        test = test.of_people(held)
        return _Parts(train.of_people(np.sort(order[:cut])), test, scorable(test)) if scorable(test).any() else None
    lengths = np.diff(train.starts)
    early = np.arange(train.rows) - np.repeat(train.starts[:-1], lengths) < np.repeat(_LEARN * lengths, lengths)
    use = scorable(train) & ~early
    learnable = np.isfinite(train.target[early]).sum() >= 3
    return _Parts(train.where(early), train, use) if use.sum() >= 10 and learnable else None


def in_batches(fitted: Fitted, table: Table) -> Said:
    """What a model says about all people, some at a time, so that memory stays bounded."""
    parts = [fitted(table.of_people(people)) for people in batches(table, _BATCH)]
    return Said(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("mean", "low", "high", "p")))
