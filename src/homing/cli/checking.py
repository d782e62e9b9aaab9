"""``homing check`` and ``homing drill``."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from homing.cli.backing import when
from homing.cli.codes import Code, Stop
from homing.cli.passphrases import passphrase
from homing.cli.surroundings import home, own_desk
from homing.cli.telling import plain, say
from homing.companion import backups as use
from homing.vault import last_good
from homing.words import gettext as _
from homing.words import ngettext


def check(passphrase_file: Path | None) -> Code:
    """Look at everything."""
    with own_desk(passphrase_file, backing=False) as desk:
        checked = use.check(desk)
        late = use.behind(desk)
    for problem in checked.problems:
        say(_(problem))
    if checked.problems:
        raise Stop(Code.DAMAGED, _("The diary is damaged. Nothing was changed.") + " " + where_good(home()))
    n = sum(checked.counts.values())
    say(ngettext("Every page and {n} record are sound.", "Every page and all {n} records are sound.", n).format(n=n))
    for name in late:
        say(_("This backup still holds what was forgotten, and could not be mended: {name}").format(name=plain(name)))
    return Code.FINE


def drill(passphrase_file: Path | None) -> Code:
    """Try the newest backup out."""
    words = passphrase(passphrase_file)
    with own_desk(None, words=words, backing=False) as desk:
        done = use.drill(desk, words)
    say(
        _("The newest backup opens: {name}, of {when}.").format(
            name=plain(done.backup.path.name), when=when(done.backup)
        )
    )
    for problem in done.checked.problems:
        say(_(problem))
    if done.checked.problems:
        raise Stop(Code.DAMAGED, _("That backup is damaged inside. Make a new one with: homing backup"))
    n = sum(done.checked.counts.values())
    say(ngettext("{n} record in it is sound.", "All {n} records in it are sound.", n).format(n=n))
    say(age_of(done.age))
    say(what_would_be_lost(done.fresh, done.older, same=done.same))
    return Code.FINE


def age_of(age: timedelta) -> str:
    """How old it is; by a clock that was set back, nobody can tell."""
    if age < timedelta():
        return _("By this machine's clock it was made in the future; the clock may have been set back.")
    if age < timedelta(days=1):
        return _("It is less than a day old.")
    return ngettext("It is {n} day old.", "It is {n} days old.", age.days).format(n=age.days)


def what_would_be_lost(fresh: int, older: int, *, same: bool) -> str:
    """What restoring it would cost."""
    if same:
        return _("It holds all that the diary holds: restoring it would lose nothing.")
    told = []
    if fresh:
        told.append(
            ngettext(
                "{n} record is newer than it and would be lost.",
                "{n} records are newer than it and would be lost.",
                fresh,
            ).format(n=fresh)
        )
    if older:
        told.append(
            ngettext(
                "{n} record would go back to an earlier form.", "{n} records would go back to an earlier form.", older
            ).format(n=older)
        )
    return " ".join(told) or _("Its records are those of the diary; only settings or histories differ.")


def where_good(folder: Path) -> str:
    """What and where the last good copy is."""
    good = last_good(folder)
    if good is None:
        return _("There is no good backup in Homing's own folder. If you keep one elsewhere: homing restore FILE")
    told = _("The last good backup is of {when}; to put it in place: homing restore {name}")
    return told.format(when=when(good), name=plain(good.path.name))
