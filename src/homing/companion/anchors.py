"""The anchor kit: what settles this person, in their own words, beside ways that everyone may try.

What is offered first is what has helped them, with room for what is new; nothing is hidden, and breath is one way among
several (care rule 15).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from homing.care import Action, may
from homing.companion import moments, names, rest
from homing.companion.desk import Desk, one_of
from homing.companion.holds import care_facts, held
from homing.engine.offers import Why
from homing.mind import aliases
from homing.mind.ways import offered, way_of
from homing.record import Anchor, FeltState, Helped, Settling, Tool
from homing.vault import Rows, WritableRows

RECENT = 500
"""So many tries written last say what has helped: what a flooded person opens must not read ten years first."""

SOON = timedelta(hours=4)
"""How it is counts as how it became by trying, with the minutes that took, if it is said so soon."""

MOVES = frozenset({Tool.MOVE, Tool.PUSH, Tool.COLD_WATER})
LOOKS_OUT = frozenset({Tool.LOOK_AROUND, Tool.LISTEN, Tool.IN_THE_HAND})
"""What to offer after something that did not help: one that moves, and one that turns outward."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An anchor or a tool: in how many of its ``n`` tries it helped (``k``) and made it worse, and why it stands here.

    Tries of which nobody said whether they helped are not counted.
    """

    anchor: Anchor | None
    tool: Tool | None
    k: int
    n: int
    worse: int
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """Every way, in the order in which they are offered now.

    ``quiet``: while resting, and for a day after harm, no count is told as a reason for it.
    """

    ways: tuple[Offered, ...]
    quiet: bool
    resting: bool
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorPage:
    """An anchor, and what came of it so far: None while resting, for a day after harm, or where it is not ``offered``,
    since a hold stands on whom it names.
    """

    anchor: Anchor
    offered: bool
    tries: tuple[Settling, ...] | None
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class TryPage:
    """A try at settling: the anchor it was with, if one, and what to try instead if it did not help."""

    settling: Settling
    anchor: Anchor | None
    instead: tuple[Offered, ...]
    resting: bool
    quiet: bool
    book: names.Book


def kit(desk: Desk) -> Kit:
    """The kit. A person on whom a hold stands is not offered as an anchor (care rule 2).

    The order stays for the day, until it is said of a try how it went: nobody has to look for a thing anew.
    """
    return desk.vault.read(lambda rows: _kit(rows, desk))


def look(desk: Desk, anchor_id: UUID) -> AnchorPage:
    """One anchor and its tries, the newest first; raises :class:`NotFound`."""

    def work(rows: Rows) -> AnchorPage:
        anchor = one_of(rows, Anchor, anchor_id)
        is_offered = _may_be_offered(rows, anchor)
        tries = sorted(
            (one for one in rows.all(Settling) if one.anchor == anchor_id), key=lambda one: one.when.utc, reverse=True
        )
        told = tuple(tries) if is_offered and not _quiet(rows, desk) else None
        return AnchorPage(anchor=anchor, offered=is_offered, tries=told, book=names.book(rows))

    return desk.vault.read(work)


def find(desk: Desk, anchor_id: UUID) -> Anchor:
    """One anchor; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: one_of(rows, Anchor, anchor_id))


def find_try(desk: Desk, settling_id: UUID) -> Settling:
    """One try; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: one_of(rows, Settling, settling_id))


def look_at_try(desk: Desk, settling_id: UUID) -> TryPage:
    """One try, with what to do and what to offer next; raises :class:`NotFound`."""

    def work(rows: Rows) -> TryPage:
        settling = one_of(rows, Settling, settling_id)
        found = _kit(rows, desk)
        helped_not = settling.helped in (Helped.NO, Helped.WORSE) and not found.resting
        return TryPage(
            settling=settling,
            anchor=None if settling.anchor is None else rows.find(Anchor, settling.anchor),
            instead=_instead(found.ways, settling) if helped_not else (),
            resting=found.resting,
            quiet=found.quiet,
            book=found.book,
        )

    return desk.vault.read(work)


def keep(desk: Desk, anchor: Anchor, new_person: str = "") -> Anchor:
    """Keep a new anchor or a changed one, and the person it names for the first time."""

    def work(rows: WritableRows) -> Anchor:
        person = anchor.person if anchor.person is not None and rows.holds_id(anchor.person) else None
        if new_person.strip():
            person = names.person_named(rows, desk, new_person).id
        told = replace(anchor, person=person)
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def forget(desk: Desk, anchor_id: UUID) -> None:
    """Forget an anchor for good; the tries stay without it. Raises :class:`NotFound`."""
    find(desk, anchor_id)
    moments.forget(desk, anchor_id)


def tried(
    desk: Desk, *, anchor: UUID | None = None, tool: Tool | None = None, before: FeltState | None = None
) -> Settling:
    """Keep that this is tried now; what it did is told by :func:`answer`. A finger that taps twice tries once.

    Raises :class:`NotFound` for an anchor that is not here.
    """
    told = Settling(id=desk.ambient.new_id(), when=desk.ambient.lived_now(), anchor=anchor, tool=tool, before=before)

    def work(rows: WritableRows) -> Settling:
        if anchor is not None:
            one_of(rows, Anchor, anchor)
        for last in rows.newest(Settling, 1):
            same = (last.anchor, last.tool, last.helped) == (anchor, tool, None)
            if same and abs(told.when.utc - last.when.utc) < moments.TAPPED_TWICE:
                return last
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def answer(
    desk: Desk,
    settling_id: UUID,
    *,
    before: FeltState | None = None,
    helped: Helped | None = None,
    after: FeltState | None = None,
) -> Settling:
    """Keep how it was before, whether it helped, or how it is now; what is not told stays. Raises :class:`NotFound`.

    How it is now carries the minutes since the try, if it is said within :data:`SOON`.
    """

    def work(rows: WritableRows) -> Settling:
        settling = one_of(rows, Settling, settling_id)
        minutes = settling.minutes
        if after is not None and settling.after is None:
            minutes = _minutes(settling, desk.ambient.now())
        told = replace(
            settling,
            before=before or settling.before,
            helped=helped or settling.helped,
            after=after or settling.after,
            minutes=minutes,
        )
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def around(desk: Desk, settling: Settling, people_new: Sequence[str] = ()) -> Settling:
    """Keep with whom and where it was, and anything else, with whoever is named for the first time."""

    def work(rows: WritableRows) -> Settling:
        new = [names.person_named(rows, desk, label).id for label in people_new if label.strip()]
        told = replace(settling, people=tuple(dict.fromkeys([*settling.people, *new])))
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def _kit(rows: Rows, desk: Desk) -> Kit:
    now = desk.ambient.lived_now()
    anchors = [one for one in rows.all(Anchor) if _may_be_offered(rows, one)]
    ways: dict[str, Anchor | Tool] = {f"anchor:{one.id}": one for one in anchors}
    ways |= {f"tool:{tool}": tool for tool in Tool}
    tries = [one for one in rows.newest(Settling, RECENT) if one.helped is not None]
    worse = Counter(way_of(one) for one in tries if one.helped is Helped.WORSE)
    found = offered(ways, tries, (now.day.toordinal(), len(tries)))
    told = tuple(_offered(ways[one.way], one.k, one.n, worse[one.way], one.why) for one in found)
    resting = rest.until(rows, desk.ambient.now()) is not None
    return Kit(ways=told, quiet=_quiet(rows, desk), resting=resting, book=names.book(rows))


def _quiet(rows: Rows, desk: Desk) -> bool:
    return not may(Action.COUNTS, care_facts(rows, desk.ambient.now(), aliases(rows)))


def _may_be_offered(rows: Rows, anchor: Anchor) -> bool:
    return anchor.person is None or not held(rows, anchor.person)


def _instead(ways: Sequence[Offered], settling: Settling) -> tuple[Offered, ...]:
    """Something that moves and something that turns outward, each the one that has helped most likely."""
    firsts = [
        next((one for one in ways if one.tool in kind and one.tool is not settling.tool and not _only_worse(one)), None)
        for kind in (MOVES, LOOKS_OUT)
    ]
    return tuple(one for one in firsts if one is not None)


def _only_worse(way: Offered) -> bool:
    return way.worse > 0 and way.k == 0


def _minutes(settling: Settling, now: datetime) -> int | None:
    passed = now - settling.when.utc
    return max(1, int(passed.total_seconds() // 60)) if timedelta() <= passed <= SOON else None


def _offered(way: Anchor | Tool, k: int, n: int, worse: int, why: Why) -> Offered:
    anchor, tool = (way, None) if isinstance(way, Anchor) else (None, way)
    return Offered(anchor=anchor, tool=tool, k=k, n=n, worse=worse, why=why)
