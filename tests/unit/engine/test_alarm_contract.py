"""The alarm model keeps the contract of every filter when alarms are felt, too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homing.engine import checks
from homing.engine.checks import Check
from homing.engine.registry import FILTERS

from .diaries import events

FELT = [
    replace(event, alarm=i * 37 % 11 / 10 if i % 3 else None, aperture=i % 5 / 4)
    for i, event in enumerate(events(seed=11, moments=25))
]


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_alarm_model_keeps_its_promise_with_felt_alarms(check: Check) -> None:
    """The alarm model passes this check on a diary with felt alarms and apertures."""
    check(FILTERS["alarm"], FELT)
