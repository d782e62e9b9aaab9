"""Reading the published files: who, when, stress or rest, the heart's rate, and the time between beats.

Stress-Predict (Iqbal et al. 2022, Sensors 22:8135; MIT licence), as it is published: one table of seconds for all
people, ``Processed_data/Improved_All_Combined_hr_rsp_binary.csv`` (columns ``Participant``, ``HR``, ``Time(sec)`` and
``Label`` are read), and for each of them the intervals between heartbeats that the wristband trusted,
``Raw_data/S02/IBI.csv`` (first line: when the recording began; then seconds since, and the interval in seconds).
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from homing.lab.columns import Floats

TABLE = Path("Processed_data", "Improved_All_Combined_hr_rsp_binary.csv")
COLUMNS = ("Participant", "HR", "Time(sec)", "Label")
_LONGEST = 86_400
_RATES, _INTERVALS = (30.0, 220.0), (0.3, 2.0)


class HeartError(ValueError):
    """The folder does not hold what can be read; the sentence says where and why."""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """One person, in seconds since the first row of the table.

    ``stress`` (T,): 1 under stress, 0 at rest, NaN where nobody said. ``rate`` (T,): the published heart rate, beats a
    minute, NaN where missing or implausible. ``beats`` and ``intervals`` (B,): when a trusted interval between beats
    ended, and how long it was; ``dropped`` counts those no heart can have (outside 0.3 to 2 seconds).
    """

    person: int
    stress: Floats
    rate: Floats
    beats: Floats
    intervals: Floats
    dropped: int


def read(folder: Path) -> tuple[Recording, ...]:
    """The people of the folder, in order. Raises :class:`HeartError` for what is missing or cannot be read."""
    rows: dict[int, list[tuple[float, float, float]]] = {}
    lines = csv.reader(_lines(folder, TABLE))
    head = [name.strip() for name in next(lines, [])]
    for name in COLUMNS:
        if name not in head:
            raise HeartError(f"{TABLE.as_posix()} has no column {name!r}")
    who, rate, time, label = (head.index(name) for name in COLUMNS)
    for line in lines:
        try:
            row = _number(line[time]), _number(line[rate]), _number(line[label])
            rows.setdefault(int(line[who]), []).append(row)
        except (ValueError, IndexError):
            raise HeartError(f"{TABLE.as_posix()}, line {lines.line_num}: cannot be read") from None
    if not rows:
        raise HeartError(f"{TABLE.as_posix()} has no rows")
    return tuple(_recording(folder, person, np.array(rows[person])) for person in sorted(rows))


def _recording(folder: Path, person: int, rows: Floats) -> Recording:
    """``rows`` (R, 3): time, heart rate, label."""
    time, rate, label = rows.T
    if not np.isfinite(time).all() or (np.diff(time) <= 0.0).any():
        raise HeartError(f"the times of participant {person} are not in order, one row a second")
    if time[-1] - time[0] > _LONGEST:
        raise HeartError(f"the recording of participant {person} is longer than a day")
    if not np.isin(label[np.isfinite(label)], (0.0, 1.0)).all():
        raise HeartError(f"a label of participant {person} is neither 0 (rest) nor 1 (stress)")
    at = (time - time[0]).astype(np.int64)
    stress, known = np.full((2, at[-1] + 1), np.nan)
    stress[at] = label
    known[at] = np.where((rate >= _RATES[0]) & (rate <= _RATES[1]), rate, np.nan)
    beats, intervals = _intervals(folder, person)
    fine = (intervals >= _INTERVALS[0]) & (intervals <= _INTERVALS[1])
    return Recording(person, stress, known, beats[fine] - time[0], intervals[fine], int((~fine).sum()))


def _intervals(folder: Path, person: int) -> tuple[Floats, Floats]:
    """When each interval of this person ended (as the table tells time), and its length; both (B,)."""
    path = Path("Raw_data", f"S{person:02d}", "IBI.csv")
    lines = [line.split(",") for line in _lines(folder, path) if line.strip()]
    try:
        began = float(lines[0][0])
        told = np.array([[float(after), float(length)] for after, length in lines[1:]]).reshape(-1, 2)
    except (ValueError, IndexError):
        raise HeartError(f"{path.as_posix()} is not a list of times and intervals") from None
    if not (math.isfinite(began) and np.isfinite(told).all()):
        raise HeartError(f"{path.as_posix()} holds a number that is none")
    return began + told[:, 0], told[:, 1]


def _lines(folder: Path, path: Path) -> list[str]:
    try:
        return (folder / path).read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise HeartError(f"there is no {path.as_posix()} in this folder") from None
    except OSError as error:
        raise HeartError(f"{path.as_posix()} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise HeartError(f"{path.as_posix()} is not text") from None


def _number(text: str) -> float:
    """NaN for an empty field."""
    return float(text) if text.strip() else math.nan
