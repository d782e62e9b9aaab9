"""Small invented experiments in the benchmark's form. Nothing in them was measured on anyone."""

from __future__ import annotations

from typing import Any


def trial(cues: str, us: float = 0.0, repeat: int = 1, context: str = "K1", before: str = "") -> dict[str, Any]:
    """Two steps with the cues of ``before``, three with ``cues``, and the outcome on the last."""
    early = [[[[cue, 1.0] for cue in before], context, 0.0] for _ in range(2)]
    late = [[[[cue, 1.0] for cue in cues], context, us if at == 2 else 0.0] for at in range(3)]
    return {"timesteps": early + late, "repeat": repeat}


def value(group: str, variable: str, number: float, session: int | None = None) -> dict[str, Any]:
    """A measured value."""
    told = {"group": group, "variable": variable, "value": number}
    return told if session is None else told | {"session": session}


def experiment(
    name: str, stimuli: dict[str, list[dict[str, Any]]], values: list[dict[str, Any]], ylabel: str = "response"
) -> dict[str, Any]:
    """An experiment."""
    return {"name": name, "doc": "invented", "meta": {"ylabel": ylabel}, "stimuli": stimuli, "empirical": values}


def learning(name: str = "Learning_Curve") -> dict[str, Any]:
    """Twelve pairings in three sessions, and a session 0 for the first trial."""
    values = [value("main", "A", number, at) for at, number in enumerate((0.0, 3.0, 7.0, 8.0))]
    return experiment(name, {"main": [trial("A", 1.0, 12)]}, values)


def blocking(name: str = "Competition_Made") -> dict[str, Any]:
    """A cue that was trained in company, and one that was trained alone; the last run of A is the test."""
    stimuli = {
        "alone": [trial("A", 1.0, 5), trial("", 0.0, 2), trial("A", 0.0, 2)],
        "company": [trial("B", 1.0, 5), trial("AB", 1.0, 5), trial("A", 0.0, 2)],
    }
    return experiment(name, stimuli, [value("alone", "A", 8.0), value("company", "A", 2.0)])


def patterning(name: str = "Patterning_Made") -> dict[str, Any]:
    """A+, B+, AB-, in another context for the last trials, with a cue that comes before another."""
    round_ = [trial("A", 1.0), trial("B", 1.0), trial("AB")]
    stimuli = {"main": [*(round_ * 8), trial("A", 0.0, 2, "K2"), trial("B", 0.0, 1, before="C")]}
    values = [value("main", cues, number) for cues, number in (("A", 7.0), ("AB", 2.0), ("BC", 6.0))]
    return experiment(name, stimuli, values)


def fear(name: str = "Learning_Fear") -> dict[str, Any]:
    """Suppression in two groups and two sessions."""
    stimuli = {"weak": [trial("A", 0.3, 6)], "strong": [trial("A", 1.0, 6), trial("", 0.0, 3)]}
    values = [
        value(group, "A", number, at)
        for group, numbers in (("weak", (0.4, 0.3)), ("strong", (0.3, 0.1)))
        for at, number in enumerate(numbers, 1)
    ]
    return experiment(name, stimuli, values, "suppression ratio")


def everything() -> list[dict[str, Any]]:
    """All of them."""
    return [learning(), blocking(), patterning(), fear()]
