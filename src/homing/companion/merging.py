"""What becomes of a record that two devices know differently. Pure: no vault, no clock.

Who knows all that the other knows is right. Where both have changed a record, what can be told without asking is
settled in the same way on either device; the rest stays open until the owner has chosen, with both forms whole. In no
case does merging lift anything that protects (care rule 2): danger marks of both stand, with whom they name, and a hold
counts as lifted only where both say so. What was used against me later stays so. And it opens no window: of two forms
the narrower holds, with the earlier end. A step that was set aside on either stays set aside, and goes no further.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from homing.record import Cue, Danger, LivedTime, Moment, Opening, Person, Record, Safe, Step, Window
from homing.vault.facts import encode, instant
from homing.vault.histories import Form, History, Relation, joined, next_form, relation

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Merged:
    """What is known here from now on; whether the other form stays open beside it; whether it left the bin."""

    history: History
    is_open: bool = False
    came_back: bool = False


def merge(ours: History, theirs: History) -> Merged:
    """Our history after looking at theirs, both of the same record."""
    match relation(ours, theirs):
        case Relation.SAME | Relation.AHEAD:
            return Merged(ours)
        case Relation.BEHIND:
            return Merged(theirs)
    one, other = ours[-1], theirs[-1]
    if one.is_binned is other.is_binned:
        return _both_alike(ours, theirs)
    live, binned = (other, one) if one.is_binned else (one, other)
    history = _with_present(joined(ours, theirs, live), _safe(live.record, binned.record))
    return Merged(history, came_back=True)


def chosen(ours: History, theirs: History, form: Record, at: int) -> History:
    """Our history after the owner chose this form, at this instant. What protects in either form stays in it."""
    kept = guarded(guarded(form, ours[-1].record), theirs[-1].record)
    both = joined(ours, theirs, ours[-1])
    return (*both, Form(at, "restored" if ours[-1].is_binned else "changed", encode(kept)))


def still_lifted(
    person: Person, moments: Mapping[UUID, Moment], *seen: tuple[Person | None, Mapping[UUID, Moment]]
) -> Person:
    """The person without those liftings that were made before all was known that is known now.

    ``moments`` are those in question as they are now; each of ``seen`` is a device's own view: the person and the
    moments as they were there. A lifting stands if some device has it that saw every mark and the person in it.
    """
    kept = tuple(
        one
        for one in person.lifted
        if any(_saw(view, views.get(one), moments.get(one), one) for view, views in seen if view is not None)
    )
    return replace(person, lifted=kept)


def without_circles(records: Mapping[UUID, Person | Cue]) -> list[Person | Cue]:
    """Those records that must stand for themselves so that no merges lead round: the smallest id of each circle."""
    broken = set[UUID]()
    for start in records:
        trail, at = list[UUID](), start
        while at in records and at not in trail:
            trail.append(at)
            into = records[at].merged_into
            if into is None:
                break
            at = into
        else:
            if at in trail:
                broken.add(min(trail[trail.index(at) :]))
    return [replace(records[one], merged_into=None) for one in sorted(broken)]


def _both_alike(ours: History, theirs: History) -> Merged:
    """Both live, or both in the bin: there the owner is not asked, and one of the two forms lies on top."""
    one, other = ours[-1], theirs[-1]
    top, below = sorted((one, other), key=lambda form: (form.body, form.change, form.at), reverse=True)
    both = joined(ours, theirs, top)
    if one.body == other.body:
        return Merged(both)
    if one.is_binned:
        return Merged(_with_present(both, _safe(top.record, below.record)))
    mine, yours = guarded(one.record, other.record), guarded(other.record, one.record)
    if encode(mine) == encode(yours):
        return Merged(_with_present(both, mine))
    return Merged(_with_present(ours, mine), is_open=True)


def _with_present(history: History, record: Record) -> History:
    """A window that had ended by the clock of either device is closed, though the clock here was set back since."""
    if isinstance(record, Window):
        record = replace(record, opening=record.standing(instant(max(form.at for form in history))))
    return history if encode(record) == history[-1].body else next_form(history, record)


def _safe(record: R, other: Record) -> R:
    """As :func:`guarded`, and with the other's merge if it has none: a merge shares a hold, and is undone easily.

    Only where the two become one for good; beside a form that stays open a circle could be made and broken for ever.
    """
    kept = guarded(record, other)
    if isinstance(kept, Person | Cue) and isinstance(other, Person | Cue):
        return replace(kept, merged_into=kept.merged_into or other.merged_into)
    return kept


def guarded(record: R, other: Record) -> R:
    """The record with what protects in the other. Raises ``ValueError`` if the two are not of one kind."""
    if record.type != other.type:
        raise ValueError("these are not two forms of one record")
    if isinstance(record, Moment) and isinstance(other, Moment):
        return replace(
            record,
            danger=tuple(word for word in Danger if word in {*record.danger, *other.danger}),
            safe=Safe.NO if Safe.NO in (record.safe, other.safe) else record.safe,
            people=_named(record, other),
            used_against=record.used_against or other.used_against,
        )
    if isinstance(record, Step) and isinstance(other, Step):
        return replace(record, set_aside=record.set_aside or other.set_aside, opening=_less_far(record, other))
    if isinstance(record, Window) and isinstance(other, Window):
        return replace(record, opening=_narrower(record, other), until=_sooner(record, other))
    if isinstance(record, Person) and isinstance(other, Person):
        return replace(record, lifted=tuple(sorted({*record.lifted} & {*other.lifted})))
    return record


def _narrower(window: Window, other: Window) -> Opening:
    return min(window.opening, other.opening, key=lambda one: one.step)


def _less_far(step: Step, other: Step) -> Opening | None:
    if step.opening is None or other.opening is None or step.window != other.window:
        return step.opening
    return min(step.opening, other.opening, key=lambda one: one.step)


def _sooner(window: Window, other: Window) -> LivedTime | None:
    ends = [one.until for one in (window, other) if one.until is not None]
    return min(ends, key=lambda end: end.utc, default=None)


def _named(moment: Moment, other: Moment) -> tuple[UUID, ...]:
    """Whom a moment names: whoever one of the forms names beside a danger mark stays named."""
    more = set(other.people if other.is_dangerous else ()) - set(moment.people)
    return (*moment.people, *sorted(more))


def _saw(person: Person, then: Moment | None, now: Moment | None, one: UUID) -> bool:
    if one not in person.lifted:
        return False
    if now is None or not now.is_dangerous or person.id not in now.people:
        return True
    return then is not None and person.id in then.people and _marks(now) <= _marks(then)


def _marks(moment: Moment) -> set[object]:
    return {*moment.danger, *([Safe.NO] if moment.safe is Safe.NO else [])}
