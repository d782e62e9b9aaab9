"""The one place where a command takes time, place, chance and the environment from the machine."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from tzlocal import get_localzone_name

from homing.cli.codes import Code, Stop
from homing.cli.passphrases import VARIABLE, passphrase
from homing.cli.telling import note
from homing.companion import Ambient, Desk
from homing.record import zone_named
from homing.vault import KeyringMissing, Vault, VaultError, VaultMissing, Way, WrongKeyring, home_folder
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
def own_desk(
    passphrase_file: Path | None, here: Ambient | None = None, *, words: Way | str | None = None, backing: bool = True
) -> Iterator[Desk]:
    """The desk of the vault in :func:`home`, closed afterwards whatever happens.

    ``words`` is the passphrase, or another way in, if it is known already. With ``backing``, a backup that is due is
    made at the end.
    """
    folder = home()
    if not Vault.exists(folder) and not any((folder / part).exists() for part in ("vault.db", "vault.key")):
        raise VaultMissing
    vault = _opened(folder, passphrase_file) if words is None else Vault.open(folder, words)
    try:
        desk = Desk(vault, here or ambient())
        yield desk
        if backing:
            _back_up(desk)
    finally:
        vault.close()


def _opened(folder: Path, passphrase_file: Path | None) -> Vault:
    """Open by the system's keyring if that was added and no passphrase was given; else by the passphrase."""
    from homing.companion import keys

    if passphrase_file is None and not os.environ.get(VARIABLE) and keys.offered(folder).keyring:
        with suppress(KeyringMissing, WrongKeyring):
            return Vault.open(folder, keys.of_this_computer(folder))
    return Vault.open(folder, passphrase(passphrase_file))


def _back_up(desk: Desk) -> None:
    """Make a backup if one is due; say it if that fails, since what was asked for is done all the same."""
    from homing.companion.backups import keep_up

    trouble = keep_up(desk)
    if trouble is not None:
        note(_("What you did is kept. Of the backups, though: {sentence}").format(sentence=_(str(trouble))))


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
