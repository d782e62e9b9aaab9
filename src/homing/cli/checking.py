"""``homing check`` and ``homing drill``."""

from __future__ import annotations

from pathlib import Path

from homing.cli.backing import when
from homing.cli.codes import Code, Stop
from homing.cli.passphrases import passphrase
from homing.cli.surroundings import home, local_zone, own_desk
from homing.cli.telling import plain, say
from homing.companion import backups as use
from homing.words import gettext as _
from homing.words import ngettext
from homing.words.backups import age_of, what_would_be_lost, where_good


def check(passphrase_file: Path | None) -> Code:
    """Look at everything."""
    with own_desk(passphrase_file, backing=False) as desk:
        checked = use.check(desk)
        late = use.behind(desk)
    for problem in checked.problems:
        say(_(problem))
    if checked.problems:
        raise Stop(
            Code.DAMAGED, _("The diary is damaged. Nothing was changed.") + " " + where_good(home(), local_zone())
        )
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
