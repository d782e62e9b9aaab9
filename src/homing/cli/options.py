"""The options that commands share, each with its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

PassphraseFile = Annotated[
    Path | None, Option("--passphrase-file", metavar="FILE", help="Read the passphrase from this file.")
]
AsJson = Annotated[bool, Option("--json", help="Write the result as JSON, for a program.")]
Numbers = Annotated[bool, Option("--numbers", help="Show intervals, and an estimate where care allows one.")]
Names = Annotated[bool, Option("--names", help="Show people and cues, too.")]
Limit = Annotated[str, Option("--limit", metavar="NUMBER", help="At most so many.")]

Host = Annotated[str, Option("--host", metavar="HOST", help="127.0.0.1, ::1 or localhost.")]
Port = Annotated[
    str,
    Option("--port", metavar="NUMBER", show_default="8460, or the next that is free", help="0 takes any that is free."),
]
NoBrowser = Annotated[bool, Option("--no-browser", help="Only print the address.")]

PhoneWhat = Annotated[
    str, Argument(metavar="[forget]", show_default=False, help="forget: delete the certificates and their keys.")
]
PhoneHost = Annotated[
    str, Option("--host", metavar="ADDRESS", show_default="the only one", help="An address of the home network.")
]
Yes = Annotated[bool, Option("--yes", help="Do not ask whether anyone else could open this.")]

InFile = Annotated[Path, Argument(metavar="FILE", show_default=False)]
OutFile = Annotated[Path, Argument(metavar="FILE", show_default=False, help="Where to; - is standard output.")]
Form = Annotated[
    str,
    Option("--format", metavar="jsonl|csv", help="jsonl: everything. csv: the moments alone. Else by FILE's ending."),
]
SkipBad = Annotated[
    bool, Option("--skip-bad", help="Take in what is good, and write the bad lines into FILE.bad, to be mended.")
]
Force = Annotated[bool, Option("--force", help="Replace FILE if it is already there.")]

PriorsFile = Annotated[
    Path | None, Argument(metavar="[FILE]", show_default=False, help="A file of priors that homing lab fit wrote.")
]
NoPriors = Annotated[bool, Option("--none", help="The built-in assumptions again.")]

Age = Annotated[
    bool, Option("--age", help="Inside an age file with a passphrase of its own, which the age tool opens, too.")
]
AgeFile = Annotated[
    Path | None,
    Option("--age-passphrase-file", metavar="FILE", help="Read the passphrase of the age file from this file."),
]

When = Annotated[
    str,
    Option(metavar="TIME", show_default="now", help='Local time: "2026-03-21 19:30", or less if that is all you know.'),
]
Zone = Annotated[
    str, Option(metavar="ZONE", show_default="this machine's", help="Where it was lived, such as Europe/Vienna.")
]
People = Annotated[list[str] | None, Option("--person", metavar="NAME", help="Who; may be repeated.")]
Cues = Annotated[
    list[str] | None,
    Option(
        "--cue",
        metavar="CUE",
        help='What you noticed: "louder" or "voice:louder"; "sent:" before it if it came from you; may be repeated.',
    ),
]
Setting = Annotated[str, Option(metavar="PLACE", show_default=False, help="Where, in your words.")]
State = Annotated[
    str, Option(metavar="STATE", show_default=False, help="settled, on edge, far away, mixed or can't tell.")
]
StateAfter = Annotated[str, Option(metavar="STATE", show_default=False, help="The same, afterwards.")]
Alarm = Annotated[str, Option(metavar="0-10", show_default=False, help="How loud the alarm was.")]
Expected = Annotated[
    list[str] | None,
    Option(
        metavar="WORDS",
        help="What it expected: to be left, rejected, swallowed up, shamed or harmed; may be repeated.",
    ),
]
ExpectedWords = Annotated[str, Option(metavar="TEXT", show_default=False, help="The same in your own words.")]
Head = Annotated[str, Option(metavar="TEXT", show_default=False, help="What the head said.")]
Body = Annotated[str, Option(metavar="TEXT", show_default=False, help="What the body said.")]
Did = Annotated[list[str] | None, Option("--did", metavar="WORDS", help="What you did; may be repeated.")]
Outcome = Annotated[str, Option(metavar="WORDS", show_default=False, help="How it turned out.")]
Protected = Annotated[
    bool, Option("--protected", help="Nothing followed because you gave in, froze, hid or left. Never counted as safe.")
]
Safe = Annotated[
    str, Option(metavar="WORDS", show_default=False, help="Safe for you to be there: yes, not sure or no.")
]
Danger = Annotated[
    list[str] | None,
    Option("--danger", metavar="WORDS", help="A mark of its own, such as threatened; may be repeated."),
]
Note = Annotated[str, Option(metavar="TEXT", show_default=False, help="Anything else; - reads standard input.")]
