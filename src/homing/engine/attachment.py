"""Early experience as a weak, visible prior that a person's own moments soon outweigh.

Optional, and never a type: there is no label here, and nothing about anybody else (care rule 8). The two answers are
z-scores of how much one worries to be left, and how much one keeps closeness off. **Every coefficient is a placeholder
and not a published estimate** (science page, section 5.4): that the trait moderates what safety does was looked for
and not found (Tammilehto et al. 2025); what speaks for a prior at all is that such patterns are fairly stable yet move
(Fraley, Vicary, Brumbaugh & Roisman 2011).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from ._beta import beta_quantile
from ._logistic import sigmoid

FARTHEST = 3.0
"""Answers beyond three standard deviations are taken to be at three."""


class Kind(StrEnum):
    """What a cue is about, as far as this prior cares."""

    ABSENCE = "absence"
    """Absent or ambiguous: a late reply, a long silence."""
    CLOSENESS = "closeness"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Answers:
    """The two z-scores, of the person themselves, as they gave and may change them; 0 and 0 says nothing.

    Raises ``ValueError`` for a number that is not finite.
    """

    worry: float = 0.0
    distance: float = 0.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.worry) and math.isfinite(self.distance)):
            raise ValueError("the two answers must be finite numbers")

    @property
    def bounded(self) -> tuple[float, float]:
        """Worry and distance, each within ``FARTHEST``."""
        worry, distance = (min(max(z, -FARTHEST), FARTHEST) for z in (self.worry, self.distance))
        return worry, distance


@dataclass(frozen=True, slots=True)
class Params:
    """How much the answers count. **Every default is a placeholder.** Effects are in log-odds per z, but ``gain``.

    ``weight``: the pseudo-events that the prior is worth. Raises ``ValueError`` unless 2 <= weight <= 4 and the other
    numbers are finite: a weak prior stays weak.
    """

    base: float = -0.4
    worry_absence: float = 0.35
    distance_closeness: float = 0.25
    cost: float = 0.0
    distance_cost: float = 0.3
    gain: float = 0.2
    weight: float = 3.0

    def __post_init__(self) -> None:
        rest = (self.base, self.worry_absence, self.distance_closeness, self.cost, self.distance_cost, self.gain)
        if not (2.0 <= self.weight <= 4.0 and all(map(math.isfinite, rest))):
            raise ValueError("the prior weighs 2 to 4 events, and its coefficients are finite")


@dataclass(frozen=True, slots=True)
class Expectation:
    """How often hurt is expected with a kind of cue: Beta(``a``, ``b``), of which ``own`` events are the person's own.

    ``mean`` in [0, 1]; ``own_share`` in [0, 1) is how much of the weight their own events carry.
    """

    a: float
    b: float
    own: int = 0

    @property
    def mean(self) -> float:
        """The expected share of hurt."""
        return self.a / (self.a + self.b)

    @property
    def own_share(self) -> float:
        """Own events over all weight; above a half the own events have the say."""
        return self.own / (self.a + self.b)

    def bounds(self, level: float = 0.8) -> tuple[float, float]:
        """Equal-tailed bounds of the share. Raises ``ValueError`` unless 0 < level < 1.

        >>> low, high = prior(Kind.OTHER).bounds()
        >>> round(low, 2), round(high, 2)
        (0.09, 0.76)
        """
        if not 0.0 < level < 1.0:
            raise ValueError("the level of an interval lies between 0 and 1")
        tail = 0.5 * (1.0 - level)
        return beta_quantile(tail, self.a, self.b), beta_quantile(1.0 - tail, self.a, self.b)


_NOTHING, _DEFAULT = Answers(), Params()


def prior(kind: Kind, answers: Answers = _NOTHING, params: Params = _DEFAULT) -> Expectation:
    """What is expected before any own event. Without answers it is the same for every kind.

    >>> round(prior(Kind.ABSENCE).mean, 2), round(prior(Kind.ABSENCE, Answers(worry=1.0)).mean, 2)
    (0.4, 0.49)
    """
    worry, distance = answers.bounded
    shift = {
        Kind.ABSENCE: params.worry_absence * worry,
        Kind.CLOSENESS: params.distance_closeness * distance,
        Kind.OTHER: 0.0,
    }
    mean = sigmoid(params.base + shift[kind])
    return Expectation(params.weight * mean, params.weight * (1.0 - mean))


def with_events(expectation: Expectation, hurt: int, finished: int) -> Expectation:
    """The expectation after ``hurt`` of ``finished`` own moments (protected and open ones are no evidence).

    Raises ``ValueError`` unless 0 <= hurt <= finished.

    >>> after = with_events(prior(Kind.ABSENCE, Answers(worry=2.0)), hurt=0, finished=5)
    >>> round(after.mean, 2), round(after.own_share, 2)
    (0.22, 0.62)
    """
    if not 0 <= hurt <= finished:
        raise ValueError("own events need 0 <= hurt <= finished")
    return Expectation(expectation.a + hurt, expectation.b + finished - hurt, expectation.own + finished)


def approach_cost(answers: Answers = _NOTHING, params: Params = _DEFAULT) -> float:
    """What coming closer costs beside its risk, in log-odds.

    >>> approach_cost(Answers(distance=1.0))
    0.3
    """
    return params.cost + params.distance_cost * answers.bounded[1]


def alarm_gain(answers: Answers = _NOTHING, params: Params = _DEFAULT) -> float:
    """The factor by which the same expectation rings louder; never below a tenth.

    >>> alarm_gain(), round(alarm_gain(Answers(worry=1.0)), 2)
    (1.0, 1.2)
    """
    return max(0.1, 1.0 + params.gain * answers.bounded[0])
