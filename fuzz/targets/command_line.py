"""The words of an option (a time, a cue, a name, a word of a scale): refused, or read as a diary can hold them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from fuzz.tools import Portion, chance, demand
from homing.cli import parsing
from homing.cli.codes import Code, Stop
from homing.companion import Ambient
from homing.record import Channel, CueSeen, Direction, LivedTime, Moment, csv_columns, fields
from homing.record.csv_cells import escaped
from homing.record.diary import from_json, to_json
from homing.record.scales import Danger, Move

AMBIENT = Ambient(now=lambda: datetime(2026, 3, 29, 0, 30, tzinfo=UTC), zone="Europe/Vienna", urandom=chance())


def check(data: bytes) -> None:
    """The first byte chooses the option; only :class:`Stop` is raised, and it does not repeat what was typed."""
    portion = Portion(data)
    option, value = portion.one_of(OPTIONS), portion.text()
    try:
        option(value)
    except Stop as error:
        demand(error.code is Code.USAGE, "another exit code")
        demand(len(value) < 12 or value not in error.sentence, "what was typed is repeated")


def _time(value: str) -> None:
    when, _, zone = value.partition("\n")
    lived = parsing.lived(when, zone, AMBIENT)
    _holds(Moment(id=AMBIENT.new_id(), when=lived))


def _cue(value: str) -> None:
    cue = parsing.cue(value)
    fields.label(cue.label)
    sent = "sent:" if cue.direction is Direction.SENT else ""
    channel = cue.channel.value if cue.channel else ""
    demand(parsing.cue(f"{sent}{channel}:{escaped(cue.label)}*{cue.strength!r}") == cue, "a cue changed")
    demand(csv_columns.cue_seen(value).strength == cue.strength, "the strength changed")
    seen = CueSeen(cue=AMBIENT.new_id(), direction=cue.direction, strength=cue.strength)
    _holds(Moment(id=AMBIENT.new_id(), when=LivedTime.at(AMBIENT.now(), AMBIENT.zone), cues=(seen,)))


def _text(value: str) -> None:
    _holds(Moment(id=AMBIENT.new_id(), when=LivedTime.at(AMBIENT.now(), AMBIENT.zone), note=parsing.text("--x", value)))


def _number(value: str) -> None:
    demand(0 <= parsing.whole("--alarm", value, 0, 10) <= 10, "outside its ends")


def _words(value: str) -> None:
    told = value.split("\n")
    moves = parsing.words("--move", Move, told)
    demand(parsing.words("--move", Move, [one.value for one in moves]) == moves, "a word changed")
    parsing.word("--channel", Channel, value)
    parsing.word("--danger", Danger, value)


def _name(value: str) -> None:
    who = parsing.person(value)
    demand(fields.label(who) == who == who.strip(), "a name that is none")
    parsing.setting(value)


def _holds(moment: Moment) -> None:
    demand(from_json(to_json(moment)) == moment, "a diary does not hold it")


OPTIONS: tuple[Callable[[str], None], ...] = (_time, _cue, _text, _number, _words, _name)
