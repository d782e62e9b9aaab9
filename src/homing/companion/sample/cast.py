"""Who and what the sample diary speaks of. Nobody here is or was real."""

from __future__ import annotations

from uuid import UUID, uuid5

from homing.record import Channel, Cue, FuzzyDate, Memory, Person

SAMPLE = UUID("6f0c1f0e-2f0b-5d57-9a55-3f4c0d1e8a21")
"""The namespace of all ids of the sample diary."""

_PEOPLE = {
    "wren": ("Wren", 4, "Invented for this sample. We live together, above the old ferry house."),
    "bram": ("Bram the baker", 9, "Invented for this sample. A friend. Up at four, asleep by nine."),
    "hawthorn": ("Old Hawthorn", 31, "Invented for this sample. He brought me up after my mother left."),
    "tansy": ("Tansy at the mill", 2, "Invented for this sample. We share a bench in the paper mill."),
}

_CUES = {
    "louder": ("voice gets louder", Channel.VOICE),
    "quieter": ("voice gets quieter", Channel.VOICE),
    "looks": ("looks at me", Channel.FACE),
    "away": ("looks away", Channel.FACE),
    "turns": ("turns to me", Channel.POSTURE),
    "name": ("says my name", Channel.WORDS),
    "question": ("asks a question", Channel.WORDS),
    "hand": ("hand on arm", Channel.TOUCH),
    "doorway": ("in the doorway", Channel.DISTANCE),
    "late": ("late reply", Channel.TIMING),
    "silence": ("long silence", Channel.TIMING),
    "throat": ("tight throat", Channel.BODY),
    "chest": ("warm chest", Channel.BODY),
    "kitchen": ("kitchen", Channel.SETTING),
    "car": ("car", Channel.SETTING),
    "river": ("by the river", Channel.SETTING),
    "phone": ("on the phone", Channel.SETTING),
    "work": ("at work", Channel.SETTING),
}

PERSON_IDS: dict[str, UUID] = {key: uuid5(SAMPLE, f"person {key}") for key in _PEOPLE}
"""Each person's id by key."""

CUE_IDS: dict[str, UUID] = {key: uuid5(SAMPLE, f"cue {key}") for key in _CUES}
"""Each cue's id by key, settings included."""


def people(this_year: int) -> tuple[Person, ...]:
    """The four people, known since some years before ``this_year``."""
    return tuple(
        Person(id=PERSON_IDS[key], label=label, known_since=FuzzyDate(f"{max(1, this_year - years):04d}"), note=note)
        for key, (label, years, note) in _PEOPLE.items()
    )


def memories(this_year: int) -> tuple[Memory, ...]:
    """What this narrator brings along from before: one invented kitchen, many years back."""
    return (
        Memory(
            id=uuid5(SAMPLE, "memory weir"),
            label="the kitchen at the weir",
            about=FuzzyDate(f"{max(1, this_year - 24):04d}"),
            alarm=9,
            people=(PERSON_IDS["hawthorn"],),
            cues=(CUE_IDS["louder"], CUE_IDS["silence"], CUE_IDS["kitchen"]),
        ),
    )


def cues() -> tuple[Cue, ...]:
    """The cues, in this narrator's words. What they mean is left to the moments."""
    return tuple(Cue(id=CUE_IDS[key], label=label, channel=channel) for key, (label, channel) in _CUES.items())
