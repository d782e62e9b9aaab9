"""The options that say how a table is to be read; ``evaluate``, ``compare`` and ``fit`` share them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

Table = Annotated[Path, Argument(metavar="TABLE", show_default=False, help="A tidy table: CSV, or Parquet.")]
Person = Annotated[str, Option("--person", metavar="COL", show_default=False, help="Whose row it is.")]
Time = Annotated[str, Option("--time", metavar="COL", show_default=False, help="When: a number, or an ISO date.")]
Target = Annotated[str, Option("--target", metavar="outcome|alarm", show_default=False, help="What is predicted.")]
Kind = Annotated[str, Option("--kind", metavar="binary|unit|real", show_default=False, help="What kind it is.")]
Cues = Annotated[str, Option("--cues", metavar="COL[,COL...]", show_default=False, help="What the row shows before.")]
Outcome = Annotated[str, Option("--outcome", metavar="COL", show_default=False, help="What followed.")]
Alarm = Annotated[str, Option("--alarm", metavar="COL", show_default=False, help="The felt alarm.")]
Range = Annotated[
    tuple[float, float] | None,
    Option("--range", metavar="LO HI", show_default=False, help="The ends of the target's scale."),
]
TimeUnit = Annotated[
    str,
    Option("--time-unit", metavar="UNIT", show_default=False, help="trial (the default), second, minute, hour or day."),
]
Other = Annotated[str, Option("--other", metavar="COL", show_default=False, help="With whom.")]
Setting = Annotated[str, Option("--setting", metavar="COL", show_default=False, help="Where.")]
Split = Annotated[
    str,
    Option(
        "--split",
        metavar="people:F|time:F",
        show_default=False,
        help="Score a share F of the people, or each person's last share F.",
    ),
]
Seed = Annotated[int, Option("--seed", min=0, help="Drives everything that is drawn.")]
Models = Annotated[str, Option("--models", metavar="LIST", show_default=False, help="Only these, by name.")]
Csv = Annotated[Path | None, Option("--csv", metavar="FILE", help="Write the result as a tidy table, too.")]
Engine = Annotated[
    str,
    Option(
        "--engine",
        metavar="ENGINE",
        show_default=False,
        help="Go through the file in blocks, on processes, serial, ray or ray:ADDRESS; large Parquet is, anyway.",
    ),
]
Workers = Annotated[int | None, Option("--workers", min=1, show_default=False, help="How many; without, every core.")]
Keep = Annotated[
    Path | None, Option("--keep", metavar="DIR", help="Keep finished blocks here, and go on from them next time.")
]
