"""Every filter of the engine. A module that offers ``step`` and is not listed here fails the test suite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from . import alarm, blend, body, forgetting_beta, world
from .events import Event


class Said(Protocol):
    """What every reading has: an expected value ``p`` in [0, 1], with bounds at the level of the parameters.

    What ``p`` is of (hurt, felt alarm, arousal) is said by the filter.
    """

    @property
    def p(self) -> float:
        """The expected value."""
        ...

    @property
    def low(self) -> float:
        """The lower bound."""
        ...

    @property
    def high(self) -> float:
        """The upper bound."""
        ...


def without_outcome(event: Event) -> Event:
    """The event as it is while its ending is not known.

    >>> without_outcome(Event(1.0, outcome=1.0))
    Event(time=1.0, outcome=None, alarm=None)
    """
    return replace(event, outcome=None)


@dataclass(frozen=True, slots=True)
class Filter:
    """The shape that every filter has: pure functions over an opaque state.

    ``params(**changes)`` builds parameters; ``start`` the state before the first event; ``step`` reads, then learns;
    ``read`` reads alone; ``many`` steps through a sequence; ``dump`` and ``load`` are exact. ``silent`` takes from an
    event all that the filter learns from, so that only its time is left to act.
    """

    version: str
    params: Callable[..., Any]
    start: Callable[[Any], Any]
    step: Callable[[Any, Event, Any], tuple[Any, Said]]
    read: Callable[[Any, Event, Any], Said]
    many: Callable[[Any, Iterable[Event], Any], tuple[Any, Sequence[Said]]]
    dump: Callable[[Any], bytes]
    load: Callable[[bytes], Any]
    silent: Callable[[Event], Event] = without_outcome


FILTERS: dict[str, Filter] = {
    "alarm": Filter(
        version=alarm.VERSION,
        params=alarm.Params,
        start=alarm.start,
        step=alarm.step,
        read=alarm.read,
        many=alarm.many,
        dump=alarm.dump,
        load=alarm.load,
        silent=alarm.silent,
    ),
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
    "body": Filter(
        version=body.VERSION,
        params=body.Params,
        start=body.start,
        step=body.step,
        read=body.read,
        many=body.many,
        dump=body.dump,
        load=body.load,
        silent=body.silent,
    ),
    "forgetting_beta": Filter(
        version=forgetting_beta.VERSION,
        params=forgetting_beta.Params,
        start=forgetting_beta.start,
        step=forgetting_beta.step,
        read=forgetting_beta.read,
        many=forgetting_beta.many,
        dump=forgetting_beta.dump,
        load=forgetting_beta.load,
    ),
    "blend": Filter(
        version=blend.VERSION,
        params=blend.Params,
        start=blend.start,
        step=blend.step,
        read=blend.read,
        many=blend.many,
        dump=blend.dump,
        load=blend.load,
    ),
}
"""Filters by the name of their module."""
