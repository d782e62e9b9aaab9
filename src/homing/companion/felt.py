"""The felt state: more about a check-in, and what Homing makes of the body between check-ins (S10).

What the person said stands before every estimate. The model's numbers are placeholders with no data behind them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from homing.care import Action, Verdict, may
from homing.companion.desk import Desk, one_of
from homing.companion.holds import care_facts
from homing.mind import aliases, felt
from homing.mind.felt import FRESH, BodyNow
from homing.record import BodyPlace, CheckIn, FeltState, LivedTime
from homing.vault import Rows, WritableRows

DAYS = 7
"""So many days are drawn, today among them."""

FADED = 2 * FRESH
"""So long after something was told the drawing has faded to nothing. A placeholder."""

JUST_SAID = timedelta(minutes=30)
"""So long after the last word there is nothing to guess: it stands. A placeholder."""

LATEST = 100
"""The last check-in is looked for among so many that were written down last."""

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Said:
    """A felt state that the person told, at an hour of the day, and between which bounds the model then took the
    arousal (0 to 10) to lie; None where nothing is estimated.
    """

    hour: float
    felt: FeltState
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Shade:
    """One hour of the drawing: the bounds of the arousal (0 to 10), and how much of the last word is left in it, in
    [0, 1].
    """

    hour: float
    low: float
    high: float
    left: float


@dataclass(frozen=True, slots=True)
class Day:
    """One lived day: what was said, oldest first, and what the model makes of the hours after it."""

    day: date
    said: tuple[Said, ...]
    shades: tuple[Shade, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyPage:
    """What the person said last, what the model takes from it by now, and the last days, today first.

    ``just_said``: so lately that there is nothing to guess. While resting, and for a day after harm, there is no
    ``now`` and no shade: own words alone.
    """

    estimates: Verdict
    last: CheckIn | None
    now: BodyNow | None
    just_said: bool
    days: tuple[Day, ...]


def find(desk: Desk, check_in_id: UUID) -> CheckIn:
    """One check-in; raises :class:`NotFound`."""
    return desk.vault.read(lambda rows: one_of(rows, CheckIn, check_in_id))


def add_more(desk: Desk, check_in_id: UUID, strength: int | None, places: Collection[BodyPlace], note: str) -> CheckIn:
    """Keep how strong it is, where in the body, and words. The state and its time stay. Raises :class:`NotFound`, and
    ``ValueError`` for a strength that is not from 0 to 10.
    """

    def work(rows: WritableRows) -> CheckIn:
        before = one_of(rows, CheckIn, check_in_id)
        ordered = tuple(place for place in BodyPlace if place in places)
        told = replace(before, strength=strength, places=ordered, note=note)
        if told != before:
            rows.put(told, desk.ambient.now())
        return told

    return desk.vault.write(work)


def body(desk: Desk) -> BodyPage:
    """How it has been, and what the model makes of it."""
    now = desk.ambient.now()

    def work(rows: Rows) -> BodyPage:
        estimates = may(Action.ESTIMATE, care_facts(rows, now, aliases(rows)))
        by_now = felt.state_now(rows, now) if estimates else None
        return BodyPage(
            estimates=estimates,
            last=last_said(rows),
            now=by_now,
            just_said=by_now is not None and now - by_now.at < JUST_SAID,
            days=_days(rows, now, desk.ambient.zone, estimated=bool(estimates)),
        )

    return desk.vault.read(work)


def last_said(rows: Rows) -> CheckIn | None:
    """The check-in that was felt last, among those that were written down last."""
    return max(rows.newest(CheckIn, LATEST), key=lambda one: one.when.utc, default=None)


def _days(rows: Rows, now: datetime, zone: str, *, estimated: bool) -> tuple[Day, ...]:
    """The days of this place. Hours in which nothing had been told for long are left out, whole days too."""
    start = now - timedelta(days=DAYS)
    points = felt.course(rows, start, now, 24 * DAYS + 1, FADED) if estimated else ()
    today = LivedTime.at(now, zone).day
    said: dict[date, list[Said]] = {today - timedelta(days=back): [] for back in range(DAYS)}
    shades: dict[date, list[Shade]] = {day: [] for day in said}
    for point in points:
        day, hour = _lived(point.time, zone)
        if day in shades:
            shades[day].append(Shade(hour, point.low, point.high, 1.0 - point.since / FADED))
    for told in felt.said(rows, start, now):
        day, hour = _lived(told.at, zone)
        after = next((point for point in points if told.at <= point.time < told.at + _HOUR), None)
        if day in said:
            bounds = (after.low, after.high) if after is not None else (None, None)
            said[day].append(Said(hour, told.felt, *bounds))
    return tuple(Day(day, tuple(said[day]), tuple(shades[day]) if said[day] else ()) for day in said)


def _lived(instant: datetime, zone: str) -> tuple[date, float]:
    lived = LivedTime.at(instant, zone)
    return lived.day, lived.local.hour + lived.local.minute / 60
