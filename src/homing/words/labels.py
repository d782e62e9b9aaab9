"""The words for the scales: what a person reads on chips and tiles. Keys stay; these may be translated."""

from __future__ import annotations

from enum import StrEnum

from homing.care.lines import Method, Trace
from homing.companion.plain import Guise
from homing.record import (
    About,
    Belongs,
    Channel,
    Choice,
    Danger,
    Direction,
    Evidence,
    Expected,
    FeltState,
    Heard,
    Move,
    Opening,
    Outcome,
    Respect,
    Safe,
    Size,
)
from homing.words.language import N_, gettext

_LABELS: dict[StrEnum, str] = {
    Outcome.CARE: N_("met with care"),
    Outcome.OKAY: N_("okay"),
    Outcome.MISSED: N_("missed me"),
    Outcome.BRUSHED_OFF: N_("brushed off or judged"),
    Outcome.HURT: N_("hurt me"),
    Outcome.FRIGHTENED: N_("frightened or harmed me"),
    Outcome.UNKNOWN: N_("don’t know yet"),
    Safe.YES: N_("yes"),
    Safe.NOT_SURE: N_("not sure"),
    Safe.NO: N_("no"),
    Danger.THREATENED: N_("threatened"),
    Danger.HARMED: N_("harmed"),
    Danger.FOLLOWED: N_("followed"),
    Danger.FORCED: N_("forced"),
    Danger.CONTROLLED: N_("my money or contacts controlled"),
    Danger.AFRAID_TO_SAY_NO: N_("afraid to say no"),
    FeltState.SETTLED: N_("settled"),
    FeltState.ON_EDGE: N_("on edge"),
    FeltState.FAR_AWAY: N_("far away"),
    FeltState.MIXED: N_("mixed"),
    FeltState.CANT_TELL: N_("can’t tell"),
    Move.TOWARD: N_("moved toward"),
    Move.STAYED: N_("stayed"),
    Move.SAID_NEED: N_("said what I needed"),
    Move.STEPPED_BACK: N_("stepped back"),
    Move.LEFT: N_("left"),
    Move.FROZE: N_("froze"),
    Move.GAVE_IN: N_("gave in to keep the peace"),
    Move.HID: N_("hid"),
    Move.PUSHED_AWAY: N_("pushed away"),
    Move.RAISED_VOICE: N_("raised my voice"),
    Move.BLOCKED_WAY: N_("blocked the way"),
    Move.CHECKED_PHONE: N_("checked a phone"),
    Choice.CLOSER: N_("closer"),
    Choice.STAY: N_("stay"),
    Choice.STEP_BACK: N_("step back"),
    Choice.OUT: N_("out"),
    Expected.LEFT: N_("to be left"),
    Expected.REJECTED: N_("to be rejected"),
    Expected.SWALLOWED_UP: N_("to be swallowed up"),
    Expected.SHAMED: N_("to be shamed"),
    Expected.HARMED: N_("to be harmed"),
    Belongs.THEN: N_("mostly then"),
    Belongs.NOW: N_("mostly now"),
    Belongs.BOTH: N_("both"),
    Belongs.NOT_SURE: N_("not sure"),
    Channel.VOICE: N_("voice"),
    Channel.FACE: N_("face"),
    Channel.POSTURE: N_("posture"),
    Channel.WORDS: N_("words"),
    Channel.TOUCH: N_("touch"),
    Channel.DISTANCE: N_("distance"),
    Channel.TIMING: N_("timing"),
    Channel.SETTING: N_("where"),
    Channel.BODY: N_("in my body"),
    Direction.RECEIVED: N_("it came to me"),
    Direction.SENT: N_("it came from me"),
    Evidence.HURT: N_("hurt"),
    Evidence.NO_HURT: N_("not hurt"),
    Evidence.PROTECTED: N_("I protected myself"),
    Evidence.OPEN: N_("not known yet"),
    Opening.CLOSED: N_("closed"),
    Opening.AJAR: N_("ajar"),
    Opening.HALF: N_("half open"),
    Opening.WIDE: N_("wide open"),
    Size.HATCH: N_("hatch"),
    Size.WINDOW: N_("window"),
    Size.DOOR: N_("door"),
    About.TOPIC: N_("a topic"),
    About.CONTACT: N_("a kind of contact"),
    About.TIME: N_("my time"),
    About.TOUCH: N_("touch"),
    About.HELP: N_("help"),
    About.MONEY: N_("money"),
    Respect.RESPECTED: N_("respected"),
    Respect.CROSSED: N_("crossed"),
    Respect.UNCLEAR: N_("unclear"),
    Heard.HEARD: N_("heard"),
    Heard.PARTLY: N_("partly heard"),
    Heard.NOT_HEARD: N_("not heard"),
    Heard.NOT_SURE: N_("not sure"),
    Guise.NOTES: N_("Notes"),
    Guise.LISTS: N_("Lists"),
    Guise.HOUSEHOLD: N_("Household"),
    Method.CALLED: N_("Called"),
    Method.OFFICIAL_PAGE: N_("Read on its official page, not called"),
    Method.STORED_PAGE: N_("Read in a stored public page, not called"),
    Trace.CALL_LOG_AND_PERHAPS_BILL: N_(
        "A call or message stays in this phone’s own list until it is deleted, and may be on the bill."
    ),
    Trace.CALL_LOG_NOT_BILL: N_(
        "A call is said not to be on the bill. It stays in this phone’s own list until it is deleted."
    ),
}

HINTS: dict[FeltState, str] = {
    FeltState.SETTLED: N_("easy breath, could laugh"),
    FeltState.ON_EDGE: N_("tight, fast"),
    FeltState.FAR_AWAY: N_("numb, heavy"),
    FeltState.MIXED: N_("both at once"),
    FeltState.CANT_TELL: "",
}

STARTERS: dict[Channel, tuple[str, ...]] = {
    Channel.VOICE: (N_("louder"), N_("quieter")),
    Channel.FACE: (N_("looks at me"), N_("looks away"), N_("smiles")),
    Channel.POSTURE: (N_("turns to me"), N_("stands up")),
    Channel.WORDS: (N_("my name"), N_("a question")),
    Channel.TOUCH: (N_("hand on arm"), N_("hug")),
    Channel.DISTANCE: (N_("comes closer"), N_("in the doorway")),
    Channel.TIMING: (N_("late reply"), N_("long silence")),
    Channel.SETTING: (N_("kitchen"), N_("car")),
    Channel.BODY: (N_("tight throat"), N_("warm chest")),
}
"""Examples of cues. They carry no valence, and nothing is kept of them until they are used (care rule 9)."""


def label(word: StrEnum) -> str:
    """The words for a key of the scales.

    >>> label(Outcome.BRUSHED_OFF)
    'brushed off or judged'
    """
    return gettext(_LABELS[word])
