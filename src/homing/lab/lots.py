"""Priors from many people of a file that is gone through: lots of people teach on their own, and are averaged.

Every lot climbs from the same starting point, with the weak prior of :mod:`homing.engine.population`. Means are
averaged as they are, variances, drifts and noise by their logs, each lot weighted by its outcomes: as good as learning
from all at once when lots are large enough (Zhang, Duchi & Wainwright 2013, JMLR 14:3321), but for the pull of that
prior, which more lots do not weaken. One lot alone is what is learnt from a table that is read whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from homing.engine import population
from homing.engine.population import Fit
from homing.engine.priors import BLOCKS
from homing.engine.world import Block, Params

from .cohort.mapping import map_blocks
from .columns import Floats
from .moments import Writer, thinned, writer
from .scoring import Progress, Where, told_of_blocks
from .streaming import Stream, mask
from .table import Table
from .worlds import starting_points


@dataclass(frozen=True, slots=True)
class Drawing:
    """``people`` are drawn, in lots of ``lot``, and at most ``rows`` of each in a stretch; ``steps`` of a climb."""

    people: int
    lot: int
    rows: int
    steps: int
    seed: int


@dataclass(frozen=True, slots=True)
class Teach:
    """The work: from the people of a lot to what they teach, from each starting point."""

    way: Writer
    starts: tuple[Params, ...]
    drawing: Drawing

    def __call__(self, table: Table) -> list[dict[str, Any]] | None:
        """Plain values and arrays; None if nobody of the lot has an outcome."""
        if np.isnan(table.target).all():
            return None
        few = thinned(table, self.drawing.lot, self.drawing.rows, self.drawing.seed)
        cohort = list(self.way.diaries(few))
        return [_told(population.fit(cohort, start, most=self.drawing.steps)) for start in self.starts]


def learnt_in_lots(stream: Stream, drawing: Drawing, progress: Progress | None, where: Where) -> tuple[Fit, Writer]:
    """What people drawn from the stream teach, and how rows are written as moments."""
    rng = np.random.default_rng(drawing.seed)
    sample = stream.sample(rng.permutation(stream.people))
    way = writer(sample, traces=False)
    few = thinned(sample, min(drawing.people, drawing.lot), drawing.rows, drawing.seed)
    starts = tuple(starting_points(list(way.diaries(few)), few, way, stream.spec.kind))
    lots: Iterator[Table] = iter([few])
    if drawing.people > drawing.lot:
        drawn = rng.permutation(stream.people)[: drawing.people]
        lots = stream.tables(mask(stream.people, drawn), drawing.lot)
    engine, workers, keep = where
    count = -(-min(drawing.people, stream.people) // drawing.lot)
    found = map_blocks(
        Teach(way, starts, drawing),
        lots,
        engine=engine or "serial",
        workers=workers,
        keep=keep,
        whole=count,
        progress=None if progress is None else partial(told_of_blocks, progress),
    )
    taught = [lot for lot in found if lot is not None]
    fits = [_averaged([lot[i] for lot in taught], start) for i, start in enumerate(starts)]
    return max(fits, key=lambda fit: fit.evidence[-1]), way


def _told(fit: Fit) -> dict[str, Any]:
    params = fit.params
    blocks = [getattr(params, name) for name in BLOCKS] + [block for _, block in params.named]
    return {
        "blocks": np.array([(block.mean, block.variance, block.tau) for block in blocks]),
        "noise": params.noise,
        "evidence": fit.evidence[-1],
        "converged": fit.converged,
        "people": fit.people,
        "outcomes": fit.outcomes,
    }


def _averaged(lots: Sequence[Mapping[str, Any]], start: Params) -> Fit:
    """One fit of all lots; of one lot, exactly what it found."""
    weights = np.array([lot["outcomes"] for lot in lots], dtype=np.float64)
    blocks, noise = np.stack([lot["blocks"] for lot in lots]), np.array([lot["noise"] for lot in lots])
    mean, rest = blocks[0].copy(), weights / weights.sum()
    if len(lots) > 1:
        mean[:, 0] = rest @ blocks[:, :, 0]
        mean[:, 1:] = np.exp(np.einsum("l,lbv->bv", rest, np.log(blocks[:, :, 1:])))
        noise = np.array([_noise(noise, rest, unit=start.outcome == "unit")])
    return Fit(
        _rebuilt(start, mean, float(noise[0])),
        (float(rest @ [lot["evidence"] for lot in lots]),),
        all(lot["converged"] for lot in lots),
        sum(lot["people"] for lot in lots),
        sum(lot["outcomes"] for lot in lots),
    )


def _noise(noise: Floats, weights: Floats, *, unit: bool) -> float:
    """By logs, or by log-odds where noise lies between 0 and 1."""
    if not unit:
        return float(np.exp(weights @ np.log(noise)))
    return float(1.0 / (1.0 + np.exp(-(weights @ (np.log(noise) - np.log1p(-noise))))))


def _rebuilt(start: Params, table: Floats, noise: float) -> Params:
    rows = [Block(*row) for row in table.tolist()]
    own = tuple((key, block) for (key, _), block in zip(start.named, rows[len(BLOCKS) :], strict=True))
    return population.built(start, dict(zip(BLOCKS, rows, strict=False)), own, noise)
