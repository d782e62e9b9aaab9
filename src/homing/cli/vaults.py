"""``homing init``."""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter

from homing.cli.codes import Code
from homing.cli.passphrases import passphrase
from homing.cli.surroundings import ambient, home
from homing.cli.telling import plain, say
from homing.vault import Vault, VaultExists, calibrate
from homing.words import gettext as _


def init(passphrase_file: Path | None) -> Code:
    """Make a vault. Whether one is there already is looked at before anyone chooses a passphrase."""
    folder = home()
    if Vault.exists(folder):
        raise VaultExists
    words = passphrase(passphrase_file, twice=True)
    day = ambient().lived_now().day
    Vault.create(folder, words, urandom=os.urandom, cost=calibrate(perf_counter), day=day).close()
    say(_("Your diary is ready and encrypted, in {folder}").format(folder=plain(str(folder))))
    say(_("Keep the passphrase where only you can find it: if it is lost, nobody can open the diary again."))
    say(_("Next: homing serve, or homing moment add --help"))
    return Code.FINE
