"""The words for the scales: what a person reads on chips and tiles. Keys stay; these may be translated."""

from __future__ import annotations

from enum import StrEnum

from homing.care.lines import Method, Trace
from homing.companion.plain import Guise
from homing.record import (
    About,
    Afterwards,
    Anchoring,
    Answer,
    Belongs,
    BodyPlace,
    By,
    Channel,
    Choice,
    ComingBack,
    CycleMove,
    Danger,
    Day,
    Direction,
    Ended,
    Evidence,
    Expected,
    FeltState,
    Heard,
    Helped,
    Kept,
    Move,
    Occasion,
    Opening,
    Outcome,
    PromiseSize,
    Reassurance,
    Received,
    Respect,
    RewardKind,
    Safe,
    Size,
    SpaceKind,
    Tool,
    Whose,
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
    BodyPlace.HEAD: N_("head"),
    BodyPlace.JAW: N_("jaw"),
    BodyPlace.THROAT: N_("throat"),
    BodyPlace.SHOULDERS: N_("shoulders"),
    BodyPlace.CHEST: N_("chest"),
    BodyPlace.BELLY: N_("belly"),
    BodyPlace.BACK: N_("back"),
    BodyPlace.HANDS: N_("hands"),
    BodyPlace.LEGS: N_("legs"),
    BodyPlace.SKIN: N_("skin"),
    Anchoring.PLACE: N_("a place"),
    Anchoring.PERSON: N_("a person"),
    Anchoring.SENSATION: N_("something to feel"),
    Anchoring.MOVEMENT: N_("a movement"),
    Anchoring.SOUND: N_("a sound"),
    Anchoring.PICTURE: N_("a picture in words"),
    Anchoring.SENTENCE: N_("a sentence"),
    Tool.LOOK_AROUND: N_("Look around"),
    Tool.FEET: N_("Feel what carries you"),
    Tool.IN_THE_HAND: N_("Something in your hand"),
    Tool.LISTEN: N_("Listen outward"),
    Tool.COLD_WATER: N_("Cold water"),
    Tool.PUSH: N_("Push a wall"),
    Tool.MOVE: N_("Shake, walk, stretch"),
    Tool.HUM: N_("Hum"),
    Tool.BREATHE: N_("Breathe slowly"),
    Helped.YES: N_("yes"),
    Helped.A_LITTLE: N_("a little"),
    Helped.NO: N_("no"),
    Helped.WORSE: N_("it made it worse"),
    ComingBack.EASIER: N_("easier"),
    ComingBack.SAME: N_("the same"),
    ComingBack.HARDER: N_("harder"),
    ComingBack.NOT_YET: N_("did not come back"),
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

_APART: dict[type[StrEnum], dict[StrEnum, str]] = {
    Ended: {Ended.BACK: N_("I came back"), Ended.NOT_TODAY: N_("not today")},
    Answer: {Answer.YES: N_("yes"), Answer.PARTLY: N_("partly"), Answer.NO: N_("no")},
    Afterwards: {
        Afterwards.CALM_SAFE: N_("calm, because it felt safe"),
        Afterwards.CALM_FAMILIAR: N_("calm, because I know it like this"),
        Afterwards.ANXIOUS: N_("anxious"),
        Afterwards.NOT_SURE: N_("not sure"),
    },
    Received: {
        Received.HEARD: N_("heard and felt"),
        Received.FIXED: N_("they tried to fix it"),
        Received.MOVED_ON: N_("they changed the subject"),
        Received.DOUBTED: N_("doubted"),
        Received.JUDGED: N_("judged"),
        Received.NOT_SURE: N_("not sure"),
    },
    Reassurance: {
        Reassurance.ACCEPTANCE: N_("acceptance"),
        Reassurance.INTEREST: N_("interest"),
        Reassurance.APPRECIATION: N_("appreciation"),
    },
    Occasion: {Occasion.MEETING: N_("we met"), Occasion.PARTING: N_("we parted")},
    Day: {
        Day.MONDAY: N_("Monday"),
        Day.TUESDAY: N_("Tuesday"),
        Day.WEDNESDAY: N_("Wednesday"),
        Day.THURSDAY: N_("Thursday"),
        Day.FRIDAY: N_("Friday"),
        Day.SATURDAY: N_("Saturday"),
        Day.SUNDAY: N_("Sunday"),
    },
    Whose: {Whose.MINE: N_("mine"), Whose.THEIRS: N_("theirs")},
    PromiseSize: {PromiseSize.SMALL: N_("small"), PromiseSize.LARGE: N_("large")},
    Kept: {
        Kept.KEPT: N_("kept"),
        Kept.LATE: N_("kept, but late"),
        Kept.BROKEN: N_("broken"),
        Kept.RENEGOTIATED: N_("agreed anew"),
    },
    SpaceKind: {
        SpaceKind.PERSON: N_("a person"),
        SpaceKind.GROUP: N_("a group"),
        SpaceKind.PLACE: N_("a place"),
        SpaceKind.PROFESSIONAL: N_("a professional"),
        SpaceKind.LINE: N_("a line to call or write to"),
    },
    RewardKind: {RewardKind.DARED: N_("dared"), RewardKind.DREAMT: N_("dreamt"), RewardKind.PLAYED: N_("played")},
    CycleMove: {
        CycleMove.CRITICISE: N_("criticise"),
        CycleMove.DEFEND: N_("defend"),
        CycleMove.ATTACK: N_("attack"),
        CycleMove.WITHDRAW: N_("pull back"),
        CycleMove.PURSUE: N_("go after"),
        CycleMove.GIVE_IN: N_("give in"),
        CycleMove.PAUSE: N_("take a pause"),
        CycleMove.REPAIR: N_("mend"),
        CycleMove.WARM: N_("be warm"),
    },
    By: {By.ME: N_("me"), By.THEM: N_("them")},
}
"""Scales apart from the others: two keys that read alike are one in a dictionary, and ``back`` is a place of the body
as well as an ending.
"""

AGREES: tuple[str, ...] = (N_("not at all"), N_("a little"), N_("in part"), N_("mostly"), N_("very much"))
"""What is said of early experience is agreed to from 0 to ``AGREE_MAX``; :func:`agrees` gives the words."""

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
    return gettext(_APART.get(type(word), _LABELS)[word])


def agrees(answer: int) -> str:
    """The words for one step of the scale of agreement.

    >>> agrees(0), agrees(4)
    ('not at all', 'very much')
    """
    return gettext(AGREES[answer])
