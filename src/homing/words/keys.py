"""Names of the ways into the vault, and where to look in a code that was mistyped."""

from __future__ import annotations

from homing.vault import MistypedRecovery
from homing.words.language import gettext


def kind_of_key(kind: str) -> str:
    """What a way in is called."""
    return {
        "passphrase": gettext("Passphrase"),
        "recovery": gettext("Recovery code on paper"),
        "keyring": gettext("This computer’s keyring"),
        "passkey": gettext("Passkey"),
    }.get(kind, gettext("Something newer"))


def mistyped(error: MistypedRecovery) -> str:
    """Where to look, if the code's own checks tell."""
    if error.group is None:
        return gettext(str(error))
    return gettext("Something in group {number} is not as it was printed. Look at it once more.").format(
        number=error.group
    )
