"""``homing bubble`` and ``homing window``."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from homing.cli import parsing
from homing.cli.codes import Code, Stop
from homing.cli.surroundings import ambient, own_desk
from homing.cli.telling import name, say, say_json
from homing.companion import Ambient, Desk, windows
from homing.companion.windows import Bubble, TooSoon
from homing.record import LivedTime, Opening, Window
from homing.words import gettext as _
from homing.words import ngettext
from homing.words.windows import for_whom, how_far, never_consent, until

_CLOCK = re.compile(r"(\d{1,2}):(\d\d)", re.ASCII)
_DAY_AND_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d{1,2}:\d\d)", re.ASCII)
SHORT = 8
"""So much of an id is shown, and enough to name a window by."""


def bubble(passphrase_file: Path | None, *, names: bool, as_json: bool) -> Code:
    """List the windows. For whom they are is hidden until asked for (care rule 23)."""
    here = ambient()
    with own_desk(passphrase_file, here) as desk:
        found, now = windows.bubble(desk), here.lived_now()
    if as_json:
        say_json({"windows": [_told(window, found, names=names) for window in found.windows]})
        return Code.FINE
    for window in found.windows:
        who = f"  {for_whom(window, _names(window, found))}" if names else ""
        state = ", ".join(filter(None, (how_far(window.opening), until(window, now))))
        say(f"{str(window.id)[:SHORT]}  {name(window.label)}: {state}{who}")
    say(_footer(found, names=names))
    return Code.FINE


def open_further(which: str, far: str, told: str, passphrase_file: Path | None) -> Code:
    """Open a window further, as the owner asks; never by a word that would make it smaller."""
    here = ambient()
    asked, end = _opening(far), _end(told, here)
    with own_desk(passphrase_file, here) as desk:
        window = _meant(desk, which)
        opening = asked or Opening.at(window.opening.step + 1)
        if opening.step < window.opening.step:
            raise Stop(Code.REFUSED, _("It stands further open than that; homing window narrow makes it smaller."))
        return _moved(desk, window, opening, end)


def narrow(which: str, far: str, told: str, passphrase_file: Path | None) -> Code:
    """Narrow a window; never by a word that would open it."""
    here = ambient()
    asked, end = _opening(far), _end(told, here)
    with own_desk(passphrase_file, here) as desk:
        window = _meant(desk, which)
        opening = asked or Opening.at(window.opening.step - 1)
        if opening.step > window.opening.step:
            raise Stop(Code.REFUSED, _("It stands less far open than that; homing window open opens it further."))
        return _moved(desk, window, opening, end)


def close(which: str, passphrase_file: Path | None) -> Code:
    """Close a window."""
    with own_desk(passphrase_file) as desk:
        return _moved(desk, _meant(desk, which), Opening.CLOSED, None)


def _moved(desk: Desk, window: Window, opening: Opening, end: LivedTime | None) -> Code:
    try:
        moved = windows.move(desk, window.id, opening, end, seen=window.opening)
    except TooSoon:
        raise _too_soon() from None
    state = ", ".join(filter(None, (how_far(moved.opening), until(moved, desk.ambient.lived_now()))))
    say(_("It is {state}.").format(state=state))
    if moved.opening is not Opening.CLOSED and never_consent(moved):
        say(never_consent(moved))
    return Code.FINE


def _meant(desk: Desk, which: str) -> Window:
    """The window of this name or id; what was typed is not repeated."""
    sought = which.strip().casefold()
    everyone = windows.bubble(desk).windows
    alike = [one for one in everyone if one.label.strip().casefold() == sought]
    if not alike and len(sought) >= SHORT:
        alike = [one for one in everyone if str(one.id).startswith(sought)]
    if not alike:
        raise Stop(Code.REFUSED, _("There is no window of that name or id; homing bubble lists them."))
    if len(alike) > 1:
        raise Stop(Code.REFUSED, _("More than one window has that name; take its id from homing bubble instead."))
    return alike[0]


def _opening(far: str) -> Opening | None:
    """How far; closing has a command of its own."""
    opening = parsing.word("--how-far", Opening, far)
    if opening is Opening.CLOSED:
        raise parsing.refuse("--how-far", _("to close it: homing window close"))
    return opening


def _end(told: str, here: Ambient) -> LivedTime | None:
    """The time told; of a time of day alone, the next one."""
    if not told:
        return None
    now = here.lived_now()
    try:
        if clock := _CLOCK.fullmatch(told.strip()):
            at = datetime.combine(now.day, time(int(clock[1]), int(clock[2])))
            today = LivedTime(local=at, zone=now.zone)
            return today if today.utc > here.now() else LivedTime(local=at + timedelta(days=1), zone=now.zone)
        if both := _DAY_AND_CLOCK.fullmatch(told.strip()):
            end = LivedTime(local=datetime.fromisoformat(f"{both[1]}T{both[2]:0>5}"), zone=now.zone)
        else:
            raise ValueError
    except (ValueError, OverflowError):
        raise parsing.refuse("--until", _("write a time such as 21:30 or 2026-11-23 08:00.")) from None
    if end.utc <= here.now():
        raise _too_soon()
    return end


def _too_soon() -> Stop:
    return Stop(Code.REFUSED, _("That time is over already; nothing was changed."))


def _names(window: Window, found: Bubble) -> list[str]:
    return [name(found.book.by_id[one].label) for one in window.people if one in found.book.by_id]


def _footer(found: Bubble, *, names: bool) -> str:
    if not found.windows:
        return _("No windows yet. They are made on the pages, under Bubble.")
    counted = ngettext("{n} window.", "{n} windows.", len(found.windows)).format(n=len(found.windows))
    return counted if names else f"{counted} {_('For whom they are stays hidden; --names shows it.')}"


def _told(window: Window, found: Bubble, *, names: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": str(window.id),
        "label": window.label,
        "about": window.about,
        "opening": window.opening,
        "until": None if window.until is None else window.until.utc.isoformat(),
    }
    if window.opening is Opening.CLOSED:
        told["until"] = None
    if names:
        told |= {"people": [found.book.by_id[one].label for one in window.people if one in found.book.by_id]}
        told |= {"circle": window.circle}
    return told
