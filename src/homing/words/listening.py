"""The words of listening: three parts to prepare oneself with, and the steps for two at one screen."""

from __future__ import annotations

from dataclasses import dataclass

from homing.words.language import N_, gettext


@dataclass(frozen=True, slots=True)
class Part:
    """One part of listening: what it is, what it asks, and words that may help. All marked for translation."""

    title: str
    text: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One step for two. ``timed``: it takes the length that was chosen; otherwise it takes what it takes."""

    title: str
    speaker: str
    listener: str
    timed: bool = False


PARTS = (
    Part(
        N_("Hear"),
        N_(
            "Let them finish. Silence is fine. Something may ring in you while they speak: notice it, it is yours, and "
            "it can wait."
        ),
        (N_("“I am listening.”"), N_("“Tell me more, if you like.”")),
    ),
    Part(
        N_("Say back"),
        N_("In your own words, and short: what you heard, not what you think of it. Then ask whether that was it."),
        (N_("“If I got it right, …”"), N_("“Is that it, or is something missing?”")),
    ),
    Part(
        N_("Repair nothing"),
        N_(
            "No advice, no “at least”, no story of your own, unless they ask for it. What hurts does not have to be "
            "made smaller. You can ask what would help."
        ),
        (N_("“Shall I just listen, or shall we think about it together?”"),),
    ),
    Part(
        N_("Stop when it is enough"),
        N_(
            "Listening is a gift, never a duty. When you are full, say so, and when you will be back, if you want to "
            "come back."
        ),
        (N_("“I want to hear this, and I am full. May I come back to it at eight?”"),),
    ),
)

_SPEAK = N_("Say what is on your mind, and begin with “I”. Keep back whatever you like. Silence counts as well.")
_HEAR = N_("Only hear. No questions, no answers, no advice. Look wherever it is easy to look.")
_CORRECT = N_("Say “yes, that is it”, or what was missing. Then it is enough.")
_REFLECT = N_("Say back in your own words what you heard, and ask whether that was it. Add nothing.")

TURNS = (
    Turn(N_("One of you speaks"), _SPEAK, _HEAR, timed=True),
    Turn(N_("Say it back"), _CORRECT, _REFLECT),
    Turn(N_("Now the other one speaks"), _SPEAK, _HEAR, timed=True),
    Turn(N_("Say it back"), _CORRECT, _REFLECT),
)
"""The steps; after the last comes the end."""


def length(minutes: int) -> str:
    """A turn's length.

    >>> length(5)
    '5 minutes'
    """
    return gettext("{n} minutes").format(n=minutes)
