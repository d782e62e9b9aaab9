"""The rooms, one module each."""

from starlette.routing import BaseRoute

from homing.web.pages import (
    agrees,
    backups,
    devices,
    door,
    entries,
    keep,
    keys,
    moments,
    named,
    older,
    pause,
    quiet,
    support,
    today,
    unlocking,
)


def routes() -> list[BaseRoute]:
    """Every route of the app."""
    return [
        *door.ROUTES,
        *support.ROUTES,
        *agrees.ROUTES,
        *pause.ROUTES,
        *today.ROUTES,
        *moments.ROUTES,
        *entries.ROUTES,
        *named.ROUTES,
        *older.ROUTES,
        *keep.ROUTES,
        *backups.ROUTES,
        *devices.ROUTES,
        *quiet.ROUTES,
        *keys.ROUTES,
        *unlocking.ROUTES,
    ]
