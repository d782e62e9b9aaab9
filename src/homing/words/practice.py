"""The words over the rooms of practice: a name, one line, and what of one's own stands there."""

from __future__ import annotations

from homing.companion.practice.rooms import Room
from homing.words.language import N_, gettext, ngettext

_ROOMS: dict[Room, tuple[str, str]] = {
    Room.LADDER: (N_("Small steps"), N_("Your own ladder toward people, each step with a way out")),
    Room.RITUALS: (N_("Meeting and parting"), N_("How you would like to say hello and goodbye")),
    Room.REASSURANCE: (N_("Reassurance"), N_("What did you good, and something true you may want to say")),
    Room.PROMISES: (N_("Promises"), N_("Yours and theirs, small and large")),
    Room.LISTENING: (N_("Listening"), N_("Hear, say back, repair nothing")),
    Room.NEEDS: (N_("What I need"), N_("Words found in a calm hour, ready for a hard one")),
    Room.ANCHORS: (N_("What to hold on to"), N_("A place, a person, a movement, a sentence")),
    Room.SPACES: (N_("Supportive spaces"), N_("People, groups, places and lines, and what to bring")),
    Room.REWARDS: (N_("What it made possible"), N_("Dared, dreamt, played, alone or together")),
    Room.CYCLE: (N_("A quarrel, move by move"), N_("Where it began, and where it turned back")),
    Room.EARLY: (N_("Early relationships"), N_("Only if you like, in your own words")),
    Room.UNDERSTANDING: (N_("Understanding"), N_("Short pages on why it is like this, and what is contested")),
}


def title(room: Room) -> str:
    """What the room is called.

    >>> title(Room.LADDER)
    'Small steps'
    """
    return gettext(_ROOMS[room][0])


def line(room: Room) -> str:
    """One line about it."""
    return gettext(_ROOMS[room][1])


def stands(room: Room, n: int) -> str:
    """What of one's own stands there; empty where nothing does. Plans and words are counted, never what was done."""
    if not n:
        return ""
    match room:
        case Room.LADDER:
            told = ngettext("{n} step", "{n} steps", n)
        case Room.REASSURANCE:
            told = ngettext("{n} rhythm", "{n} rhythms", n)
        case Room.PROMISES:
            told = ngettext("{n} open", "{n} open", n)
        case Room.CYCLE:
            told = ngettext("{n} drawn", "{n} drawn", n)
        case Room.EARLY:
            told = gettext("written")
        case _:
            told = ngettext("{n} of your own", "{n} of your own", n)
    return told.format(n=n)
