"""Every filter of the engine. A module that offers ``step`` and is not listed here fails the test suite."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from . import world
from .events import Event, Reading


@dataclass(frozen=True, slots=True)
class Filter:
    """The shape that every filter has: pure functions over an opaque state.

    ``params(**changes)`` builds parameters; ``start`` the state before the first event; ``step`` reads, then learns;
    ``read`` reads alone; ``many`` steps through a sequence; ``dump`` and ``load`` are exact.
    """

    version: str
    params: Callable[..., Any]
    start: Callable[[Any], Any]
    step: Callable[[Any, Event, Any], tuple[Any, Reading]]
    read: Callable[[Any, Event, Any], Reading]
    many: Callable[[Any, Iterable[Event], Any], tuple[Any, list[Reading]]]
    dump: Callable[[Any], bytes]
    load: Callable[[bytes], Any]


FILTERS: dict[str, Filter] = {
    "world": Filter(
        version=world.VERSION,
        params=world.Params,
        start=world.start,
        step=world.step,
        read=world.read,
        many=world.many,
        dump=world.dump,
        load=world.load,
    ),
}
"""Filters by the name of their module."""
