"""Keep, other devices: the shared folder, a round now, and choosing between two forms of an entry."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response
from starlette.routing import Route

from homing.companion import devices, names
from homing.companion.choosing import Open, Side, Stale, choose, look, may_be_both, open_ones
from homing.companion.desk import NotFound
from homing.companion.devices import Synced
from homing.vault import VaultError
from homing.vault.snapshots import NoFolder
from homing.web.visit import OwnVisit, go, owner
from homing.words import devices as words
from homing.words import early
from homing.words import gettext as _

HERE = "/keep/devices"


def show(visit: OwnVisit) -> Response:
    """The room of the other devices."""
    return _page(visit)


def sync(visit: OwnVisit) -> Response:
    """A round, with the folder that is remembered or with one that was just named."""
    told = visit.text("folder").strip()
    known = devices.remembered(visit.desk)
    path = Path(told).expanduser() if told else known
    if path is None or not path.is_absolute():
        return _page(
            visit, 422, error=_("Write the whole path of the folder, from its beginning. Nothing was changed.")
        )
    if path != known and not visit.text("sure"):
        return _page(visit, 422, error=_("First say who else could open it. Nothing was changed."))
    try:
        synced = devices.sync(visit.desk, path)
    except NoFolder as error:
        return _page(visit, 422, error=_(str(error)))
    except VaultError as error:
        return _page(visit, 503, error=visit.keeper.told(error))
    if visit.text("remember"):
        devices.remember(visit.desk, path)
    return _page(visit, synced=synced)


def forget_folder(visit: OwnVisit) -> Response:
    """Remember the folder no more."""
    devices.forget_folder(visit.desk)
    return go(HERE)


def both_forms(visit: OwnVisit) -> Response:
    """The two forms of one entry, side by side."""
    try:
        return _choice(visit, look(visit.desk, visit.record_id))
    except NotFound:  # it was settled meanwhile
        return go(HERE)


def keep(visit: OwnVisit) -> Response:
    """What was chosen: all of one form, or part by part."""
    try:
        found = look(visit.desk, visit.record_id)
        choose(visit.desk, found.id, visit.text("mark"), _sides(visit, found))
    except NotFound:
        pass
    except Stale:
        told = _("It was changed since this page was opened, so nothing was done yet. Look once more.")
        return _choice(visit, look(visit.desk, visit.record_id), told)
    except ValueError:
        return _choice(visit, found, _("Something is not chosen yet. Nothing was changed."))
    return go(HERE)


def _sides(visit: OwnVisit, found: Open) -> dict[str, Side]:
    every = visit.text("all")
    told = {part: every or visit.text(f"part-{part}") for part in found.parts}
    return {part: Side(side) for part, side in told.items()}


def _choice(visit: OwnVisit, found: Open, error: str = "") -> Response:
    return visit.page(
        "keep/devices_choose.html",
        422 if error else 200,
        nav="keep",
        found=found,
        parts=[
            (part, words.part_name(part, found.here.type), may_be_both(part, found.here.type)) for part in found.parts
        ],
        book=visit.desk.vault.read(names.book),
        early=early,
        error=error,
    )


def _page(visit: OwnVisit, status: int = 200, *, synced: Synced | None = None, error: str = "") -> Response:
    skipped = [(one.name, words.why_skipped(one)) for one in synced.skipped] if synced else []
    return visit.page(
        "keep/devices.html",
        status,
        nav="keep",
        on_disk=visit.desk.vault.home is not None,
        folder=devices.remembered(visit.desk),
        behind=devices.is_behind(visit.desk),
        question=words.in_such_a_folder(),
        told=words.what_came(synced, waiting=False) if synced else [],
        skipped=skipped,
        waiting=open_ones(visit.desk),
        book=visit.desk.vault.read(names.book),
        error=error,
        typed=visit.text("folder") if error else "",
    )


ROUTES = [
    Route(HERE, owner(show)),
    Route(f"{HERE}/sync", owner(sync), methods=["POST"]),
    Route(f"{HERE}/forget-folder", owner(forget_folder), methods=["POST"]),
    Route(f"{HERE}/{{id:uuid}}", owner(both_forms)),
    Route(f"{HERE}/{{id:uuid}}", owner(keep), methods=["POST"]),
]
