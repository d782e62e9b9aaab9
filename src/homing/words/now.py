"""Small next things to choose from, in the middle of a moment: examples, none better than another."""

from __future__ import annotations

from homing.record import Choice
from homing.words.language import N_, gettext

_ANY = (N_("look slowly around the room"), N_("feel both feet on the floor"), N_("let my shoulders drop"))

_THINGS: dict[Choice | None, tuple[str, ...]] = {
    None: _ANY,
    Choice.CLOSER: (N_("look up for a moment"), N_("ask one question"), N_("sit a little nearer")),
    Choice.STAY: (N_("feel both feet on the floor"), N_("let my shoulders drop"), N_("say: give me a moment")),
    Choice.STEP_BACK: (N_("half a step back"), N_("say: not now"), N_("turn to something else in the room")),
    Choice.OUT: (N_("get some air"), N_("go into another room")),
}

_QUIET = (
    N_("share less for now"),
    N_("see less of them for a while"),
    N_("tell someone safe, later"),
    N_("feel both feet on the floor"),
)
"""Where someone may be dangerous: nothing that has to be announced, and nothing that brings closer (care rule 5)."""

_SMALLEST = (
    N_("I will nod to a neighbour."),
    N_("I will sit for a while where other people are."),
    N_("I will spend ten minutes with an animal."),
    N_("I will write one message to a line."),
)


def small_things(choice: Choice | None, *, quiet: bool) -> tuple[str, ...]:
    """Examples of one small thing after this choice; where nothing should be announced, the quiet ones alone."""
    return tuple(gettext(text) for text in (_QUIET if quiet else _THINGS[choice]))


def smallest_steps() -> tuple[str, ...]:
    """Examples of the smallest possible step where no one feels safe."""
    return tuple(gettext(text) for text in _SMALLEST)
