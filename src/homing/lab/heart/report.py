"""How well stress is told from rest, leave one person out; what was passed over, and whether it was the poor part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from homing.lab.columns import Floats
from homing.lab.heart.areas import Area, auc, by_person, pooled, pooled_difference
from homing.lab.heart.filtering import Setting
from homing.lab.heart.reading import HeartError, Recording
from homing.lab.heart.scoring import OURS, Bools, Found, Progress, chosen_windows, score
from homing.lab.heart.windows import Windows, own_z, silences, speaks, windows

DESIGN_SEED = 0
"""Draws the half of the people on whom windows, rest and silence were chosen."""

_FEWEST = 4


class Line(NamedTuple):
    """A method on some windows: the ``pooled`` area, the mean area ``by_person``, and the share of labelled windows."""

    pooled: Area
    by_person: Area
    share: float


class Person(NamedTuple):
    """One person: in which half, windows labelled, passed over for want of rest and of beats, area of our filter."""

    person: int
    design: bool
    labelled: int
    no_rest: int
    no_beats: int
    area: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """``parts``: for everyone, for the half that the design was chosen on and for the other, each method's line, all on
    the windows where our filter speaks. ``ours_less``: the pooled area of ours less that of another, everyone.
    ``anywhere``: methods that pass over nothing. ``silence``: ours made to speak everywhere: on all windows, where
    it speaks of itself, and where it is silent. ``dropped``: intervals no heart can have.
    """

    people: tuple[Person, ...]
    parts: Mapping[str, Mapping[str, Line]]
    ours_less: Mapping[str, Area]
    anywhere: Mapping[str, Line]
    silence: Mapping[str, Line]
    chosen: Mapping[Setting, int]
    dropped: int
    seed: int

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries and lists; null where there is no area."""
        return {
            "people": [one._asdict() for one in self.people],
            "parts": {name: _plain(lines) for name, lines in self.parts.items()},
            "ours_less": {name: area._asdict() for name, area in self.ours_less.items()},
            "anywhere": _plain(self.anywhere),
            "silence": _plain(self.silence),
            "settings": [{**setting._asdict(), "people": count} for setting, count in self.chosen.items()],
            "dropped_intervals": self.dropped,
            "seed": self.seed,
        }


def design_half(people: Sequence[int]) -> frozenset[int]:
    """Half of these people, drawn from :data:`DESIGN_SEED`."""
    order = np.random.default_rng(DESIGN_SEED).permutation(len(people))[: len(people) // 2]
    return frozenset(people[at] for at in order)


def run(
    recordings: Sequence[Recording], *, seed: int = 0, progress: Progress = lambda _name, _done, _whole: None
) -> Report:
    """Score every method on everyone; ``seed`` drives the bootstrap over people.

    Raises :class:`HeartError` if fewer than four people can be scored.
    """
    everyone = [windows(recording) for recording in recordings]
    own = [own_z(one.rate) for one in everyone]
    if sum(_both(one, z) for one, z in zip(everyone, own, strict=True)) < _FEWEST:
        raise HeartError(f"fewer than {_FEWEST} people have enough rest and heartbeats, both at rest and under stress")
    found = score(everyone, progress)
    half = design_half([one.person for one in everyone])
    ins = {
        "everyone": found.spoken,
        "design": [mask & (one.person in half) for one, mask in zip(everyone, found.spoken, strict=True)],
        "other": [mask & (one.person not in half) for one, mask in zip(everyone, found.spoken, strict=True)],
    }
    parts = {
        part: {name: _line(everyone, scores, where, seed) for name, scores in found.same.items()}
        for part, where in ins.items()
    }
    return Report(
        tuple(_person(at, everyone, half, found) for at in range(len(everyone))),
        parts,
        _ours_less(everyone, found, seed),
        {
            name: _line(everyone, scores, _labelled(everyone), seed)
            for name, scores in found.anywhere.items()
            if name != OURS
        },
        _silence(everyone, found, seed),
        found.chosen,
        sum(recording.dropped for recording in recordings),
        seed,
    )


def _both(one: Windows, z: Floats) -> bool:
    """Whether something is said of this person both at rest and under stress."""
    return set(one.stress[speaks(one, z)].tolist()) >= {0.0, 1.0}


def _labelled(everyone: Sequence[Windows]) -> list[Bools]:
    return [np.isfinite(one.stress) for one in everyone]


def _line(everyone: Sequence[Windows], scores: Sequence[Floats], where: Sequence[Bools], seed: int) -> Line:
    people = chosen_windows(everyone, scores, where)
    whole = sum(int(mask.sum()) for mask in _labelled(everyone))
    share = sum(len(one.score) for one in people) / whole
    return Line(pooled(people, seed), by_person(people, seed), share)


def _ours_less(everyone: Sequence[Windows], found: Found, seed: int) -> dict[str, Area]:
    people = {name: chosen_windows(everyone, scores, found.spoken) for name, scores in found.same.items()}
    return {name: pooled_difference(people[OURS], of, seed) for name, of in people.items() if name != OURS}


def _silence(everyone: Sequence[Windows], found: Found, seed: int) -> dict[str, Line]:
    labelled = _labelled(everyone)
    silent = [known & ~mask for known, mask in zip(labelled, found.spoken, strict=True)]
    parts = {"everywhere": labelled, "where_it_speaks": found.spoken, "where_it_is_silent": silent}
    return {name: _line(everyone, found.anywhere[OURS], where, seed) for name, where in parts.items()}


def _person(at: int, everyone: Sequence[Windows], half: frozenset[int], found: Found) -> Person:
    one, mask = everyone[at], found.spoken[at]
    no_rest, no_beats = silences(one, own_z(one.rate))
    area = auc(one.stress[mask], found.same[OURS][at][mask])
    labelled = int(np.isfinite(one.stress).sum())
    return Person(one.person, one.person in half, labelled, no_rest, no_beats, None if np.isnan(area) else area)


def _plain(lines: Mapping[str, Line]) -> dict[str, Any]:
    return {
        name: {"pooled": line.pooled._asdict(), "by_person": line.by_person._asdict(), "share": line.share}
        for name, line in lines.items()
    }
