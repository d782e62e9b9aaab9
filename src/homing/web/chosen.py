"""Whom and what a form ticks, beside what the moment held. What the form did not show stays as it is.

A moment keeps the ids it was written with, merged ones too, so that a merge can be taken back. A form shows whom they
stand for; what comes back is led back to the moment's own ids.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from homing.companion import names
from homing.record import CueSeen, Direction, Moment
from homing.web.visit import Visit

STRENGTHS = (0.25, 0.5, 1.0)
CUE_FIELDS = {Direction.RECEIVED: "cues", Direction.SENT: "sent"}
"""Under which name the cues of each direction are ticked."""


class BadForm(ValueError):
    """A field holds what no form of ours sends."""


def people(visit: Visit, moment: Moment, book: names.Book) -> tuple[UUID, ...]:
    """Who was there."""
    return among(visit, moment.people, book)


def among(visit: Visit, before: tuple[UUID, ...], book: names.Book) -> tuple[UUID, ...]:
    """The people ticked: under the ids that stood there before, then those ticked just now."""
    told = _known(visit.texts("people"), book)
    return (*_staying(before, told, book), *_added(told, before, book))


def setting(visit: Visit, moment: Moment, book: names.Book) -> UUID | None:
    """Where it was; as before if no place was touched."""
    if "setting" not in visit.form:
        return moment.setting
    told = _known([visit.text("setting")], book)
    if moment.setting is not None and meant(moment.setting, book) in told:
        return moment.setting
    return next(iter(told), None)


def cues(visit: Visit, moment: Moment, book: names.Book) -> tuple[CueSeen, ...]:
    """The cues that stay, in their order and under their own ids, then those ticked just now."""
    told = {way: _known(visit.texts(field), book) for way, field in CUE_FIELDS.items()}
    before = {way: [seen.cue for seen in moment.cues if seen.direction is way] for way in CUE_FIELDS}
    stay = {way: set(_staying(before[way], told[way], book)) for way in CUE_FIELDS}
    kept = [seen for seen in moment.cues if seen.cue in stay[seen.direction]]
    new = [CueSeen(cue=cue, direction=way) for way in CUE_FIELDS for cue in _added(told[way], before[way], book)]
    strongest = strongest_meant(kept, book)
    return (*(_strengthened(visit, seen, strongest, book) for seen in kept), *new)


def meant(record_id: UUID, book: names.Book) -> UUID:
    """The id of the person or cue that this id stands for; itself if nothing is known of it."""
    record = book.by_id.get(record_id)
    return record_id if record is None else record.id


def strongest_meant(seen: Iterable[CueSeen], book: names.Book) -> dict[tuple[UUID, Direction], float]:
    """The strength of each cue and direction, merged names followed; of several, the greatest."""
    found: dict[tuple[UUID, Direction], float] = {}
    for cue in seen:
        key = (meant(cue.cue, book), cue.direction)
        found[key] = max(cue.strength, found.get(key, 0.0))
    return found


def shown_strength(strength: float) -> float:
    """The one of the three strengths that a form shows for this one."""
    return next(mark for mark, below in zip(STRENGTHS, (0.4, 0.8, 2.0), strict=True) if strength < below)


def strength_field(cue: UUID, direction: Direction) -> str:
    """The name of the field in which the strength of a cue is told."""
    return f"strength-{direction.value}-{cue}"


def uuid(text: str) -> UUID:
    """The id in a field."""
    try:
        return UUID(text)
    except ValueError as error:
        raise BadForm from error


def _known(texts: Iterable[str], book: names.Book) -> tuple[UUID, ...]:
    """The ids in a field, merged names followed, each once. Who was forgotten since the form was shown is left out."""
    told = [uuid(text) for text in texts if text]
    return tuple(dict.fromkeys(meant(one, book) for one in told if one in book.by_id))


def _staying(before: Iterable[UUID], told: Collection[UUID], book: names.Book) -> list[UUID]:
    """Of the moment's ids those that are ticked, and those that lie in the bin, so that no form shows them."""
    shown = {person.id for person in book.people} | {cue.id for cue in book.cues}
    return [one for one in before if meant(one, book) in told or meant(one, book) not in shown]


def _added(told: Iterable[UUID], before: Iterable[UUID], book: names.Book) -> list[UUID]:
    here = {meant(one, book) for one in before}
    return [one for one in told if one not in here]


def _strengthened(
    visit: Visit, seen: CueSeen, strongest: Mapping[tuple[UUID, Direction], float], book: names.Book
) -> CueSeen:
    cue = meant(seen.cue, book)
    told = visit.text(strength_field(cue, seen.direction))
    if not told or _strength(told) == shown_strength(strongest[cue, seen.direction]):
        return seen
    return replace(seen, strength=_strength(told))


def _strength(text: str) -> float:
    try:
        return STRENGTHS[STRENGTHS.index(float(text))]
    except ValueError as error:
        raise BadForm from error
