"""The body filter keeps every promise of a filter, on looks at the body and not only on plain moments."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from homing.engine import checks
from homing.engine.body import WORDS, CheckIn
from homing.engine.checks import Check
from homing.engine.events import Event
from homing.engine.registry import FILTERS
from tests.unit.engine.diaries import events


def looks(seed: int, moments: int) -> list[Event]:
    """A simulated diary with looks at the body strewn in, each part now and then missing."""
    rng = np.random.default_rng(seed)

    def maybe(value: object) -> object:
        return value if rng.random() < 0.6 else None

    mixed: list[Event] = []
    for event in events(seed, moments):
        plain: dict[str, Any] = {field.name: getattr(event, field.name) for field in fields(event)}
        look: dict[str, Any] = {
            "felt": maybe(str(rng.choice(WORDS))),
            "arousal": maybe(int(rng.integers(0, 11))),
            "heart": maybe(float(rng.normal(1.0, 1.5))),
            "expected": maybe(float(rng.random())),
            "calm": maybe(float(rng.random())),
        }
        mixed.append(CheckIn(**plain, **look) if rng.random() < 0.8 else event)
    return mixed


LOOKS = looks(seed=3, moments=30)


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_body_filter_keeps_its_promise(check: Check) -> None:
    """This check passes on a diary with looks at the body."""
    check(FILTERS["body"], LOOKS)
