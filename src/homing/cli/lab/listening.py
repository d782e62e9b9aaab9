"""Doing ``homing lab heart``: the folder's troubles become a sentence, the report tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from homing.cli.codes import Code
from homing.cli.lab.progress import shown
from homing.cli.telling import say, say_json
from homing.lab import heart as study
from homing.lab.heart.areas import Area
from homing.lab.heart.report import Line

_PARTS = {
    "everyone": "everyone",
    "design": "the half of the people that the design was chosen on (no evidence)",
    "other": "the other half",
}


def heart(folder: Path, seed: int, *, as_json: bool) -> Code:
    """Run everything on the folder and tell it."""
    with shown(study.HeartError) as progress:
        found = study.run(study.read(folder), seed=seed, progress=progress)
    if as_json:
        say_json(found.as_json())
    else:
        _tell(found)
    return Code.FINE


def _tell(found: study.Report) -> None:
    say(f"{len(found.people)} people, windows of 10 seconds, leave one person out; seed {found.seed}")
    say("Area under the ROC curve, stress against rest, with the 95 % interval over people.")
    for name, title in _PARTS.items():
        people = sum(one.area is not None and name in ("everyone", _half(one)) for one in found.people)
        _table(f"{title}: {people} people, where the filter speaks", found.parts[name])
    say()
    say("filter less another, pooled, everyone")
    for name, area in found.ours_less.items():
        say(f"  {name:<20} {_number(area, '+')}")
    _table("passing over nothing", found.anywhere)
    _table("the filter, made to speak everywhere", found.silence)
    say()
    say("settings chosen (pace, gain, noise of the heart), and for how many people")
    for setting, count in found.chosen.items():
        say(f"  {setting.pace:g}, {setting.gain:g}, {setting.sd:g}: {count}")
    say()
    say("person  half    windows  no rest  no beats   area")
    for one in found.people:
        own = "--" if one.area is None else f"{one.area:.3f}"
        say(f"{one.person:>6}  {_half(one):<6} {one.labelled:>8} {one.no_rest:>8} {one.no_beats:>9} {own:>6}")


def _table(title: str, lines: Mapping[str, Line]) -> None:
    say()
    say(title)
    say(f"  {'':<20} {'pooled':<22} {'mean over people':<22} windows")
    for name, line in lines.items():
        say(f"  {name:<20} {_number(line.pooled):<22} {_number(line.by_person):<22} {100.0 * line.share:.0f} %")


def _half(one: study.Person) -> str:
    return "design" if one.design else "other"


def _number(area: Area, sign: str = "") -> str:
    if area.area is None:
        return "--"
    if area.low is None or area.high is None:
        return f"{area.area:{sign}.3f}"
    return f"{area.area:{sign}.3f} ({area.low:{sign}.3f} to {area.high:{sign}.3f})"
