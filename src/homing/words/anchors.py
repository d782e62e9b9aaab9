"""The kit in words: what to do with each way to settle, and why it stands where it stands."""

from __future__ import annotations

from homing.companion.anchors import Offered
from homing.engine.offers import Why
from homing.record import Anchor, Anchoring, Helped, Tool
from homing.words.language import N_, ngettext
from homing.words.language import gettext as _

_TOOLS: dict[Tool, str] = {
    Tool.LOOK_AROUND: N_(
        "Let your eyes go slowly around the room. Name five things that are there. Where is the door? Where is the "
        "light?"
    ),
    Tool.FEET: N_(
        "Press both feet into the floor, or your back into the chair or the wall, then let go a little. Feel what "
        "holds you up."
    ),
    Tool.IN_THE_HAND: N_(
        "Take a key, a stone, a sleeve. Is it rough or smooth, warm or cold? Turn it over until you know it. Few "
        "people would notice."
    ),
    Tool.LISTEN: N_("Find the sound that is farthest away, then the nearest. Stay with one that asks nothing of you."),
    Tool.COLD_WATER: N_(
        "Hold your hands or wrists under cool water for as long as it is pleasant. Then dry them slowly."
    ),
    Tool.PUSH: N_(
        "Put both palms on a wall or a table, push as if to move it, then rest. Let the strength go somewhere."
    ),
    Tool.MOVE: N_(
        "Shake out your hands, walk to the window and back, stretch as after sleep. If you feel far away, moving may "
        "suit you better than sitting still."
    ),
    Tool.HUM: N_("Hum a low tone as long as your breath likes. A few times is enough."),
    Tool.BREATHE: N_(
        "In for a while, out for a little longer, nothing held. For some people watching the breath makes it worse; "
        "then choose something else."
    ),
}

_KINDS: dict[Anchoring | None, str] = {
    Anchoring.PLACE: N_("Go there if you can. If not, remember it slowly: what stands where, and how the light falls."),
    Anchoring.PERSON: N_("Bring them to mind: the face, the voice, how they stand. Nothing has to be said."),
    Anchoring.SENSATION: N_("Find it and stay with how it feels. There is nothing else to do."),
    Anchoring.MOVEMENT: N_("Begin small, and go on as long as it is good. Stop any time."),
    Anchoring.SOUND: N_("Listen to it, or let it sound in your mind. Follow it to its end."),
    Anchoring.PICTURE: N_("Let it come up slowly, one part after another. You may keep your eyes open."),
    Anchoring.SENTENCE: N_("Say it to yourself, aloud or not. Slowly, and as often as you like."),
    None: N_("Take your time with it. Stop any time."),
}


def what_to_do(way: Anchor | Tool | None) -> str:
    """Two sentences or so: the owner's own for an anchor, if there are any."""
    match way:
        case Anchor():
            return way.words or _(_KINDS[way.kind])
        case Tool():
            return _(_TOOLS[way])
        case None:
            return _(_KINDS[None])


def why(way: Offered) -> str:
    """Why a way stands where it stands, by counts alone."""
    if way.why is Why.NEW:
        return _("new for you")
    if way.worse and not way.k:
        return _("made it worse, so it waits here")
    if way.why is Why.TRIED:
        return _tried(way.n)
    if way.n == 1:
        return _("helped the one time you tried")
    return ngettext("helped in {k} of {n} try", "helped in {k} of {n} tries", way.n).format(k=way.k, n=way.n)


def after(helped: Helped, tool: Tool | None) -> str:
    """What is said to an answer to "Did that help?"."""
    if helped is Helped.WORSE and tool is Tool.BREATHE:
        return _(
            "Good that you noticed, and good that you stopped. For some people watching the breath makes the alarm "
            "louder. It now stands last in your kit, and you never have to use it."
        )
    return {
        Helped.YES: _("Good. Stay with it as long as you like."),
        Helped.A_LITTLE: _("A little is enough. Stay with it as long as you like."),
        Helped.NO: _("That is no failure of yours. Something else may suit this moment better."),
        Helped.WORSE: _("Good that you noticed, and good that you stopped. It is no failure of yours."),
    }[helped]


def _tried(n: int) -> str:
    if n <= 2:
        return _("tried once") if n == 1 else _("tried twice")
    return ngettext("tried {n} time", "tried {n} times", n).format(n=n)
