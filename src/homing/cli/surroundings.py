"""The one place where a command takes time, place, chance and the environment from the machine."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tzlocal import get_localzone_name

from homing.cli.codes import Code, Stop
from homing.cli.passphrases import passphrase
from homing.cli.telling import note
from homing.companion import Ambient, Desk
from homing.record import zone_named
from homing.vault import Vault, VaultError, VaultMissing, home_folder
from homing.words import gettext as _


def ambient() -> Ambient:
    """This machine's clock, time zone and randomness."""
    return Ambient(now=lambda: datetime.now(UTC), zone=local_zone(), urandom=os.urandom)


def local_zone() -> str:
    """The time zone of this machine, by its IANA name; UTC, with a note, if the machine does not tell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return zone_named(get_localzone_name()).key
        except (ValueError, LookupError, OSError, TypeError):
            note(_("This machine does not tell its time zone, so UTC is taken; set TZ, for example to Europe/Vienna."))
            return "UTC"


def home() -> Path:
    """The folder of the vault."""
    try:
        return home_folder(os.environ)
    except VaultError as error:
        raise Stop(Code.USAGE, _(str(error))) from None


@contextmanager
def own_desk(passphrase_file: Path | None, here: Ambient | None = None) -> Iterator[Desk]:
    """The desk of the vault in :func:`home`, closed afterwards whatever happens."""
    folder = home()
    if not any((folder / part).exists() for part in ("vault.db", "vault.key")):
        raise VaultMissing
    vault = Vault.open(folder, passphrase(passphrase_file))
    try:
        yield Desk(vault, here or ambient())
    finally:
        vault.close()


@contextmanager
def sample_desk() -> Iterator[Desk]:
    """A desk with the sample diary, in memory alone."""
    from homing.companion import fill_with_sample

    vault = Vault.in_memory()
    try:
        desk = Desk(vault, ambient())
        fill_with_sample(desk)
        yield desk
    finally:
        vault.close()
