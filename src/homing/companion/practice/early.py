"""Early relationships, optional: own words, four sentences one may agree to, and the weak prior they make (S22).

What the answers weigh is a placeholder and is said to be one; about three moments of one's own weigh as much. There is
no label here, and nothing about anybody else (care rule 8). Nothing is shown for a day after harm, or while resting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from statistics import fmean

from homing.care import Action, Verdict, may
from homing.companion import names
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, held_people
from homing.engine.attachment import Answers, Expectation, Kind, Params, prior, with_events
from homing.engine.counts import Count, jeffreys
from homing.record import AGREE_MAX, Channel, Early, Evidence, LivedTime, Person
from homing.vault import Fact, Rows, WritableRows, microseconds

KINDS: dict[Channel, Kind] = {
    Channel.TIMING: Kind.ABSENCE,
    Channel.TOUCH: Kind.CLOSENESS,
    Channel.DISTANCE: Kind.CLOSENESS,
}
"""What a cue is about, by its channel alone: a simple rule that the person can see, and nothing read into words."""

MIDDLE = AGREE_MAX / 2
"""The answer that says nothing. A step away from it counts as one standard deviation: a placeholder."""

Told = tuple[int | None, int | None, int | None, int | None]
"""How far each of the four sentences is agreed to: unsure, unnoticed, alone, crowded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfKind:
    """One kind of cue: what was brought along, and what own moments say since.

    ``is_told``: whether the answers say anything of this kind. ``before`` is the prior alone, ``now`` with own moments;
    ``hurt`` counts hurt among the finished ones.
    """

    kind: Kind
    is_told: bool
    before: Expectation
    now: Expectation
    hurt: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyPage:
    """What was told, earlier tellings (newest first, each with when), and what it makes. ``kinds`` is empty where
    nothing was answered, or nothing may be said now.
    """

    verdict: Verdict
    told: Early | None
    earlier: tuple[Early, ...]
    kinds: tuple[OfKind, ...]
    weight: float


def page(desk: Desk) -> EarlyPage:
    """The page of early relationships."""

    def work(rows: Rows) -> EarlyPage:
        now, book = desk.ambient.now(), names.book(rows)
        verdict, told = may(Action.ESTIMATE, care_facts(rows, now, book.follow)), _newest(rows)
        given = answers(told) if told is not None and verdict else None
        return EarlyPage(
            verdict=verdict,
            told=told,
            earlier=_earlier(rows, told) if told is not None else (),
            kinds=tuple(_of(rows, now, book, kind, told) for kind in Kind) if told and given is not None else (),
            weight=Params().weight,
        )

    return desk.vault.read(work)


def tell(desk: Desk, words: str, told: Told, when: LivedTime | None = None) -> Early | None:
    """Keep a telling; what was told before stays in the history. Of nothing told nothing is kept."""

    def work(rows: WritableRows) -> Early | None:
        unsure, unnoticed, alone, crowded = told
        at, before = when or desk.ambient.lived_now(), _newest(rows)
        empty = before or Early(id=desk.ambient.new_id(), when=at)
        new = replace(empty, words=words, unsure=unsure, unnoticed=unnoticed, alone=alone, crowded=crowded)
        if new == empty:
            return before
        rows.put(replace(new, when=at), desk.ambient.now())
        return replace(new, when=at)

    return desk.vault.write(work)


def forget(desk: Desk) -> None:
    """Forget all of it for good, its history, too."""

    def work(rows: WritableRows) -> None:
        rows.forget([one.id for live in (True, False) for one in rows.all(Early, live=live)])

    desk.vault.write(work)


def answers(told: Early) -> Answers | None:
    """The two numbers of the prior: the mean of each pair of answers, from its middle. None if nothing was answered.

    Which sentences make which number, and that a step counts as one standard deviation, is a placeholder: they are
    sentences of our own, tried on nobody.

    >>> from uuid import UUID
    >>> from datetime import datetime
    >>> told = Early(id=UUID(int=1), when=LivedTime(local=datetime(2026, 3, 1), zone="UTC"), unsure=4, unnoticed=3)
    >>> answers(told)
    Answers(worry=1.5, distance=0.0)
    """
    worry, distance = _mean(told.unsure, told.unnoticed), _mean(told.alone, told.crowded)
    return None if worry is None and distance is None else Answers(worry or 0.0, distance or 0.0)


def expected(rows: Rows, now: datetime, channel: Channel | None) -> Expectation | None:
    """How often hurt is expected with cues of this channel, from what was brought along and from own moments: for
    where there is no number of the person's own. None if nothing was told, or nothing may be said.

    It speaks of hurt, not of how loud an alarm may ring, and of no person.
    """
    told, book = _newest(rows), names.book(rows)
    if told is None or answers(told) is None or not may(Action.ESTIMATE, care_facts(rows, now, book.follow)):
        return None
    return _of(rows, now, book, kind_of(channel), told).now


def kind_of(channel: Channel | None) -> Kind:
    """What a cue of this channel is about, as far as this prior cares.

    >>> kind_of(Channel.TIMING), kind_of(None)
    (<Kind.ABSENCE: 'absence'>, <Kind.OTHER: 'other'>)
    """
    return Kind.OTHER if channel is None else KINDS.get(channel, Kind.OTHER)


def _of(rows: Rows, now: datetime, book: names.Book, kind: Kind, told: Early) -> OfKind:
    lived = _lived(rows, now, book, kind)
    hurt, before = sum(fact.evidence is Evidence.HURT for fact in lived), prior(kind, answers(told) or Answers())
    said = {Kind.ABSENCE: (told.unsure, told.unnoticed), Kind.CLOSENESS: (told.alone, told.crowded)}.get(kind, ())
    return OfKind(
        kind=kind,
        is_told=any(answer is not None for answer in said),
        before=before,
        now=with_events(before, hurt, len(lived)),
        hurt=jeffreys(hurt, len(lived)),
    )


def _lived(rows: Rows, now: datetime, book: names.Book, kind: Kind) -> list[Fact]:
    """The finished moments up to now with a cue of this kind, each once, but for those with a held person."""
    cues = [one.id for one in book.cues if kind_of(one.channel) is kind]
    same = book.follow.closures(cues)
    if not same:
        return []
    found = {fact.position: fact for fact in (*rows.facts(cues=same), *rows.facts(settings=same))}
    held = held_people(rows)
    beside = (rows.named_beside(Person, cues=same), rows.named_beside(Person, settings=same)) if held else ()
    with_held = (places for each in beside for one, places in each.items() if book.follow.canonical(one) in held)
    without = {at for places in with_held for at in places}
    until = microseconds(now)
    return [
        fact
        for at, fact in found.items()
        if at not in without and at[0] <= until and fact.evidence in (Evidence.HURT, Evidence.NO_HURT)
    ]


def _newest(rows: Rows) -> Early | None:
    """The telling that counts; after an import or a merge of two devices there may be more than one."""
    return max(rows.all(Early), key=lambda one: (one.when.utc, one.id), default=None)


def _earlier(rows: Rows, told: Early) -> tuple[Early, ...]:
    forms = (revision.record for revision in rows.history(told.id))
    return tuple(dict.fromkeys(one for one in forms if isinstance(one, Early) and one != told))


def _mean(*told: int | None) -> float | None:
    said = [one for one in told if one is not None]
    return fmean(said) - MIDDLE if said else None
