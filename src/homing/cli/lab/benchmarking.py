"""Doing ``homing lab ccnlab``: the benchmark's own errors become a sentence, its report a table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from homing.cli.codes import Code, Stop
from homing.cli.lab.progress import shown
from homing.cli.telling import say, say_json
from homing.lab import ccnlab as benchmark
from homing.lab.ccnlab.report import AGAINST, COLUMNS, difference, means, means_where_all

_PARTS = {
    "held_out": "held out: settings chosen on the other half",
    "swapped": "halves swapped: settings chosen on the half above",
    "both_held_out": "both of these",
    "tuned_on": "not held out: settings chosen on these very experiments",
}


def ccnlab(
    file: Path, figures: Path | None, memo: Path | None, *, seed: int, tune: bool, tries: int, as_json: bool
) -> Code:
    """Run the benchmark and tell the scores."""
    with shown(benchmark.BenchmarkError) as progress:
        experiments = benchmark.read(file)
        kept = benchmark.Memo(memo)
        found = benchmark.run(experiments, seed=seed, tune=tune, tries=tries, memo=kept, progress=progress)
    if figures is not None:
        _draw(found, figures)
    if as_json:
        say_json(found.as_json())
    else:
        _tell(found)
    return Code.FINE


def _draw(found: benchmark.Report, folder: Path) -> None:
    try:
        benchmark.draw(found, folder)
    except ModuleNotFoundError:
        raise Stop(Code.REFUSED, "To draw figures, install Homing with the extra 'lab'.") from None


def _tell(found: benchmark.Report) -> None:
    say(f"{len(found.rows)} experiments; split by seed {found.seed}; -- where there is no score")
    for held_out in (True, False):
        rows = {row.experiment: row.scores for row in found.rows if row.held_out is held_out}
        say()
        say(_PARTS["held_out" if held_out else "tuned_on"])
        _table({**rows, "mean (no score counts 0)": means(list(rows.values()))})
    for name, of in found.parts().items():
        say()
        where_all, count = means_where_all(of)
        say(f"{_PARTS[name]} ({len(of)} experiments)")
        _table({"mean (no score counts 0)": means(of), f"mean of {count} with all scores": where_all})
        _differences(of, found.seed)


def _table(rows: Mapping[str, Mapping[str, float]]) -> None:
    wide = max(map(len, rows))
    say(" ".join([" " * wide, *(f"{name:>12}" for name in COLUMNS)]))
    for label, scores in rows.items():
        say(" ".join([f"{label:<{wide}}", *(f"{_number(scores[name]):>12}" for name in COLUMNS)]))


def _differences(of: Sequence[Mapping[str, float]], seed: int) -> None:
    for other in AGAINST:
        one = difference(of, other, seed)
        interval = f"{_number(one.low, '+')} to {_number(one.high, '+')}"
        say(f"  ours less {other:<12} {_number(one.difference, '+')}, 95 % interval {interval}")


def _number(value: float, sign: str = "") -> str:
    return "--" if math.isnan(value) else f"{value:{sign}.3f}"
