"""Reading the benchmark's file: experiments with stimuli for each group, and the values that animals gave.

CCNLab (Bhattasali, Tomov & Gershman 2021, MIT licence), exported as JSON: a list of ``{name, doc, meta, empirical:
[{group, variable, value, session?}], stimuli: {group: [{timesteps: [[[[cue, strength], ...], context, us], ...],
repeat}]}}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from homing.lab.columns import Floats

_MOST_TRIALS = 100_000


class BenchmarkError(ValueError):
    """The file is not a benchmark of the kind that can be read; the sentence says where and why."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One trial of T steps: ``strengths`` (T, cues), ``context`` (T,) as an index, ``us`` (T,) the outcome's strength.

    ``shown`` holds the names of the cues at each step. Repeated trials are one and the same object.
    """

    strengths: Floats
    context: NDArray[np.int64]
    us: Floats
    shown: tuple[frozenset[str], ...]

    @property
    def cues(self) -> frozenset[str]:
        """The names of all cues that come in this trial."""
        return frozenset().union(*self.shown)


@dataclass(frozen=True, slots=True)
class Value:
    """A measured number: of which ``group``, which ``variable``, in which ``session`` (None where there are none)."""

    group: str
    variable: str
    session: int | None
    value: float


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment: what each group was shown, and what was measured. ``suppression`` says how it was measured."""

    name: str
    cues: tuple[str, ...]
    contexts: tuple[str, ...]
    groups: Mapping[str, tuple[Trial, ...]]
    values: tuple[Value, ...]
    suppression: bool

    @property
    def category(self) -> str:
        """What comes before the first ``_`` in the name."""
        return self.name.partition("_")[0]


def read(path: Path) -> tuple[Experiment, ...]:
    """The experiments of a benchmark file.

    Raises :class:`BenchmarkError` if there is no such file, or it is not a benchmark.
    """
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise BenchmarkError("there is no such file") from None
    except OSError as error:
        raise BenchmarkError(f"the file cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, RecursionError):
        raise BenchmarkError("the file is not JSON") from None
    except json.JSONDecodeError as error:
        raise BenchmarkError(f"the file is not JSON: line {error.lineno}, column {error.colno}") from None
    return experiments(told)


def experiments(told: Any) -> tuple[Experiment, ...]:
    """The experiments of a benchmark given as plain lists and dictionaries.

    Raises :class:`BenchmarkError` where something is missing or of the wrong kind.
    """
    if not isinstance(told, list):
        raise BenchmarkError("the benchmark must be a list of experiments")
    if not told:
        raise BenchmarkError("the benchmark has no experiments")
    found = tuple(_experiment(one, f"experiment {at}") for at, one in enumerate(told, 1))
    names = [one.name for one in found]
    if len(set(names)) < len(names):
        raise BenchmarkError("two experiments have the same name")
    return found


def _experiment(told: Any, where: str) -> Experiment:
    name = _get(told, "name", str, where)
    where = f"{where} ({name[:60]})"
    stimuli = _get(told, "stimuli", dict, where)
    meta = told.get("meta", {})
    if not isinstance(meta, dict):
        raise BenchmarkError(f"{where}: 'meta' must be a dictionary")
    lists = {group: _repeated(trials, f"{where}, group {str(group)[:60]}") for group, trials in stimuli.items()}
    steps = [step for trials in lists.values() for trial, _ in trials for step in trial]
    cues = tuple(sorted({cue for shown, _, _ in steps for cue in shown}))
    contexts = tuple(sorted({context for _, context, _ in steps}))
    groups = {group: _trials(trials, cues, contexts) for group, trials in lists.items()}
    values = tuple(_value(one, groups, where) for one in _get(told, "empirical", list, where))
    if len(values) < 2:
        raise BenchmarkError(f"{where}: at least two measured values are needed")
    return Experiment(name, cues, contexts, groups, values, meta.get("ylabel") == "suppression ratio")


_Step = tuple[dict[str, float], str, float]


def _repeated(told: Any, where: str) -> list[tuple[list[_Step], int]]:
    if not isinstance(told, list) or not told:
        raise BenchmarkError(f"{where}: there must be a list of trials")
    found, total = [], 0
    for at, one in enumerate(told, 1):
        here = f"{where}, trial {at}"
        repeat = one.get("repeat", 1) if isinstance(one, dict) else 1
        if type(repeat) is not int or repeat < 1:
            raise BenchmarkError(f"{here}: 'repeat' must be a whole number from 1")
        total += repeat
        if total > _MOST_TRIALS:
            raise BenchmarkError(f"{where}: more than {_MOST_TRIALS:,} trials")
        steps = _get(one, "timesteps", list, here)
        if not steps:
            raise BenchmarkError(f"{here}: a trial needs at least one time step")
        found.append(([_step(step, here) for step in steps], repeat))
    return found


def _step(told: Any, where: str) -> _Step:
    try:
        shown, context, us = told
        strengths = {str(cue): float(strength) for cue, strength in shown}
        step = strengths, str(context), float(us)
    except (TypeError, ValueError):
        raise BenchmarkError(f"{where}: a time step must be [[[cue, strength], ...], context, us]") from None
    if not np.isfinite([*strengths.values(), step[2]]).all():
        raise BenchmarkError(f"{where}: strengths must be finite numbers")
    return step


def _trials(
    told: Iterable[tuple[list[_Step], int]], cues: Iterable[str], contexts: tuple[str, ...]
) -> tuple[Trial, ...]:
    found: list[Trial] = []
    for steps, repeat in told:
        strengths = np.array([[shown.get(cue, 0.0) for cue in cues] for shown, _, _ in steps]).reshape(len(steps), -1)
        context = np.array([contexts.index(context) for _, context, _ in steps])
        names = tuple(frozenset(cue for cue, strength in shown.items() if strength > 0.0) for shown, _, _ in steps)
        found += [Trial(strengths, context, np.array([us for _, _, us in steps]), names)] * repeat
    return tuple(found)


def _value(told: Any, groups: Mapping[str, object], where: str) -> Value:
    group, variable = _get(told, "group", str, where), _get(told, "variable", str, where)
    session, value = told.get("session"), _get(told, "value", (int, float), where)
    if group not in groups:
        raise BenchmarkError(f"{where}: a value belongs to the group {group[:60]!r}, which has no stimuli")
    if not (session is None or (type(session) is int and session >= 0)):
        raise BenchmarkError(f"{where}: 'session' must be a whole number from 0")
    if not np.isfinite(value):
        raise BenchmarkError(f"{where}: a value must be a finite number")
    return Value(group, variable, session, float(value))


def _get(told: Any, key: str, kind: type | tuple[type, ...], where: str) -> Any:
    if not isinstance(told, dict):
        raise BenchmarkError(f"{where}: must be a dictionary")
    if key not in told:
        raise BenchmarkError(f"{where}: {key!r} is missing")
    if not isinstance(told[key], kind) or isinstance(told[key], bool):
        raise BenchmarkError(f"{where}: {key!r} is of the wrong kind")
    return told[key]
