"""Simulated people: a cohort as one tidy table, or one person's diary as records that the app can take in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from homing.lab.generators import CUES, GENERATORS, PEOPLE, SETTINGS, Lived
from homing.lab.simulate.tables import Columns
from homing.record import Channel, Cue, CueSeen, LivedTime, Moment, Outcome, Person, Record

FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
"""Day 0 of a simulated diary, where a calendar is needed."""

_CUE_NAMES = tuple(f"c{i}" for i in range(CUES))


def cohort(generator: str, people: int = 10, seed: int = 0, *, truth: bool = False) -> Columns:
    """Simulated people, one row a moment: what each diary holds, with gaps where nothing was noted.

    ``person`` names the seed its diary was drawn with (``seed``, ``seed + 1``, ...), ``time`` is in days, ``other`` who
    was there (two are written ``p0+p3``), ``setting`` where, ``c0`` to ``c7`` the intensity of each cue (0: not noted),
    ``outcome`` 1 where hurt followed, 0 where it did not, None where that was not noted. With ``truth`` two columns
    more, which no learner may see: ``p``, the probability that hurt was drawn with, and ``hurt``, what followed.

    Raises ``KeyError`` for a generator that there is not, ``ValueError`` for no people or a negative seed.

    >>> table = cohort("causes", people=2, seed=7)
    >>> sorted(set(table["person"])), len(table["time"])
    (['u7', 'u8'], 240)
    """
    draw = GENERATORS[generator]
    if people < 1 or seed < 0:
        raise ValueError("a cohort needs at least one person, and a seed of 0 or more")
    names = ["person", "time", "other", "setting", *_CUE_NAMES, "outcome", *(("p", "hurt") if truth else ())]
    rows = [row for one in range(seed, seed + people) for row in _rows(f"u{one}", draw(one), truth=truth)]
    return {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}


def _rows(person: str, lived: Iterable[Lived], *, truth: bool) -> Iterator[tuple[object, ...]]:
    for moment in lived:
        event, noted = moment.event, dict(moment.event.cues)
        cues = (noted.get(name, 0.0) for name in _CUE_NAMES)
        told = (person, event.time, "+".join(event.people) or None, event.setting, *cues, event.outcome)
        yield (*told, moment.p, moment.hurt) if truth else told


def diary(generator: str, seed: int = 0, *, since: datetime = FIRST_DAY) -> Iterator[Record]:
    """One simulated diary as records: its people, its cues, its settings, then its moments, to the minute.

    Hurt is written "hurt me", its absence "okay"; the ids follow from the generator and the seed alone. ``since`` is
    the aware instant of day 0.

    Raises ``KeyError`` for a generator that there is not, ``ValueError`` for a negative seed.

    >>> [record.type for record in diary("additive")][14:18]
    ['cue', 'cue', 'moment', 'moment']
    """
    draw = GENERATORS[generator]
    if seed < 0:
        raise ValueError("a seed is 0 or more")
    root = uuid5(NAMESPACE_OID, f"homing simulated diary {generator} {seed}")

    def known(name: str) -> UUID:
        return uuid5(root, name)

    for i in range(PEOPLE):
        yield Person(id=known(f"p{i}"), label=f"Person {i + 1}")
    for i in range(CUES):
        yield Cue(id=known(f"c{i}"), label=f"Cue {i + 1}")
    for i in range(SETTINGS):
        yield Cue(id=known(f"s{i}"), label=f"Place {i + 1}", channel=Channel.SETTING)
    for number, moment in enumerate(draw(seed)):
        event = moment.event
        yield Moment(
            id=known(f"moment {number}"),
            when=LivedTime.at(since + timedelta(days=event.time), "UTC"),
            people=tuple(known(name) for name in event.people),
            setting=None if event.setting is None else known(event.setting),
            cues=tuple(CueSeen(cue=known(name), strength=strength) for name, strength in event.cues),
            outcome=None if event.outcome is None else Outcome.HURT if event.outcome else Outcome.OKAY,
        )
