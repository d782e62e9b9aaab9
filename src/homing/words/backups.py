"""What is said of backups."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from babel.dates import format_datetime

from homing.record import zone_named
from homing.vault import Backup, BackupDamaged, VaultNewer, last_good
from homing.words.language import gettext as _
from homing.words.language import locale, ngettext


def made_when(backup: Backup, zone: str) -> str:
    """When it was made, by the clock of then, as one writes it here; empty if it does not tell."""
    if backup.label is None:
        return ""
    return str(format_datetime(backup.label.made_at.astimezone(zone_named(zone)), "short", locale=locale()))


def size_of(backup: Backup) -> str:
    """How large it is, in round numbers."""
    if backup.size < 1_000_000:
        return _("{n} KB").format(n=-(-backup.size // 1000))
    return _("{n} MB").format(n=round(backup.size / 1_000_000, 1))


def state_of(backup: Backup) -> str:
    """Whether it is as it was written."""
    match backup.trouble:
        case None:
            return _("whole")
        case VaultNewer():
            return _("made by a newer Homing")
        case BackupDamaged():
            return _("damaged")
        case _:
            return _("cannot be read")


def age_of(age: timedelta) -> str:
    """How old it is; by a clock that was set back, nobody can tell."""
    if age < timedelta():
        return _("By this machine's clock it was made in the future; the clock may have been set back.")
    if age < timedelta(days=1):
        return _("It is less than a day old.")
    return ngettext("It is {n} day old.", "It is {n} days old.", age.days).format(n=age.days)


def what_would_be_lost(fresh: int, older: int, *, same: bool) -> str:
    """What restoring it would cost: records that it lacks, records that it has in an earlier form."""
    if same:
        return _("It holds all that the diary holds: restoring it would lose nothing.")
    newer = ngettext(
        "{n} record is newer than it and would be lost.", "{n} records are newer than it and would be lost.", fresh
    )
    back = ngettext(
        "{n} record would go back to an earlier form.", "{n} records would go back to an earlier form.", older
    )
    told = [sentence.format(n=n) for sentence, n in ((newer, fresh), (back, older)) if n]
    return " ".join(told) or _("Its records are those of the diary; only settings or histories differ.")


def where_good(home: Path, zone: str) -> str:
    """What and where the last good copy is."""
    good = last_good(home)
    if good is None:
        return _("There is no good backup in Homing's own folder. If you keep one elsewhere: homing restore FILE")
    told = _("The last good backup is of {when}; to put it in place: homing restore {name}")
    return told.format(when=made_when(good, zone), name=good.path.name)
