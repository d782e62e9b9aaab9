"""A diary of ten years: 36,500 moments of the additive simulator, ten a day, and what such a person keeps beside them.

The simulator draws sixty days of two moments a day with five people, eight cues and three settings. Its diaries follow
one another at five times that pace. Some of whom and what they name stays for all ten years, the rest changes from year
to year: 32 people, 44 cues, 11 settings. Alarms, states, notes and tries are drawn beside them. Everyone is fictional.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from uuid import NAMESPACE_OID, UUID, uuid5

from homing.lab.generators import additive
from homing.record import (
    Afterwards,
    Anchor,
    Anchoring,
    Answer,
    By,
    Channel,
    CheckIn,
    Cue,
    CueSeen,
    CycleMove,
    Danger,
    Early,
    Ended,
    FeltState,
    FuzzyDate,
    Helped,
    Kept,
    LivedTime,
    Look,
    Memory,
    Moment,
    Move,
    Need,
    Occasion,
    Opening,
    Outcome,
    Pause,
    Person,
    Promise,
    Reassurance,
    Reassured,
    Record,
    Respect,
    Reward,
    Rhythm,
    Ritual,
    Round,
    Safe,
    Settling,
    Space,
    Step,
    Terms,
    Tool,
    Turn,
    Whose,
    Window,
    WindowSeen,
)

MOMENTS, PER_DAY, PACE = 36_500, 10, 5
DAYS = MOMENTS // PER_DAY
END = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
"""When the diary was last written in; it is a quiet evening, and nothing frightening happened for long."""

ZONE = "Europe/Vienna"
HELD = "p4 y3"
"""Someone with a danger mark, years ago: a hold stands on them to this day."""

_ROOT = uuid5(NAMESPACE_OID, "a simulated diary of ten years")
_WORDS = (
    "the",
    "kitchen",
    "was",
    "loud",
    "and",
    "then",
    "tea",
    "good",
    "we",
    "walked",
    "along",
    "river",
    "until",
    "quiet",
)


def known(name: str) -> UUID:
    """The id of what goes by this name here."""
    return uuid5(_ROOT, name)


@dataclass(slots=True)
class Decade:
    """The records, oldest first; who and what was named is told before the moments."""

    moments: int = MOMENTS
    rng: Random = field(default_factory=lambda: Random(10))  # noqa: S311 - a benchmark needs no secrets

    def records(self) -> Iterator[Record]:
        """Everything."""
        told = list(self._moments())
        yield from self._names(told)
        yield from self._bubble()
        yield from self._practice()
        yield from told
        yield from self._beside()

    def _names(self, told: list[Moment]) -> Iterator[Record]:
        people = {one for moment in told for one in moment.people}
        cues = {seen.cue for moment in told for seen in moment.cues}
        places = {moment.setting for moment in told if moment.setting is not None}
        for year in range(10):
            for i in range(8):
                name = _of("p", i, year, 2)
                if (one := known(name)) in people:
                    people.discard(one)
                    yield Person(id=one, label=f"Person {name}", known_since=FuzzyDate(str(2016 + year)))
                name = _of("c", i, year, 4)
                if (one := known(name)) in cues:
                    cues.discard(one)
                    yield Cue(id=one, label=f"Cue {name}", channel=list(Channel)[i % 3])
                name = _of("s", i, year // 2, 1)
                if (one := known(name)) in places:
                    places.discard(one)
                    yield Cue(id=one, label=f"Place {name}", channel=Channel.SETTING)
        for i in range(5):
            about = FuzzyDate(str(1994 + i))
            yield Memory(id=known(f"old {i}"), label=f"Old {i}", about=about, alarm=5 + i, cues=(known(f"c{i % 4}"),))

    def _moments(self) -> Iterator[Moment]:
        drawn = (one for seed in range(self.moments // 100) for one in _sixty_days(seed))
        begin = END - timedelta(days=self.moments / PER_DAY)
        for number, (lived, at) in enumerate(islice(drawn, self.moments)):
            day = min(at, self.moments / PER_DAY - 0.01)
            year = min(9, int(10 * day * PER_DAY / self.moments))
            yield self._moment(number, lived, begin + timedelta(days=day), year)

    def _moment(self, number: int, lived: object, when: datetime, year: int) -> Moment:
        rng, event = self.rng, lived.event  # type: ignore[attr-defined]
        people = tuple(dict.fromkeys(known(_of("p", int(name[1:]), year, 2)) for name in event.people))
        is_held = known(HELD) in people
        hurt = event.outcome
        outcome = None if hurt is None else Outcome.HURT if hurt else rng.choice((Outcome.OKAY, Outcome.CARE))
        practised = rng.random() < 0.1
        return Moment(
            id=known(f"moment {number}"),
            when=LivedTime.at(when.replace(second=0, microsecond=0), ZONE),
            people=people,
            setting=None if event.setting is None else known(_of("s", int(event.setting[1:]), year // 2, 1)),
            cues=tuple(
                CueSeen(cue=known(_of("c", int(name[1:]), year, 4)), strength=round(x, 2)) for name, x in event.cues
            ),
            state=rng.choice(list(FeltState)) if rng.random() < 0.5 else None,
            state_after=rng.choice(list(FeltState)) if rng.random() < 0.2 else None,
            alarm=min(10, max(0, round(10 * lived.p + rng.gauss(0, 1)))) if rng.random() < 0.7 else None,  # type: ignore[attr-defined]
            moves=(rng.choice(list(Move)),) if rng.random() < 0.2 else (),
            outcome=outcome,
            danger=(next(iter(Danger)),) if is_held and rng.random() < 0.02 else (),
            safe=Safe.YES if rng.random() < 0.05 else None,
            note=" ".join(rng.choices(_WORDS, k=rng.randrange(4, 30))) if rng.random() < 0.4 else "",
            windows=_seen(rng, people) if rng.random() < 0.15 else (),
            step=known(f"step {rng.randrange(8)}") if not is_held and people and rng.random() < 0.01 else None,
            ritual=known("ritual 0") if not is_held and rng.random() < 0.02 else None,
            listened=rng.choice(list(Answer)) if practised else None,
            afterwards=rng.choice(list(Afterwards)) if practised and rng.random() < 0.5 else None,
            occasion=Occasion.MEETING if practised and rng.random() < 0.3 else None,
            reassured=(Reassured(kind=rng.choice(list(Reassurance))),) if practised and rng.random() < 0.3 else (),
        )

    def _bubble(self) -> Iterator[Record]:
        for i in range(15):
            people = (known(_of("p", i % 5, 9, 2)),) if i % 3 else ()
            opening = list(Opening)[i % len(Opening)]
            yield Window(id=known(f"window {i}"), label=f"Window {i}", people=people, opening=opening)
        for i in range(15):
            people = (known(_of("p", i % 5, 9, 2)),) if i % 2 else ()
            yield Need(id=known(f"need {i}"), label=f"Need {i}", will="I will say so", people=people)

    def _practice(self) -> Iterator[Record]:
        for i in range(8):
            people = (known(_of("p", i % 4, 9, 2)),) if i else ()
            yield Step(
                id=known(f"step {i}"), label=f"Step {i}", people=people, alarm=3 + i % 4, window=known("window 1")
            )
        for i in range(4):
            yield Ritual(id=known(f"ritual {i}"), label=f"Hello {i}", occasion=Occasion.MEETING, people=(known("p0"),))
        for i in range(3):
            yield Rhythm(id=known(f"rhythm {i}"), person=known(_of("p", i, 9, 2)), days=7)
        for i in range(6):
            yield Space(id=known(f"space {i}"), label=f"Space {i}")
        for i in range(5):
            yield Anchor(id=known(f"anchor {i}"), label=f"Anchor {i}", kind=list(Anchoring)[i])
        yield Terms(id=known("terms"), sentence="I need air", people=(known("p0"),))
        yield Early(id=known("early"), when=_at(3000), words="a door that stayed shut", unsure=3)

    def _beside(self) -> Iterator[Record]:
        rng = self.rng
        for i in range(self.moments // 10):
            yield CheckIn(id=known(f"check-in {i}"), when=_at(i / 1.0 + 0.2), state=rng.choice(list(FeltState)))
        for i in range(500):
            when = _at(i * 7 + 0.4)
            told = {"before": rng.choice(list(FeltState)), "after": rng.choice(list(FeltState)), "minutes": 10}
            yield Settling(id=known(f"try {i}"), when=when, tool=rng.choice(list(Tool)), helped=Helped.YES, **told)  # type: ignore[arg-type]
        for i in range(300):
            began, back = _at(i * 12 + 0.5), _at(i * 12 + 0.52)
            yield Pause(id=known(f"pause {i}"), began=began, back=back, ended=Ended.BACK, ended_at=back)
        for i in range(150):
            moves = tuple(Turn(by=rng.choice(list(By)), move=rng.choice(list(CycleMove))) for _ in range(6))
            yield Round(
                id=known(f"round {i}"),
                when=_at(i * 24 + 0.6),
                people=(known("p0"),),
                moves=moves,
                turned_back=i % 3 == 0,
            )
        for i in range(150):
            person, made = known(_of("p", i % 4, min(9, i // 15), 2)), _at(i * 24 + 0.3)
            kept = rng.choice(list(Kept)) if i % 7 else None
            yield Promise(
                id=known(f"promise {i}"), label=f"To ring {i}", whose=Whose.THEIRS, made=made, person=person, kept=kept
            )
        for i in range(80):
            cue, when = known(_of("c", i % 8, min(9, i // 8), 4)), _at(i * 45 + 0.7)
            yield Look(id=known(f"look {i}"), when=when, cue=cue, safe=Safe.YES)
        for i in range(100):
            yield Reward(id=known(f"reward {i}"), when=_at(i * 36 + 0.8), label=f"Sang {i}", people=(known("p0"),))


def _seen(rng: Random, people: tuple[UUID, ...]) -> tuple[WindowSeen, ...]:
    window = known(f"window {rng.randrange(15)}")
    return (WindowSeen(window=window, opening=Opening.HALF, respect=rng.choice(list(Respect))),) if people else ()


def _of(letter: str, i: int, year: int, lasting: int) -> str:
    """The first few last for all ten years; the others are others in each."""
    return f"{letter}{i}" if i < lasting else f"{letter}{i} y{year}"


def _at(day: float) -> LivedTime:
    instant = END - timedelta(days=DAYS) + timedelta(days=min(day, DAYS - 0.02))
    return LivedTime.at(instant.replace(second=0, microsecond=0), ZONE)


def _sixty_days(seed: int) -> Iterator[tuple[object, float]]:
    """The moments of one simulated diary, each with the day it is lived on here."""
    lived = additive(seed)
    days = 120 / PER_DAY
    last = lived[-1].event.time
    for one in lived:
        yield one, seed * days + one.event.time / last * days * 0.999
