"""What the engine reads, and what it returns."""

from __future__ import annotations

import math
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Event:
    """One moment, as the engine sees it. Every part but the time may be missing.

    ``time`` is in days since the Unix epoch, UTC. ``people``, ``cues`` and ``setting`` are opaque ids; each cue has
    an intensity in [0, 1]. ``outcome`` is 1.0 (hurt followed), 0.0 (it did not), a grade between them, or None (not
    known, or no evidence). ``alarm`` is the felt alarm in [0, 1]; the world model does not use it. ``aperture`` in
    [0, 1] is how far the person had opened: the alarm model alone uses it, to weigh a safe outcome (1 = whole). ``id``
    is an opaque name of the moment, by which attribution can point back at it. ``value`` is an outcome in a unit of its
    own (a rating, a rate), read only by a world model that is told outcomes are real.

    The ids stay out of ``repr``, so that a log line never names anyone.

    Raises ``ValueError`` for a time or value that is not finite, and for an intensity, outcome, alarm or aperture
    outside [0, 1].

    >>> Event(time=19000.5, people=("a",), cues=(("voice", 0.8),), outcome=1.0)
    Event(time=19000.5, outcome=1.0, alarm=None)
    """

    time: float
    people: tuple[str, ...] = field(default=(), repr=False)
    cues: tuple[tuple[str, float], ...] = field(default=(), repr=False)
    setting: str | None = field(default=None, repr=False)
    outcome: float | None = None
    alarm: float | None = None
    aperture: float = field(default=1.0, repr=False)
    id: str = field(default="", repr=False)
    value: float | None = field(default=None, kw_only=True, repr=False)

    def __post_init__(self) -> None:
        if not math.isfinite(self.time):
            raise ValueError("the time of an event must be a finite number of days")
        for _, intensity in self.cues:
            require_unit("the intensity of a cue", intensity)
        require_unit("the outcome of an event", self.outcome)
        require_unit("the alarm of an event", self.alarm)
        if self.value is not None and not math.isfinite(self.value):
            raise ValueError("the value of an event must be a finite number")
        require_unit("the aperture of an event", self.aperture)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a filter says about one moment, before it has learnt from it.

    ``p`` is the probability of hurt in a moment like this one (never of a person); ``low`` and ``high`` bound it at
    the level of the parameters (80 % unless told). ``mean`` and ``variance`` are those of its log-odds. ``seen`` is
    the number of finished outcomes learnt from so far that share any person, cue or setting with this moment; it
    looks back over the last 1024 outcomes.
    """

    p: float
    low: float
    high: float
    mean: float
    variance: float
    seen: int


def require_unit(what: str, value: float | None) -> None:
    """Raise ``ValueError`` unless ``value`` is None or a number in [0, 1]."""
    if value is not None and not 0.0 <= value <= 1.0:  # a NaN fails the comparison too
        raise ValueError(f"{what} must be a number between 0 and 1")
