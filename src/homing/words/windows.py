"""Where a window and its story become sentences: counts with their n, never a share, and no word that grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from babel.dates import format_date, format_skeleton, format_time

from homing.companion.window_stories import Chapter
from homing.mind import Code, Finding
from homing.record import LivedTime, Opening, Respect, Window, zone_named
from homing.words.labels import label
from homing.words.language import gettext, locale
from homing.words.sentences import say
from homing.words.turning import turned as turned

FEW = 5
"""Below so many moments it is said that they are few (care rule 6)."""


def how_far(opening: Opening) -> str:
    """How far it stands open.

    >>> how_far(Opening.HALF)
    'half open'
    """
    return label(opening)


def until(window: Window, now: LivedTime) -> str:
    """Until when it stands open, by the clock of this place; empty if it is closed."""
    if window.standing(now.utc) is Opening.CLOSED:
        return ""
    return ends(window.until, now)


def ends(end: LivedTime | None, now: LivedTime) -> str:
    """ "until 21:30", "until tomorrow 08:00", "until Friday 08:00", "until 3 December 08:00", "until you close it"."""
    if end is None:
        return gettext("until you close it")
    here = LivedTime.at(end.utc, now.zone)
    clock = _clock(here)
    match (here.day - now.day).days:
        case 0:
            return gettext("until {time}").format(time=clock)
        case 1:
            return gettext("until tomorrow {time}").format(time=clock)
        case days if 1 < days < 7:
            return gettext("until {day} {time}").format(day=format_date(here.day, "EEEE", locale=locale()), time=clock)
        case _:
            return gettext("until {day} {time}").format(day=_date(here, now), time=clock)


def for_whom(window: Window, names: Sequence[str] | None) -> str:
    """For whom it is. ``names`` as the page shows them; None while names are hidden."""
    if window.circle and names is not None:
        return gettext("for {names}").format(names=window.circle)
    if window.circle:
        return gettext("for a circle of yours")
    if not window.people:
        return gettext("for everyone")
    if names is None:
        return gettext("for someone") if len(window.people) == 1 else gettext("for some people")
    return gettext("for {names}").format(names=_listed(names))


def chapter(told: Chapter) -> str:
    """One thing that happened to a window, as a sentence. Its time stands beside it on the page."""
    if told.by_itself:
        return gettext("It closed by itself at {time}, as you had set it.").format(time=_clock(told.at))
    if told.opening is Opening.CLOSED:
        return gettext("You made it, closed.") if told.before is Opening.CLOSED else gettext("You closed it.")
    how, end = how_far(told.opening), ends(told.until, told.at)
    if told.opening is told.before:
        return gettext("You let it stay {how_far}, {until}.").format(how_far=how, until=end)
    if told.opening.step < told.before.step:
        return gettext("You narrowed it: {how_far}, {until}.").format(how_far=how, until=end)
    return gettext("You opened it: {how_far}, {until}.").format(how_far=how, until=end)


def respects(counts: Mapping[Respect, int], n: int) -> tuple[str, ...]:
    """How it was treated, in counts; ``n``: the moments in which that was noted."""
    if n == 0:
        return (gettext("Nothing is noted yet of how it was treated."),)
    if n == 1:
        word = next(one for one in Respect if counts.get(one))
        return (gettext("{how} in the one moment in which you noted it.").format(how=_begun(label(word))),)
    sentence = gettext("{how} in {k} of the {n} moments in which you noted it.")
    told = [sentence.format(how=_begun(label(one)), k=counts[one], n=n) for one in Respect if counts.get(one)]
    return (*told, say(Finding(Code.TOO_FEW, n, n))) if n < FEW else tuple(told)


def never_consent(window: Window) -> str:
    """What is said wherever touch or money is its topic (care rule 12); empty elsewhere."""
    if not window.never_consent:
        return ""
    return gettext("However far it stands open, it is never consent. You decide each time, and you may always say no.")


def quiet_first() -> tuple[str, ...]:
    """What is offered before a boundary is announced to someone under a hold (care rule 5): reason, then options."""
    return (
        gettext("This may reach someone who frightened you. Telling of a limit can make some people more dangerous."),
        gettext("Quieter ways come first. You can share less, without saying so."),
        gettext("You can see them less, or only where others are."),
        gettext("You can tell someone safe first, and have them near."),
        gettext("You know best what is safe. Nothing here needs to be said to anyone."),
    )


def _clock(lived: LivedTime) -> str:
    """The time of day; where clocks are set back and an hour comes twice, which of the two."""
    time = str(format_time(lived.local.time(), "short", locale=locale()))
    there = lived.local.replace(tzinfo=zone_named(lived.zone), fold=0)
    first, second = there.utcoffset(), there.replace(fold=1).utcoffset()
    if first is None or second is None or first <= second:
        return time
    if timedelta(seconds=lived.offset or 0) == first:
        return gettext("{time} (before the clocks go back)").format(time=time)
    return gettext("{time} (after the clocks went back)").format(time=time)


def _date(here: LivedTime, now: LivedTime) -> str:
    skeleton = "MMMMd" if here.day.year == now.day.year else "yMMMMd"
    return str(format_skeleton(skeleton, here.local, locale=locale()))


def _listed(names: Sequence[str]) -> str:
    told = list(dict.fromkeys(name.strip() for name in names))
    if len(told) < 2:
        return "".join(told)
    return gettext("{some} and {last}").format(some=", ".join(told[:-1]), last=told[-1])


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]
