"""One entry by itself: its history for the person, a copy of it, the bin, forgetting (care rule 25)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, get_args
from uuid import UUID

from homing.companion import moments, names, windows
from homing.companion.copies import about_someone, alone, never_consent, stays_at_home
from homing.companion.desk import Desk, NotFound
from homing.companion.exchange import MADE_BY
from homing.record import (
    Anchor,
    CheckIn,
    LivedTime,
    Look,
    Memory,
    Moment,
    Need,
    Pause,
    Practised,
    Record,
    Ritual,
    Settling,
    Step,
    Terms,
    Window,
)
from homing.record.jsonl import write_jsonl
from homing.record.references import references
from homing.vault import Revision, Rows, WritableRows

Entry: TypeAlias = Moment | Memory | CheckIn | Window | Need | Look | Anchor | Settling | Pause | Terms | Practised


class Stays(StrEnum):
    """Why there is no copy of an entry by itself."""

    NEVER_CONSENT = "never_consent"
    """A window about touch or money, or a step that uses one, must not be handed to anyone: it would be taken for
    consent (care rule 12)."""
    ABOUT_SOMEONE = "about_someone"
    """A promise, a rhythm or a round with someone: copies of them would add up to a file about one person (rule 21)."""
    IN_BIN = "in_bin"
    """The cue it is about, or everyone it is for, lies in the bin."""


class StaysHere(Exception):
    """There is no copy of this entry by itself; ``why`` says the reason."""

    def __init__(self, why: Stays) -> None:
        super().__init__(why.value)
        self.why = why


_NOUNS: tuple[type[Entry], ...] = (
    *(Moment, Memory, CheckIn, Window, Need, Look),
    *(Anchor, Settling, Pause, Terms),
    *get_args(Practised),
)


_CALLED: tuple[type[Anchor | Window | Step | Ritual], ...] = (Anchor, Window, Step, Ritual)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One form that an entry had: when it was written down, what was done, and the form."""

    at: LivedTime
    change: str
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """An entry with everything it ever said, newest first. ``stays``: why no copy of it can be taken out, if so.

    ``called``: what the anchor, the windows, the step or the ritual is called that it names, by id.
    """

    record: Entry
    versions: tuple[Version, ...]
    book: names.Book
    stays: Stays | None
    called: Mapping[UUID, str]


def look(desk: Desk, entry_id: UUID) -> EntryPage:
    """An entry and its history; raises :class:`NotFound`."""
    windows.close_expired(desk)

    def work(rows: Rows) -> EntryPage:
        record = _find(rows, entry_id)
        versions = tuple(_version(desk, revision) for revision in rows.history(entry_id))
        return EntryPage(
            record=record,
            versions=versions,
            book=names.book(rows),
            stays=_stays(rows, record),
            called=_called(rows, versions),
        )

    return desk.vault.read(work)


def export(desk: Desk, entry_id: UUID) -> Iterator[bytes]:
    """The entry as a diary file: it, and the bare names that it mentions. What lies in the bin stays at home.

    Notes about people and lifted holds are left out: this is a copy of one entry, not of what is known of someone
    (care rule 21). Raises :class:`NotFound` and :class:`StaysHere`.
    """
    windows.close_expired(desk)

    def work(rows: Rows) -> list[Record]:
        record = _find(rows, entry_id)
        why = _stays(rows, record)
        if why is not None:
            raise StaysHere(why)
        return alone(rows, record)

    return write_jsonl(desk.vault.read(work), [], MADE_BY)


def remove(desk: Desk, entry_id: UUID) -> None:
    """Put it into the bin; a window is closed before. Raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        _find(rows, entry_id)
        rows.remove(entry_id, desk.ambient.now())

    if desk.vault.read(lambda rows: isinstance(_find(rows, entry_id), Window)):
        windows.remove(desk, entry_id)
    else:
        desk.vault.write(work)


def forget(desk: Desk, entry_id: UUID) -> None:
    """Forget it and its history for good; raises :class:`NotFound`."""
    desk.vault.read(lambda rows: _find(rows, entry_id))
    moments.forget(desk, entry_id)


def _find(rows: Rows, entry_id: UUID) -> Entry:
    for noun in _NOUNS:
        found = rows.find(noun, entry_id)
        if found is not None:
            return found
    raise NotFound(entry_id)


def _stays(rows: Rows, entry: Entry) -> Stays | None:
    if never_consent(rows, entry):
        return Stays.NEVER_CONSENT
    if about_someone(entry):
        return Stays.ABOUT_SOMEONE
    return Stays.IN_BIN if stays_at_home(rows, entry) else None


def _called(rows: Rows, versions: Iterable[Version]) -> dict[UUID, str]:
    """What those are called that no book of names holds; what lies in the bin is not named."""
    named = {one for version in versions for _, _, one in references(version.record)}
    return {one.id: one.label for noun in _CALLED for one in rows.all(noun) if one.id in named}


def _version(desk: Desk, revision: Revision) -> Version:
    return Version(at=LivedTime.at(revision.at, desk.ambient.zone), change=revision.change, record=revision.record)
