"""The process behind :mod:`tests.transcript.warm`: import Homing, then fork for each command that comes."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import sys
from importlib import import_module
from io import BufferedReader, BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path

from homing.cli import app, keys, main, vaults
from homing.vault import Cost

LATER = ("homing.logs", "typer._adapters", "typer._click.decorators", "tzdata.zoneinfo", "encodings.ascii")
CHEAP = Cost(memory=64, iterations=1, lanes=1)


def imported() -> None:
    """Every module of the command line, what they need, and what is imported only while a command runs."""
    for path in sorted(Path(str(app.__file__)).parent.glob("*.py")):
        import_module(f"homing.cli.{path.stem}" if path.stem != "__init__" else "homing.cli")
    for name in LATER:
        import_module(name)
    for module in (vaults, keys):
        module.__dict__["calibrate"] = lambda _clock: CHEAP


def serve(ear: socket.socket) -> None:
    """Fork for each command; returns in a process that has become one, with its files, folder and variables."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait for commands
    while True:
        line, _ = ear.accept()
        if not os.fork():
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            if become(line):
                ear.close()
                return
            os._exit(0)
        line.close()


def become(line: socket.socket) -> bool:
    """Whether this process is the command now; the other one has waited for it and told how it ended."""
    length, files, _, _ = socket.recv_fds(line, 8, 3)
    told = b""
    while len(told) < int(length):
        told += line.recv(int(length) - len(told))
    child = os.fork()
    if child:
        for file in files:
            os.close(file)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        line.sendall(str(code if code >= 0 else 128 - code).encode())
        return False
    line.close()
    arguments, folder, variables = json.loads(told)
    for to, file in enumerate(files):
        os.dup2(file, to)
        os.close(file)
    sys.stdin = TextIOWrapper(BufferedReader(FileIO(0, closefd=False)), "utf-8", "surrogateescape")
    sys.stdout = TextIOWrapper(BufferedWriter(FileIO(1, "w", closefd=False)), "utf-8", "surrogateescape")
    sys.stderr = TextIOWrapper(
        BufferedWriter(FileIO(2, "w", closefd=False)), "utf-8", "backslashreplace", line_buffering=True
    )
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    sys.argv[1:] = arguments
    return True


if __name__ == "__main__":
    imported()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(sys.argv[1])
        listening.listen()
        os.write(1, b"ready\n")
        serve(listening)
    ended = main()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(ended)  # taking all that was imported apart again would cost more than the command
