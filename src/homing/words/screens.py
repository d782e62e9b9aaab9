"""The words of the screens for one kind of moment."""

from __future__ import annotations

from homing.companion.screens import Fitting, Screen
from homing.words.language import N_, gettext

_LINKS = {
    Screen.NIGHT: N_("Awake in the night"),
    Screen.DOOR: N_("Before the door"),
    Screen.GOOD: N_("After something good"),
}


def link(screen: Screen) -> tuple[str, str]:
    """Where a screen is, and what its link says.

    >>> link(Screen.DOOR)
    ('/door', 'Before the door')
    """
    return f"/{screen.value}", gettext(_LINKS[screen])


def links(fitting: Fitting) -> tuple[tuple[str, str] | None, tuple[tuple[str, str], ...]]:
    """The link that stands open, if any, and those behind the fold."""
    return link(fitting.first) if fitting.first else None, tuple(map(link, fitting.others))


def afterwards(*, explains: bool) -> tuple[str, ...]:
    """That an alarm after something good is common, and why.

    Where an old alarm may not be spoken of (``explains`` false), it is only said that an alarm can be right.
    """
    if not explains:
        return (
            gettext(
                "An alarm can come after a good time, too. It may be right, and you need not talk yourself out of it."
            ),
            gettext("One good evening decides nothing about anyone. What you noticed before still counts."),
        )
    return (
        gettext(
            "What a body once learnt about closeness can stay with it for long. "
            "After a good time its alarm may ring again."
        ),
        gettext("That is common, and takes nothing from what was good. The alarm can be right, too. You decide."),
    )
