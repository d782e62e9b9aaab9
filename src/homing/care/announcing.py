"""Before a boundary is announced: whether the quiet ways come first."""

from __future__ import annotations

from homing.care.rules import Facts


def quiet_first(facts: Facts) -> bool:
    """Whether quieter ways are offered before a boundary is told to someone (care rule 5).

    So it is with whoever was marked as frightening, also after the owner has lifted the hold. It is not a verdict:
    nothing is forbidden, and only what is offered first changes. Neither a rest nor the day after harm matters here,
    since nothing is counted or asked.

    >>> quiet_first(Facts(held=True)), quiet_first(Facts(frightening=1)), quiet_first(Facts(resting=True))
    (True, True, False)
    """
    return facts.held or facts.dangerous_moment or facts.frightening > 0
