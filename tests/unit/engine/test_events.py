"""What the engine takes and refuses."""

from __future__ import annotations

import math

import pytest

from homing.engine.events import Event


@pytest.mark.parametrize("time", [math.nan, math.inf, -math.inf])
def test_time_that_is_not_finite_is_refused(time: float) -> None:
    """An event without a finite time is refused with a sentence that says so."""
    with pytest.raises(ValueError, match="time of an event must be a finite number"):
        Event(time)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -0.1, 1.1])
def test_numbers_outside_the_unit_interval_are_refused(bad: float) -> None:
    """Intensity, outcome and alarm must be numbers between 0 and 1."""
    with pytest.raises(ValueError, match="intensity of a cue must be a number between 0 and 1"):
        Event(0.0, cues=(("voice", bad),))
    with pytest.raises(ValueError, match="outcome of an event must be a number between 0 and 1"):
        Event(0.0, outcome=bad)
    with pytest.raises(ValueError, match="alarm of an event must be a number between 0 and 1"):
        Event(0.0, alarm=bad)


@pytest.mark.care("C24")
def test_repr_names_nobody() -> None:
    """The repr of an event holds no id of a person, cue or setting."""
    shown = repr(Event(1.0, ("someone",), (("voice", 1.0),), "kitchen", 1.0, 0.5))
    assert shown == "Event(time=1.0, outcome=1.0, alarm=0.5)"
