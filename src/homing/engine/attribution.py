"""How much of an expected alarm comes from before: shares with intervals, reasons that add up, moments that speak.

The alarm of a moment is carried by causes: cause k carries q_k A_k, its responsibility times the alarm it expects. A
cause is *older* to the share of its evidence that comes from before "now" began, the day on which the first of the
people present was known. Moments with them that hurt, or whose ending is open or protected, count as evidence of now;
those that ended well do not. So a cause that goes on ringing while nothing happens stays old, and one that hurts, or
may have hurt, becomes a matter of now: "it is only the past" is the more dangerous mistake.

It speaks of alarm, never of what really follows, and says nothing while evidence is thin. Whether it may be shown at
all (danger, holds) is not decided here. See ``docs/adr/engine-alarm-model.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from . import _particles
from ._alarm_features import Term, alarm_counts, features, felt, log_prior, view
from ._alarm_state import Floats, Params, State
from ._logistic import sigmoid
from .alarm import expectation, older_share
from .events import Event

__all__ = ["Attribution", "Kind", "Limits", "Reason", "Spoken", "Thin", "TooEarly", "attribute", "situations"]

_DEFAULT = Params()


class Thin(StrEnum):
    """Why it is too early to say."""

    NOBODY = "nobody"
    UNKNOWN_START = "unknown_start"
    FEW_MOMENTS = "few_moments"
    FEW_LIKE_THIS = "few_like_this"
    NOTHING_OLDER = "nothing_older"
    TOO_WIDE = "too_wide"


@dataclass(frozen=True, slots=True)
class Limits:
    """Below these, it is too early to say. **Placeholders: no data stand behind them.**

    ``moments`` learnt from in all, ``alike`` of the latest that share a person, cue or setting with this one,
    ``older`` moments' worth of evidence from before (an old memory brings ``Params.memory``), the ``width`` of the
    interval of the share; ``draws`` of the interval, ``spoken`` moments named at most.
    """

    moments: int = 10
    alike: int = 3
    older: float = 1.0
    width: float = 0.7
    draws: int = 256
    spoken: int = 3


_LIMITS = Limits()


class Kind(StrEnum):
    """What a reason is about."""

    TIME = "time"
    PERSON = "person"
    SETTING = "setting"
    CUE = "cue"
    ABSENT = "absent"
    FELT = "felt"
    STRENGTH = "strength"


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the account, in log-odds: above zero it speaks for then, below for now.

    ``TIME``: how alive older causes still are; ``PERSON``, ``SETTING``, ``CUE`` (with ``name``): how well they fit;
    ``ABSENT``: what older or recent situations held and this one does not; ``FELT``: how well the alarm that was felt
    fits; ``STRENGTH``: how much more alarm older causes expect.
    """

    kind: Kind
    name: str = field(repr=False)
    log_odds: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """A past moment, or the label of an old memory, and its part of the older alarm."""

    id: str = field(repr=False)
    part: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """``share`` of the expected alarm that older evidence carries, its bounds at the level of the parameters, and why.

    ``reasons`` add up to ``log_odds`` = log(share / (1 - share)). ``moments`` from before and ``memories`` (labels)
    speak most for then, the strongest first; their parts are parts of the older alarm. ``seen`` as in a reading.
    """

    share: float
    low: float
    high: float
    log_odds: float
    reasons: tuple[Reason, ...]
    moments: tuple[Spoken, ...]
    memories: tuple[Spoken, ...]
    seen: int


@dataclass(frozen=True, slots=True)
class TooEarly:
    """Nothing can be said yet, and this is why."""

    reason: Thin


def attribute(
    state: State,
    event: Event,
    known_since: Mapping[str, float],
    params: Params = _DEFAULT,
    *,
    limits: Limits = _LIMITS,
    seed: int = 0,
) -> Attribution | TooEarly:
    """What part of the alarm expected in this moment is older than the relationship, or why it is too early to say.

    ``known_since`` gives, for each person present, the day (since the epoch) on which they were first known; of several
    the earliest counts. The felt alarm of the event, if there is one, helps to tell the causes apart; its outcome does
    not. The state is not changed; the interval draws on ``seed`` alone.

    Raises ``ValueError`` if the event lies before the state, or the seed is negative.

    >>> from homing.engine import alarm
    >>> attribute(alarm.start(), Event(time=0.0, people=("sam",)), {"sam": -30.0}).reason
    <Thin.FEW_MOMENTS: 'few_moments'>
    """
    shown = view(event.people, event.setting, event.cues, params)
    since = min((known_since[name] for name in event.people if name in known_since), default=np.inf)
    seen = _particles.seen(state, shown.keys())
    older = older_share(state, since)
    prior = log_prior(state, event.time, params)
    thin = _thin(state, event, known_since, since, seen, limits)
    if thin is not None:
        return TooEarly(thin)
    terms = _terms(state, event, params)
    joint = state.weights[:, None] + sum((log for _, log in terms), prior)
    yes, no = alarm_counts(state.causes, params)
    low, high = _interval(joint, older, (yes, no), params.level, limits.draws, seed)
    whole, reasons = _account(state.weights[:, None] + prior, terms, np.log(yes / (yes + no)), older)
    share = sigmoid(whole)
    if high - low > limits.width:
        return TooEarly(Thin.TOO_WIDE)
    part = np.exp(joint - joint.max()) * yes / (yes + no) * older
    part /= part.sum()
    return Attribution(
        share=share,
        low=min(low, share),
        high=max(high, share),
        log_odds=whole,
        reasons=reasons,
        moments=_moments(state, part, since, limits.spoken),
        memories=_memories(state, part),
        seen=seen,
    )


def situations(state: State, event: Event, since: float, params: Params = _DEFAULT) -> dict[str, tuple[float, float]]:
    """The expected alarm of a moment by kinds of situation: for each its share q and the alarm A it expects, in [0, 1].

    Causes have no names of their own and differ from particle to particle, so they are gathered: "memory:" and the
    label for those that carry one, "then" and "now" for the others, by the share of their evidence from before day
    ``since``. The q sum to 1, and the sum of q A is the ``p`` of a reading. :func:`homing.engine.healing.split` asks.

    Raises ``ValueError`` if the event lies before the state.

    >>> from homing.engine import alarm
    >>> {kind: (round(q, 3), round(a, 3)) for kind, (q, a) in situations(alarm.start(), Event(0.0), 0.0).items()}
    {'now': (1.0, 0.5)}
    """
    yes, no = alarm_counts(state.causes, params)
    joint = state.weights[:, None] + expectation(state, event, params)
    share = np.exp(joint - joint.max())
    share /= share.sum()
    older = np.where(state.causes.labels < 0, older_share(state, since), 0.0)
    kinds = {f"memory:{label}": state.causes.labels == code for code, label in enumerate(state.labels)}
    kinds |= {"then": older, "now": np.where(state.causes.labels < 0, 1.0 - older, 0.0)}
    found = {}
    for kind, member in kinds.items():
        q = float((share * member).sum())
        if q > 0.0:
            found[kind] = (q, float((share * member * yes / (yes + no)).sum()) / q)
    return found


def _thin(
    state: State, event: Event, known_since: Mapping[str, float], since: float, seen: int, limits: Limits
) -> Thin | None:
    masses = np.where(state.causes.times < since, state.causes.masses, 0.0).sum(axis=(1, 2))
    older = float(np.exp(state.weights) @ masses)
    checks = (
        (not event.people, Thin.NOBODY),
        (any(name not in known_since for name in event.people), Thin.UNKNOWN_START),
        (state.learnt < limits.moments, Thin.FEW_MOMENTS),
        (seen < limits.alike, Thin.FEW_LIKE_THIS),
        (older <= 0.0 or older < limits.older, Thin.NOTHING_OLDER),
    )
    return next((reason for holds, reason in checks if holds), None)


_Part = tuple[tuple[Kind, str], Floats]


def _terms(state: State, event: Event, params: Params) -> list[_Part]:
    shown = view(event.people, event.setting, event.cues, params)
    named: list[Term] = features(state, shown, params)
    parts: list[_Part] = [((Kind(term.key[0]), term.key[1]), term.log) for term in named]
    if event.alarm is not None:
        parts.append(((Kind.FELT, ""), felt(state, event, params)))
    return parts


def _account(prior: Floats, terms: list[_Part], strength: Floats, older: Floats) -> tuple[float, tuple[Reason, ...]]:
    """The log-odds of older against recent, and its parts: what each adds, the mean of adding them in either order.

    With one older and one recent cause a part is the plain log-likelihood ratio. With many, what a part adds depends on
    what is known already; taking both orders treats the first and the last alike, and the sum stays exact.
    """
    parts: list[_Part] = [*terms, ((Kind.STRENGTH, ""), strength)]
    begun = _log_odds(prior, older)
    forth, back = _added(prior, [log for _, log in parts], older), _added(prior, [log for _, log in parts[::-1]], older)
    reasons = [Reason(Kind.TIME, "", begun)]
    for (key, _), one, two in zip(parts, forth, back[::-1], strict=True):
        reasons.append(Reason(*key, 0.5 * (one + two)))
    return begun + sum(forth), tuple(reasons)


def _added(joint: Floats, logs: list[Floats], older: Floats) -> list[float]:
    before, added = _log_odds(joint, older), []
    for log in logs:
        joint = joint + log
        after = _log_odds(joint, older)
        added.append(after - before)
        before = after
    return added


def _log_odds(joint: Floats, older: Floats) -> float:
    with np.errstate(divide="ignore"):  # a cause that is wholly older has no recent part: log 0 is meant
        then, now = np.log(older) + joint, np.log1p(-older) + joint
    return float(_particles.log_sum(then.ravel()) - _particles.log_sum(now.ravel()))


def _interval(
    joint: Floats, older: Floats, counts: tuple[Floats, Floats], level: float, draws: int, seed: int
) -> tuple[float, float]:
    """Bounds of the share over particles (systematic) and over what each cause may expect (draws from its Beta)."""
    rng = np.random.default_rng(seed)
    by_particle = _particles.log_sum(joint)
    total = np.exp(by_particle - _particles.log_sum(by_particle)).cumsum()
    rows = np.searchsorted(total / total[-1], (np.arange(draws) + rng.random()) / draws, side="right")
    carried = np.exp(joint[rows] - by_particle[rows, None]) * rng.beta(counts[0][rows], counts[1][rows])
    shares = (carried * older[rows]).sum(axis=1) / np.maximum(carried.sum(axis=1), 1e-300)
    low, high = np.quantile(shares, [0.5 * (1.0 - level), 0.5 * (1.0 + level)]).tolist()
    return low, high


def _moments(state: State, part: Floats, since: float, limit: int) -> tuple[Spoken, ...]:
    """The moments from before that older causes point to, weighted by the alarm felt in them."""
    strength = np.maximum(state.causes.felt, 0.0)
    weight = part[..., None] * strength / np.maximum(strength.sum(axis=-1, keepdims=True), 1e-300)
    numbers, where = np.unique(state.causes.moments, return_inverse=True)
    parts = np.bincount(where.ravel(), weights=weight.ravel())
    found = [
        Spoken(state.moments[number][0], float(amount))
        for number, amount in zip(numbers.tolist(), parts.tolist(), strict=True)
        if number >= 0 and amount > 0.0 and state.moments[number][1] < since
    ]
    return tuple(sorted(found, key=lambda spoken: -spoken.part)[:limit])


def _memories(state: State, part: Floats) -> tuple[Spoken, ...]:
    parts = np.bincount(state.causes.labels.ravel() + 1, weights=part.ravel(), minlength=len(state.labels) + 1)
    found = [
        Spoken(label, float(amount)) for label, amount in zip(state.labels, parts[1:], strict=True) if amount > 0.0
    ]
    return tuple(sorted(found, key=lambda spoken: -spoken.part))
