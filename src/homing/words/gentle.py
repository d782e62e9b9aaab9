"""The words of what may come up by itself."""

from __future__ import annotations

from homing.companion.gentle import Kind
from homing.words.language import N_, gettext

_KINDS = {
    Kind.BROKEN_OFF: N_("a moment in whose middle you stopped"),
    Kind.LOOK: N_("an old cue you wanted to look at again"),
    Kind.NO_ONE: N_("that no one seems to feel safe"),
    Kind.PAUSE: N_("how coming back from a pause was"),
    Kind.RITUAL: N_("a meeting or a parting, about its time"),
    Kind.PROMISE: N_("a promise of your own, on its day"),
    Kind.REASSURANCE: N_("whether there is something true you would like to say"),
    Kind.STEP: N_("that there is room for a small step"),
    Kind.MOMENTS: N_("moments that may want an ending"),
}


def kind(one: Kind) -> str:
    """What comes up, in a few words.

    >>> kind(Kind.PAUSE)
    'how coming back from a pause was'
    """
    return gettext(_KINDS[one])
