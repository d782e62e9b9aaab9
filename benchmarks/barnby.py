"""``python -m benchmarks.barnby --data DIR``: predict the next rating of harmful intent (Barnby et al. 2022).

For development: ``DIR`` holds ``ratings.csv`` of the open data of Barnby, Mehta & Moutoussis 2022, PLoS Comput Biol
18:e1010326 (MIT), which is not part of this project. People are split 480 / 213 by seed. At each row the rating is
predicted from that row's decision and all earlier rows, then learnt. Error from trial 2 on; mean over 20 fixed seeds.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from homing.engine import population, world
from homing.engine.events import Event
from homing.engine.world import Params

SEEDS, TRAINED = range(20), 480
CUES = ("unfair", "fair", "lately unfair")


class Score(NamedTuple):
    """Root-mean-square errors in rating points (0-100) on held-out people, pooled over trials 2 to 20."""

    ours: float
    repeat_last: float
    steps: int
    converged: bool

    @property
    def ratio(self) -> float:
        """Ours over repeating the last rating."""
        return self.ours / self.repeat_last


def people(path: Path) -> list[list[Event]]:
    """One diary per person: a day per trial, the decision as cue, harmful intent as value (raw) and outcome (/100).

    The cue ``lately unfair`` is the share of unfair decisions before this one, each counting .7 of the one after it.
    """
    found: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["person"], []).append(row)
    return [_diary(sorted(rows, key=lambda row: int(row["t"]))) for rows in found.values()]


def _diary(rows: list[dict[str, str]]) -> list[Event]:
    diary, lately = [], 0.5
    for row in rows:
        unfair, rating = float(row["decision"] == "unfair"), float(row["harmful_intent"])
        cues = (("unfair" if unfair else "fair", 1.0), ("lately unfair", lately))
        diary.append(Event(float(row["t"]), (), cues, outcome=rating / 100.0, value=rating))
        lately = 0.7 * lately + 0.3 * unfair
    return diary


def start(train: Sequence[Sequence[Event]], kind: str) -> Params:
    """Where learning begins: each of the cues means the same for everyone."""
    return population.starting_point(train, "unit" if kind == "unit" else "real", [("cue", name) for name in CUES])


def score(diaries: list[list[Event]], seed: int, kind: str) -> Score:
    """Fit on 480 people, follow each of the others one by one."""
    order = np.random.default_rng(seed).permutation(len(diaries))
    train, held = [diaries[i] for i in order[:TRAINED]], [diaries[i] for i in order[TRAINED:]]
    learnt = population.fit(train, start(train, kind))
    ours, last = [], []
    for diary in held:
        _, readings = world.many(world.start(learnt.params), diary, learnt.params)
        ratings = [event.value or 0.0 for event in diary]
        points = 100.0 if kind == "unit" else 1.0
        ours += [(points * reading.p - rating) ** 2 for reading, rating in zip(readings[1:], ratings[1:], strict=True)]
        last += [(before - rating) ** 2 for before, rating in pairwise(ratings)]
    return Score(_root(ours), _root(last), len(learnt.evidence) - 1, learnt.converged)


def _root(squares: list[float]) -> float:
    return float(np.sqrt(np.mean(squares)))


def main() -> None:
    """Print a line for each seed and the means; write the numbers if a path is given."""
    parser = argparse.ArgumentParser(prog="benchmarks.barnby", description="Next-rating error on held-out people.")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder of ratings.csv")
    parser.add_argument("--kind", choices=("real", "unit"), default="real", help="read ratings as numbers or as shares")
    parser.add_argument("--seeds", type=int, default=len(SEEDS), metavar="N", help="how many of the 20 seeds")
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the numbers to this file as well")
    asked = parser.parse_args()
    diaries, scores = people(asked.data / "ratings.csv"), []
    for seed in SEEDS[: asked.seeds]:
        begun = time.perf_counter()
        got = score(diaries, seed, asked.kind)
        scores.append(got)
        rest = f"{got.steps} steps{'' if got.converged else ', not at rest'}, {time.perf_counter() - begun:.1f} s"
        sys.stdout.write(f"seed {seed:2}  ours {got.ours:.2f}  last {got.repeat_last:.2f}  {got.ratio:.3f}  {rest}\n")
        sys.stdout.flush()
    means = {name: float(np.mean([getattr(got, name) for got in scores])) for name in ("ours", "repeat_last", "ratio")}
    sys.stdout.write("mean     " + "  ".join(f"{name} {value:.3f}" for name, value in means.items()) + "\n")
    if asked.json is not None:
        asked.json.write_text(json.dumps({"kind": asked.kind, "seeds": len(scores), **means}, indent=1) + "\n")


if __name__ == "__main__":
    main()
