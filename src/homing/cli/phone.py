"""``homing phone``: the pages for a phone in the home network, by TLS alone."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path

import segno

from homing.cli import parsing, serving
from homing.cli.asking import ask_first
from homing.cli.codes import Code, Stop
from homing.cli.interfaces import at_home
from homing.cli.passphrases import VARIABLE
from homing.cli.surroundings import ambient, home
from homing.cli.telling import say
from homing.companion import Ambient
from homing.vault import Vault, VaultMissing
from homing.web import Keeper, create_app, tls
from homing.web.phone import Phone
from homing.web.server import server
from homing.words import gettext as _
from homing.words import ngettext

LOOK_AT_THE_CERTIFICATE = 3600.0
"""Seconds between two looks whether the certificate should be renewed."""


def phone(what: str, host: str, port: str, *, yes: bool) -> Code:
    """Serve, or forget."""
    if what == "forget":
        return forget()
    if what:
        raise Stop(Code.USAGE, _("After homing phone comes nothing, or: forget."))
    os.environ.pop(VARIABLE, None)
    wanted = parsing.whole("--port", port, 0, 65_535) if port else None
    folder, here = home(), ambient()
    if not Vault.exists(folder):
        raise VaultMissing
    address = _address(host)
    ask_first(_who_could(address), _("Nothing was opened."), yes=yes)
    return open_door(folder, here, address, wanted)


def forget() -> Code:
    """Delete every authority."""
    count = tls.forget(home())
    if not count:
        say(_("There is no certificate for phones here."))
        return Code.FINE
    told = ngettext(
        "{n} certificate for phones is deleted, with its key.",
        "{n} certificates for phones are deleted, with their keys.",
        count,
    )
    say(told.format(n=count))
    say(_("A phone still lists what it trusted; remove it in its settings, under the name that begins with: At home"))
    return Code.FINE


def open_door(folder: Path, here: Ambient, address: tls.Address, port: int | None) -> Code:
    """Serve one address until the process is told to stop; the vault is closed whatever happens."""
    keeper = Keeper(folder, here)
    with ExitStack() as held:
        listening = serving.first_free((str(address),), port, held)
        authority, is_new = _authority(folder, here, address)
        held.callback(keeper.lock)
        held.enter_context(suppress(KeyboardInterrupt))
        held.enter_context(serving.stopped_by_signals())
        host = f"[{address}]" if address.version == 6 else str(address)
        _tell(authority, f"https://{host}:{listening[0].getsockname()[1]}/", is_new=is_new)
        fresh = tls.Fresh(authority, here.now, here.urandom)
        held.enter_context(_renewing(fresh.renew))
        app = create_app(keeper, Phone(str(address), authority.name, authority.der))
        server(app, fresh.context).run(sockets=listening)
    say(_("Homing is closed, and the diary is locked."))
    return Code.FINE


def _address(host: str) -> tls.Address:
    """The address to serve: the one that was told, or the only one of a home network that this machine has."""
    if not host:
        return _only_one()
    try:
        address = ip_address(host)
    except ValueError:
        raise Stop(Code.USAGE, _("--host: this is a number such as 192.168.1.7, not a name.")) from None
    if not tls.is_at_home(address):
        raise Stop(
            Code.USAGE,
            _(
                "--host: this is not an address of a home network (10…, 172.16… to 172.31…, 192.168…, 169.254… or "
                "fd…), so people far away might reach it, or no phone could. Homing does not listen there."
            ),
        )
    return address


def _only_one() -> tls.Address:
    found = [one for one in at_home() if tls.is_at_home(one)]
    if not found:
        raise Stop(
            Code.USAGE,
            _(
                "This machine has no address in a home network now. Connect it, and try again; or name the address "
                "with --host."
            ),
        )
    if len(found) > 1:
        told = _("This machine has several addresses: {addresses}. Name that of the phone's network with --host.")
        raise Stop(Code.USAGE, told.format(addresses=", ".join(str(one) for one in found)))
    return found[0]


def _authority(folder: Path, here: Ambient, address: tls.Address) -> tuple[tls.Authority, bool]:
    try:
        return tls.kept(folder, address, here.now(), here.urandom)
    except tls.AuthorityDamaged:
        raise Stop(
            Code.DAMAGED,
            _(
                "The file of the certificate for phones is damaged; the diary is not touched by that. homing phone "
                "forget removes it, and the phone then learns a new one."
            ),
        ) from None


def _who_could(address: tls.Address) -> str:
    """What others in the network would see of it."""
    return _(
        "Could anyone else open this? While it runs, every device in your home network can come to the locked page "
        "at {address}, and sees that it is there. Whoever knows a way in can open the diary from there. The "
        "settings of the phone will list a certificate called: At home {address}"
    ).format(address=address)


def _tell(authority: tls.Authority, address: str, *, is_new: bool) -> None:
    first = f"{address}phone"
    if picture := _picture(first if is_new else address):
        say(picture)
    say(_("Homing is open for your phone at {address}").format(address=address))
    say(_("Ctrl-C stops it and locks the diary."))
    say()
    say(_("A phone that comes for the first time begins at {address}").format(address=first))
    say(
        _("It will warn of the certificate: go on to that page, follow it, and type no passphrase before that is done.")
    )
    say()
    say(_("The certificate is called: {name}").format(name=authority.name))
    say(
        _("It holds for this address alone, until {day}. Its SHA-256, to be compared on the phone:").format(
            day=authority.ends.date().isoformat()
        )
    )
    for line in _in_lines(authority.fingerprint):
        say(f"  {line}")
    sys.stdout.flush()


def _in_lines(fingerprint: str) -> Iterator[str]:
    """Eight pairs a line: the eye loses its place in more."""
    pairs = fingerprint.split(":")
    for start in range(0, len(pairs), 8):
        yield " ".join(pairs[start : start + 8])


def _picture(address: str) -> str:
    """The address as a QR code; empty where the terminal could not draw it, or nobody looks at one."""
    if not sys.stdout.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        return ""
    drawn = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out=drawn, compact=True)
    try:
        drawn.getvalue().encode(sys.stdout.encoding)
    except UnicodeEncodeError:
        return ""
    return drawn.getvalue()


@contextmanager
def _renewing(renew: Callable[[], object], every: float = LOOK_AT_THE_CERTIFICATE) -> Iterator[None]:
    """Look after the certificate beside the server. A renewal that fails is tried again at the next look."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(every):
            with suppress(Exception):
                renew()

    thread = threading.Thread(target=look, name="homing-certificate", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(every)
