"""Keyrings for tests, by the library's own interface; they keep what they are given for as long as they live."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class Remembering(KeyringBackend):
    """A keyring by the library's own interface that keeps what it is given for as long as it lives."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library has no types here
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self._ask()
        self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        """Give it back."""
        self._ask()
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""
        self._ask()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")

    def _ask(self) -> None:
        if self.locked:
            raise KeyringLocked("locked")


class InPlainSight(Remembering):
    """A keyring that its own priority does not recommend, as those that write plain files."""

    priority = 0.5  # type: ignore[assignment]  # the library computes it in the class


class Forgetful(Remembering):
    """A keyring that takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Lose it."""
