"""``homing moments``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from homing.cli import parsing
from homing.cli.codes import Code
from homing.cli.surroundings import own_desk
from homing.cli.telling import name, say, say_json
from homing.companion.names import Book, book
from homing.record import Evidence, LivedTime, Moment, Precision
from homing.vault import Rows
from homing.words import gettext as _
from homing.words import label, ngettext

MOST = 100_000
_WRITTEN = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}


def moments(limit: str, passphrase_file: Path | None, *, names: bool, as_json: bool) -> Code:
    """List the newest moments. Names are hidden until asked for (care rule 23)."""
    most = parsing.whole("--limit", limit, 1, MOST)

    def look(rows: Rows) -> tuple[list[Moment], int, Book]:
        return rows.moments(limit=most), rows.count(Moment), book(rows)

    with own_desk(passphrase_file) as desk:
        found, total, known = desk.vault.read(look)
    if as_json:
        say_json({"total": total, "moments": [_told(moment, known if names else None) for moment in found]})
        return Code.FINE
    for moment in found:
        say("  ".join([*_columns(moment), *(_names(moment, known) if names else ())]).rstrip())
    say(_footer(len(found), total, names=names))
    return Code.FINE


def when(lived: LivedTime) -> str:
    """A lived time as exactly as it is known, and no more."""
    return lived.local.strftime(_WRITTEN.get(lived.precision, "%Y-%m-%d %H:%M")).zfill(4)


def _columns(moment: Moment) -> tuple[str, str, str]:
    alarm = "" if moment.alarm is None else _("alarm {n}").format(n=moment.alarm)
    ending = label(moment.outcome) if moment.outcome else _("no ending yet")
    if moment.evidence is Evidence.PROTECTED:
        ending = f"{label(moment.outcome)}, {_('protected')}" if moment.outcome else _("protected")
    return f"{when(moment.when):16}", f"{alarm:8}", ending


def _names(moment: Moment, known: Book) -> tuple[str, ...]:
    return (", ".join([*_labels(moment.people, known), *_labels((seen.cue for seen in moment.cues), known)]),)


def _labels(ids: Iterable[UUID], known: Book) -> list[str]:
    return [name(known.by_id[one].label) for one in ids if one in known.by_id]


def _footer(shown: int, total: int, *, names: bool) -> str:
    if not total:
        return _("No moments yet. A few words are enough: homing moment add --person W --outcome okay")
    counted = ngettext("{shown} of {n} moment.", "{shown} of {n} moments.", total).format(shown=shown, n=total)
    return counted if names else f"{counted} {_('Names stay hidden; --names shows them.')}"


def _told(moment: Moment, known: Book | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": str(moment.id),
        "when": when(moment.when),
        "zone": moment.when.zone,
        "utc": moment.when.utc.isoformat(),
        "alarm": moment.alarm,
        "outcome": moment.outcome,
        "evidence": moment.evidence,
        "dangerous": moment.is_dangerous,
    }
    if known is not None:
        told["people"] = [known.by_id[one].label for one in moment.people if one in known.by_id]
        told["cues"] = [known.by_id[seen.cue].label for seen in moment.cues if seen.cue in known.by_id]
    return told
