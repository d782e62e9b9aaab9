"""Moments: keep (half-finished or whole), find, list, remove and bring back, forget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from homing.companion.desk import Desk, NotFound
from homing.companion.holds import raise_again
from homing.companion.names import cue_named, forget_named, person_named
from homing.record import (
    Anchor,
    Channel,
    CheckIn,
    Cue,
    CueSeen,
    Direction,
    FeltState,
    LivedTime,
    Look,
    Moment,
    Need,
    Person,
    Record,
    Ritual,
    Settling,
    Step,
    Window,
)
from homing.record.forgetting import moment_without, without
from homing.record.references import references
from homing.vault import Revision, WritableRows

TAPPED_TWICE = timedelta(seconds=5)
"""Two equal check-ins closer than this are one."""

_SPEAKING_OF: dict[type[Record], tuple[type[Record], ...]] = {
    Moment: (Person, Look),
    Window: (Moment, Need, Step),
    Anchor: (Settling,),
    Step: (Moment,),
    Ritual: (Moment,),
}
"""Which nouns may hold the id of one that is forgotten; people and cues have a way of their own."""


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
    """Keep a moment, and whomever and whatever it names for the first time, in one transaction.

    Ids that are not here (any more) are left out: someone may have been forgotten since the page was opened.
    """

    def work(rows: WritableRows) -> Moment:
        whole = _among_known(rows, moment if new is None else _with_new(rows, desk, moment, new))
        before = rows.standing(whole.id)
        rows.put(whole, desk.ambient.now())
        raise_again(rows, desk, before if isinstance(before, Moment) else None, whole)
        return whole

    return desk.vault.write(work)


def once(rows: WritableRows, desk: Desk, moment: Moment) -> Moment:
    """Keep a moment that one tap told, inside a transaction; one with a danger mark is kept by :func:`keep` alone.

    The same again within seconds is a finger that tapped twice: one is kept.
    """
    for last in rows.newest(Moment, 1):
        is_alike = replace(last, id=moment.id, when=moment.when) == moment
        if is_alike and abs(desk.ambient.now() - rows.history(last.id)[-1].at) < TAPPED_TWICE:
            return last
    whole = _among_known(rows, moment)
    rows.put(whole, desk.ambient.now())
    return whole


def is_one_tap(moment: Moment) -> bool:
    """Whether one tap of a ritual or a reassurance is all that was told: there is no ending to ask about."""
    plain = Moment(id=moment.id, when=moment.when, people=moment.people, state_after=moment.state_after)
    taps = replace(plain, occasion=moment.occasion, ritual=moment.ritual, reassured=moment.reassured)
    return taps == moment and (moment.occasion is not None or bool(moment.reassured))


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
    """Put a moment into the bin; it can be brought back. Raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        if rows.find(Moment, moment_id) is None:
            raise NotFound(moment_id)
        rows.remove(moment_id, desk.ambient.now())

    desk.vault.write(work)


def restore(desk: Desk, record_id: UUID) -> None:
    """Bring something back from the bin; raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        try:
            rows.restore(record_id, desk.ambient.now())
        except KeyError as error:
            raise NotFound(record_id) from error

    desk.vault.write(work)


def forget(desk: Desk, record_id: UUID) -> None:
    """Forget one record and its history for good; raises :class:`NotFound`.

    A person or cue is forgotten under all names, and the moments are kept without it.
    """

    def work(rows: WritableRows) -> None:
        record = rows.standing(record_id)
        if record is None:
            raise NotFound(record_id)
        if isinstance(record, Person | Cue):
            forget_named(rows, record_id, with_moments=False)
        else:
            rows.forget([record_id])
            for noun in _SPEAKING_OF.get(type(record), ()):
                rows.rewrite([record_id], lambda other: without(other, [record_id]), noun)

    desk.vault.write(work)


def check_in(desk: Desk, state: FeltState, when: LivedTime | None = None) -> CheckIn:
    """Keep how it is just now, in one tap. The same again within seconds is a finger that tapped twice: one is kept."""
    told = CheckIn(id=desk.ambient.new_id(), when=when or desk.ambient.lived_now(), state=state)

    def work(rows: WritableRows) -> CheckIn:
        for last in rows.newest(CheckIn, 1):
            if last.state is state and abs(told.when.utc - last.when.utc) < TAPPED_TWICE:
                return last
        rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def _among_known(rows: WritableRows, moment: Moment) -> Moment:
    unknown = {one for _, _, one in references(moment) if not rows.holds_id(one)}
    return moment_without(moment, unknown) if unknown else moment


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
