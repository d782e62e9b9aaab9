"""A process that dies at every step of a piece of work, and a machine that loses its power there.

The steps are the calls that change names or see something on the disk. A loss of power takes more than a kill does:
names that were changed since their folder was last synced go back, and files that were never synced are empty.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.unit.vault.support import PASSPHRASE, child

_CHILD = """
import os, shutil, sys
from datetime import UTC, datetime
from pathlib import Path
from homing.vault import Vault, kept, restore

template, work, power, words = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "power", sys.argv[4]
now = datetime(2026, 3, 5, 12, tzinfo=UTC)
real = {name: getattr(os, name) for name in ("open", "close", "fsync", "rename", "replace", "unlink", "link", "mkdir")}
undo, unsynced, names = [], {}, {}
left, trash = 0, None

def keep(path):
    global left
    spare = str(trash / str(len(list(trash.iterdir()))))
    if os.path.lexists(path):
        real["link"](path, spare)
    return spare

def put_back(path, spare):
    if os.path.lexists(path):
        real["unlink"](path)
    if os.path.lexists(spare):
        real["link"](spare, path)

def step():
    global left
    left -= 1
    if left == 0:
        if power:
            for back in reversed(undo):
                back()
            for path in unsynced.values():
                if os.path.isfile(path):
                    os.truncate(path, 0)
        os._exit(9)

def is_ours(path):
    return str(home) in os.path.abspath(path)

def opening(path, flags, mode=0o777, *, dir_fd=None):
    if dir_fd is None and is_ours(path):
        step()
    handle = real["open"](path, flags, mode, dir_fd=dir_fd)
    if dir_fd is None and is_ours(path):
        names[handle] = os.path.abspath(path)
        if flags & os.O_EXCL:
            unsynced[os.stat(path).st_ino] = names[handle]
    return handle

def closing(handle):
    names.pop(handle, None)
    real["close"](handle)

def syncing(handle):
    step()
    real["fsync"](handle)
    unsynced.pop(os.fstat(handle).st_ino, None)
    if os.path.isdir(names.get(handle, "")):
        undo.clear()

def naming(which):
    def change(one, other, **more):
        if not is_ours(other):
            return real[which](one, other, **more)
        step()
        here, there = keep(one), keep(other)
        real[which](one, other, **more)
        for number, path in list(unsynced.items()):
            if path == os.path.abspath(one):
                unsynced[number] = os.path.abspath(other)
        undo.append(lambda: (put_back(one, here), put_back(other, there)))
    return change

def unlinking(path, **more):
    if more or not is_ours(path):
        return real["unlink"](path, **more)
    step()
    here = keep(path)
    real["unlink"](path)
    undo.append(lambda: put_back(path, here))

def do():
    if work == "restore":
        restore(template / "kept.homing", home)
        return
    vault = Vault.open(home, words)
    if work == "keep up":
        kept.keep_up(vault, now)
    else:
        vault.write(lambda rows: rows.forget([row.id for row in rows.moments() if "canary" in (row.note or "")]))
    vault.close()

number, status = 0, 9
while status:
    number += 1
    home = Path(sys.argv[5]) / str(number)
    shutil.copytree(template / "vault", home)
    trash = Path(sys.argv[5]) / f"{number}-trash"
    trash.mkdir()
    forked = os.fork()
    if not forked:
        left = number
        os.open, os.close, os.fsync, os.unlink = opening, closing, syncing, unlinking
        os.rename, os.replace, os.link = naming("rename"), naming("replace"), naming("link")
        do()
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1])
    shutil.rmtree(trash)
    print(status, flush=True)
"""


def died_everywhere(template: Path, work: str, *, power: bool) -> Iterator[Path]:
    """Do the work once for each of its steps, each time in a copy of ``template / "vault"``, and die at that step.

    The folders as they were left; in the last one the work came to its end.
    """
    places = template / f"{work} {power}".replace(" ", "-")
    places.mkdir()
    out, err = child(_CHILD, str(template), work, "power" if power else "kill", PASSPHRASE, str(places)).communicate(
        timeout=300
    )
    statuses = [int(line) for line in out.split()]
    assert statuses == [9] * (len(statuses) - 1) + [0], err
    assert len(statuses) > 10
    for number in range(1, len(statuses) + 1):
        yield places / str(number)
        shutil.rmtree(places / str(number))
