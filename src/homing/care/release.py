"""The release check of the lines: ``python -m homing.care.release [YYYY-MM-DD]`` (care rule 26).

Ends with 0 if every line may go into a release made on that day (today unless told), 1 if not, 2 for a day that is
none. An installed Homing never runs this: it shows a stale line with a label instead.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime

from homing.care.lines import load_lines, release_faults


def main(arguments: Sequence[str]) -> int:
    """Check the bundled lines and say what stands against releasing them, one fault a line."""
    try:
        (day,) = [date.fromisoformat(one) for one in arguments] or [datetime.now(UTC).date()]
    except ValueError:
        sys.stderr.write("Name one day as YYYY-MM-DD, or none for today.\n")
        return 2
    lines = load_lines()
    faults = release_faults(day, lines)
    counted = f"{len(lines)} line{'' if len(lines) == 1 else 's'}"
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    if faults:
        sys.stdout.write(f"{len(faults)} faults in {counted}: these may not be released on {day}.\n")
        return 1
    sys.stdout.write(f"{counted} may be released on {day}.\n")
    return 0


if __name__ == "__main__":  # pragma: no cover - the one line that a process of its own runs
    sys.exit(main(sys.argv[1:]))
