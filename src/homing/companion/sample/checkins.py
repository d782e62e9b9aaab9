"""How it was in the narrator between the moments."""

from __future__ import annotations

from homing.companion.sample.told import JUST_NOW, Felt

# Set by hand: easier to read as a diary than one argument a line.
# fmt: off
CHECKINS = (
    Felt(89, "08:00", "settled"), Felt(87, "22:10", "on_edge"), Felt(85, "20:00", "far_away", "After his house."),
    Felt(83, "07:50", "settled"), Felt(80, "12:40", "mixed"), Felt(78, "21:00", "on_edge"),
    Felt(76, "13:15", "on_edge", "Still no answer from Bram."), Felt(75, "19:30", "far_away"), Felt(73, "12:00",
         "settled"),
    Felt(71, "21:40", "cant_tell"), Felt(69, "20:00", "settled"), Felt(66, "08:10", "mixed"), Felt(64, "13:00",
         "settled"),
    Felt(61, "07:40", "on_edge"), Felt(59, "14:00", "settled"), Felt(56, "21:30", "settled",
         "My face hurt from laughing."),
    Felt(55, "18:30", "far_away"), Felt(53, "22:20", "on_edge"), Felt(51, "09:00", "far_away"), Felt(49, "12:30",
         "on_edge"),
    Felt(47, "22:30", "far_away"), Felt(45, "19:50", "on_edge", "I look at the street before I go out."),
    Felt(42, "08:20", "mixed"), Felt(40, "22:40", "settled"), Felt(37, "13:30", "mixed"), Felt(36, "21:00", "settled"),
    Felt(30, "20:10", "mixed"), Felt(29, "07:45", "on_edge"), Felt(27, "21:00", "settled"), Felt(24, "22:00",
         "settled"),
    Felt(23, "12:00", "on_edge"), Felt(20, "19:00", "settled"), Felt(18, "08:30", "cant_tell"), Felt(16, "13:10",
         "mixed"),
    Felt(14, "21:15", "settled"), Felt(12, "22:30", "settled"), Felt(9, "20:20", "settled"), Felt(7, "12:30", "mixed"),
    Felt(5, "13:00", "settled"), Felt(3, "22:10", "settled"), Felt(2, "08:00", "mixed"), Felt(0, JUST_NOW, "mixed"),
)
"""Check-ins, oldest first."""
