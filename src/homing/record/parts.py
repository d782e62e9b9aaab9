"""What several nouns share: fields of a newer Homing, and the checks of a name, a loudness and a share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from homing.record.scales import ALARM_MAX

Json: TypeAlias = Any
Extra: TypeAlias = Mapping[str, Json]


def named(label: str) -> None:
    """Raise ``ValueError`` for a name that shows nothing."""
    if not label.strip():
        raise ValueError("a name is needed")


def loud(alarm: int) -> None:
    """Raise ``ValueError`` for what is no felt strength."""
    if not 0 <= alarm <= ALARM_MAX:
        raise ValueError(f"the alarm is a whole number from 0 to {ALARM_MAX}")


def share(value: float, what: str) -> None:
    """Raise ``ValueError`` for what lies outside [0, 1]."""
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{what} lies between 0 and 1")
