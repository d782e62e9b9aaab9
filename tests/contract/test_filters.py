"""Every filter keeps the contract, none escapes it, and the contract catches those that break it."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from homing import engine
from homing.engine import checks, world
from homing.engine.checks import Check, ContractError
from homing.engine.events import Event, Reading
from homing.engine.registry import FILTERS, Filter
from tests.unit.engine.diaries import events

EVENTS = events(seed=7, moments=30)
WORLD = FILTERS["world"]
TICKS = itertools.count()


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_filter_keeps_its_promise(name: str, check: Check) -> None:
    """This filter passes this check."""
    check(FILTERS[name], EVENTS)


def test_no_filter_escapes() -> None:
    """Every module of the engine that offers ``step`` is registered under its name with its version."""
    for found in pkgutil.iter_modules(engine.__path__):
        module = importlib.import_module(f"{engine.__name__}.{found.name}")
        if hasattr(module, "step"):
            assert FILTERS[found.name].step is module.step
            assert FILTERS[found.name].version == module.VERSION


def test_run_runs_every_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """``run`` calls each check once, with the filter and the events."""
    called: list[tuple[Filter, Any]] = []
    monkeypatch.setattr(checks, "CHECKS", [lambda f, e: called.append((f, e))] * 3)
    checks.run(WORLD, EVENTS)
    assert called == [(WORLD, EVENTS)] * 3


def scribbles(state: world.State, event: Event, params: world.Params) -> tuple[world.State, Reading]:
    """Writes into the state it was given."""
    state.mean.flags.writeable = True
    state.mean[0] += 1.0
    return world.step(state, event, params)


def contradicts(state: world.State, event: Event, params: world.Params) -> Reading:
    """Says something else than ``step``."""
    return replace(world.read(state, event, params), seen=-1)


def wavers(params: world.Params) -> world.State:
    """Starts differently each time."""
    return replace(world.start(params), learnt=next(TICKS))


def skips(state: world.State, batch: Any, params: world.Params) -> tuple[world.State, list[Reading]]:
    """Leaves out the last event."""
    return world.many(state, list(batch)[:-1], params)


def heeds_order(state: world.State, event: Event, params: world.Params) -> tuple[world.State, Reading]:
    """Takes notice of who is named first."""
    return world.step(state, replace(event, people=event.people[:1]), params)


def heeds_names(state: world.State, event: Event, params: world.Params) -> tuple[world.State, Reading]:
    """Fears people whose name ends in "renamed"."""
    state, reading = world.step(state, event, params)
    return state, replace(reading, p=0.99) if event.people and event.people[0].endswith("renamed") else reading


def balks(state: world.State, event: Event, params: world.Params) -> Reading:
    """Has no reading for what it does not know."""
    reading = world.read(state, event, params)
    return reading if reading.seen else replace(reading, high=2.0)


def assumes_the_best(state: world.State, event: Event, params: world.Params) -> tuple[world.State, Reading]:
    """Takes silence for safety."""
    return world.step(state, replace(event, outcome=event.outcome or 0.0), params)


def forgets(blob: bytes) -> world.State:
    """Loses a number on the way."""
    return replace(world.load(blob), learnt=0)


def swells(state: world.State) -> bytes:
    """Keeps something of every outcome."""
    return world.dump(state) + bytes(10_000) * state.learnt


def inverted(level: float = 0.8) -> world.Params:
    """Takes a level for its opposite."""
    return world.Params(level=1.0 - level)


def reads_the_past(state: world.State, event: Event, params: world.Params) -> Reading:
    """Answers questions about the past with the present."""
    return world.read(state, replace(event, time=max(event.time, state.time)), params)


@pytest.mark.parametrize(
    ("check", "broken"),
    [
        (checks.input_untouched, {"step": scribbles}),
        (checks.reading_is_step, {"read": contradicts}),
        (checks.deterministic, {"start": wavers}),
        (checks.many_is_one_by_one, {"many": skips}),
        (checks.order_of_features_is_irrelevant, {"step": heeds_order}),
        (checks.names_are_irrelevant, {"step": heeds_names}),
        (checks.unseen_features_are_welcome, {"read": balks}),
        (checks.missing_outcome_is_only_time, {"many": lambda s, e, p: _all(assumes_the_best, s, e, p)}),
        (checks.dump_and_pickle_are_exact, {"load": forgets}),
        (checks.memory_is_bounded, {"dump": swells}),
        (checks.intervals_are_nested, {"params": inverted}),
        (checks.past_is_refused, {"read": reads_the_past}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_check_catches_a_filter_that_breaks_it(check: Check, broken: dict[str, Callable[..., Any]]) -> None:
    """Each check fails for a filter made to break exactly that promise."""
    with pytest.raises(ContractError):
        check(replace(WORLD, **broken), EVENTS)  # type: ignore[arg-type]  # keyword values differ by name


def _all(step: Callable[..., Any], state: Any, batch: Any, params: Any) -> tuple[Any, list[Reading]]:
    readings = []
    for event in batch:
        state, reading = step(state, event, params)
        readings.append(reading)
    return state, readings
