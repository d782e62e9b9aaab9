"""Before and at the door: the first five minutes, unlocking, locking, leaving quickly."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from homing.companion import NewNames, moments, screens
from homing.record import FeltState, Moment, Outcome, zone_named
from homing.vault import VaultError, WeakPassphrase
from homing.web.chosen import uuid
from homing.web.forms import one
from homing.web.pages.unlocking import locked
from homing.web.visit import COOKIE, OwnVisit, Visit, anyone, go, owner, with_session
from homing.words import gettext as _


def front(visit: Visit) -> Response:
    """Today for the owner; the door for anyone else; the first page where there is no vault yet."""
    if visit.request.state.desk is not None:
        return go("/today")
    if visit.keeper.has_vault:
        return locked(visit)
    lost = visit.keeper.lost_half
    return visit.page("welcome.html", error=lost, is_night=screens.is_night(visit.ambient.lived_now()))


def unlock(visit: Visit) -> Response:
    """Show the passphrase."""
    try:
        session = visit.keeper.unlock(visit.text("passphrase"))
    except VaultError as error:
        return locked(visit, 403, visit.keeper.told(error))
    return with_session(go("/today"), session)


def lock(visit: Visit) -> Response:
    """Lock. Anyone who reaches this machine may: it takes nothing away."""
    visit.keeper.lock()
    return _forget_browser(go("/"))


def leave(visit: Visit) -> Response:
    """Lock and go to an ordinary page. Nothing is waited for, not even a backup."""
    visit.keeper.lock(at_once=True)
    return _forget_browser(go("/measures"))


def look_around(visit: Visit) -> Response:
    """Open the sample diary."""
    return with_session(go("/today"), visit.keeper.look_around())


def leave_sample(visit: Visit) -> Response:
    """Remove the sample: it lived in memory alone."""
    if not visit.request.state.sample:
        return go("/")
    visit.keeper.lock()
    return _forget_browser(go("/"))


def start(visit: Visit) -> Response:
    """Could someone else look at this device?"""
    if visit.keeper.has_vault:
        return go("/")
    answer = visit.text("shared")
    return visit.page("start/device.html", answer=answer) if answer != "no" else go("/start/passphrase")


def passphrase(visit: Visit) -> Response:
    """Choose a passphrase; lost means lost."""
    if visit.keeper.has_vault:
        return go("/")
    error = ""
    if visit.request.method == "POST":
        chosen = visit.text("passphrase")
        if chosen != visit.text("again"):
            error = _("The two are not the same. Nothing was made yet.")
        else:
            try:
                return with_session(go("/start/state"), visit.keeper.create(chosen))
            except WeakPassphrase as weak:
                error = _(str(weak))
    return visit.page("start/passphrase.html", 422 if error else 200, error=error)


def first_state(visit: OwnVisit) -> Response:
    """How is it now? May be skipped."""
    if visit.request.method == "POST":
        state = one(FeltState, visit.text("state"))
        if state is not None:
            moments.check_in(visit.desk, state, visit.ambient.lived_now(zone_of(visit)))
        return go("/start/moment")
    return visit.page("start/state.html")


def first_moment(visit: OwnVisit) -> Response:
    """One moment, easy or hard: an initial, a cue, an ending."""
    if visit.request.method != "POST":
        return visit.page("start/moment.html", id=visit.ambient.new_id())
    known = visit.text("id")
    told = Moment(
        id=uuid(known) if known else visit.ambient.new_id(),
        when=visit.ambient.lived_now(zone_of(visit)),
        outcome=one(Outcome, visit.text("outcome")),
    )
    new = NewNames(people=(visit.text("person"),), cues=(moments.NewCue(label=visit.text("cue")),))
    if told.outcome or visit.text("person").strip() or visit.text("cue").strip():
        if not visit.desk.vault.read(lambda rows: rows.holds_id(told.id) or rows.is_forgotten(told.id)):
            moments.keep(visit.desk, told, new)  # tapped twice: kept once
        return go("/safe-now" if told.after_harm else "/start/enough")
    return go("/start/enough")


def enough(visit: OwnVisit) -> Response:
    """Enough for today."""
    return visit.page("start/enough.html", any_moment=bool(visit.desk.vault.read(lambda rows: rows.count(Moment))))


def zone_of(visit: Visit) -> str | None:
    """The browser's time zone, if it told one that is known here: a newer browser may know more than we do."""
    told = visit.text("zone")
    try:
        return zone_named(told).key if told else None
    except ValueError:
        return None


def _forget_browser(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def favicon(_visit: Visit) -> Response:
    """Browsers ask here first."""
    return RedirectResponse("/static/icon.svg", 308)


ROUTES = [
    Route("/", anyone(front)),
    Route("/favicon.ico", anyone(favicon)),
    Route("/unlock", anyone(unlock), methods=["POST"]),
    Route("/lock", anyone(lock), methods=["POST"]),
    Route("/leave", anyone(leave), methods=["POST"]),
    Route("/sample", anyone(look_around), methods=["POST"]),
    Route("/sample/leave", anyone(leave_sample), methods=["POST"]),
    Route("/start", anyone(start), methods=["GET", "POST"]),
    Route("/start/passphrase", anyone(passphrase), methods=["GET", "POST"]),
    Route("/start/state", owner(first_state), methods=["GET", "POST"]),
    Route("/start/moment", owner(first_moment), methods=["GET", "POST"]),
    Route("/start/enough", owner(enough)),
]
