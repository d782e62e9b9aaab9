"""The answers to "Do they listen, respect a no, leave me calm?" (S19). Calm is not always safe: the two stay apart."""

from __future__ import annotations

from homing.companion.practice.answers import Asked
from homing.record import Afterwards, Answer
from homing.words.answers import Phrases, told
from homing.words.language import N_

LISTENED = Phrases(
    {
        Answer.YES: N_("They listened more than they talked in {k} of the {n} moments in which you noted it."),
        Answer.PARTLY: N_("They partly did in {k} of {n}."),
        Answer.NO: N_("They did not in {k} of {n}."),
    },
    Answer.YES,
    N_("Listened in the last three months: {k} of {n}. Before that: {earlier} of {of}."),
)
RESPECTED = Phrases(
    {
        Answer.YES: N_("They respected a no of yours in {k} of the {n} moments in which you noted it."),
        Answer.PARTLY: N_("They partly did in {k} of {n}."),
        Answer.NO: N_("They did not in {k} of {n}."),
    },
    Answer.YES,
    N_("Respected in the last three months: {k} of {n}. Before that: {earlier} of {of}."),
)
AFTERWARDS = Phrases(
    {
        Afterwards.CALM_SAFE: N_(
            "You were calm because it felt safe in {k} of the {n} moments in which you noted how they left you."
        ),
        Afterwards.CALM_FAMILIAR: N_(
            "You were calm because you know it like this in {k} of {n}. That is kept apart, and never counted as safe."
        ),
        Afterwards.ANXIOUS: N_("You were anxious in {k} of {n}."),
        Afterwards.NOT_SURE: N_("You were not sure in {k} of {n}."),
    },
    Afterwards.CALM_SAFE,
    N_("Calm because it felt safe, in the last three months: {k} of {n}. Before that: {earlier} of {of}."),
)


def listened(asked: Asked) -> tuple[str, ...]:
    """Whether they listened more than they talked."""
    return told(asked, LISTENED)


def respected(asked: Asked) -> tuple[str, ...]:
    """Whether they respected a no."""
    return told(asked, RESPECTED)


def afterwards(asked: Asked) -> tuple[str, ...]:
    """How they left me."""
    return told(asked, AFTERWARDS)
