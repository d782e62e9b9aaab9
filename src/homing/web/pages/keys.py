"""Keep, keys: the ways in, one more, one less, another passphrase. Before each the person is asked who else could."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import keys
from homing.vault import SystemKeyring, VaultError
from homing.vault.slots import HUMAN
from homing.vault.slots.paper import GROUPS, same_group
from homing.vault.slots.system import real_keyring
from homing.web.pages.passkeys import answered, asked, is_here
from homing.web.visit import OwnVisit, go, owner
from homing.words import N_
from homing.words import gettext as _

PROVED_FOR = timedelta(minutes=5)
NOT_PROVED = N_("This is neither the passphrase nor a recovery code of this diary. Nothing was changed.")


def show(visit: OwnVisit, told: str = "", error: str = "", status: int = 200) -> Response:
    """The ways in: type and day, nothing else."""
    slots = keys.listed(visit.desk)
    carried = sum(slot.kind in HUMAN for slot in slots)
    return visit.page("keep/keys.html", status, nav="keep", slots=slots, carried=carried, told=told, error=error)


def passphrase(visit: OwnVisit) -> Response:
    """Another passphrase; after the recovery code it is not asked for the old one."""
    if visit.request.method != "POST":
        return _ask_words(visit)
    chosen = visit.text("passphrase")
    if chosen != visit.text("again"):
        return _ask_words(visit, _("The two are not the same. Nothing was changed."))
    if not _is_proved(visit):
        return _ask_words(visit, _(NOT_PROVED))
    fault = _fault(lambda: keys.change_passphrase(visit.desk, chosen, visit.keeper.cost()))
    if fault:
        return _ask_words(visit, fault)
    visit.session.proved_at = None
    visit.keeper.end_others(visit.session)
    return show(visit, _("The passphrase is changed. Other browsers that were open stand before the door again."))


def recovery(visit: OwnVisit) -> Response:
    """A recovery code: who else could find it? Then it is shown, once, and opens nothing yet."""
    if visit.request.method != "POST":
        return _ask(visit, "recovery")
    if not _is_proved(visit):
        return _ask(visit, "recovery", _(NOT_PROVED))
    visit.session.proved_at = None
    visit.session.code = keys.new_code(visit.desk)
    visit.session.group = visit.ambient.urandom(1)[0] % GROUPS + 1
    return visit.page(
        "keep/keys_code.html", nav="keep", groups=visit.session.code.groups(), group=visit.session.group, again=False
    )


def confirm_code(visit: OwnVisit) -> Response:
    """One group typed back from the paper: now the code opens the diary."""
    code, group = visit.session.code, visit.session.group
    if code is None:
        return go("/keep/keys")
    if not same_group(visit.text("group"), code.groups()[group - 1]):
        return visit.page("keep/keys_code.html", 422, nav="keep", groups=(), group=group, again=True)
    visit.session.code = None
    fault = _fault(lambda: keys.add(visit.desk, code))
    return show(
        visit, "" if fault else _("The code on your paper opens this diary from now on."), fault, _status(fault)
    )


def keyring(visit: OwnVisit) -> Response:
    """This computer's keyring: whoever is logged in here could open the diary."""
    if visit.request.method != "POST":
        return _ask(visit, SystemKeyring.kind, _fault(real_keyring))
    if not _is_proved(visit):
        return _ask(visit, SystemKeyring.kind, _(NOT_PROVED))
    fault = _fault(lambda: keys.add_keyring(visit.desk))
    if fault:
        return _ask(visit, SystemKeyring.kind, fault)
    visit.session.proved_at = None
    return show(visit, _("The keyring of this computer opens this diary from now on."))


def passkey(visit: OwnVisit) -> Response:
    """A passkey: whoever can unlock it could open the diary. After the question the browser is asked for one."""
    if visit.request.method != "POST" or not is_here(visit):
        return _ask(visit, "passkey")
    if not _is_proved(visit):
        return _ask(visit, "passkey", _(NOT_PROVED))
    visit.session.proved_at = visit.ambient.now()
    return visit.page("keep/keys_passkey.html", nav="keep", passkey=asked(visit))


def passkey_made(visit: OwnVisit) -> Response:
    """What the browser brought."""
    if not _has_just_proved(visit):
        return _ask(visit, "passkey", _(NOT_PROVED))
    fault = _fault(lambda: keys.add(visit.desk, answered(visit)))
    if fault:
        return _ask(visit, "passkey", fault)
    visit.session.proved_at = None
    return show(visit, _("The passkey opens this diary from now on."))


def remove(visit: OwnVisit) -> Response:
    """Take a way in back."""
    if not _is_proved(visit):
        return show(visit, error=_(NOT_PROVED), status=422)
    fault = _fault(lambda: keys.remove(visit.desk, visit.text("key")))
    return show(visit, "" if fault else _("It opens this diary no more."), fault, _status(fault))


def _ask(visit: OwnVisit, kind: str, error: str = "") -> Response:
    """Could anyone else open this?"""
    status = 422 if error and visit.request.method == "POST" else 200
    return visit.page("keep/keys_ask.html", status, nav="keep", kind=kind, error=error, here=is_here(visit))


def _ask_words(visit: OwnVisit, error: str = "") -> Response:
    proved = _has_just_proved(visit)
    return visit.page("keep/keys_passphrase.html", 422 if error else 200, nav="keep", error=error, proved=proved)


def _is_proved(visit: OwnVisit) -> bool:
    """The open diary is not enough to change its keys: whoever does it knows a way in."""
    return _has_just_proved(visit) or visit.keeper.proves(visit.desk, visit.text("proof"))


def _has_just_proved(visit: OwnVisit) -> bool:
    at = visit.session.proved_at
    return at is not None and timedelta(0) <= visit.ambient.now() - at < PROVED_FOR


def _fault(work: Callable[[], object]) -> str:
    """What went wrong, as a sentence; empty if nothing did."""
    try:
        work()
    except VaultError as error:
        return _(str(error))
    return ""


def _status(fault: str) -> int:
    return 422 if fault else 200


ROUTES = [
    Route("/keep/keys", owner(show)),
    Route("/keep/keys/passphrase", owner(passphrase), methods=["GET", "POST"]),
    Route("/keep/keys/recovery", owner(recovery), methods=["GET", "POST"]),
    Route("/keep/keys/recovery/typed", owner(confirm_code), methods=["POST"]),
    Route("/keep/keys/keyring", owner(keyring), methods=["GET", "POST"]),
    Route("/keep/keys/passkey", owner(passkey), methods=["GET", "POST"]),
    Route("/keep/keys/passkey/made", owner(passkey_made), methods=["POST"]),
    Route("/keep/keys/remove", owner(remove), methods=["POST"]),
]
