"""``homing backup`` and ``homing backups``."""

from __future__ import annotations

from pathlib import Path

from homing.cli.asking import ask_first
from homing.cli.codes import Code, Stop
from homing.cli.surroundings import home, local_zone, own_desk
from homing.cli.telling import plain, say
from homing.companion import backups as use
from homing.vault import Backup
from homing.vault.backups import listed
from homing.words import gettext as _
from homing.words import ngettext
from homing.words.backups import made_when, size_of, state_of


def backup(file: Path | None, passphrase_file: Path | None, *, yes: bool) -> Code:
    """Make one."""
    if file is not None:
        _look_at_place(file)
        _ask_about_place(yes=yes)
    with own_desk(passphrase_file) as desk:
        made = use.make(desk) if file is None else use.make_at(desk, file)
    say(_("The backup is {file} ({size}).").format(file=plain(str(made.path)), size=size_of(made)))
    say(_("It is encrypted, and it opens with what opens the diary now: a passphrase that is lost opens no backup."))
    if file is not None:
        say(_("What you forget for good later stays in this copy; delete it yourself then."))
    return Code.FINE


def backups() -> Code:
    """List them."""
    found = listed(home(), whole=True)
    for one in found:
        say(f"{plain(one.path.name)}  {when(one)}  {size_of(one):>9}  {state_of(one)}")
    if not found:
        say(_("There is no backup here yet. Make one with: homing backup"))
        return Code.FINE
    total = ngettext("{n} backup, in {folder}", "{n} backups, in {folder}", len(found))
    say(total.format(n=len(found), folder=plain(str(found[0].path.parent))))
    return Code.FINE


def when(backup: Backup) -> str:
    """When it was made, in this machine's zone."""
    return made_when(backup, local_zone()) or "?"


def _look_at_place(file: Path) -> None:
    place = file if file.is_dir() else file.parent
    if not place.is_dir():
        raise Stop(Code.USAGE, _("The folder for the backup is not there; make it first."))
    if place.resolve().is_relative_to(home().resolve()):
        raise Stop(Code.USAGE, _("For a backup in Homing's own folder leave the place out: homing backup"))
    if not file.is_dir() and (file.exists() or file.is_symlink()):
        raise Stop(Code.REFUSED, _("There is already a file of that name, and it was left alone; choose another name."))


def _ask_about_place(*, yes: bool) -> None:
    """A copy elsewhere is not guarded by this machine."""
    ask_first(
        _(
            "Could anyone else open this place, or see that the file is there? It is encrypted, but whoever knows what "
            "opens your diary can open it there, too, and it stays until you delete it."
        ),
        _("Nothing was made."),
        yes=yes,
        unasked=_("Nobody can be asked here; add --yes if you are sure of the place."),
        go_on=_("Make it there? (y/n) "),
    )
