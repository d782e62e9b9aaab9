"""The anchor kit: what settles this person, in their own words, beside ways that everyone may try.

What is offered first is what has helped them, with room for what is new; nothing is hidden, and breath is one way among
several (care rule 15).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from homing.companion import moments, names
from homing.companion.desk import Desk, NotFound
from homing.companion.holds import held
from homing.engine.offers import Why
from homing.mind.ways import offered
from homing.record import Anchor, FeltState, Helped, Settling, Tool
from homing.vault import Rows, WritableRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An anchor or a tool, in how many of its ``n`` tries it helped (``k``), and why it stands where it stands."""

    anchor: Anchor | None
    tool: Tool | None
    k: int
    n: int
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """Every way, in the order in which they are offered now."""

    ways: tuple[Offered, ...]
    book: names.Book


def kit(desk: Desk) -> Kit:
    """The kit. A person on whom a hold stands is not offered as an anchor (care rule 2)."""
    seed = int.from_bytes(desk.ambient.urandom(8))

    def work(rows: Rows) -> Kit:
        anchors = [one for one in rows.all(Anchor) if one.person is None or not held(rows, one.person)]
        ways: dict[str, Anchor | Tool] = {f"anchor:{one.id}": one for one in anchors}
        ways |= {f"tool:{tool}": tool for tool in Tool}
        found = offered(ways, rows.all(Settling), seed)
        return Kit(ways=tuple(_offered(ways[one.way], one.k, one.n, one.why) for one in found), book=names.book(rows))

    return desk.vault.read(work)


def find(desk: Desk, anchor_id: UUID) -> Anchor:
    """One anchor; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: _find(rows, anchor_id))


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
    desk: Desk,
    *,
    anchor: UUID | None = None,
    tool: Tool | None = None,
    before: FeltState | None = None,
    people: Sequence[UUID] = (),
    setting: UUID | None = None,
) -> Settling:
    """Keep that this is tried now; what it did is told by :func:`answer`. A finger that taps twice tries once."""
    told = Settling(
        id=desk.ambient.new_id(),
        when=desk.ambient.lived_now(),
        anchor=anchor,
        tool=tool,
        before=before,
        people=tuple(people),
        setting=setting,
    )

    def work(rows: WritableRows) -> Settling:
        if anchor is not None:
            _find(rows, anchor)
        for last in rows.newest(Settling, 1):
            same = (last.anchor, last.tool, last.before) == (anchor, tool, before)
            if same and abs(told.when.utc - last.when.utc) < moments.TAPPED_TWICE:
                return last
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def answer(desk: Desk, settling_id: UUID, helped: Helped | None, after: FeltState | None = None) -> Settling:
    """Keep whether it helped, and how it is now, with the minutes since it was tried. Raises :class:`NotFound`."""

    def work(rows: WritableRows) -> Settling:
        settling = rows.find(Settling, settling_id)
        if settling is None:
            raise NotFound(settling_id)
        passed = int((desk.ambient.now() - settling.when.utc).total_seconds() // 60)
        minutes = max(1, passed) if after is not None else settling.minutes
        told = replace(settling, helped=helped or settling.helped, after=after or settling.after, minutes=minutes)
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def _find(rows: Rows, anchor_id: UUID) -> Anchor:
    found = rows.find(Anchor, anchor_id)
    if found is None:
        raise NotFound(anchor_id)
    return found


def _offered(way: Anchor | Tool, k: int, n: int, why: Why) -> Offered:
    anchor, tool = (way, None) if isinstance(way, Anchor) else (None, way)
    return Offered(anchor=anchor, tool=tool, k=k, n=n, why=why)
