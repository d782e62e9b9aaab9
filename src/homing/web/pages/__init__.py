"""The rooms, one module each."""

from starlette.routing import BaseRoute

from homing.web.pages import door, keep, keys, moments, named, older, support, today, unlocking


def routes() -> list[BaseRoute]:
    """Every route of the app."""
    return [
        *door.ROUTES,
        *support.ROUTES,
        *today.ROUTES,
        *moments.ROUTES,
        *named.ROUTES,
        *older.ROUTES,
        *keep.ROUTES,
        *keys.ROUTES,
        *unlocking.ROUTES,
    ]
