"""What the sample's narrator practises: a ladder, an evening door, promises, quarrels, joys, and how others were.

Nothing is practised with Old Hawthorn: a hold stands on him (care rule 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from homing.companion.sample.cast import CUE_IDS, PERSON_IDS, SAMPLE
from homing.companion.sample.quarrels import rounds
from homing.companion.sample.told import when, window_id
from homing.record import (
    Afterwards,
    Answer,
    Day,
    Direction,
    Early,
    FuzzyDate,
    Kept,
    LivedTime,
    Moment,
    Occasion,
    Opening,
    Promise,
    PromiseSize,
    Reassurance,
    Reassured,
    Received,
    Record,
    Reward,
    RewardKind,
    Rhythm,
    Ritual,
    Space,
    SpaceKind,
    Step,
    Whose,
)

_SCALES: Mapping[str, type[StrEnum]] = {
    "occasion": Occasion,
    "listened": Answer,
    "respected": Answer,
    "honest": Answer,
    "afterwards": Afterwards,
    "received": Received,
}

# Set by hand, by the key of the moment: "listened:yes", ">interest" for what was given, "step:page", "used".
# fmt: off
_ANSWERS: Mapping[str, str] = {
    "bram 2": "listened:yes afterwards:calm_safe interest",
    "bram 7": "listened:yes received:heard",
    "bram 9": "afterwards:calm_safe acceptance",
    "bram 10": "listened:no afterwards:not_sure",
    "bram 13": "respected:yes afterwards:calm_safe acceptance",
    "bram 15": "listened:yes received:heard afterwards:calm_safe",
    "bram 19": "respected:yes",
    "bram 22": "step:writing listened:yes received:heard",
    "bram 23": "step:page listened:partly received:moved_on honest:partly",
    "bram 24": "step:ask honest:yes received:heard afterwards:calm_safe appreciation",
    "bram 25": "listened:yes >appreciation",
    "bram 26": "listened:partly respected:yes received:fixed",
    "rising 1": "occasion:meeting",
    "rising 3": "listened:yes respected:yes",
    "rising 4": "listened:no afterwards:anxious",
    "rising 5": "occasion:meeting",
    "rising 6": "listened:no received:moved_on afterwards:anxious",
    "rising 8": "occasion:meeting ritual:door honest:yes afterwards:anxious",
    "rising 9": "listened:yes received:heard afterwards:calm_safe",
    "rising 12": "occasion:meeting ritual:door listened:yes afterwards:calm_safe",
    "rising 14": "occasion:meeting ritual:door respected:yes",
    "rising 16": "occasion:meeting ritual:door >interest",
    "wren 6": "afterwards:calm_familiar",
    "wren 7": "occasion:meeting listened:yes respected:yes interest",
    "wren 11": "occasion:meeting listened:no",
    "wren 12": "listened:yes received:heard afterwards:calm_safe acceptance",
    "wren 16": "interest >appreciation",
    "wren 19": "listened:yes respected:yes received:heard",
    "wren 21": "afterwards:calm_safe >appreciation",
    "wren 23": "occasion:meeting ritual:door",
    "tansy 2": "afterwards:calm_familiar",
    "tansy 4": "listened:yes received:heard used",
    "tansy 5": "honest:no afterwards:anxious",
    "tansy 6": "listened:no",
    "tansy 8": "listened:no received:moved_on",
    "tansy 10": "honest:no respected:no",
    "tansy 12": "listened:yes respected:yes",
    "together 3": "listened:yes received:heard",
    "together 7": "step:story listened:yes received:heard appreciation",
}

# Days back when it was made, whose, small or large, with whom, what, days back when due, how it went and when.
_PROMISES = (
    (88, Whose.MINE, PromiseSize.LARGE, "wren", "Not to look at her phone again", None, None, None,
     "It is still a promise, every day that nothing rings."),
    (82, Whose.THEIRS, PromiseSize.LARGE, "wren", "To be home for my birthday", 75, Kept.BROKEN, 75,
     "She was on the ferry until ten, and had known since noon."),
    (66, Whose.THEIRS, PromiseSize.SMALL, "wren", "To say before noon when it will be late", 59, Kept.LATE, 59, ""),
    (57, Whose.MINE, PromiseSize.SMALL, "wren", "To say that I am going before I go round the block", 43, Kept.KEPT, 43,
     ""),
    (53, Whose.MINE, PromiseSize.SMALL, "wren", "To plan every Sunday with her", 40, Kept.RENEGOTIATED, 40,
     "Every second Sunday. We both slept better."),
    (45, Whose.THEIRS, PromiseSize.SMALL, "wren", "To put the bins out", 38, Kept.KEPT, 38, ""),
    (30, Whose.THEIRS, PromiseSize.SMALL, "tansy", "To talk about the samples", 23, Kept.BROKEN, 16, ""),
    (22, Whose.THEIRS, PromiseSize.SMALL, "wren", "To leave me Tuesday evenings", 15, Kept.KEPT, 15,
     "It is on the calendar, in ink."),
    (18, Whose.THEIRS, PromiseSize.SMALL, "bram", "To read the page again", 15, Kept.KEPT, 15, ""),
    (14, Whose.THEIRS, PromiseSize.SMALL, "wren", "To ring when the ferry is late", 6, Kept.KEPT, 6, ""),
    (7, Whose.MINE, PromiseSize.SMALL, "bram", "To bring the big jar back", 0, None, None, ""),
)
# fmt: on


def practice(today: LivedTime) -> tuple[Record, ...]:
    """Six steps, a ritual, a rhythm, promises, four quarrels, three joys, three spaces and early words, before today.

    One promise of the narrator's own is due ``today``.
    """
    told: tuple[Record, ...] = (*_promises(today), *rounds(today), *_rewards(today))
    return (*_steps(), _ritual(), _rhythm(), *told, *_spaces(), _early(today))


def answered(key: str, moment: Moment) -> Moment:
    """The sample moment with this key, with what the narrator told of practice."""
    told: dict[str, Any] = {}
    for word in _ANSWERS.get(key, "").split():
        name, _, value = word.partition(":")
        if name in ("step", "ritual"):
            told[name] = practice_id(name, value)
        elif name in _SCALES:
            told[name] = _SCALES[name][value.upper()]
        elif name == "used":
            told["used_against"] = True
        else:
            told["reassured"] = (*told.get("reassured", ()), _reassured(name))
    return replace(moment, **told)


def practice_id(kind: str, key: str) -> UUID:
    """The id of a step or anything else that the narrator practises: the same on every day."""
    return uuid5(SAMPLE, f"{kind} {key}")


def _reassured(word: str) -> Reassured:
    direction = Direction.SENT if word.startswith(">") else Direction.RECEIVED
    return Reassured(kind=Reassurance(word.removeprefix(">")), direction=direction)


def _steps() -> tuple[Step, ...]:
    bram, wren = PERSON_IDS["bram"], PERSON_IDS["wren"]
    return (
        Step(
            id=practice_id("step", "landing"),
            label="Smile at whoever comes down the stairs",
            way_out="My own door is two steps away.",
            alarm=1,
        ),
        Step(
            id=practice_id("step", "writing"),
            label="Tell him that I am writing again",
            people=(bram,),
            way_out="I can say I have to catch the tram.",
            alarm=3,
        ),
        Step(
            id=practice_id("step", "page"),
            label="Read him one page",
            people=(bram,),
            way_out="I stop in the middle of a line. A line may end there.",
            alarm=4,
        ),
        Step(
            id=practice_id("step", "ask"),
            label="Ask him what he really thought",
            people=(bram,),
            setting=CUE_IDS["phone"],
            way_out="I say that he need not answer today.",
            alarm=5,
        ),
        Step(
            id=practice_id("step", "story"),
            label="Read the whole story to both of them",
            people=(bram, wren),
            setting=CUE_IDS["kitchen"],
            way_out="Two pages are enough for one evening.",
            alarm=6,
        ),
        Step(
            id=practice_id("step", "weir"),
            label="Tell him one thing about the house at the weir",
            people=(bram,),
            window=window_id("childhood"),
            opening=Opening.AJAR,
            way_out="I say: that is all for now.",
            alarm=7,
            set_aside=True,
        ),
    )


def _ritual() -> Ritual:
    return Ritual(
        id=practice_id("ritual", "door"),
        label="The door at half past six",
        occasion=Occasion.MEETING,
        people=(PERSON_IDS["wren"],),
        look="At each other before at the post",
        tone="Slower than the stairs",
        words="There you are.",
        touch="Foreheads, if both of us like",
        place="In the hall, bags on the floor",
        days=(Day.MONDAY, Day.TUESDAY, Day.WEDNESDAY, Day.THURSDAY, Day.FRIDAY),
        at="18:30",
    )


def _rhythm() -> Rhythm:
    return Rhythm(id=practice_id("rhythm", "bram"), person=PERSON_IDS["bram"], days=10)


def _promises(today: LivedTime) -> tuple[Promise, ...]:
    return tuple(
        Promise(
            id=practice_id("promise", str(number)),
            label=label,
            whose=whose,
            made=when(today, made, "20:00", today.zone),
            person=PERSON_IDS[who],
            size=size,
            due=None if due is None else FuzzyDate(when(today, due, "12:00", today.zone).day.isoformat()),
            kept=kept,
            ended=None if ended is None else when(today, ended, "21:00", today.zone),
            note=note,
        )
        for number, (made, whose, size, who, label, due, kept, ended, note) in enumerate(_PROMISES, start=1)
    )


def _rewards(today: LivedTime) -> tuple[Reward, ...]:
    wren, bram = PERSON_IDS["wren"], PERSON_IDS["bram"]
    return (
        Reward(
            id=practice_id("reward", "stones"),
            when=when(today, 38, "17:45", today.zone),
            label="Skimmed stones until we could not see them land",
            kind=RewardKind.PLAYED,
            people=(wren,),
        ),
        Reward(
            id=practice_id("reward", "table"),
            when=when(today, 33, "07:00", today.zone),
            label="A summer by the sea, with a table to write at",
            kind=RewardKind.DREAMT,
            note="Before anyone was awake. I had not wanted anything so far off for a long time.",
        ),
        Reward(
            id=practice_id("reward", "story"),
            when=when(today, 6, "20:30", today.zone),
            label="Read all six pages aloud",
            kind=RewardKind.DARED,
            people=(wren, bram),
        ),
    )


def _spaces() -> tuple[Space, ...]:
    return (
        Space(
            id=practice_id("space", "bakery"),
            label="The back door of the bakery",
            kind=SpaceKind.PERSON,
            person=PERSON_IDS["bram"],
            where="Before seven, any day but Sunday",
            bring="A cup",
        ),
        Space(
            id=practice_id("space", "readers"),
            label="The readers at the library",
            kind=SpaceKind.GROUP,
            where="Thursdays at seven, upper floor",
            bring="The page that I am least sure of",
        ),
        Space(
            id=practice_id("space", "bench"),
            label="The bench by the river",
            kind=SpaceKind.PLACE,
            where="After work, when it is dry",
            bring="Gloves",
        ),
    )


def _early(today: LivedTime) -> Early:
    return Early(
        id=practice_id("early", "words"),
        when=when(today, 25, "21:00", today.zone),
        words="There was always someone in the next room. It was never certain who. I learnt to listen to the stairs.",
        unsure=3,
        unnoticed=3,
        alone=2,
        crowded=1,
    )
