"""Whole diaries: sets of records in which every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from homing.record import (
    Anchor,
    CheckIn,
    Cue,
    Early,
    Forgotten,
    Look,
    Memory,
    Moment,
    Need,
    Pause,
    Person,
    Practised,
    Promise,
    Record,
    Reward,
    Rhythm,
    Ritual,
    Round,
    Settling,
    Space,
    Step,
    Terms,
    Unknown,
    Window,
)
from tests.strategies.bubble import looks, needs, windows
from tests.strategies.lived import checkins, cues, memories, moments, people, tombstones, unknown
from tests.strategies.practice import earlies, promises, rewards, rhythms, rituals, rounds, spaces, steps
from tests.strategies.settling import anchors, pauses, settlings, terms


@dataclass(frozen=True, slots=True)
class Diary:
    """Records that belong together: every id in them is another's, unique, and known."""

    people: tuple[Person, ...] = ()
    cues: tuple[Cue, ...] = ()
    moments: tuple[Moment, ...] = ()
    checkins: tuple[CheckIn, ...] = ()
    memories: tuple[Memory, ...] = ()
    windows: tuple[Window, ...] = ()
    needs: tuple[Need, ...] = ()
    looks: tuple[Look, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    settlings: tuple[Settling, ...] = ()
    pauses: tuple[Pause, ...] = ()
    terms: tuple[Terms, ...] = ()
    steps: tuple[Step, ...] = ()
    rituals: tuple[Ritual, ...] = ()
    rhythms: tuple[Rhythm, ...] = ()
    promises: tuple[Promise, ...] = ()
    spaces: tuple[Space, ...] = ()
    rewards: tuple[Reward, ...] = ()
    early: tuple[Early, ...] = ()
    rounds: tuple[Round, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    forgotten: tuple[Forgotten, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """Everything but the tombstones."""
        named: tuple[Record, ...] = (*self.people, *self.cues)
        lived: tuple[Record, ...] = (*self.moments, *self.checkins, *self.memories)
        settling: tuple[Record, ...] = (*self.anchors, *self.settlings, *self.pauses, *self.terms)
        planned: tuple[Practised, ...] = (*self.steps, *self.rituals, *self.rhythms, *self.promises)
        told: tuple[Practised, ...] = (*self.spaces, *self.rewards, *self.early, *self.rounds)
        bubble: tuple[Record, ...] = (*self.windows, *self.needs, *self.looks)
        return (*named, *lived, *bubble, *settling, *planned, *told, *self.unknown)


def records() -> st.SearchStrategy[Record]:
    """One record of any type."""
    named, lived = st.one_of(people(), cues()), st.one_of(moments(), checkins(), memories())
    bubble, settling = st.one_of(windows(), needs(), looks()), st.one_of(anchors(), settlings(), pauses(), terms())
    return st.one_of(named, lived, bubble, settling, practised(), unknown())


def practised() -> st.SearchStrategy[Practised]:
    """One record of practice."""
    planned = st.one_of(steps(), rituals(), rhythms(), promises())
    return st.one_of(planned, spaces(), rewards(), earlies(), rounds())


@st.composite
def diaries(draw: st.DrawFn, max_moments: int = 6) -> Diary:
    """A whole diary: unique ids, every reference known, merges without circles, some things forgotten."""
    some: dict[str, list[Any]] = draw(_DRAWN)
    some["moments"] = draw(st.lists(_MOMENTS, max_size=max_moments))
    first = draw(st.integers(0, 2**100))
    ids = [UUID(int=first + number) for number in range(sum(_MOST.values()) + max_moments)]
    new = {kind: [replace(one, id=ids.pop()) for one in found] for kind, found in some.items()}
    who, what, when = new["people"], new["cues"], new["moments"]

    def pick(kind: str, most: int = 2) -> tuple[UUID, ...]:
        items = new[kind]
        return tuple(item.id for item in draw(st.lists(st.sampled_from(items), max_size=most))) if items else ()

    def one(kind: str) -> UUID | None:
        return next(iter(pick(kind, 1)), None)

    def within(items: Sequence[Any]) -> UUID | None:
        return draw(st.none() | st.sampled_from([item.id for item in items])) if items else None

    def lived(moment: Moment) -> Moment:
        return replace(
            moment,
            people=pick("people", 3),
            setting=one("cues"),
            cues=tuple(replace(seen, cue=cue) for seen, cue in zip(moment.cues, pick("cues", 3), strict=False)),
            windows=tuple(
                replace(seen, window=pane) for seen, pane in zip(moment.windows, pick("windows", 3), strict=False)
            ),
            step=one("steps"),
            ritual=one("rituals"),
        )

    def said(need: Need) -> Need:
        tellings = tuple(replace(telling, to=one("people")) for telling in need.tellings)
        return replace(need, people=pick("people"), window=one("windows"), tellings=tellings)

    def with_people(kind: str) -> tuple[Any, ...]:
        return tuple(replace(item, people=pick("people")) for item in new[kind])

    def with_one(kind: str) -> tuple[Any, ...]:
        return tuple(replace(item, person=one("people")) for item in new[kind])

    someone, something = [person.id for person in who], [cue.id for cue in what]
    return Diary(
        people=tuple(replace(one, lifted=pick("moments"), merged_into=within(who[:at])) for at, one in enumerate(who)),
        cues=tuple(replace(one, merged_into=within(what[:at])) for at, one in enumerate(what)),
        moments=tuple(map(lived, when)),
        checkins=tuple(new["checkins"]),
        memories=tuple(replace(item, people=pick("people"), cues=pick("cues")) for item in new["memories"]),
        windows=with_people("windows"),
        needs=tuple(map(said, new["needs"])),
        looks=tuple(
            replace(look, cue=draw(st.sampled_from(something)), moment=one("moments"))
            for look in new["looks"]
            if something
        ),
        anchors=with_one("anchors"),
        settlings=tuple(
            replace(item, anchor=one("anchors"), people=pick("people"), setting=one("cues"))
            for item in new["settlings"]
        ),
        pauses=with_people("pauses"),
        terms=with_people("terms"),
        steps=tuple(
            replace(step, people=pick("people"), setting=one("cues"), window=one("windows")) for step in new["steps"]
        ),
        rituals=with_people("rituals"),
        rhythms=tuple(replace(rhythm, person=draw(st.sampled_from(someone))) for rhythm in new["rhythms"] if someone),
        promises=with_one("promises"),
        spaces=with_one("spaces"),
        rewards=with_people("rewards"),
        early=tuple(new["early"]),
        rounds=with_people("rounds"),
        unknown=tuple(new["unknown"]),
        forgotten=tuple(new["forgotten"]),
    )


_MOMENTS = moments()
_KINDS: dict[str, tuple[st.SearchStrategy[Any], int]] = {
    "people": (people(), 4),
    "cues": (cues(), 5),
    "checkins": (checkins(), 2),
    "memories": (memories(), 2),
    "windows": (windows(), 2),
    "needs": (needs(), 2),
    "looks": (looks(), 2),
    "anchors": (anchors(), 2),
    "settlings": (settlings(), 2),
    "pauses": (pauses(), 2),
    "terms": (terms(), 1),
    "steps": (steps(), 2),
    "rituals": (rituals(), 2),
    "rhythms": (rhythms(), 1),
    "promises": (promises(), 2),
    "spaces": (spaces(), 1),
    "rewards": (rewards(), 1),
    "early": (earlies(), 1),
    "rounds": (rounds(), 2),
    "unknown": (unknown(), 2),
    "forgotten": (tombstones(), 2),
}
_MOST = {kind: most for kind, (_, most) in _KINDS.items()}
_DRAWN = st.fixed_dictionaries({kind: st.lists(items, max_size=most) for kind, (items, most) in _KINDS.items()})
