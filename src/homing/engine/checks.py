"""The contract of every filter. Each check runs one filter over some events and raises ``ContractError`` if it fails.

The idea of a kit that every online learner must pass is river's (``utils.estimator_checks``); the checks are ours.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

from .events import Event
from .registry import Filter, Said

Check = Callable[[Filter, Sequence[Event]], None]

_CLOSE = 1e-9
_SLACK = 1.1
"""The factor by which a full state may still vary: other weights kept, with longer names."""


class ContractError(AssertionError):
    """A filter does not do what every filter promises."""


def run(subject: Filter, events: Sequence[Event]) -> None:
    """Run every check. ``events`` are in time order, at least ten, with people, cues, settings and some outcomes.

    Raises ``ContractError`` at the first promise that does not hold.
    """
    for check in CHECKS:
        check(subject, events)


def input_untouched(subject: Filter, events: Sequence[Event]) -> None:
    """Stepping and reading leave the state they were given as it was."""
    params = subject.params()
    state = subject.start(params)
    for event in events:
        before = subject.dump(state)
        subject.read(state, event, params)
        following, _ = subject.step(state, event, params)
        _require(subject.dump(state) == before, "a step or a reading changed the state it was given")
        state = following


def reading_is_step(subject: Filter, events: Sequence[Event]) -> None:
    """``read`` says exactly what ``step`` says before it learns."""
    params = subject.params()
    state = subject.start(params)
    for event in events:
        asked = subject.read(state, event, params)
        state, told = subject.step(state, event, params)
        _require(asked == told, "reading and stepping disagree about the same moment")


def deterministic(subject: Filter, events: Sequence[Event]) -> None:
    """The same events give the same bytes."""
    _require(_replay(subject, events) == _replay(subject, events), "two runs over the same events differ")


def many_is_one_by_one(subject: Filter, events: Sequence[Event]) -> None:
    """Feeding events together, one by one, or with a rest in the middle is the same."""
    params = subject.params()
    state, readings = subject.many(subject.start(params), events, params)
    _require((subject.dump(state), [*readings]) == _replay(subject, events), "many is not one by one")


def order_of_features_is_irrelevant(subject: Filter, events: Sequence[Event]) -> None:
    """The order in which people and cues are written down changes nothing."""
    turned = [replace(event, people=event.people[::-1], cues=event.cues[::-1]) for event in events]
    _require(_replay(subject, events) == _replay(subject, turned), "the order of people or cues matters")


def names_are_irrelevant(subject: Filter, events: Sequence[Event]) -> None:
    """Renaming everyone and everything changes no reading (ids carry no meaning)."""
    _, before = _replay(subject, events)
    _, after = _replay(subject, [_renamed(event) for event in events])
    _require(all(map(_close, before, after)), "a name changes a reading")


def unseen_features_are_welcome(subject: Filter, events: Sequence[Event]) -> None:
    """A person, cue and setting never seen before can be read and learnt."""
    params = subject.params()
    state, _ = subject.many(subject.start(params), events, params)
    for event in (Event(events[-1].time), _stranger(0, events[-1].time + 1.0)):
        reading = subject.read(state, event, params)
        _require(
            0.0 <= reading.low <= reading.p <= reading.high <= 1.0, "the reading of an unseen moment is no reading"
        )
        state, _ = subject.step(state, event, params)


def missing_outcome_is_only_time(subject: Filter, events: Sequence[Event]) -> None:
    """A moment without an outcome, or whatever else a filter learns from, is only time that passed."""
    params = subject.params()
    state, _ = subject.many(subject.start(params), events, params)
    at, later = events[-1].time + 3.0, events[-1].time + 10.0
    silent = [subject.silent(replace(event, time=at)) for event in (*events, _stranger(0, at))]
    waited, _ = subject.many(state, silent, params)
    for event in events:
        asked = replace(event, time=later)
        same = _close(subject.read(state, asked, params), subject.read(waited, asked, params))
        _require(same, "a moment without an outcome taught something")


def dump_and_pickle_are_exact(subject: Filter, events: Sequence[Event]) -> None:
    """A state that was written and read again goes on exactly as if it had not been."""
    params, middle = subject.params(), len(events) // 2
    state, _ = subject.many(subject.start(params), events[:middle], params)
    whole = subject.dump(subject.many(state, events[middle:], params)[0])
    pickled = pickle.loads(pickle.dumps(state))  # noqa: S301 - our own bytes, made on this line
    for again in (subject.load(subject.dump(state)), pickled):
        _require(subject.dump(again) == subject.dump(state), "a state comes back changed")
        _require(subject.dump(subject.many(again, events[middle:], params)[0]) == whole, "a restored state goes astray")


def memory_is_bounded(subject: Filter, events: Sequence[Event]) -> None:
    """However many people, cues and settings come, the state stops growing."""
    params, first = subject.params(), events[-1].time
    crowd = [_stranger(i, first + 0.01 * i) for i in range(400)]
    full, _ = subject.many(subject.start(params), crowd[:200], params)
    later, _ = subject.many(full, crowd[200:], params)
    _require(len(subject.dump(later)) <= _SLACK * len(subject.dump(full)), "the state grows without bound")


def intervals_are_nested(subject: Filter, events: Sequence[Event]) -> None:
    """A higher level gives a wider interval around the same p."""
    levels = [subject.params(level=level) for level in (0.5, 0.8, 0.95)]
    state, _ = subject.many(subject.start(levels[0]), events, levels[0])
    for event in events:
        asked = replace(event, time=events[-1].time)
        narrow, middle, wide = (subject.read(state, asked, params) for params in levels)
        _require(wide.low <= middle.low <= narrow.low, "a higher level has a higher lower bound")
        _require(wide.high >= middle.high >= narrow.high, "a higher level has a lower upper bound")


def past_is_refused(subject: Filter, events: Sequence[Event]) -> None:
    """An event that lies before the state is refused, by reading and by stepping."""
    params = subject.params()
    state, _ = subject.many(subject.start(params), events, params)
    early = replace(events[-1], time=events[-1].time - 1.0)
    attempts: tuple[Callable[[Any, Event, Any], object], ...] = (subject.read, subject.step)
    for attempt in attempts:
        try:
            attempt(state, early, params)
        except ValueError:
            continue
        raise ContractError("an event before the state was taken")


CHECKS: tuple[Check, ...] = (
    input_untouched,
    reading_is_step,
    deterministic,
    many_is_one_by_one,
    order_of_features_is_irrelevant,
    names_are_irrelevant,
    unseen_features_are_welcome,
    missing_outcome_is_only_time,
    dump_and_pickle_are_exact,
    memory_is_bounded,
    intervals_are_nested,
    past_is_refused,
)
"""Every check, in the order in which :func:`run` runs them."""


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise ContractError(sentence)


def _replay(subject: Filter, events: Sequence[Event]) -> tuple[bytes, list[Said]]:
    params = subject.params()
    state, readings = subject.start(params), []
    for event in events:
        state, reading = subject.step(state, event, params)
        readings.append(reading)
    return subject.dump(state), readings


def _close(one: Any, two: Any) -> bool:
    """Whether two readings say the same: every number in them to 1e-9, all else exactly."""
    if isinstance(one, float):
        return bool(abs(one - two) <= _CLOSE)
    if isinstance(one, tuple):
        return len(one) == len(two) and all(map(_close, one, two))
    if hasattr(one, "__dataclass_fields__"):
        return all(_close(getattr(one, part.name), getattr(two, part.name)) for part in fields(one))
    return bool(one == two)


def _renamed(event: Event) -> Event:
    """The same moment under names whose alphabetical order is another."""
    cues = tuple((f"{cue[::-1]}-renamed", x) for cue, x in event.cues)
    setting = None if event.setting is None else f"{event.setting[::-1]}-renamed"
    return replace(event, people=tuple(f"{name[::-1]}-renamed" for name in event.people), cues=cues, setting=setting)


def _stranger(number: int, time: float) -> Event:
    name = f"{number:06d}"
    return Event(time, (f"person-{name}",), ((f"cue-{name}", 1.0),), f"setting-{name}", float(number % 2))
