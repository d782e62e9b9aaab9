"""``homing sync``."""

from __future__ import annotations

from pathlib import Path

from homing.cli.asking import ask_first
from homing.cli.codes import Code, Stop
from homing.cli.surroundings import own_desk
from homing.cli.telling import note, plain, say
from homing.companion import devices as use
from homing.companion.desk import Desk
from homing.companion.devices import Synced
from homing.vault.snapshots import NoFolder
from homing.words import devices as words
from homing.words import gettext as _

MOST_NAMED = 10


def sync(folder: Path | None, passphrase_file: Path | None, *, remember: bool, forget: bool, yes: bool) -> Code:
    """A round: take in, then leave a snapshot."""
    if forget and (folder is not None or remember):
        raise Stop(Code.USAGE, _("--forget stands alone: it makes Homing forget which folder was remembered."))
    with own_desk(passphrase_file) as desk:
        if forget:
            use.forget_folder(desk)
            say(_("The folder is forgotten. What lies in it stays there; delete it yourself if nobody is to find it."))
            return Code.FINE
        _round(desk, folder, remember=remember, yes=yes)
    return Code.FINE


def _round(desk: Desk, folder: Path | None, *, remember: bool, yes: bool) -> None:
    known = use.remembered(desk)
    # A relative path would mean another folder next time.
    path = known if folder is None else folder.absolute()
    if path is None:
        raise Stop(Code.USAGE, _("No folder is remembered here; name it: homing sync FOLDER"))
    try:
        use.look_at(desk, path)
        if path != known:
            ask_first(words.could_anyone(), _("Nothing was changed."), yes=yes)
        synced = use.sync(desk, path)
    except NoFolder as error:
        raise Stop(Code.USAGE, _(str(error))) from None
    if remember:
        use.remember(desk, path)
    _tell(synced)


def _tell(synced: Synced) -> None:
    for sentence in words.what_came(synced):
        say(sentence)
    for one in synced.skipped[:MOST_NAMED]:
        told = _("Left as it is: {name} ({reason})")
        note(told.format(name=plain(one.name), reason=words.why_skipped(one)))
    if len(synced.skipped) > MOST_NAMED:
        note(_("Left as they are, too: {n} more").format(n=len(synced.skipped) - MOST_NAMED))
