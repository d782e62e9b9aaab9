"""Numbers and promises of our own engine that a reader can check: counts, the time prior, silence, order, names."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from homing.engine import _timeprior, alarm, checks, world
from homing.engine.attribution import Attribution, attribute, situations
from homing.engine.counts import jeffreys
from homing.engine.events import Event
from homing.engine.registry import FILTERS, Filter
from homing.lab.generators import additive, hidden_causes
from homing.lab.phenomena._table import Measured, Phenomenon

COUNTS = ((2, 9), (1, 5), (0, 3), (18, 60))
INTERVALS = ["5-54 %", "2-63 %", "0-54 %", "20-42 %"]


def _intervals(_: int) -> Measured:
    counts = [jeffreys(k, n) for k, n in COUNTS]
    ours = [f"{100 * c.low:.0f}-{100 * c.high:.0f} %" for c in counts]
    return Measured(ours, ours == INTERVALS)


def _kernel(_: int) -> Measured:
    ages = np.geomspace(0.01, 3650.0, 400)
    law = np.array([_timeprior.power_law(age) for age in ages])
    sums = np.array([_timeprior.kernel(age).sum() for age in ages])
    error = float(np.abs(sums / law - 1.0).max())
    return Measured(round(error, 6), error <= 0.01)


def _kept(check: Callable[[Filter, Sequence[Event]], None]) -> Callable[[int], Measured]:
    """Whether every filter of the engine keeps this promise on one simulated diary."""

    def measure(seed: int) -> Measured:
        events = [moment.event for moment in additive(seed)[:40]]
        events = [replace(event, alarm=0.7 if i % 3 else 0.2) for i, event in enumerate(events)]
        broken = [name for name, subject in FILTERS.items() if not _keeps(check, subject, events)]
        return Measured(f"{len(FILTERS) - len(broken)} of {len(FILTERS)} filters", not broken)

    return measure


def _keeps(check: Callable[[Filter, Sequence[Event]], None], subject: Filter, events: Sequence[Event]) -> bool:
    try:
        check(subject, events)
    except checks.ContractError:
        return False
    return True


def _order(seed: int) -> Measured:
    """The largest difference in P(hurt) that the order of two moments at one instant makes."""
    events = [moment.event for moment in hidden_causes(seed)[:40]]
    found = []
    for first, second in zip(events[::2], events[1::2], strict=True):
        pair = (first, replace(second, time=first.time))
        asked = replace(first, time=first.time + 1.0)
        either = [world.read(world.many(world.start(), both)[0], asked).p for both in (pair, pair[::-1])]
        found.append(abs(either[0] - either[1]))
    return Measured(round(max(found), 6), max(found) <= 0.02)


def _adds_up(seed: int) -> Measured:
    """The largest gap between an account and the sum of its reasons, and between the shares of situations and 1."""
    old = alarm.Memory(-4000.0, 0.9, "then", 200.0, cues=(("c0", 1.0), ("c1", 1.0)))
    state, gaps = alarm.start(memories=[old]), []
    for i, moment in enumerate(hidden_causes(seed)):
        event = replace(moment.event, alarm=0.8 if i % 2 else 0.3)
        said = attribute(state, event, dict.fromkeys(event.people, 5.0), seed=seed)
        if isinstance(said, Attribution):
            shares = (share for share, _ in situations(state, event, 5.0).values())
            gaps += [
                abs(said.log_odds - math.fsum(reason.log_odds for reason in said.reasons)),
                abs(math.fsum(shares) - 1.0),
            ]
        state, _ = alarm.step(state, event, seed=seed)
    worst = max(gaps, default=math.inf)
    return Measured(f"{worst:.0e} over {len(gaps) // 2} accounts", worst <= 1e-9)


def _promise(name: str, check: Callable[[Filter, Sequence[Event]], None]) -> Phenomenon:
    return Phenomenon(
        name, "engine", "docs/engine-for-engineers.md", f"{len(FILTERS)} of {len(FILTERS)} filters", "all", _kept(check)
    )


PHENOMENA = (
    Phenomenon(
        "A6 time prior as a sum of exponentials: largest relative error, .01 to 3650 days",
        "engine",
        "power law of Gershman et al. 2017, eq. 4; docs/adr/engine-alarm-model.md",
        0.006,
        "at most .01",
        _kernel,
    ),
    Phenomenon(
        "A7 Jeffreys intervals of 2/9, 1/5, 0/3, 18/60 at 95 %",
        "engine",
        "Brown, Cai & DasGupta 2001, Stat. Sci. 16:101",
        INTERVALS,
        "equal in whole per cent",
        _intervals,
    ),
    _promise("C3 a moment of which nothing is known is only time that passed", checks.missing_outcome_is_only_time),
    Phenomenon(
        "C4 two moments at one instant, in either order: largest difference in P(hurt)",
        "engine",
        "docs/engine-for-engineers.md; the world filter's update is approximate",
        0.0,
        "at most .02",
        _order,
    ),
    _promise("C5 two runs over the same moments agree to the bit", checks.deterministic),
    _promise("C7 renaming everyone and everything changes no reading", checks.names_are_irrelevant),
    Phenomenon(
        "C10 reasons add up to the log-odds of an attribution, and shares of situations to 1: largest gap",
        "engine",
        "docs/engine-for-engineers.md",
        0.0,
        "at most 1e-9",
        _adds_up,
    ),
)
"""Rows of the engine that a table can show; calibration and coverage (C1, C2) are in ``make bench-diaries``."""
