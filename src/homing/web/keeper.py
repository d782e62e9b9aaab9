"""The one vault of this process and who has its key: unlocked, locked when idle, or a sample that lives in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from time import perf_counter

from homing.companion import Ambient, Desk, fill_with_sample, pause, plain
from homing.companion.plain import Plain
from homing.record import LivedTime
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
from homing.web.challenges import Challenges

IDLE = timedelta(minutes=10)


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
        self._lock = RLock()
        self._desk: Desk | None = None
        self._sessions: dict[str, Session] = {}
        self._seen: datetime = ambient.now()
        self.is_sample = False
        self.plain: Plain = plain.read(home)

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
            return str(error)
        except VaultError:
            pass
        return ""

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
        """Open the vault by a passphrase (a text) or another way, or join it if another browser has it open."""
        with self._lock:
            if self._desk is not None and not self.is_sample:
                if not self._desk.vault.accepts(way):
                    raise WrongPassphrase if isinstance(way, str) else way.wrong
                return self._new_session()
            vault = Vault.open(self.home, way)
            self._close()
            return self._open(Desk(vault, self.ambient), is_sample=False)

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

    def lock(self) -> None:
        """Close what is open and end every session. What was confirmed stays; a sample is gone."""
        with self._lock:
            self._close()

    def lock_if_idle(self) -> None:
        """Lock if nobody has asked for anything for a while. A clock set back counts as now."""
        with self._lock:
            now = self.ambient.now()
            self._seen = min(self._seen, now)
            if self._desk is not None and now - self._seen >= self.idle:
                self._close()

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
        return self._new_session()

    def _new_session(self) -> Session:
        session = Session(token=self.ambient.urandom(32).hex())
        self._sessions[session.token] = session
        self._seen = self.ambient.now()
        return session

    def _close(self) -> None:
        """End every session first: whatever closing the file runs into, nobody sees the desk any more."""
        desk, self._desk, self.is_sample = self._desk, None, False
        self._sessions.clear()
        if desk is not None:
            desk.vault.close()
