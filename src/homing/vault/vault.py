"""The vault: one encrypted file, one write thread, many readers, one process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from homing.vault import home as place
from homing.vault.backups import Source
from homing.vault.database import BUSY_MS, engine_for, plain_faults, pragma, writer_of
from homing.vault.errors import NoKeys, VaultClosed, VaultError, VaultExists, WrongPassphrase
from homing.vault.kept import before_migrating, sweep, tend
from homing.vault.keys import DataKey, KeyHeader, KeySlot
from homing.vault.memory import Memory
from homing.vault.migrate import is_pending, migrate
from homing.vault.restoring import finish
from homing.vault.rows import Rows
from homing.vault.slots import Cost, Way
from homing.vault.slots.fields import KEY_BYTES
from homing.vault.writable import WritableRows

T = TypeVar("T")
AnyRows = TypeVar("AnyRows", bound=Rows)


class Vault:
    """An open vault. Made by :meth:`create`, :meth:`open` or :meth:`in_memory`; ended by :meth:`close`.

    Any thread may use it. Writes run one after another on one thread of their own, each in a transaction that is on
    the disk when :meth:`write` returns; reads run beside them, each in a snapshot of its own. After :meth:`close`
    everything raises :class:`VaultClosed`.
    """

    def __init__(self, path: Path | None, key: DataKey, header: KeyHeader | None, held: ExitStack) -> None:
        """Use the class methods instead; ``held`` is what closing gives back."""
        self._engine = engine_for(path, key)
        held.callback(self._engine.dispose)
        with plain_faults():
            self._writer = writer_of(self._engine)
            held.callback(self._writer.close)
            if path is not None and is_pending(self._writer):
                before_migrating(
                    Source(path.parent, self._engine, key, _bytes_of(header), lambda: True, _nothing), path
                )
            migrate(self._writer, fresh=path is None)
            pragma(self._writer, "journal_mode = WAL")
        self._memory = Memory()
        self._let_go: list[Callable[[], None]] = []
        self._key, self._path = key, path
        self._header = header
        self._keys = threading.Lock()
        self._backing = threading.RLock()
        self._copying: Any = None
        self.behind: dict[str, VaultError] = {}
        """Backups that still hold what was forgotten, by name, and why they could not be written anew."""
        self._turn: AbstractContextManager[object] = threading.Lock() if path is None else nullcontext()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="homing-vault-write")
        self._here = threading.local()
        self._door = threading.Condition()
        self._closing = threading.Lock()
        self._reading = 0
        self._is_open = True
        self._held = held.pop_all()

    @staticmethod
    def exists(home: Path) -> bool:
        """Whether a whole vault is in this folder."""
        return place.is_whole(home)

    @classmethod
    def create(
        cls,
        home: Path,
        passphrase: str,
        *,
        urandom: Callable[[int], bytes],
        cost: Cost | None = None,
        day: date | None = None,
    ) -> Vault:
        """Make a vault in this folder, and open it. A crash on the way leaves either none or a whole one.

        ``day`` is the day on which the passphrase is said to have been added.

        What is left of an earlier vault of which a half is missing is renamed, never deleted. Raises
        :class:`WeakPassphrase`, :class:`VaultExists`, :class:`VaultBusy`, :class:`VaultReadOnly`, :class:`VaultFull`.
        """
        header, key = KeyHeader.create(passphrase, urandom, cost or Cost(), day)
        with ExitStack() as held:
            held.callback(key.wipe)
            place.prepare(home)
            held.callback(place.lock(home).release)
            with place.files():
                finish(home)
            if place.is_whole(home):
                raise VaultExists
            with place.files():
                place.move_aside(home)
            _lay_down(home, key, header)
            return cls(home / place.DATABASE, key, header, held)

    @classmethod
    def open(cls, home: Path, way: Way | str) -> Vault:
        """Open the vault in this folder, by a passphrase (a text) or another way, running pending migrations first.

        Raises :class:`VaultMissing`, :class:`WrongPassphrase`, :class:`VaultDamaged`, :class:`VaultNewer`,
        :class:`VaultBusy`, :class:`VaultReadOnly`, :class:`VaultFull`.
        """
        place.require_whole(home)
        with ExitStack() as held:
            held.callback(place.lock(home).release)
            with place.files():
                finish(home)
                sweep(home)
                place.tighten(home)
            header = cls.header(home)
            key = header.unlock(way)
            held.callback(key.wipe)
            return cls(home / place.DATABASE, key, header, held)

    @staticmethod
    def header(home: Path) -> KeyHeader:
        """The key file of this folder, which anyone who has the folder can read; raises as :meth:`open` does."""
        place.require_whole(home)
        with place.files():
            raw = (home / place.KEY_FILE).read_bytes()
        return KeyHeader.parse(raw)

    @classmethod
    def in_memory(cls) -> Vault:
        """A vault of which nothing is on the disk, for the sample diary. Gone when closed."""
        with ExitStack() as held:
            return cls(None, DataKey(bytes(KEY_BYTES)), None, held)

    def __repr__(self) -> str:
        return f"<Vault {'open' if self._is_open else 'closed'}>"

    @property
    def is_open(self) -> bool:
        """Whether it can be used."""
        return self._is_open

    @property
    def home(self) -> Path | None:
        """Its folder; None if it is in memory alone."""
        return None if self._path is None else self._path.parent

    def accepts(self, way: Way | str) -> bool:
        """Whether this passphrase or other way would open the vault. One in memory accepts none."""
        with self._inside():
            if self._header is None:
                return False
            try:
                self._header.unlock(way).wipe()
            except WrongPassphrase:
                return False
            return True

    def key_slots(self) -> tuple[KeySlot, ...]:
        """The ways in, in order; none for a vault in memory."""
        with self._inside():
            return () if self._header is None else self._header.shown(self._key)

    def change_keys(self, change: Callable[[KeyHeader, DataKey], KeyHeader]) -> None:
        """Put the header that ``change`` makes in the place of the old one; the database is not touched.

        A crash leaves the old key file or the new one. Raises what ``change`` raises, :class:`NoKeys` in memory, and
        :class:`VaultReadOnly` or :class:`VaultFull` with the old keys in force.
        """
        with self._inside(), self._keys:
            if self._header is None or self._path is None:
                raise NoKeys
            header = change(self._header, self._key)
            with place.files():
                place.write_over(self._path.with_name(place.KEY_FILE), header.to_bytes())
                self._header = header
                place.settle(self._path.parent)
        self.tend_backups()

    def read(self, work: Callable[[Rows], T]) -> T:
        """What ``work`` makes of the vault as of one instant. Inside another piece of work, its rows are used."""
        rows: Rows | None = getattr(self._here, "rows", None)
        if rows is not None:
            return work(rows)
        with self._inside(), plain_faults(), self._turn, self._engine.connect() as connection:
            number = self._memory.number()
            with connection.begin():
                return self._run(work, Rows(connection, self._memory, number))

    def write(self, work: Callable[[WritableRows], T]) -> T:
        """What ``work`` returns, after its changes are on the disk; if it raises, none of them is kept.

        Raises ``RuntimeError`` inside another piece of work: the outer one should do the writing. The result must not
        need the rows.
        """
        self._refuse_inside()
        with self._door:
            if not self._is_open:
                raise VaultClosed
            job = self._thread.submit(self._transact, work)
        result, purged = job.result()
        if purged:
            for let_go in self._let_go:
                let_go()
            self.tend_backups()
        return result

    def when_forgotten(self, let_go: Callable[[], None]) -> None:
        """Call this after each write that forgot something, in the thread that asked for it."""
        self._let_go.append(let_go)

    def look(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` makes of the bare database as of one instant: for checks and comparisons."""
        with self._inside(), plain_faults(), self._turn, self._engine.connect() as connection, connection.begin():
            return work(connection)

    @contextmanager
    def source(self) -> Iterator[Source | None]:
        """This vault as something to back up, by one thread at a time; None if it is in memory alone.

        Closing interrupts what is done with it.
        """
        if self._path is None:
            yield None
            return
        with self._inside(), self._backing:

            def copying(raw: Any) -> None:
                self._copying = raw

            home, key_file = self._path.parent, _bytes_of(self._header)
            yield Source(home, self._engine, self._key, key_file, lambda: self._is_open, copying)

    def tend_backups(self) -> None:
        """After forgetting, and after a change of keys: let the backups follow. What fails is told by ``behind``."""
        with suppress(VaultError), self.source() as source:
            if source is not None:
                tend(self, source)

    def close(self) -> None:
        """Finish the writes that wait and the reads that run, then forget the key and let other processes in."""
        self._refuse_inside()
        with self._closing:
            with self._door:
                self._is_open = False
            self._memory.close()
            copying = self._copying
            if copying is not None:
                copying.interrupt()
            self._thread.shutdown(wait=True)
            with self._door:
                self._door.wait_for(lambda: self._reading == 0)
            self._held.close()

    def _transact(self, work: Callable[[WritableRows], T]) -> tuple[T, bool]:
        with self._turn:
            rows, changed = WritableRows(self._writer), None
            self._memory.begin()
            try:
                with plain_faults(), self._writer.begin():
                    result = self._run(work, rows)
                changed = None if rows.purged else rows.change  # what was forgotten leaves the memory, too
            finally:
                self._memory.end(changed)
            if rows.purged:
                _empty_journal(self._writer)
            return result, rows.purged

    def _run(self, work: Callable[[AnyRows], T], rows: AnyRows) -> T:
        self._here.rows = rows
        try:
            result = work(rows)
            if isinstance(rows, WritableRows):
                rows.settle()
            return result
        finally:
            self._here.rows = None
            rows.end()

    @contextmanager
    def _inside(self) -> Iterator[None]:
        with self._door:
            if not self._is_open:
                raise VaultClosed
            self._reading += 1
        try:
            yield
        finally:
            with self._door:
                self._reading -= 1
                self._door.notify_all()

    def _refuse_inside(self) -> None:
        if getattr(self._here, "rows", None) is not None:
            raise RuntimeError("this would wait for itself; do it after the piece of work that is running")


def _bytes_of(header: KeyHeader | None) -> bytes:
    return b"" if header is None else header.to_bytes()


def _nothing(_: object) -> None:
    """Nobody waits for this copy."""


def _lay_down(home: Path, key: DataKey, header: KeyHeader) -> None:
    """Write both files under other names, see them on the disk, and give them their names last."""
    database, key_file = home / place.DATABASE, home / place.KEY_FILE
    new_database, new_key_file = home / (place.DATABASE + place.NEW), home / (place.KEY_FILE + place.NEW)
    try:
        with place.files():
            place.write_new(new_database, b"")
            _fill(new_database, key)
            place.settle(new_database)
            place.write_new(new_key_file, header.to_bytes())
            place.settle(home)
            new_database.rename(database)
            new_key_file.rename(key_file)
            place.settle(home)
    except Exception:
        with suppress(OSError):
            place.discard_new(home)
        raise


def _fill(path: Path, key: DataKey) -> None:
    engine = engine_for(path, key)
    try:
        with plain_faults(), writer_of(engine) as writer:
            migrate(writer, fresh=True)
    finally:
        engine.dispose()


def _empty_journal(writer: Connection) -> None:
    """Bring the journal into the file and cut it off, so that what was forgotten is in neither.

    If a reader still needs the journal, or the disk is full, it happens later (at the latest on closing): the
    change itself is already safe.
    """
    pragma(writer, "busy_timeout = 0")
    with suppress(VaultError), plain_faults():
        pragma(writer, "wal_checkpoint(TRUNCATE)")
    pragma(writer, f"busy_timeout = {BUSY_MS}")
