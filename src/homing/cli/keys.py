"""``homing keys``: the ways in, one more, one less, another passphrase."""

from __future__ import annotations

import os
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from time import perf_counter

from homing.cli.asking import ask_first
from homing.cli.codes import Code, Stop
from homing.cli.passphrases import VARIABLE, ask, from_file, passphrase
from homing.cli.surroundings import own_desk
from homing.cli.telling import note, plain, say
from homing.companion import Desk, keys
from homing.vault import MistypedRecovery, RecoveryCode, calibrate
from homing.vault.slots.paper import GROUPS, same_group
from homing.words import gettext as _
from homing.words.keys import kind_of_key, mistyped

TRIES = 3


def listed(proof: Proof) -> Code:
    """Type and day of each, and the id that takes it back."""
    with proof.desk() as desk:
        for slot in keys.listed(desk):
            day = slot.added.isoformat() if slot.added else "?"
            say(f"{plain(slot.id):<16}  {day:<10}  {kind_of_key(slot.kind)}")
    return Code.FINE


def add(kind: str, proof: Proof, *, yes: bool) -> Code:
    """One more, after the question who else could use it."""
    questions = {
        "recovery": _(
            "Could anyone else open this? Whoever finds the paper and can use this machine, or a copy of its files, "
            "can open your diary with it."
        ),
        "keyring": _(
            "Could anyone else open this? Whoever can use your account on this machine while you are logged in can "
            "then open your diary without a passphrase."
        ),
    }
    if kind not in questions:
        raise Stop(Code.USAGE, _("What can be added here is: recovery, keyring. A passkey is added on the pages."))
    ask_first(questions[kind], _("Nothing was changed."), yes=yes)
    with proof.desk() as desk:
        if kind == "keyring":
            keys.add_keyring(desk)
            say(_("The keyring of this machine opens your diary from now on, without asking for the passphrase."))
        else:
            _add_code(desk)
    return Code.FINE


def remove(slot_id: str, proof: Proof) -> Code:
    """One less."""
    with proof.desk() as desk:
        keys.remove(desk, slot_id)
    say(_("It opens your diary no more. A copy of the files that someone made before still opens with it."))
    return Code.FINE


def change(new_file: Path | None, proof: Proof) -> Code:
    """Another passphrase. The old one is asked for first, unless there is a recovery code in its place."""
    with proof.desk() as desk:
        if new_file is None:
            note(_("Now the new passphrase."))
        words = passphrase(new_file, twice=True)
        keys.change_passphrase(desk, words, calibrate(perf_counter))
    say(_("The passphrase is changed; the diary itself and all other ways in stay as they were."))
    say(_("A copy of the files that someone made before still opens with the old one."))
    return Code.FINE


class Proof:
    """How the person shows that the diary is theirs: a passphrase, or a recovery code. The keyring does not count."""

    def __init__(self, passphrase_file: Path | None, recovery_file: Path | None, *, recovery: bool) -> None:
        self._passphrase_file = passphrase_file
        self._recovery_file = recovery_file
        self._recovery = recovery

    def desk(self) -> AbstractContextManager[Desk]:
        """The open desk."""
        code = self._code()
        if code is None:
            return own_desk(None, words=passphrase(self._passphrase_file))
        os.environ.pop(VARIABLE, None)  # what we start need not inherit it
        return own_desk(None, words=code)

    def _code(self) -> RecoveryCode | None:
        if self._recovery_file is None and not self._recovery:
            return None
        told = ask(_("Recovery code: ")) if self._recovery_file is None else from_file(self._recovery_file)
        try:
            return RecoveryCode.typed(told)
        except MistypedRecovery as error:
            raise Stop(Code.WRONG_PASSPHRASE, mistyped(error)) from None


def _add_code(desk: Desk) -> None:
    code = keys.new_code(desk)
    groups = code.groups()
    for number, group in enumerate(groups, 1):
        say(f"{number}  {group}")
    sys.stdout.flush()
    if sys.stdin.isatty():
        _type_back(groups, desk.ambient.urandom(1)[0] % GROUPS)
    keys.add(desk, code)
    note(_("The code opens your diary from now on. It is shown this once; write it on paper, not into a file."))


def _type_back(groups: tuple[str, ...], at: int) -> None:
    """One group from the paper, so that there is a paper."""
    for _try in range(TRIES):
        sys.stderr.write(_("Write it on paper. Then type group {number} from the paper: ").format(number=at + 1))
        sys.stderr.flush()
        if same_group(sys.stdin.readline(), groups[at]):
            return
        note(_("That is not the same."))
    raise Stop(Code.REFUSED, _("No code was added, and the one above opens nothing."))
