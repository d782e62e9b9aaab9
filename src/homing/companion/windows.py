"""The bubble: windows and doors, each moved by its owner's tap alone; what has expired is closed, also while Homing was
off.

How far a window stands is asked of :meth:`homing.record.Window.standing`, never of its last tap. What expired is
written down as closed as soon as anyone looks, so that a clock set back opens nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from homing.companion import moments, names
from homing.companion.desk import Desk, NotFound
from homing.mind import aliases
from homing.record import Aliases, LivedTime, Moment, Need, Opening, Respect, Window, WindowSeen
from homing.vault import Rows, WritableRows

SHOWN = 20
"""The newest moments that a window's page holds."""


class TooSoon(ValueError):
    """The time at which it is to close has passed already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """Every window as it stands now, in the order in which they were made."""

    windows: tuple[Window, ...]
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One thing that happened to a window. ``by_itself``: its time was over; nobody tapped."""

    at: LivedTime
    opening: Opening
    before: Opening
    until: LivedTime | None
    by_itself: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowPage:
    """A window as it stands now, its story (newest first), the moments that name it, and needs that belong to it.

    ``respects`` counts, over all those moments, how it was treated.
    """

    window: Window
    story: tuple[Chapter, ...]
    moments: tuple[tuple[Moment, WindowSeen], ...]
    respects: dict[Respect, int]
    needs: tuple[Need, ...]
    book: names.Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """A window that a moment was about: how it stands now, how it stood then, and whether the moment names it."""

    now: Window
    then: Opening
    seen: WindowSeen | None


def bubble(desk: Desk) -> Bubble:
    """The bubble as it stands now."""
    close_expired(desk)
    return desk.vault.read(lambda rows: Bubble(windows=tuple(rows.all(Window)), book=names.book(rows)))


def look(desk: Desk, window_id: UUID) -> WindowPage:
    """One window and its story; raises :class:`NotFound`."""
    close_expired(desk)

    def work(rows: Rows) -> WindowPage:
        window = _find(rows, window_id)
        named = _moments_naming(rows, window_id)
        respects = [seen.respect for _, seen in named if seen.respect is not None]
        return WindowPage(
            window=window,
            story=_story(rows, desk, window_id),
            moments=tuple(named[:SHOWN]),
            respects={word: respects.count(word) for word in Respect},
            needs=tuple(need for need in rows.all(Need) if need.window == window_id),
            book=names.book(rows),
        )

    return desk.vault.read(work)


def add(desk: Desk, window: Window, new_people: Sequence[str] = ()) -> Window:
    """Keep a new window, and whomever it names for the first time. Raises :class:`TooSoon`."""
    return desk.vault.write(lambda rows: _put(rows, desk, window, new_people))


def change(desk: Desk, window: Window, new_people: Sequence[str] = ()) -> Window:
    """Keep what a window is about; how far it stands, and until when, stays as it is. Raises :class:`NotFound`."""

    def work(rows: WritableRows) -> Window:
        before = _find(rows, window.id)
        return _put(rows, desk, replace(window, opening=before.opening, until=before.until), new_people)

    return desk.vault.write(work)


def move(desk: Desk, window_id: UUID, opening: Opening, until: LivedTime | None = None) -> Window:
    """Open, narrow or close it, as the owner taps.

    Without ``until`` a narrowed window keeps its end, and one that is opened (further) has none; a closed one needs
    none. Raises :class:`NotFound`, and :class:`TooSoon` with nothing changed.
    """

    def work(rows: WritableRows) -> Window:
        window, now = _find(rows, window_id), desk.ambient.now()
        is_narrower = opening.step <= window.standing(now).step
        ends = until or (window.until if is_narrower else None)
        if opening is Opening.CLOSED:
            ends = None
        return _put(rows, desk, replace(window, opening=opening, until=ends))

    return desk.vault.write(work)


def remove(desk: Desk, window_id: UUID) -> None:
    """Into the bin, closed, so that it comes back closed. Raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        window, now = _find(rows, window_id), desk.ambient.now()
        rows.put(_closed(window), now)
        rows.remove(window_id, now)

    desk.vault.write(work)


def forget(desk: Desk, window_id: UUID) -> None:
    """Forget it for good; the moments stay without it. Raises :class:`NotFound`."""
    desk.vault.read(lambda rows: _find(rows, window_id))
    moments.forget(desk, window_id)


def close_expired(desk: Desk) -> list[Window]:
    """Write down as closed whatever has expired; those that were."""

    def work(rows: WritableRows) -> list[Window]:
        expired = _expired(rows, desk.ambient.now())
        for window in expired:
            rows.put(replace(window, opening=Opening.CLOSED), desk.ambient.now())
        return expired

    return desk.vault.write(work) if desk.vault.read(lambda rows: _expired(rows, desk.ambient.now())) else []


def concerned(desk: Desk, moment: Moment) -> tuple[Concerned, ...]:
    """The windows that a moment names, then those that stood open for someone in it at its time."""
    close_expired(desk)

    def work(rows: Rows) -> tuple[Concerned, ...]:
        named = {seen.window: seen for seen in moment.windows}
        follow, at, found = aliases(rows), moment.when.utc, list[Concerned]()
        for window in rows.all(Window):
            seen = named.get(window.id)
            then = seen.opening if seen else _stood(rows, window.id, at)
            if seen or (then is not Opening.CLOSED and is_for(window, moment.people, follow)):
                found.append(Concerned(now=window, then=then, seen=seen))
        return tuple(sorted(found, key=lambda one: one.seen is None))

    return desk.vault.read(work)


def is_for(window: Window, people: Collection[UUID], follow: Aliases) -> bool:
    """Whether a window is for someone among these people, whatever name they go by. One for everyone is."""
    if not window.people:
        return not window.circle and bool(people)
    return not set(follow.closures(window.people)).isdisjoint(follow.closures(people))


def aperture(seen: Collection[WindowSeen]) -> float:
    """How far the person had opened in a moment that names these windows, in [0, 1]: as far as the widest of them.

    1 if none of them stood open, since then they say nothing of it. A placeholder of our own, with no data behind it.
    """
    shares = [one.opening.share for one in seen if one.opening is not Opening.CLOSED]
    return max(shares, default=1.0)


def _put(rows: WritableRows, desk: Desk, window: Window, new_people: Sequence[str] = ()) -> Window:
    now = desk.ambient.now()
    if window.opening is not Opening.CLOSED and window.until is not None and window.until.utc <= now:
        raise TooSoon
    named = [names.person_named(rows, desk, label).id for label in new_people if label.strip()]
    known = [one for one in window.people if rows.holds_id(one)]
    whole = replace(window, people=tuple(dict.fromkeys([*known, *named])))
    if window.people and not whole.people and not whole.circle:
        whole = _closed(whole)  # whoever it was for was forgotten meanwhile: it must not stand open for everyone
    rows.put(whole, now)
    return whole


def _find(rows: Rows, window_id: UUID) -> Window:
    found = rows.find(Window, window_id)
    if found is None:
        raise NotFound(window_id)
    return found


def _closed(window: Window) -> Window:
    return replace(window, opening=Opening.CLOSED, until=None)


def _expired(rows: Rows, now: datetime) -> list[Window]:
    """Those whose last tap left them open and whose time is over, in the bin too."""
    windows = [*rows.all(Window), *rows.all(Window, live=False)]
    return [one for one in windows if one.opening is not Opening.CLOSED and one.standing(now) is Opening.CLOSED]


def _stood(rows: Rows, window_id: UUID, at: datetime) -> Opening:
    """How far a window stood at an instant, by what had been tapped until then."""
    for revision in rows.history(window_id):
        if revision.at <= at and isinstance(revision.record, Window):
            return Opening.CLOSED if revision.change == "removed" else revision.record.standing(at)
    return Opening.CLOSED


def _story(rows: Rows, desk: Desk, window_id: UUID) -> tuple[Chapter, ...]:
    told, before = list[Chapter](), Opening.CLOSED
    for revision in reversed(rows.history(window_id)):
        window = revision.record
        if not isinstance(window, Window) or (window.opening is before and told):
            continue
        tapped = LivedTime.at(revision.at, desk.ambient.zone)
        end = window.until if window.until is not None and window.until.utc <= revision.at else None
        told.append(
            Chapter(
                at=end or tapped,
                opening=window.opening,
                before=before,
                until=window.until,
                by_itself=end is not None,
            )
        )
        before = window.opening
    return tuple(reversed(told))


def _moments_naming(rows: Rows, window_id: UUID) -> list[tuple[Moment, WindowSeen]]:
    """The moments that name a window, newest first."""
    return [
        (moment, seen)
        for moment in rows.moments(windows=[window_id])
        for seen in moment.windows
        if seen.window == window_id
    ]
