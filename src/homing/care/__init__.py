"""Every care rule in one place: what may be said or offered, and what stands down."""

from homing.care.announcing import quiet_first
from homing.care.rules import (
    ENOUGH_FOR_A_STEP,
    QUIET_AFTER_HARM,
    Action,
    Facts,
    Reason,
    Verdict,
    is_held,
    may,
)

__all__ = [
    "ENOUGH_FOR_A_STEP",
    "QUIET_AFTER_HARM",
    "Action",
    "Facts",
    "Reason",
    "Verdict",
    "is_held",
    "may",
    "quiet_first",
]
