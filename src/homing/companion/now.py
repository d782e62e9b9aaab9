"""In the moment: where a person stopped, which chips come first, what the record says in one line, what is at hand.

Nothing here decides anything: it remembers, orders and counts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from homing.care import Action, Verdict, may, quiet_first
from homing.companion import names, readings, rest
from homing.companion.desk import Desk
from homing.companion.holds import care_facts, named_in
from homing.companion.windows import is_for
from homing.mind import Code, Finding, aliases, findings
from homing.record import Channel, Cue, Evidence, Moment, Need, Opening, Outcome, Person, Window
from homing.vault import Fact, Rows, WritableRows, microseconds

STEPS = ("pause", "notice", "name", "choose", "next", "done")
"""The steps in order; the last only tells what was kept."""

STILL_ON = timedelta(hours=12)
"""For so long a moment that was broken off is offered again."""

RECENT = 200
"""The newest moments from which the order of the chips is learnt."""

HALF_LIFE = timedelta(days=30)
"""After so long a moment counts half for the order of the chips. A convention, not a finding."""

LATELY = timedelta(days=60)
MOMENTS_ENOUGH, PEOPLE_ENOUGH = 5, 2
"""So many finished moments, with so many people, before anyone is asked whether no one feels safe."""

_KEY = "now.at"


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """A moment in whose middle the person was, and the step at which they stopped."""

    moment: Moment
    step: str


@dataclass(frozen=True, slots=True)
class Chips:
    """Everyone and everything that can be tapped, the likeliest first."""

    people: tuple[Person, ...]
    cues: tuple[Cue, ...]
    settings: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The record's answer in one line: counts of earlier moments with this cue (None: with these people), or why not.

    ``findings`` is empty if nothing may be said, or nobody and nothing has been named yet.
    """

    verdict: Verdict
    cue: UUID | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class AtHand:
    """What is there for the next small thing. ``quiet``: nothing is to be announced to whoever is there (care rule 5).

    ``windows`` stand open now for someone in the moment, ``needs`` are theirs or for anyone; what names them comes
    first.
    """

    quiet: bool
    needs: tuple[Need, ...]
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class NoOneSafe:
    """``n`` finished moments of the last weeks with so many ``people``, none of which ended well."""

    n: int
    people: int


def stand_at(desk: Desk, moment_id: UUID, step: str) -> None:
    """Remember the step at which a moment stands, in place of any other; "done" ends it."""
    wanted = None if step == STEPS[-1] else f"{moment_id} {step}"
    if desk.vault.read(lambda rows: rows.get_setting(_KEY)) != wanted:
        desk.vault.write(lambda rows: rows.set_setting(_KEY, wanted))


def leave(desk: Desk, moment_id: UUID) -> None:
    """Offer this moment no more; what is kept of it stays."""
    if str(desk.vault.read(lambda rows: rows.get_setting(_KEY))).startswith(str(moment_id)):
        desk.vault.write(lambda rows: rows.set_setting(_KEY, None))


def broken_off(rows: Rows, now: datetime) -> BrokenOff | None:
    """The moment that was broken off within the last hours and has no ending yet; none while resting or after harm."""
    told = rows.get_setting(_KEY)
    if told is None or rest.until(rows, now) is not None:
        return None
    moment_id, _, step = str(told).partition(" ")
    moment = rows.find(Moment, UUID(moment_id))
    if moment is None or moment.outcome is not None or moment.is_finished or moment.after_harm:
        return None
    return BrokenOff(moment, step) if abs(now - moment.when.utc) < STILL_ON else None


def chips(rows: Rows, book: names.Book, moment: Moment, now: datetime) -> Chips:
    """People, cues and settings, most used lately first; cues that came with the people of this moment before others.

    Each of the newest moments (but this one) counts 2^(-age / :data:`HALF_LIFE`).
    """
    follow = book.follow
    ticked = set(map(follow.canonical, moment.people))
    score: dict[UUID, float] = {}
    with_them: dict[UUID, float] = {}
    for other in rows.moments(limit=RECENT):
        if other.id == moment.id:
            continue
        weight = 0.5 ** (max(now - other.when.utc, timedelta()) / HALF_LIFE)
        people = set(map(follow.canonical, other.people))
        for one in people | {follow.canonical(cue) for cue in named_in(other.cues, other.setting)}:
            score[one] = score.get(one, 0.0) + weight
            if ticked & people:
                with_them[one] = with_them.get(one, 0.0) + weight
    cues = sorted(book.cues, key=lambda cue: (-with_them.get(cue.id, 0.0), -score.get(cue.id, 0.0)))
    return Chips(
        people=tuple(sorted(book.people, key=lambda person: -score.get(person.id, 0.0))),
        cues=tuple(cue for cue in cues if cue.channel is not Channel.SETTING),
        settings=tuple(cue for cue in cues if cue.channel is Channel.SETTING),
    )


def one_line(desk: Desk, moment: Moment) -> Line:
    """What earlier moments like this one say; only when asked. Whatever stands against an estimate stands against it.

    The first of: the cue that came most often with these people, the next cues, everything with these people, of which
    there are two moments or more.
    """
    reading = readings.reading_of(desk, moment)
    each = [
        (tally.cue, tuple(fact for fact in tally.facts if fact.id != moment.id))
        for tally in (reading.tallies if reading.estimates else ())
    ]
    if not each:
        return Line(reading.estimates)
    cue, facts = next((one for one in each if len(one[1]) > 1), each[0])
    return Line(reading.estimates, cue, _shortest(facts))


def at_hand(desk: Desk, moment: Moment) -> AtHand:
    """What is there for the next small thing with these people."""
    now = desk.ambient.now()

    def look(rows: Rows) -> AtHand:
        follow = aliases(rows)
        them = follow.closures(moment.people)
        lived = rows.facts(people=them) if them else ()
        facts = care_facts(rows, now, follow, moment.people, lived, moment, named_in(moment.cues, moment.setting))
        quiet = moment.after_harm or quiet_first(facts)
        theirs = [
            need for need in rows.all(Need) if not need.people or not set(them).isdisjoint(follow.closures(need.people))
        ]
        open_now = [one for one in rows.all(Window) if one.standing(now) is not Opening.CLOSED]
        theirs_open = [window for window in open_now if is_for(window, moment.people, follow)]
        return AtHand(
            quiet=quiet,
            needs=() if quiet else tuple(sorted(theirs, key=lambda need: not need.people)),
            windows=tuple(sorted(theirs_open, key=lambda window: not window.people)),
        )

    return desk.vault.read(look)


def keep_step(desk: Desk, need: Need) -> None:
    """Keep a smallest step as a need; the same one sent twice is one, and one that was forgotten stays so."""

    def work(rows: WritableRows) -> None:
        if not rows.holds_id(need.id) and not rows.is_forgotten(need.id):
            rows.put(need, desk.ambient.now())

    desk.vault.write(work)


def no_one_safe(desk: Desk) -> NoOneSafe | None:
    """Whether none of the finished moments of the last weeks, with two people or more, ended well.

    Met with care and okay are "well", unless the person protected themselves. Nothing is said of fewer than
    :data:`MOMENTS_ENOUGH`, while resting, or within a day of harm.
    """
    return desk.vault.read(lambda rows: no_one_safe_in(rows, desk.ambient.now()))


def no_one_safe_in(rows: Rows, now: datetime) -> NoOneSafe | None:
    """As :func:`no_one_safe`, inside a transaction."""
    follow = aliases(rows)
    if not may(Action.COUNTS, care_facts(rows, now, follow)):
        return None
    since, everyone = (microseconds(now - LATELY), ""), [*rows.all(Person), *rows.all(Person, live=False)]
    lately = rows.facts(people=[one.id for one in everyone], since=since) if everyone else []
    if any(_ended_well(fact) for fact in lately if fact.position[0] <= microseconds(now)):
        return None  # told by the index alone, since Today asks this each time
    finished = [one for one in rows.moments_from(since) if one.people and one.is_finished and one.when.utc <= now]
    people = {one for moment in finished for one in map(follow.canonical, moment.people)}
    if len(finished) < MOMENTS_ENOUGH or len(people) < PEOPLE_ENOUGH:
        return None
    return NoOneSafe(n=len(finished), people=len(people))


def _shortest(facts: Sequence[Fact]) -> tuple[Finding, ...]:
    """When the alarm rang, and all hurt that followed; where neither can be told, the first there is to say."""
    found = {finding.code: finding for finding in findings(facts)}
    rang, hurt = found.get(Code.RANG), found.get(Code.HURT, found.get(Code.BEFORE_HURT))
    if Code.QUIET_YET_HURT in found:
        hurt = _all_hurt(facts)
    return tuple(one for one in (rang, hurt) if one is not None) or tuple(found.values())[:1]


def _all_hurt(facts: Collection[Fact]) -> Finding:
    hurt = [fact.id for fact in facts if fact.evidence is Evidence.HURT]
    finished = len(hurt) + sum(fact.evidence is Evidence.NO_HURT for fact in facts)
    return Finding(Code.HURT, len(hurt), finished, tuple(hurt))


def _ended_well(lived: Fact) -> bool:
    return lived.evidence is Evidence.NO_HURT and lived.outcome in (Outcome.CARE, Outcome.OKAY)
