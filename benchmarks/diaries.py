"""``python -m benchmarks.diaries --users 500``: the blend beside each of its forecasters on simulated diaries.

The two generators and their equations are in ``docs/simulated-diaries.md``. The users of seeds 600000 and up were never
used for any choice. Learners see only what the diary holds; they are scored on what followed in every moment after the
first ten, noted or not, and their intervals on the probability that the moment was drawn with.
"""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from homing.engine import blend
from homing.engine.calibration import expected_calibration_error
from homing.lab.generators import GENERATORS

UNTOUCHED = 600_000
"""The first seed of users who were never used for any choice."""

ONBOARDING = 10
SINGLES = ("world", "causes", "beta")

Floats = NDArray[np.float64]


class Told(NamedTuple):
    """One user's n scored moments: the truth, what followed, the blend's p and interval, and ``singles`` (n, 3)."""

    truth: Floats
    hurt: Floats
    p: Floats
    low: Floats
    high: Floats
    unknown: Floats
    singles: Floats


class Result(NamedTuple):
    """One generator's numbers. ``behind`` is the blend's log loss less that of the best single learner, the mean over
    users, and ``behind_at_most`` its one-sided 95 % upper bound (paired over users). ``knowing`` is the log loss of the
    truth itself, ``constant`` that of the best constant.
    """

    generator: str
    users: int
    log_loss: float
    world: float
    causes: float
    beta: float
    best: str
    behind: float
    behind_at_most: float
    ece: float
    covered: float
    covered_error: float
    width: float
    unknown: float
    constant: float
    knowing: float

    def meets(self) -> bool:
        """Whether all three goals are met: within .01 of the best, ECE below .05, coverage in 75 to 85 %."""
        return self.behind_at_most <= 0.01 and self.ece < 0.05 and 0.75 <= self.covered <= 0.85


def follow(job: tuple[str, int]) -> Told:
    """Let the blend follow one simulated user."""
    name, seed = job
    lived = GENERATORS[name](seed)
    params = blend.Params(seed=seed)
    _, readings = blend.many(blend.start(params), [moment.event for moment in lived], params)
    rows = [
        (moment.p, moment.hurt, said.p, said.low, said.high, float(said.unknown), *(share.p for share in said.parts))
        for moment, said in zip(lived, readings, strict=True)
    ][ONBOARDING:]
    table = np.array(rows)
    truth, hurt, p, low, high, unknown = table[:, :6].T
    return Told(truth, hurt, p, low, high, unknown, table[:, 6:])


def judge(name: str, told: Sequence[Told]) -> Result:
    """The numbers of one generator over these users."""
    losses = np.array([_log_loss(one.p, one.hurt) for one in told])
    singles = np.array([[_log_loss(p, one.hurt) for p in one.singles.T] for one in told])
    best = int(singles.mean(axis=0).argmin())
    behind = losses - singles[:, best]
    error = float(behind.std(ddof=1)) / math.sqrt(len(told))
    covered = np.array([np.mean((one.low <= one.truth) & (one.truth <= one.high)) for one in told])
    hurt = np.concatenate([one.hurt for one in told])
    p = np.concatenate([one.p for one in told])
    return Result(
        generator=name,
        users=len(told),
        log_loss=float(losses.mean()),
        **{learner: float(loss) for learner, loss in zip(SINGLES, singles.mean(axis=0), strict=True)},
        best=SINGLES[best],
        behind=float(behind.mean()),
        behind_at_most=float(behind.mean()) + NormalDist().inv_cdf(0.95) * error,
        ece=expected_calibration_error(p.tolist(), hurt.tolist()),
        covered=float(covered.mean()),
        covered_error=float(covered.std(ddof=1)) / math.sqrt(len(told)),
        width=float(np.mean([np.mean(one.high - one.low) for one in told])),
        unknown=float(np.mean([np.mean(one.unknown) for one in told])),
        constant=_log_loss(np.full_like(hurt, hurt.mean()), hurt),
        knowing=float(np.mean([_log_loss(one.truth, one.hurt) for one in told])),
    )


def _log_loss(p: Floats, hurt: Floats) -> float:
    return float(-np.mean(hurt * np.log(p) + (1.0 - hurt) * np.log1p(-p)))


def run(name: str, seeds: range, workers: int = 1) -> Result:
    """Follow the users of these seeds, in so many processes; the numbers do not depend on how many."""
    jobs = [(name, seed) for seed in seeds]
    if workers == 1:
        return judge(name, [follow(job) for job in jobs])
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        return judge(name, pool.map(follow, jobs, chunksize=5))


def main() -> int:
    """Print a block for each generator; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.diaries", description="The blend on two kinds of simulated diary."
    )
    parser.add_argument("--users", type=int, default=500, metavar="N", help="users of each generator")
    parser.add_argument("--first", type=int, default=UNTOUCHED, metavar="SEED", help="seed of the first user")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the numbers to this file as well")
    asked = parser.parse_args()
    results = []
    for name in GENERATORS:
        begun = time.perf_counter()
        result = run(name, range(asked.first, asked.first + asked.users), asked.workers)
        results.append(result)
        for label, value in result._asdict().items():
            sys.stdout.write(f"{label:<16}{value:.4f}\n" if isinstance(value, float) else f"{label:<16}{value}\n")
        sys.stdout.write(
            f"{'goals':<16}{'met' if result.meets() else 'MISSED'} ({time.perf_counter() - begun:.0f} s)\n\n"
        )
        sys.stdout.flush()
    if asked.json is not None:
        report = {"first_seed": asked.first, "version": blend.VERSION, "results": [one._asdict() for one in results]}
        asked.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0 if all(result.meets() for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
