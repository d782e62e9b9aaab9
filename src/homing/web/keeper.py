"""The one vault of this process and who has its key: unlocked, locked when idle, or a sample that lives in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from time import perf_counter

from homing.companion import Ambient, Desk, backups, fill_with_sample, keys, pause, pauses, plain, windows
from homing.companion.plain import Plain
from homing.record import Ended, LivedTime
from homing.vault import (
    Cost,
    RecoveryCode,
    Vault,
    VaultDamaged,
    VaultError,
    VaultExists,
    Way,
    WrongPassphrase,
    calibrate,
)
from homing.vault.home import require_whole
from homing.vault.slots import HUMAN
from homing.web.challenges import Challenges
from homing.web.knocks import Knocks
from homing.words import gettext as _
from homing.words.backups import where_good

IDLE = timedelta(minutes=10)
QUIET = timedelta(minutes=1)
"""After so long without a touch the automatic backup does not get into anyone's way."""


@dataclass(slots=True)
class Session:
    """One browser that has shown the passphrase (or is looking at the sample). Ends when the vault is locked."""

    token: str = field(repr=False)
    names_shown: bool = False
    proved_at: datetime | None = None
    """When passphrase or recovery code was shown for a change of the keys that has not been made yet."""
    code: RecoveryCode | None = field(default=None, repr=False)
    """A recovery code that was shown and opens nothing until one group of it is typed back."""
    group: int = 0


class Keeper:
    """Holds at most one open desk. Every browser shows the passphrase for itself; locking ends all sessions."""

    def __init__(self, home: Path, ambient: Ambient, *, idle: timedelta = IDLE, cost: Cost | None = None) -> None:
        self.home = home
        self.ambient = ambient
        self.idle = idle
        self._cost = cost
        self.challenges = Challenges(ambient)
        self._knocks = Knocks(ambient.now)
        self._lock = RLock()
        self._desk: Desk | None = None
        self._sessions: dict[str, Session] = {}
        self._seen: datetime = ambient.now()
        self.is_sample = False
        self.plain: Plain = plain.read(home)
        self.backup_trouble = ""
        """What stood against the last automatic backup, as a sentence; empty if nothing did."""
        self._outside: pauses.Outside | None = None
        self._leaving: Desk | None = None
        self._backed: datetime | None = None

    @property
    def has_vault(self) -> bool:
        """Whether there is a vault to unlock."""
        return Vault.exists(self.home)

    @property
    def lost_half(self) -> str:
        """What to do if one of the vault's two files is there without the other; empty otherwise."""
        try:
            require_whole(self.home)
        except VaultDamaged as error:
            return self.told(error)
        except VaultError:
            pass
        return ""

    def told(self, error: Exception) -> str:
        """The error's sentence; after damage also what and where the last good copy is."""
        if isinstance(error, VaultDamaged):
            return f"{_(str(error))} {where_good(self.home, self.ambient.zone)}"
        return _(str(error))

    def enter(self, token: str | None) -> tuple[Desk, Session] | None:
        """The desk, for a browser that may see it; None if it is locked or the browser has not shown the key."""
        with self._lock:
            self.lock_if_idle()
            session = self._sessions.get(token or "")
            if self._desk is None or session is None:
                return None
            self._seen = self.ambient.now()
            return self._desk, session

    def create(self, passphrase: str) -> Session:
        """Make the vault and open it."""
        with self._lock:
            if self.has_vault:
                raise VaultExists
            self._close()
            vault = Vault.create(
                self.home, passphrase, urandom=self.ambient.urandom, cost=self.cost(), day=self.ambient.lived_now().day
            )
            return self._open(Desk(vault, self.ambient), is_sample=False)

    def cost(self) -> Cost:
        """What a guess at a new passphrase is to cost: about half a second here, unless it was told."""
        return self._cost or calibrate(perf_counter)

    def unlock(self, way: Way | str) -> Session:
        """Open the vault by a passphrase (a text) or another way, or join it if another browser has it open.

        Raises :class:`TooSoon` after several wrong tries, without having tried.
        """
        with self._lock, self._guess(of_a_person=isinstance(way, str) or way.kind in HUMAN):
            if self._desk is not None and not self.is_sample:
                if not self._desk.vault.accepts(way):
                    raise WrongPassphrase if isinstance(way, str) else way.wrong
                return self._new_session()
            self._let_go()
            vault = Vault.open(self.home, way)
            self._close()
            return self._open(Desk(vault, self.ambient), is_sample=False)

    def proves(self, desk: Desk, told: str) -> bool:
        """Whether this passphrase or recovery code opens the open vault. It is a knock like any other."""
        with self._lock, suppress(WrongPassphrase), self._guess(of_a_person=True):
            if not keys.proves(desk, told):
                raise WrongPassphrase
            return True
        return False

    @contextmanager
    def _guess(self, *, of_a_person: bool) -> Iterator[None]:
        """Count a wrong passphrase or recovery code, and forget the count after a right one.

        What a keyring or a passkey holds cannot be guessed: it waits for nobody, and lifts no wait.
        """
        if not of_a_person:
            yield
            return
        self._knocks.may_try()
        try:
            yield
        except WrongPassphrase:
            self._knocks.wrong()
            raise
        self._knocks.right()

    def end_others(self, session: Session) -> None:
        """Send every other browser to the door."""
        with self._lock:
            self._sessions = {token: one for token, one in self._sessions.items() if one is session}

    def look_around(self) -> Session:
        """Open the sample diary: invented people, in memory only. A vault that was open is locked first."""
        with self._lock:
            self._close()
            desk = Desk(Vault.in_memory(), self.ambient)
            fill_with_sample(desk)
            return self._open(desk, is_sample=True)

    def lock(self, *, at_once: bool = False) -> None:
        """Close what is open and end every session. What was confirmed stays; a sample is gone.

        Nobody sees the desk any more while a backup that is due is made; with ``at_once`` none is.
        """
        with self._lock:
            desk = self._detach()
        try:
            if desk is not None and not at_once:
                self._back_up(desk)
        finally:
            with self._lock:
                self._let_go()

    def back_up_if_quiet(self) -> None:
        """Make the backup of the day, if it is due, once nobody has asked for anything for a minute."""
        with self._lock:
            desk, seen = self._desk, self._seen
            if desk is None or self._backed == seen or self.ambient.now() - seen < QUIET:
                return
            self._backed = seen
        self._back_up(desk)

    def _back_up(self, desk: Desk) -> None:
        trouble = backups.keep_up(desk)
        self.backup_trouble = "" if trouble is None else self.told(trouble)

    def lock_if_idle(self) -> None:
        """Lock if nobody has asked for anything for a while. A clock set back counts as now."""
        with self._lock:
            now = self.ambient.now()
            self._seen = min(self._seen, now)
            if self._desk is not None and now - self._seen >= self.idle:
                self._close()

    def close_windows(self) -> None:
        """Write down as closed whatever has expired, so that a clock set back later opens nothing.

        Where that cannot be written, pages still tell it as closed: they ask the clock.
        """
        with self._lock:
            desk = self._desk
        if desk is not None:
            with suppress(VaultError):
                windows.close_expired(desk)

    def pause_ended_outside(self, how: Ended | None) -> None:
        """Remember, until it is unlocked, how a pause was ended by a browser that may see no record; None: got away.

        It is remembered in memory alone. What was told first holds: whatever came after was another pause.
        """
        with self._lock:
            if self.plain.back is not None and self._outside is None:
                self._outside = pauses.Outside(how, self.ambient.lived_now())

    def catch_up(self) -> None:
        """Bring the open diary's pauses to what was told of them before unlocking.

        A return instant of days ago is gone afterwards. What cannot be written down is tried another time.
        """
        with self._lock, suppress(VaultError):
            desk = self._desk
            if desk is None or self.is_sample:
                return
            pauses.catch_up(desk, self.plain.back, self._outside)
            self._outside = None
            back = self.plain.back
            if back is not None and self.ambient.now() > back + pauses.ASKED_FOR:
                pauses.let_go(desk)
                self.say_plainly(replace(self.plain, back=None))

    @property
    def coming_back(self) -> LivedTime | None:
        """When the pause that goes on now ends, as told here."""
        back = pause.running(self.ambient.now(), self.plain.back)
        return None if back is None else LivedTime.at(back, self.ambient.zone)

    def say_plainly(self, told: Plain) -> bool:
        """Set what is readable before unlocking; whether it could be written down. If not, it holds until the end."""
        with self._lock:
            self.plain = told
            try:
                plain.write(self.home, told)
            except VaultError:
                return False
            return True

    def _open(self, desk: Desk, *, is_sample: bool) -> Session:
        self._desk, self.is_sample = desk, is_sample
        self._seen = self.ambient.now()
        self.close_windows()
        return self._new_session()

    def _new_session(self) -> Session:
        session = Session(token=self.ambient.urandom(32).hex())
        self._sessions[session.token] = session
        self._seen = self.ambient.now()
        self.catch_up()
        return session

    def _close(self) -> None:
        """End every session first: whatever closing the file runs into, nobody sees the desk any more."""
        self._detach()
        self._let_go()

    def _detach(self) -> Desk | None:
        """End every session; the desk, which is still to be closed."""
        earlier, self._leaving = self._leaving, self._desk
        self._desk, self.is_sample = None, False
        self._sessions.clear()
        if earlier is not None:
            earlier.vault.close()
        return self._leaving

    def _let_go(self) -> None:
        """Close the desk that was left. If a backup of it is under way, that is given up: it is made another time."""
        desk, self._leaving = self._leaving, None
        if desk is not None:
            desk.vault.close()
