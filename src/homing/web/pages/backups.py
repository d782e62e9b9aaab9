"""Backups: what there is, one more now, one to take along, and whether the newest would really help."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from homing.companion import backups, keys
from homing.vault import Checked, Drill, VaultError, WrongPassphrase
from homing.vault.kept import taken_along
from homing.web.visit import OwnVisit, go, owner
from homing.words import backups as words
from homing.words import gettext as _


def show(visit: OwnVisit) -> Response:
    """The room of the backups."""
    return _page(visit)


def make(visit: OwnVisit) -> Response:
    """One more, now."""
    if visit.desk.vault.home is not None:
        try:
            backups.make(visit.desk)
        except VaultError as error:
            return _page(visit, 503, error=visit.keeper.told(error))
        visit.keeper.backup_trouble = ""
    return go("/keep/backups")


def take_along(visit: OwnVisit) -> Response:
    """A fresh one as a download, for a place outside this machine; the person was asked who else could open it."""
    if visit.desk.vault.home is None:
        return go("/keep/backups")
    try:
        made = taken_along(visit.desk.vault, visit.ambient.now())
    except VaultError as error:
        return _page(visit, 503, error=visit.keeper.told(error))
    name = f"backup-{visit.ambient.lived_now().day.isoformat()}.homing"
    gone = BackgroundTask(made.path.unlink, missing_ok=True)
    return FileResponse(made.path, media_type="application/octet-stream", filename=name, background=gone)


def check(visit: OwnVisit) -> Response:
    """Look at every page and record."""
    return _page(visit, checked=backups.check(visit.desk))


def drill(visit: OwnVisit) -> Response:
    """Try the newest out, with the passphrase that is remembered. A wrong one counts as a wrong knock at the door."""
    if visit.desk.vault.home is None:
        return go("/keep/backups")
    told = visit.text("passphrase")
    try:
        if not visit.keeper.proves(visit.desk, told):
            raise WrongPassphrase
        return _page(visit, drilled=backups.drill(visit.desk, keys.typed(told)))
    except WrongPassphrase:
        sentence = _("This does not open it. Your diary is open and unharmed; look at it again, then try again.")
        return _page(visit, 403, wrong=sentence)
    except VaultError as error:
        return _page(visit, 503, error=visit.keeper.told(error))


def _page(
    visit: OwnVisit,
    status: int = 200,
    *,
    checked: Checked | None = None,
    drilled: Drill | None = None,
    error: str = "",
    wrong: str = "",
) -> Response:
    zone = visit.ambient.zone
    found = backups.listed(visit.desk)
    return visit.page(
        "keep/backups.html",
        status,
        nav="keep",
        on_disk=visit.desk.vault.home is not None,
        rows=[[words.made_when(one, zone) or one.path.name, words.size_of(one), words.state_of(one)] for one in found],
        good=next((words.made_when(one, zone) for one in found if one.trouble is None), ""),
        behind=backups.behind(visit.desk),
        trouble=visit.keeper.backup_trouble,
        error=error,
        wrong=wrong,
        checked=checked,
        problems=[_(problem) for problem in checked.problems] if checked else [],
        last_good=words.where_good(visit.keeper.home, zone) if checked and checked.problems else "",
        drilled=drilled,
        drilled_when=words.made_when(drilled.backup, zone) if drilled else "",
        told=_told(drilled) if drilled else [],
    )


def _told(drilled: Drill) -> list[str]:
    lost = words.what_would_be_lost(drilled.fresh, drilled.older, same=drilled.same)
    return [*(_(problem) for problem in drilled.checked.problems), words.age_of(drilled.age), lost]


ROUTES = [
    Route("/keep/backups", owner(show)),
    Route("/keep/backups/make", owner(make), methods=["POST"]),
    Route("/keep/backups/export", owner(take_along), methods=["POST"]),
    Route("/keep/backups/check", owner(check), methods=["POST"]),
    Route("/keep/backups/drill", owner(drill), methods=["POST"]),
]
