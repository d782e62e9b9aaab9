"""From the moment's four small forms to a typed record. Only what a form asks about is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TypeVar
from uuid import UUID

from homing.companion import NewCue, NewNames, names, window_stories, windows
from homing.record import (
    Channel,
    Danger,
    Direction,
    Expected,
    FeltState,
    LivedTime,
    Moment,
    Move,
    Outcome,
    Respect,
    Safe,
    WindowSeen,
)
from homing.web import chosen
from homing.web.chosen import BadForm
from homing.web.visit import OwnVisit, Visit

Word = TypeVar("Word", bound=StrEnum)


def notice(visit: OwnVisit, moment: Moment) -> tuple[Moment, NewNames]:
    """Body, cues, who, where."""
    book = visit.desk.vault.read(names.book)
    channel = one(Channel, visit.text("cue_channel"))
    new = NewNames(
        people=tuple(split(visit.texts("people_new"))),
        cues=(
            *(NewCue(label=label, channel=channel) for label in split(visit.texts("cues_new"))),
            *(
                NewCue(label=label, channel=channel, direction=Direction.SENT)
                for label in split(visit.texts("sent_new"))
            ),
            *_starters(visit),
        ),
        setting=next(iter(split(visit.texts("setting_new"))), ""),
    )
    changed = replace(
        moment,
        people=chosen.people(visit, moment, book),
        setting=chosen.setting(visit, moment, book),
        cues=chosen.cues(visit, moment, book),
        state=_word(visit, "state", FeltState, moment.state),
        body=words(visit, "body", moment.body),
    )
    return changed, new


def name(visit: OwnVisit, moment: Moment) -> tuple[Moment, NewNames]:
    """How strong the alarm, what it expected, what the head said."""
    try:
        changed = replace(
            moment,
            alarm=_alarm(visit, moment.alarm),
            expected=_words(visit, "expected", Expected, moment.expected),
            expected_words=words(visit, "expected_words", moment.expected_words, lines=False),
            head=words(visit, "head", moment.head),
        )
    except ValueError as error:
        raise BadForm from error
    return changed, NewNames()


def did(visit: OwnVisit, moment: Moment) -> tuple[Moment, NewNames]:
    """What I did."""
    return replace(moment, moves=_words(visit, "moves", Move, moment.moves)), NewNames()


def ended(visit: OwnVisit, moment: Moment) -> tuple[Moment, NewNames]:
    """How it turned out, whether it was safe, which windows were open, and anything else."""
    changed = replace(
        moment,
        outcome=_word(visit, "outcome", Outcome, moment.outcome),
        protected=bool(visit.text("protected")),
        safe=_word(visit, "safe", Safe, moment.safe),
        danger=_words(visit, "danger", Danger, moment.danger),
        state_after=_word(visit, "state_after", FeltState, moment.state_after),
        note=words(visit, "note", moment.note),
        when=when(visit, moment.when),
    )
    seen = _windows(visit, changed)
    if seen != changed.windows:
        changed = replace(changed, windows=seen, aperture=windows.aperture(seen))
    return changed, NewNames()


STEPS: dict[str, Callable[[OwnVisit, Moment], tuple[Moment, NewNames]]] = {
    "notice": notice,
    "name": name,
    "did": did,
    "ended": ended,
}
"""The steps of a moment, in order, and how each form is read."""


def one(kind: type[Word], text: str) -> Word | None:
    """The word of a scale; None for an empty field."""
    try:
        return kind(text) if text else None
    except ValueError as error:
        raise BadForm from error


def many(kind: type[Word], texts: Iterable[str]) -> tuple[Word, ...]:
    """Words of a scale, each once, in the scale's order."""
    told = {one(kind, text) for text in texts if text}
    return tuple(word for word in kind if word in told)


def words(visit: Visit, field: str, before: str, *, lines: bool = True) -> str:
    """The text told in a field; the earlier one to the letter if what was shown of it came back unchanged.

    A browser shows every line end alike, puts a sign in place of NUL, and has no line ends at all in a field of one
    line: none of that is a change.
    """
    told = visit.text(field) if field in visit.form else before
    return before if _as_shown(told, lines=lines) == _as_shown(before, lines=lines) else told


def _as_shown(text: str, *, lines: bool) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return plain if lines else plain.replace("\n", "")


def _word(visit: Visit, field: str, kind: type[Word], before: Word | None) -> Word | None:
    """The word chosen; the earlier one if the form did not ask, or nothing was touched."""
    return one(kind, visit.text(field)) if field in visit.form else before


def _words(visit: Visit, field: str, kind: type[Word], before: tuple[Word, ...]) -> tuple[Word, ...]:
    told = many(kind, visit.texts(field))
    return before if set(told) == set(before) else told


def _alarm(visit: Visit, before: int | None) -> int | None:
    told = visit.text("alarm")
    if "alarm" not in visit.form or not told:
        return None if "alarm" in visit.form else before
    if not (told.isascii() and told.isdecimal()):
        raise BadForm
    return int(told)


def _starters(visit: Visit) -> Iterable[NewCue]:
    for text in visit.texts("starter"):
        channel, _, label = text.partition("|")
        yield NewCue(label=label, channel=one(Channel, channel))


def split(texts: Iterable[str]) -> list[str]:
    """Words typed into a field; without JavaScript several stand in one, between commas."""
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def window_field(window: UUID) -> str:
    """The name of the field in which is told how a window was treated."""
    return f"window-{window}"


def treated(seen: WindowSeen | None) -> str:
    """What that field holds: nothing for a window that the moment does not name, "open" for one named without more."""
    return "" if seen is None else seen.respect.value if seen.respect else "open"


def _windows(visit: OwnVisit, moment: Moment) -> tuple[WindowSeen, ...]:
    """The windows that were open, and how each was treated. What the form did not show, or nobody touched, stays."""
    seen = {one.window: one for one in moment.windows}
    changed = dict[UUID, str]()
    for window in map(chosen.uuid, visit.texts("windows_shown")):
        told = visit.text(window_field(window))
        if told != treated(seen.get(window)):
            changed[window] = told
    kept = [one if one.window not in changed else _treated(one, changed[one.window]) for one in moment.windows]
    stood = partial(_stood, visit, moment.when)
    new = [_treated(stood(window), told) for window, told in changed.items() if window not in seen]
    return tuple(one for one in (*kept, *new) if one is not None)


def _treated(seen: WindowSeen, told: str) -> WindowSeen | None:
    return replace(seen, respect=None if told == "open" else one(Respect, told)) if told else None


def _stood(visit: OwnVisit, when: LivedTime, window: UUID) -> WindowSeen:
    """A window as it stood then, by what had been tapped until then."""
    opening = visit.desk.vault.read(lambda rows: window_stories.stood(rows, window, when))
    return WindowSeen(window=window, opening=opening)


def when(visit: Visit, before: LivedTime) -> LivedTime:
    """The time told in the field "when"; an unchanged one leaves time, zone and offset alone."""
    told = visit.text("when")
    if not told or told == before.local.strftime("%Y-%m-%dT%H:%M"):
        return before
    try:
        return LivedTime(local=datetime.fromisoformat(told), zone=before.zone)
    except ValueError as error:
        raise BadForm from error
