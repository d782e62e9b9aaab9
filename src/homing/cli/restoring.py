"""``homing restore``."""

from __future__ import annotations

from pathlib import Path

from homing.cli.backing import when
from homing.cli.codes import Code, Stop
from homing.cli.surroundings import home
from homing.cli.telling import plain, say
from homing.vault import Backup
from homing.vault import restore as put_in_place
from homing.vault.home import BACKUPS
from homing.words import gettext as _


def restore(file: Path) -> Code:
    """Put it in place."""
    folder = home()
    found = _found(file, folder)
    restored = put_in_place(found, folder)
    backup = Backup(found, restored.label.number, found.stat().st_size, restored.label)
    say(_("The diary is as it was on {when}, in {folder}").format(when=when(backup), folder=plain(str(folder))))
    if restored.aside is not None:
        told = _(
            "What was there before is kept beside it: the files whose names end in {ending}. What you forget for good "
            "later stays in them; delete them yourself when you are sure."
        )
        say(told.format(ending=f".aside-{restored.aside}"))
    say(
        _(
            "The file was whole, which needs no passphrase. What opens it is what opened the diary when the backup was "
            "made; homing check opens it and looks at what is inside."
        )
    )
    say(_("Windows stand as they stood when it was made; those whose time is over are closed."))
    return Code.FINE


def _found(file: Path, folder: Path) -> Path:
    """The file, or the backup of this name in Homing's own folder."""
    for path in (file, folder / BACKUPS / file.name) if file.name == str(file) else (file,):
        if path.is_file():
            return path
    raise Stop(Code.USAGE, _("There is no such file. homing backups lists those in Homing's own folder."))
