"""Stress from rest by the heart alone: the body filter on a published recording, leave one person out.

For research only; Homing reads no heart. ``read`` the folder, ``run`` everything on it.
"""

from __future__ import annotations

from homing.lab.heart.reading import HeartError, Recording, read
from homing.lab.heart.report import Person, Report, run

__all__ = ["HeartError", "Person", "Recording", "Report", "read", "run"]
