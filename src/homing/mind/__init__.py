"""The only bridge from a record to the engine."""

from homing.mind.encode import event_of
from homing.mind.findings import FEW, Code, Finding, findings
from homing.mind.mind import (
    MOST_MEMORIES,
    CueChange,
    Expectation,
    Mind,
    Outlook,
    aliases,
    everyone,
    priors,
    use_priors,
)

__all__ = [
    "FEW",
    "MOST_MEMORIES",
    "Code",
    "CueChange",
    "Expectation",
    "Finding",
    "Mind",
    "Outlook",
    "aliases",
    "event_of",
    "everyone",
    "findings",
    "priors",
    "use_priors",
]
