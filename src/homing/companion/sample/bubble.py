"""The sample's bubble: a few windows, two needs with what the narrator will do, and one look at an old cue."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import uuid5

from homing.companion.sample.cast import CUE_IDS, PERSON_IDS, SAMPLE
from homing.companion.sample.told import moment_id, when, window_id
from homing.record import (
    About,
    Belongs,
    FuzzyDate,
    Heard,
    LivedTime,
    Look,
    Need,
    Opening,
    Record,
    Safe,
    Size,
    Telling,
    Window,
)

_EVENING, _LATE = time(22, 0), time(21, 0)


def bubble(today: LivedTime) -> tuple[Record, ...]:
    """Six windows as they stand on this day, then two needs, then a look at the rising voice."""
    return (*_windows(today), *_needs(today), _look(today))


def _windows(today: LivedTime) -> tuple[Window, ...]:
    day = today.day + timedelta(days=today.local.time() >= _LATE)
    evening = LivedTime(local=datetime.combine(day, _EVENING), zone=today.zone)
    wren, bram = PERSON_IDS["wren"], PERSON_IDS["bram"]
    return (
        Window(
            id=window_id("daily"),
            label="How my day was",
            about=About.TOPIC,
            size=Size.DOOR,
            opening=Opening.WIDE,
            why="Small talk keeps the air moving.",
        ),
        Window(
            id=window_id("work"),
            label="Worries about the mill",
            about=About.TOPIC,
            people=(bram,),
            opening=Opening.HALF,
            until=evening,
            closes_when="When it turns into advice.",
            why="He listens, and he is asleep by nine.",
        ),
        Window(
            id=window_id("touch"),
            label="A hand on my arm",
            about=About.TOUCH,
            people=(wren,),
            opening=Opening.AJAR,
            closes_when="When I go quiet.",
            why="Some evenings yes, some evenings no.",
        ),
        Window(
            id=window_id("childhood"),
            label="What it was like as a child",
            about=About.TOPIC,
            why="Not for anyone just now. That is allowed.",
        ),
        Window(
            id=window_id("help"),
            label="Help with heavy things",
            about=About.HELP,
            circle="The people of the mill",
            people=(PERSON_IDS["tansy"], bram),
            size=Size.HATCH,
            opening=Opening.HALF,
            why="Crates, lifts, a lamp that is too high.",
        ),
        Window(
            id=window_id("money"),
            label="What I earn and what I lend",
            about=About.MONEY,
            size=Size.HATCH,
            people=(PERSON_IDS["hawthorn"],),
            why="I said yes once because I could not see a way past him.",
        ),
    )


def _needs(today: LivedTime) -> tuple[Need, ...]:
    return (
        Need(
            id=uuid5(SAMPLE, "need slower"),
            label="To hear it again, slower",
            will="I will ask once. If it stays loud, I will wash up and come back to it tomorrow.",
            people=(PERSON_IDS["wren"],),
            tellings=(
                Telling(when=when(today, 79, "08:12", today.zone), to=PERSON_IDS["wren"], heard=Heard.HEARD),
                Telling(when=when(today, 12, "18:55", today.zone), to=PERSON_IDS["wren"], heard=Heard.PARTLY),
            ),
        ),
        Need(
            id=uuid5(SAMPLE, "need no advice"),
            label="Someone who listens and does not mend it",
            will="I will say that I only want to be heard, and I will change the subject if it turns into advice.",
            window=window_id("work"),
        ),
    )


def _look(today: LivedTime) -> Look:
    again = when(today, -42, "12:00", today.zone).day
    return Look(
        id=uuid5(SAMPLE, "look louder"),
        when=when(today, 11, "21:30", today.zone),
        cue=CUE_IDS["louder"],
        moment=moment_id("rising 14"),
        safe=Safe.YES,
        belongs=Belongs.BOTH,
        words="Some of it is the kitchen at the weir. Some of it is that a loud voice is loud.",
        step="Put both feet on the tiles before I answer.",
        again=FuzzyDate(again.isoformat()),
    )
