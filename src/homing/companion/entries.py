"""One entry by itself: its history for the person, a copy of it, the bin, forgetting (care rule 25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from homing.companion import moments, names
from homing.companion.desk import Desk, NotFound
from homing.companion.exchange import MADE_BY, bare
from homing.record import CheckIn, LivedTime, Memory, Moment, Record
from homing.record.forgetting import without
from homing.record.jsonl import write_jsonl
from homing.record.references import references
from homing.vault import Revision, Rows, WritableRows

Entry: TypeAlias = Moment | Memory | CheckIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One form that an entry had: when it was written down, what was done, and the form."""

    at: LivedTime
    change: str
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """An entry with everything it ever said, newest first."""

    record: Entry
    versions: tuple[Version, ...]
    book: names.Book


def look(desk: Desk, entry_id: UUID) -> EntryPage:
    """An entry and its history; raises :class:`NotFound`."""

    def work(rows: Rows) -> EntryPage:
        record = _find(rows, entry_id)
        versions = tuple(_version(desk, revision) for revision in rows.history(entry_id))
        return EntryPage(record=record, versions=versions, book=names.book(rows))

    return desk.vault.read(work)


def export(desk: Desk, entry_id: UUID) -> Iterator[bytes]:
    """The entry as a diary file: it, and the bare names that it mentions. What lies in the bin stays at home.

    Notes about people and lifted holds are left out: this is a copy of one entry, not of what is known of someone
    (care rule 21). Raises :class:`NotFound`.
    """

    def work(rows: Rows) -> list[Record]:
        record = _find(rows, entry_id)
        named = {one: rows.find(noun, one) for _, noun, one in references(record)}
        told = [bare(one) for one in named.values() if one is not None]
        return [*told, without(record, [one for one, known in named.items() if known is None])]

    return write_jsonl(desk.vault.read(work), [], MADE_BY)


def remove(desk: Desk, entry_id: UUID) -> None:
    """Put it into the bin; raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        _find(rows, entry_id)
        rows.remove(entry_id, desk.ambient.now())

    desk.vault.write(work)


def forget(desk: Desk, entry_id: UUID) -> None:
    """Forget it and its history for good; raises :class:`NotFound`."""
    desk.vault.read(lambda rows: _find(rows, entry_id))
    moments.forget(desk, entry_id)


def _find(rows: Rows, entry_id: UUID) -> Entry:
    found = rows.find(Moment, entry_id) or rows.find(Memory, entry_id) or rows.find(CheckIn, entry_id)
    if found is None:
        raise NotFound(entry_id)
    return found


def _version(desk: Desk, revision: Revision) -> Version:
    return Version(at=LivedTime.at(revision.at, desk.ambient.zone), change=revision.change, record=revision.record)
