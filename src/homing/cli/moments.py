"""``homing moment add``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from homing.cli import parsing
from homing.cli.codes import Code
from homing.cli.surroundings import ambient, own_desk
from homing.cli.telling import say, say_json
from homing.companion import Ambient, NewNames
from homing.companion.moments import keep
from homing.record import ALARM_MAX, Danger, Expected, FeltState, Moment, Move, Outcome, Safe
from homing.record.diary import to_json
from homing.words import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What stood after each option; empty where nothing did."""

    when: str = ""
    zone: str = ""
    people: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    setting: str = ""
    state: str = ""
    alarm: str = ""
    expected: tuple[str, ...] = ()
    expected_words: str = ""
    head: str = ""
    body: str = ""
    did: tuple[str, ...] = ()
    outcome: str = ""
    protected: bool = False
    safe: str = ""
    danger: tuple[str, ...] = ()
    note: str = ""
    state_after: str = ""


def add(told: Told, passphrase_file: Path | None, *, as_json: bool) -> Code:
    """Keep one moment. Everything is read before the passphrase is asked for."""
    here = ambient()
    names, moment = names_in(told), moment_in(told, here)
    with own_desk(passphrase_file, here) as desk:
        kept = keep(desk, moment, names)
    if as_json:
        say_json({"moment": to_json(kept), "after_harm": kept.after_harm})
    elif kept.after_harm:
        say(_("It is kept. Are you safe now? What it means can wait for another day."))
        say(
            _(
                "If you are not, or not sure: call the emergency number of your country. "
                "Whom else to call or text: homing lines"
            )
        )
    else:
        say(_("It is kept.") if kept.is_finished else _("It is kept. How it turned out can be added later."))
    return Code.FINE


def names_in(told: Told) -> NewNames:
    """Whom and what the moment names."""
    return NewNames(
        people=tuple(map(parsing.person, told.people)),
        cues=tuple(map(parsing.cue, told.cues)),
        setting=parsing.setting(told.setting),
    )


def moment_in(told: Told, here: Ambient) -> Moment:
    """The moment without its names."""
    return Moment(
        id=here.new_id(),
        when=parsing.lived(told.when, told.zone, here),
        state=parsing.word("--state", FeltState, told.state),
        state_after=parsing.word("--state-after", FeltState, told.state_after),
        alarm=parsing.whole("--alarm", told.alarm, 0, ALARM_MAX) if told.alarm else None,
        expected=parsing.words("--expected", Expected, told.expected),
        expected_words=parsing.text("--expected-words", told.expected_words),
        head=parsing.text("--head", told.head),
        body=parsing.text("--body", told.body),
        moves=parsing.words("--did", Move, told.did),
        outcome=parsing.word("--outcome", Outcome, told.outcome),
        protected=told.protected,
        safe=parsing.word("--safe", Safe, told.safe),
        danger=parsing.words("--danger", Danger, told.danger),
        note=_note(told.note),
    )


def _note(told: str) -> str:
    """The note, or standard input without its last line end."""
    if told != "-":
        return parsing.text("--note", told)
    try:
        return sys.stdin.buffer.read().decode().removesuffix("\n")
    except UnicodeDecodeError:
        raise parsing.refuse("--note", _("what came from standard input is not UTF-8 text.")) from None
