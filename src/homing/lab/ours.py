"""Our model: the engine's world model and hierarchical regressions, averaged with weights learnt on training people.

Everything that is free is chosen without a row that is scored. The training rows are parted once more, in the way the
table itself was split: the forecasters learn on the one part, their weights (and for binary targets a recalibration)
on what they then say about the other; at last they learn again on all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from homing.engine.calibration import Recalibration, fit_recalibration

from . import stacking, worlds
from .baselines import Fitted
from .columns import Floats
from .experts import EXPERTS, Expert, Told
from .features import Encoder
from .features import learn as learn_encoder
from .hierarchy import sigmoid
from .panel import batches
from .protocol import scorable
from .said import LEVEL, Said, within
from .stacking import Stack
from .table import Bools, Rows, Table

_CUTS = (0.35, 0.65)
_FEW_ROWS, _MANY_ROWS, _MOST_ROWS = 4_000, 20_000, 60_000
_FOLDS = (5, 3, 2)
_BATCH = 100_000
_ENGINE_ROWS, _CAUSES_ROWS, _ENGINE_WEIGHT = 30_000, 6_000, 2.0


@dataclass(frozen=True, slots=True)
class _Part:
    """``learn`` is fitted on; ``test`` are whole people to be followed, of whose rows ``use`` (N,) are scored."""

    learn: Table
    test: Table
    use: Bools


@dataclass(frozen=True, slots=True)
class _Average:
    """How forecasters are averaged, recalibrated (binary), and how wide the interval is in expected errors."""

    stack: Stack
    fix: Recalibration
    reach: tuple[float, float]

    def said(self, told: list[Told], table: Table, code: Encoder) -> Said:
        mean = self.stack.mix(table, np.stack([one.mean for one in told], axis=1))
        if table.spec.kind == "binary":
            p = _inside(mean)
            p = sigmoid(self.fix.shift + self.fix.slope * (np.log(p) - np.log1p(-p)))
            return Said(p, p, p, p)
        spread = _spread(told, code)
        low, high = (within(table, mean + reach * spread) for reach in self.reach)
        return Said(mean, low, high, mean)


def ours(train: Table, code: Encoder, seed: int = 0, *, by_time: bool = False) -> Fitted:
    """Learn from the training table; what is given back follows whole people.

    ``by_time``: what is scored are later rows of the same people, so weights are learnt on later rows, too.
    """
    by_time = by_time or train.people < 2
    parts = list(_by_time(train) if by_time else _by_people(train, seed))
    engine = _engine(train, seed)
    average = _averaged(parts, engine, code, by_time=by_time)
    if by_time:
        code = learn_encoder(train, clock=False)
    experts = [teach(train, code) for teach, _ in EXPERTS.values()] + [one.expert for one in engine]
    return _Ours(average, tuple(experts), code)


@dataclass(frozen=True, slots=True)
class _Ours:
    """What was learnt; it can be sent to other processes."""

    average: _Average
    experts: tuple[Expert, ...]
    code: Encoder

    def __call__(self, table: Table) -> Said:
        return self.average.said([expert(table) for expert in self.experts], table, self.code)


def _world(table: Table, found: worlds.World) -> Told:
    return Told(within(table, worlds.follow(found, table)))


def _causes(table: Table, found: worlds.World, seed: int) -> Told:
    return Told(worlds.causes(found, table, seed))


@dataclass(frozen=True, slots=True)
class _Engine:
    """One of the engine's filters, and what it says about the training rows by their place in the table as given."""

    expert: Expert
    before: Floats

    def about(self, part: Table) -> Told:
        """What it says about a part of the training rows: causal, so the same as without the rest."""
        return Told(self.before[part.source])


def _engine(train: Table, seed: int) -> list[_Engine]:
    """The engine's filters. What they take from the training table are a few dozen numbers for everyone, so they are
    not learnt again for each part. They go row by row, so only while that is quick.
    """
    if train.rows > _ENGINE_ROWS:
        return []
    found = worlds.for_average(train, seed)
    experts: list[Expert] = [partial(_world, found=found)]
    if train.spec.kind == "binary" and train.rows <= _CAUSES_ROWS:
        experts.append(partial(_causes, found=found, seed=seed))
    engine = []
    for expert in experts:
        before = np.zeros(int(train.source.max()) + 1)
        before[train.source] = expert(train).mean
        engine.append(_Engine(expert, before))
    return engine


def _averaged(parts: list[_Part], engine: list[_Engine], code: Encoder, *, by_time: bool) -> _Average:
    prior = np.array([weight for _, weight in EXPERTS.values()] + [_ENGINE_WEIGHT] * len(engine))
    prior /= prior.sum()
    plain = _Average(Stack(np.tile(prior, (len(stacking.STAGES) + 1, 1))), Recalibration(0.0, 1.0), (-1.28, 1.28))
    if not parts:
        return plain
    tests, told = [part.test for part in parts], [_told(part, engine, by_time=by_time) for part in parts]
    table, use = joined(tests), np.concatenate([part.use for part in parts])
    said = np.concatenate([np.stack([one.mean for one in each], axis=1) for each in told])
    stack = stacking.learn(table, said, use, prior)
    mixed, y = stack.mix(table, said)[use], table.target[use]
    if table.spec.kind == "binary":
        # how often it happens may change with time, so what was off before need not be off later
        fix = plain.fix if by_time else fit_recalibration(_inside(mixed).tolist(), y.tolist(), 100.0)
        return _Average(stack, fix, plain.reach)
    spread = np.concatenate([_spread(each, code) for each in told])[use]
    low, high = np.quantile((y - mixed) / spread, [0.5 * (1.0 - LEVEL), 0.5 * (1.0 + LEVEL)])
    return _Average(stack, plain.fix, (float(low), float(high)))


def _told(part: _Part, engine: list[_Engine], *, by_time: bool) -> list[Told]:
    code = learn_encoder(part.learn, clock=not by_time)
    experts: list[Expert] = [teach(part.learn, code) for teach, _ in EXPERTS.values()]
    return [*(expert(part.test) for expert in experts), *(one.about(part.test) for one in engine)]


def joined(tables: list[Table]) -> Table:
    """Tables of different people as one, with what following them needs."""
    first, sizes = tables[0], np.concatenate([np.diff(one.starts) for one in tables])
    return first.with_rows(
        np.concatenate([[0], np.cumsum(sizes)]),
        np.concatenate([one.target for one in tables]),
        np.concatenate([one.position for one in tables]),
    )


def _inside(p: Floats) -> Floats:
    return np.clip(p, 1e-5, 1.0 - 1e-5)


def _spread(told: list[Told], code: Encoder) -> Floats:
    """What the forecasters that know it expect their error to be, on average."""
    known = [one.spread for one in told if one.spread is not None]
    found: Floats = np.mean(known, axis=0) if known else np.full(len(told[0].mean), code.scale)
    return found


def _by_people(train: Table, seed: int) -> Iterator[_Part]:
    """Folds of people: everyone is followed once by forecasters that were learnt without them."""
    folds = _FOLDS[0] if train.rows <= _FEW_ROWS else _FOLDS[1] if train.rows <= _MANY_ROWS else _FOLDS[2]
    order = np.random.default_rng([seed, 1]).permutation(train.people)
    for out in np.array_split(order, min(folds, train.people)):
        rest = train.of_people(np.sort(np.setdiff1d(order, out)))
        test = train.of_people(np.sort(out))
        test = test.of_people(next(iter(batches(test, _MOST_ROWS))))
        use = scorable(test)
        if use.any() and np.isfinite(rest.target).sum() >= 3:
            yield _Part(rest, test, use)


def _by_time(train: Table) -> Iterator[_Part]:
    """Later rows of everyone, followed by forecasters that were learnt on earlier ones; twice, where that is cheap."""
    few = train.of_people(next(iter(batches(train, _MOST_ROWS))))
    cuts = (*_CUTS, 1.0) if few.rows <= _MANY_ROWS else (_CUTS[-1], 1.0)
    lengths: Rows = np.diff(few.starts)
    done = (few.position + 0.5) / np.repeat(lengths, lengths)
    for begin, end in pairwise(cuts):
        test = few.where(done < end)
        use = scorable(test) & (done[done < end] >= begin)
        if use.sum() >= 10 and np.isfinite(few.target[done < begin]).sum() >= 3:
            yield _Part(few.where(done < begin), test, use)


def in_batches(fitted: Fitted, table: Table) -> Said:
    """What a model says about all people, some at a time, so that memory stays bounded."""
    parts = [fitted(table.of_people(people)) for people in batches(table, _BATCH)]
    return Said(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("mean", "low", "high", "p")))
