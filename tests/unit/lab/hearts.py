"""An invented recording, in files of exactly the published form; every number is made up."""

from __future__ import annotations

from pathlib import Path

import numpy as np

PHASES = ((600, 0), (120, 1), (90, 0), (120, 1), (60, 0))
"""Seconds, and the label: 1 is stress."""

BEGAN = 1_600_000_000


def write(folder: Path, *, people: int = 6, lift: float = 12.0, seed: int = 0) -> Path:
    """People 2, 3, ...: under stress their hearts beat ``lift`` a minute faster, around a rest of their own.

    The last one's wristband trusted no beat of the first ten minutes; the one before has a long gap later on.
    """
    rng = np.random.default_rng(seed)
    (folder / "Processed_data").mkdir(parents=True)
    lines = ["Participant,HR,respr,Time(sec),Label"]
    for person in range(2, 2 + people):
        label = np.concatenate([np.full(seconds, kind) for seconds, kind in PHASES])
        rate = 55.0 + 6.0 * person + lift * label + rng.normal(0.0, 1.5, len(label))
        lines += [f"{person},{rate[t]:.2f},12.5,{BEGAN + t},{label[t]}" for t in range(len(rate))]
        beats = _beats(rate)
        if person == people + 1:
            beats = beats[beats[:, 0] > 600.0]
        if person == people:
            beats = beats[(beats[:, 0] < 760.0) | (beats[:, 0] > 850.0)]
        told = [f"{after + 12.0:.6f},{length:.6f}" for after, length in beats]
        here = folder / "Raw_data" / f"S{person:02d}"
        here.mkdir(parents=True)
        (here / "IBI.csv").write_text("\n".join([f"{BEGAN - 12}.000000, IBI", *told, ""]), encoding="utf-8")
    table = folder / "Processed_data" / "Improved_All_Combined_hr_rsp_binary.csv"
    table.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder


def _beats(rate: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """When each interval ended, and how long it was."""
    after, told = 0.0, []
    while after < len(rate) - 1:
        length = 60.0 / float(rate[int(after)])
        after += length
        told.append((after, length))
    return np.array(told)
