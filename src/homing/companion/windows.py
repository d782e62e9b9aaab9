"""The bubble: windows and doors, each moved by its owner's tap alone; what has expired is closed, also while Homing was
off.

How far a window stands is asked of :meth:`homing.record.Window.standing`, never of its last tap. What expired is
written down as closed as soon as anyone looks, so that a clock set back after that opens nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from homing.care import quiet_first
from homing.companion import holds, moments, names
from homing.companion.desk import Desk, one_of
from homing.companion.window_stories import Chapter, stood, story
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
    """A window that a moment was about: how it stands now, how it stood then, and how the moment names it, if it does.

    Of a window that was moved while the moment went on, ``then`` is the widest.
    """

    now: Window
    then: Opening
    seen: WindowSeen | None


def bubble(desk: Desk) -> Bubble:
    """The bubble as it stands now."""
    close_expired(desk)
    now = desk.ambient.now()
    return desk.vault.read(
        lambda rows: Bubble(windows=tuple(_settled(one, now) for one in rows.all(Window)), book=names.book(rows))
    )


def look(desk: Desk, window_id: UUID) -> WindowPage:
    """One window and its story; raises :class:`NotFound`."""
    close_expired(desk)

    def work(rows: Rows) -> WindowPage:
        window = _settled(one_of(rows, Window, window_id), desk.ambient.now())
        named = _moments_naming(rows, window_id)
        respects = [seen.respect for _, seen in named if seen.respect is not None]
        return WindowPage(
            window=window,
            story=story(rows, window_id, desk.ambient.zone),
            moments=tuple(named[:SHOWN]),
            respects={word: respects.count(word) for word in Respect},
            needs=tuple(need for need in rows.all(Need) if need.window == window_id),
            book=names.book(rows),
        )

    return desk.vault.read(work)


def add(desk: Desk, window: Window, new_people: Sequence[str] = ()) -> Window:
    """Keep a new window, and whomever it names for the first time. Raises :class:`TooSoon`."""

    def work(rows: WritableRows) -> Window:
        _require_time(window, desk.ambient.now())
        made = _closed(window) if window.opening is Opening.CLOSED else window
        whole = _named(rows, desk, made, new_people)
        rows.put(whole, desk.ambient.now())
        return whole

    return desk.vault.write(work)


def change(desk: Desk, window: Window, new_people: Sequence[str] = ()) -> Window:
    """Keep what a window is about; how far it stands, and until when, stays as it is. Raises :class:`NotFound`.

    One that was for someone and is now for everyone is closed: a form that names nobody must not open it to all.
    """

    def work(rows: WritableRows) -> Window:
        before = _settle(rows, desk, window.id)
        whole = _named(rows, desk, replace(window, opening=before.opening, until=before.until), new_people)
        if not (whole.people or whole.circle) and (before.people or before.circle):
            whole = _closed(whole)
        rows.put(whole, desk.ambient.now())
        return whole

    return desk.vault.write(work)


def move(
    desk: Desk,
    window_id: UUID,
    opening: Opening,
    until: LivedTime | None = None,
    *,
    endless: bool = False,
    seen: Opening | None = None,
) -> Window:
    """Open, narrow or close it, as the owner taps.

    Without ``until`` an open window keeps its end, also when it is opened further, unless it is to be ``endless``: one
    tap never makes it both wider and longer. One that was closed has no end. ``seen`` is how far it stood on the page
    that was tapped: what would have narrowed it there never opens it, should it have closed meanwhile. Raises
    :class:`NotFound`, or :class:`TooSoon` with nothing changed.
    """

    def work(rows: WritableRows) -> Window:
        window = _settle(rows, desk, window_id)
        is_stale = seen is not None and window.opening.step < opening.step <= seen.step
        if is_stale or window.opening is opening is Opening.CLOSED:
            return window
        is_ending = window.opening is not Opening.CLOSED and not endless
        ends = until or (window.until if is_ending else None)
        moved = _closed(window) if opening is Opening.CLOSED else replace(window, opening=opening, until=ends)
        _require_time(moved, desk.ambient.now())
        rows.put(moved, desk.ambient.now())
        return moved

    return desk.vault.write(work)


def remove(desk: Desk, window_id: UUID) -> None:
    """Into the bin, closed, so that it comes back closed. Raises :class:`NotFound`."""

    def work(rows: WritableRows) -> None:
        window, now = _settle(rows, desk, window_id), desk.ambient.now()
        if window.opening is not Opening.CLOSED:
            rows.put(_closed(window), now)
        rows.remove(window_id, now)

    desk.vault.write(work)


def forget(desk: Desk, window_id: UUID) -> None:
    """Forget it for good; the moments stay without it. Raises :class:`NotFound`."""
    desk.vault.read(lambda rows: one_of(rows, Window, window_id))
    moments.forget(desk, window_id)


def close_expired(desk: Desk) -> list[Window]:
    """Write down as closed whatever has expired; those that were. If nothing has, it only reads."""
    now = desk.ambient.now()
    expired = desk.vault.read(lambda rows: [one.id for one in rows.all(Window) if _settled(one, now) != one])
    return desk.vault.write(lambda rows: [_settle(rows, desk, one) for one in expired]) if expired else []


def concerned(desk: Desk, moment: Moment) -> tuple[Concerned, ...]:
    """The windows that a moment names, then those that stood open for someone in it at its time."""
    close_expired(desk)

    def work(rows: Rows) -> tuple[Concerned, ...]:
        named = {seen.window: seen for seen in moment.windows}
        follow, now, found = aliases(rows), desk.ambient.now(), list[Concerned]()
        for window in rows.all(Window):
            seen = named.get(window.id)
            then = seen.opening if seen else stood(rows, window.id, moment.when)
            if seen or (then is not Opening.CLOSED and is_for(window, moment.people, follow)):
                found.append(Concerned(now=_settled(window, now), then=then, seen=seen))
        return tuple(sorted(found, key=lambda one: one.seen is None))

    return desk.vault.read(work)


def is_for(window: Window, people: Collection[UUID], follow: Aliases) -> bool:
    """Whether a window is for someone among these people, whatever name they go by. One for everyone is."""
    if not window.people:
        return not window.circle and bool(people)
    return not set(follow.closures(window.people)).isdisjoint(follow.closures(people))


def announcing(desk: Desk, told: Window | Need) -> bool:
    """Whether quieter ways come first, before this is said to whomever it is for (care rule 5). Nothing forbids it.

    What is for everyone, or for a circle whose people are not named, may reach anyone who was frightening.
    """

    def work(rows: Rows) -> bool:
        people = told.people
        if isinstance(told, Need) and not people and told.window is not None:
            window = rows.find(Window, told.window)
            people = window.people if window else ()
        follow = aliases(rows)
        reached = follow.closures(people or holds.held_people(rows))
        lived = rows.facts(people=reached, binned=True) if people else []
        return quiet_first(holds.care_facts(rows, desk.ambient.now(), follow, reached, lived))

    return desk.vault.read(work)


def aperture(seen: Collection[WindowSeen]) -> float:
    """How far the person had opened in a moment that names these windows, in [0, 1]: as far as the widest of them.

    1 if none of them stood open, since then they say nothing of it. A placeholder of our own, with no data behind it.
    """
    shares = [one.opening.share for one in seen if one.opening is not Opening.CLOSED]
    return max(shares, default=1.0)


def _named(rows: WritableRows, desk: Desk, window: Window, new_people: Sequence[str]) -> Window:
    """The window for those who are here, and for whoever is named for the first time."""
    named = [names.person_named(rows, desk, label).id for label in new_people if label.strip()]
    known = [one for one in window.people if rows.holds_id(one)]
    whole = replace(window, people=tuple(dict.fromkeys([*known, *named])))
    if window.people and not whole.people and not whole.circle:
        return _closed(whole)  # whoever it was for was forgotten meanwhile: it must not stand open for everyone
    return whole


def _require_time(window: Window, now: datetime) -> None:
    if window.opening is not window.standing(now):
        raise TooSoon


def _settle(rows: WritableRows, desk: Desk, window_id: UUID) -> Window:
    """The window, written down as closed if it has expired; raises :class:`NotFound`."""
    window = _settled(one_of(rows, Window, window_id), desk.ambient.now())
    rows.put(window, desk.ambient.now())
    return window


def _closed(window: Window) -> Window:
    return replace(window, opening=Opening.CLOSED, until=None)


def _settled(window: Window, now: datetime) -> Window:
    """The window as it stands now. What closed it by itself stays beside it, for its story."""
    return replace(window, opening=window.standing(now))


def _moments_naming(rows: Rows, window_id: UUID) -> list[tuple[Moment, WindowSeen]]:
    """The moments that name a window, newest first."""
    return [
        (moment, seen)
        for moment in rows.moments(windows=[window_id])
        for seen in moment.windows
        if seen.window == window_id
    ]
