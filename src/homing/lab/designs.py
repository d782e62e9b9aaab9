"""Published experiments as data: ``DESIGNS[name]`` has the rows that a published model is run on, told as phases.

A :class:`Design` has ``name``, ``source``, ``number``, ``model`` (a module of ``homing.engine.published``), ``params``
(what differs from that model's ``Params``), ``phases``, ``groups`` (words: which question it helps to answer) and
``final`` (the last response in the public reference implementation, or None), and makes its rows: ``cues`` (T, D),
``outcomes``, ``times``, ``amnesia`` (T,), and ``labels``, the phase of each of the T trials. So::

    design = DESIGNS["retrieval-3"]
    latent_cause_rw.run(design.cues, design.outcomes, design.times, Params(**design.params), amnesia=design.amnesia)

Times are in the unit of the model: the paper's compressed unit for 2017, trials for 2010, hours for Song.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from homing.lab import _memory_designs
from homing.lab._phases import Cues, Design, Phase

__all__ = ["DESIGNS", "Design", "Phase", "group"]

GERSHMAN_2010 = "Gershman, Blei & Niv 2010, Psychol Rev 117:197-209"
SONG_2022 = "Song, Jones, Monfils & Niv 2022, arXiv 2205.04670"
GRADUAL, REVERSE = (1, 3, 6, 10, 15), (1, 6, 10, 13, 15)
"""Which of 24 trials of extinction end in a shock, where it thins out, and where it thins out in the other order."""
TONE = 180 / 3600
"""A tone of 20 s and 160 s of rest, in hours."""


def group(word: str) -> dict[str, Design]:
    """The designs that help to answer one question: those whose ``groups`` have this word."""
    return {name: design for name, design in DESIGNS.items() if word in design.groups}


def _rooms() -> Iterator[Design]:
    """Renewal and latent inhibition: a stimulus, and three rooms as further cues (10 pairings, 20 without, a test)."""
    room: dict[str, Cues] = {r: (1.0, *(float(r == other) for other in "ABC")) for r in "ABC"}
    for trained, extinguished, tested in ("AAA", "AAB", "ABA", "ABB", "ABC"):
        phases = (
            Phase("training", 10, (room[trained],), (1.0,)),
            Phase("extinction", 20, (room[extinguished],)),
            Phase("test", 1, (room[tested],)),
        )
        name = trained + extinguished + tested
        yield Design(f"renewal-{name}", GERSHMAN_2010, "latent_cause_2010", phases, ("renewal-2010",), name)
    for name, number, place in (("same", "LI_same", "A"), ("elsewhere", "LI_diff", "B"), ("none", "LI_none", None)):
        before = () if place is None else (Phase("exposure", 20, (room[place],)),)
        phases = (*before, Phase("training", 10, (room["A"],), (1.0,)), Phase("test", 1, (room["A"],)))
        title = f"latent-inhibition-{name}"
        yield Design(title, GERSHMAN_2010, "latent_cause_2010", phases, ("latent-inhibition",), number)


def _partial() -> Iterator[Design]:
    """Partial reinforcement: twenty pairings, one after the other or every second trial, then twenty trials without."""
    for name, number, count, outcomes in (("all", "PREE_cont", 20, (1.0,)), ("half", "PREE_part", 40, (1.0, 0.0))):
        phases = (Phase("training", count, outcomes=outcomes), Phase("extinction", 20))
        title = f"reinforced-{name}"
        yield Design(title, GERSHMAN_2010, "latent_cause_2010", phases, ("partial-reinforcement",), number)


def _thinning() -> Iterator[Design]:
    """Extinction at once, thinning out, or thinning out in the other order; then four weeks, or two shocks alone."""
    for name, number, shocked in (("standard", "std", ()), ("gradual", "grad", GRADUAL), ("reverse", "rev", REVERSE)):
        outcomes = tuple(float(trial in shocked) for trial in range(1, 25))
        plain = (Phase("training", 3, outcomes=(1.0,)), Phase("extinction", 24, outcomes=outcomes), Phase("test", 4))
        kept = ("timeless-gradual-extinction",)
        yield Design(f"timeless-{name}", GERSHMAN_2010, "latent_cause_2010", plain, kept, f"EXT_{number}")
        learnt = (
            Phase("training", 2, outcomes=(1.0,), every=TONE),
            Phase("training", 1, outcomes=(1.0,), after=TONE + 40 / 3600),
            Phase("extinction", 24, outcomes=outcomes, after=24.0, every=TONE),
        )
        recovery = (Phase("memory", 4, after=24.0, every=TONE), Phase("test", 4, after=30 * 24.0, every=TONE))
        shocks = Phase("reinstatement", 2, ((0.0,),), (1.0,), after=24.0, every=TONE)
        again = (shocks, Phase("test", 4, after=24.0, every=TONE))
        for question, end in (("recovery", recovery), ("reinstatement", again)):
            words = ("gradual-extinction", f"gradual-{question}")
            yield Design(f"{question}-{name}", SONG_2022, "gradual_extinction", (*learnt, *end), words)


DESIGNS: MappingProxyType[str, Design] = MappingProxyType(
    {design.name: design for made in (_memory_designs.designs, _rooms, _partial, _thinning) for design in made()}
)
"""Every design by its name."""
