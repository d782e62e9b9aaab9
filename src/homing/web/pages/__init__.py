"""The rooms, one module each."""

from starlette.routing import BaseRoute

from homing.web.pages import (
    agrees,
    anchors,
    backups,
    bubble,
    devices,
    door,
    entries,
    felt,
    keep,
    keys,
    looks,
    moments,
    more,
    named,
    needs,
    no_one,
    now,
    older,
    pause,
    pauses,
    promises,
    quiet,
    screens,
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
        *pauses.ROUTES,
        *today.ROUTES,
        *felt.ROUTES,
        *anchors.ROUTES,
        *now.ROUTES,
        *no_one.ROUTES,
        *looks.ROUTES,
        *more.ROUTES,
        *moments.ROUTES,
        *entries.ROUTES,
        *named.ROUTES,
        *older.ROUTES,
        *bubble.ROUTES,
        *needs.ROUTES,
        *promises.ROUTES,
        *keep.ROUTES,
        *backups.ROUTES,
        *devices.ROUTES,
        *screens.ROUTES,
        *quiet.ROUTES,
        *keys.ROUTES,
        *unlocking.ROUTES,
    ]
