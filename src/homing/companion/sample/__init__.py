"""The sample diary: three months of an invented life, so that every page has something true to show.

Handmade and fixed: the same day gives the same records, and the same ids on every day. Everyone in it is invented.
Patterns it promises (its tests count them): with Wren the alarm rings when the voice rises, seldom before hurt, and
grows quieter; with Bram it is mostly settled; with Old Hawthorn the alarm is often right, and three moments carry the
danger mark; with Tansy the alarm is quiet and yet it hurt three times, once only later.
"""

from __future__ import annotations

from collections.abc import Iterator

from homing.companion.sample.bram import BRAM
from homing.companion.sample.bubble import bubble
from homing.companion.sample.cast import CUE_IDS, PERSON_IDS, cues, memories, people
from homing.companion.sample.checkins import CHECKINS
from homing.companion.sample.hawthorn import HAWTHORN
from homing.companion.sample.practice import answered, practice, practice_id
from homing.companion.sample.settling import anchor_id, settling
from homing.companion.sample.tansy import ALONE, TANSY, TOGETHER
from homing.companion.sample.told import moment_id
from homing.companion.sample.wren import OTHER, RISING
from homing.record import CheckIn, LivedTime, Moment, Record

__all__ = ["CUE_IDS", "PERSON_IDS", "anchor_id", "moment_id", "practice_id", "sample_records"]

_TOLD = {
    "rising": RISING,
    "wren": OTHER,
    "bram": BRAM,
    "hawthorn": HAWTHORN,
    "tansy": TANSY,
    "together": TOGETHER,
    "alone": ALONE,
}

_SEA, _OTHER_SEA = "Atlantic/Azores", "Europe/Lisbon"


def sample_records(today: LivedTime) -> tuple[Record, ...]:
    """People, cues, then moments and check-ins in the order they were lived: 89 days back until shortly before today;
    then the bubble as it stands today, what settles the narrator, and what they practise.

    A trip to the sea lies in another time zone than ``today``'s. Nothing was lived in the future.
    """
    lived = sorted(_lived(today), key=lambda record: record.when.utc)
    named: tuple[Record, ...] = (*people(today.day.year), *cues(), *memories(today.day.year))
    return (*named, *lived, *bubble(today), *settling(today), *practice(today))


def _lived(today: LivedTime) -> Iterator[Moment | CheckIn]:
    away_zone = _SEA if today.zone != _SEA else _OTHER_SEA
    for part, told in _TOLD.items():
        for number, moment in enumerate(told, start=1):
            key = f"{part} {number}"
            yield answered(key, moment.moment(key, today, away_zone))
    for number, felt in enumerate(CHECKINS, start=1):
        yield felt.checkin(str(number), today)
