"""Which backups stay: the newest of each of 7 days, 5 weeks and 12 months.

Days are counted, not measured: a backup goes when enough newer *days with a backup* have come, never because a clock
says that it is old. What is newer is told by the number, which only rises, not by the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

DAYS, WEEKS, MONTHS = 7, 5, 12

_SPANS: tuple[tuple[int, Callable[[date], object]], ...] = (
    (DAYS, lambda day: day),
    (WEEKS, lambda day: day.isocalendar()[:2]),
    (MONTHS, lambda day: (day.year, day.month)),
)


def kept(backups: Iterable[tuple[int, date]]) -> set[int]:
    """The numbers of the backups that stay, given each one's number and the day that its clock told.

    >>> sorted(kept([(1, date(2026, 3, 1)), (2, date(2026, 3, 1)), (3, date(2026, 3, 2))]))
    [2, 3]
    """
    newest_first = sorted(backups, reverse=True)
    stay: set[int] = set()
    for most, span in _SPANS:
        seen: set[object] = set()
        for number, day in newest_first:
            if span(day) not in seen and len(seen) < most:
                seen.add(span(day))
                stay.add(number)
    return stay
