"""``homing serve``: the pages, on this machine alone, until Ctrl-C."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType

from homing.cli import parsing
from homing.cli.codes import Code, Stop
from homing.cli.passphrases import VARIABLE
from homing.cli.surroundings import ambient, home
from homing.cli.telling import say
from homing.web import Keeper, create_app
from homing.web.server import server
from homing.words import gettext as _

PORT = 8460
NEXT_PORTS = 10

_TAKEN = (errno.EADDRINUSE, errno.EACCES)
ADDRESSES = {"127.0.0.1": ("127.0.0.1",), "::1": ("::1",), "localhost": ("127.0.0.1", "::1")}


def serve(host: str, port: str, *, browser: bool) -> Code:
    """Serve until the process is told to stop; the vault is closed whatever happens."""
    os.environ.pop(VARIABLE, None)  # the pages ask for it; the browser we start need not inherit it
    wanted = parsing.whole("--port", port, 0, 65_535) if port else None
    keeper = Keeper(home(), ambient())
    with ExitStack() as held:
        listening = listen(host, wanted, held)
        held.callback(keeper.lock)
        held.enter_context(suppress(KeyboardInterrupt))
        held.enter_context(stopped_by_signals())
        address = f"http://{f'[{host}]' if ':' in host else host}:{listening[0].getsockname()[1]}/"
        say(_("Homing is open at {address}").format(address=address))
        say(_("Only this machine can reach it. Ctrl-C stops it and locks the diary."))
        sys.stdout.flush()
        if browser:
            open_browser(address)
        server(create_app(keeper)).run(sockets=listening)
    say(_("Homing is closed, and the diary is locked."))
    return Code.FINE


def listen(host: str, port: int | None, held: ExitStack) -> list[socket.socket]:
    """Sockets that listen on this machine alone, given back by ``held``; without a port, the first free one from 8460.

    Raises :class:`Stop` for a host that others could reach, and for a port that is taken.
    """
    if host not in ADDRESSES:
        raise Stop(
            Code.USAGE,
            _(
                "Homing listens on 127.0.0.1, ::1 or localhost only: anything else would send the diary through the "
                "network unencrypted. For your phone at home, use homing phone."
            ),
        )
    return first_free(ADDRESSES[host], port, held)


def first_free(addresses: tuple[str, ...], port: int | None, held: ExitStack) -> list[socket.socket]:
    """Sockets that listen at these addresses; without a port, on the first free one from 8460.

    Raises :class:`Stop` for a port that is taken or not for us, and for an address that this machine has not.
    """
    tries = range(PORT, PORT + NEXT_PORTS) if port is None else (port,)
    for number in tries:
        with ExitStack() as taken:
            try:
                sockets = _bound(addresses, number, taken)
            except PermissionError:
                raise Stop(Code.USAGE, _("This port is for the system alone; choose one from 1024 on.")) from None
            except OSError as error:
                if error.errno == errno.EADDRNOTAVAIL:
                    raise Stop(Code.USAGE, _("This machine does not have this address now.")) from None
                continue
            held.push(taken.pop_all())
            return sockets
    if port is None:
        sentence = _("The ports from {first} to {last} are all taken; name another with --port, or let 0 choose.")
        raise Stop(Code.BUSY, sentence.format(first=tries[0], last=tries[-1]))
    raise Stop(
        Code.BUSY, _("Port {port} is taken by another program; choose another, or let 0 choose.").format(port=port)
    )


def _bound(addresses: tuple[str, ...], port: int, held: ExitStack) -> list[socket.socket]:
    """One socket for each address, all on one port. An address family that the machine lacks is left out."""
    sockets: list[socket.socket] = []
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            # Named TCP, so that asyncio sends at once: otherwise each answer waits some 40 ms for the one before it.
            one = held.enter_context(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind((address, port))
        except OSError as error:
            if sockets and error.errno not in _TAKEN:
                continue
            raise
        one.listen(128)
        port = one.getsockname()[1]
        sockets.append(one)
    return sockets


def open_browser(address: str) -> None:
    """Open the address without waiting. Where only a text browser could, it would take this terminal: leave it."""
    has_screen = sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")
    )
    if has_screen:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True, name="homing-browser").start()


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Let a closed terminal and a plain ``kill`` end as Ctrl-C does."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    def hang_up(_number: int, _frame: FrameType | None) -> None:
        signal.raise_signal(signal.SIGTERM)

    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, stop)}
    if hasattr(signal, "SIGHUP"):
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, hang_up)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
