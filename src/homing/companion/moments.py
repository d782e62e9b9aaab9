"""Moments: keep (half-finished or whole), find, list, remove and bring back, forget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from homing.companion.desk import Desk, NotFound
from homing.companion.names import cue_named, person_named
from homing.record import Channel, CheckIn, CueSeen, Direction, FeltState, LivedTime, Moment
from homing.vault import Revision, WritableRows


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCue:
    """A cue told by its words; it becomes a record when the moment is kept."""

    label: str
    channel: Channel | None = None
    direction: Direction = Direction.RECEIVED
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNames:
    """What a moment names for the first time."""

    people: tuple[str, ...] = ()
    cues: tuple[NewCue, ...] = ()
    setting: str = ""


def keep(desk: Desk, moment: Moment, new: NewNames | None = None) -> Moment:
    """Keep a moment, and whomever and whatever it names for the first time, in one transaction."""

    def work(rows: WritableRows) -> Moment:
        whole = moment if new is None else _with_new(rows, desk, moment, new)
        rows.put(whole, desk.ambient.now())
        return whole

    return desk.vault.write(work)


def find(desk: Desk, moment_id: UUID) -> Moment:
    """The moment; raises :class:`NotFound`."""
    found = desk.vault.read(lambda rows: rows.find(Moment, moment_id))
    if found is None:
        raise NotFound(moment_id)
    return found


def history(desk: Desk, record_id: UUID) -> list[Revision]:
    """Earlier forms of a record, newest first (care rule 25)."""
    return desk.vault.read(lambda rows: rows.history(record_id))


def remove(desk: Desk, moment_id: UUID) -> None:
    """Put a moment into the bin; it can be brought back."""
    find(desk, moment_id)
    desk.vault.write(lambda rows: rows.remove(moment_id, desk.ambient.now()))


def restore(desk: Desk, record_id: UUID) -> None:
    """Bring something back from the bin; raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        if record_id not in {gone.record.id for gone in rows.removed()}:
            raise NotFound(record_id)
        rows.restore(record_id, desk.ambient.now())

    desk.vault.write(work)


def forget(desk: Desk, record_id: UUID) -> None:
    """Forget one record and its history for good; raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        if not rows.holds_id(record_id):
            raise NotFound(record_id)
        rows.forget([record_id])

    desk.vault.write(work)


def check_in(desk: Desk, state: FeltState, when: LivedTime | None = None) -> CheckIn:
    """Keep how it is just now, in one tap."""
    kept = CheckIn(id=desk.ambient.new_id(), when=when or desk.ambient.lived_now(), state=state)
    desk.vault.write(lambda rows: rows.put(kept, desk.ambient.now()))
    return kept


def _with_new(rows: WritableRows, desk: Desk, moment: Moment, new: NewNames) -> Moment:
    people = [person_named(rows, desk, label).id for label in new.people if label.strip()]
    cues = [
        CueSeen(cue=cue_named(rows, desk, cue.label, cue.channel).id, direction=cue.direction, strength=cue.strength)
        for cue in new.cues
        if cue.label.strip()
    ]
    known = {(seen.cue, seen.direction) for seen in moment.cues}
    setting = cue_named(rows, desk, new.setting, Channel.SETTING).id if new.setting.strip() else moment.setting
    return replace(
        moment,
        people=tuple(dict.fromkeys([*moment.people, *people])),
        cues=(*moment.cues, *(seen for seen in cues if (seen.cue, seen.direction) not in known)),
        setting=setting,
    )
