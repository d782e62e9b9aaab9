"""A ``homing`` that has done its imports already: it forks, so that each command is still a process of its own.

Most of what a command costs is reading libraries, and one guess at the passphrase is slow on purpose. Here both are
spared: a server imports Homing once and forks for each command, and a new passphrase gets the cheapest cost. The fork
takes over the arguments, folder, variables and open files of the shell's command. That a command also works from its
very start, at its real cost, is what the cold sessions show.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SERVER = Path(__file__).parent / "warm_server.py"
LONGEST = 120
"""Seconds that the imports may take on a very busy machine."""

# Isolated and without site: it has nothing to import but what hands its files over.
CLIENT = """#!{python} -IS
import array, json, os, socket, sys
server = socket.socket(socket.AF_UNIX)
server.connect({address!r})
told = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
server.sendmsg([b"%8d" % len(told)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
server.sendall(told)
os._exit(int(server.recv(3) or b"70"))
"""


@contextmanager
def warm_homing(folder: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """A folder to put first in ``PATH``, in which ``homing`` is a warm one, for as long as the block lasts."""
    address = folder / "s"
    server = subprocess.Popen(
        [sys.executable, str(SERVER), str(address)],
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        homing = folder / "homing"
        homing.write_text(CLIENT.format(python=sys.executable, address=str(address)))
        homing.chmod(0o700)
        yield folder
    finally:
        server.kill()
        server.communicate(timeout=LONGEST)
