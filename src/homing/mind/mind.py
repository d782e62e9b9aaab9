"""The mind: keeps the engine's state in step with the record.

The state is disposable. Now and then it is kept as a checkpoint in the vault, good for the moments up to its position;
an edit in the past makes the later checkpoints stale and replays from the one before it, so that what is read is
always what a replay of the whole record would give.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime
from threading import RLock
from typing import TypeVar
from uuid import UUID

from homing.engine import alarm, blend, healing
from homing.engine.alarm import AlarmReading
from homing.engine.attribution import Attribution, TooEarly, attribute, situations
from homing.engine.blend import BlendReading
from homing.engine.priors import Priors, PriorsError, dumps, loads
from homing.mind import model
from homing.mind.encode import answer_of, day_of, event_of, known_since, memory_of, question
from homing.record import Aliases, Cue, CueSeen, Memory, Moment, Person
from homing.vault import FIRST, Checkpoint, Position, Rows, Vault, WritableRows, microseconds, position_of

T = TypeVar("T")

IN_MIND = 4
"""States held ready: as of now, as of some weeks ago for what has changed, and of just before what was told last."""

SPACING = 64
"""Moments between two checkpoints."""

KEPT = 16
"""Checkpoints kept. Older ones thin out, so that a recent edit is cheap and an old one merely fair."""

ENOUGH = 5
"""Moments with a cue before, and as many since, for a change to be told. A placeholder."""

MOST_MEMORIES = alarm.Params().max_memories
"""The alarm model holds so many old memories; of more, the first ones told count."""

_CONSUMED = "mind.sequence"
"""The setting that tells up to which number of the change log the checkpoints are good."""

_PRIORS = "mind.priors"
"""The setting that holds the priors learnt from a cohort, as text; none is the rule."""

_AFTER_ANY_ID = "~"
_EVER: Position = (2**63 - 1, _AFTER_ANY_ID)
_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learnt:
    """What was learnt up to a time, of the record as of a ``sequence`` in its change log.

    ``last`` is the newest moment learnt from; ``loose`` counts those since a checkpoint. ``passed``: a newer state has
    gone on from it.
    """

    version: str
    sequence: int = -1
    state: model.State
    last: Position | None = None
    loose: int = 0
    passed: bool = False


@dataclass(frozen=True, slots=True)
class _Names:
    """Who is meant by whom, since when each is known, what the person brings along and what is assumed of anyone
    before their first moment, and the version of all that.

    These weigh every moment: with another of them, what was learnt is of another version.
    """

    follow: Aliases
    since: dict[str, float]
    memories: tuple[alarm.Memory, ...]
    params: blend.Params
    version: str


@dataclass(frozen=True, slots=True)
class _Worth:
    """A state worth a checkpoint."""

    position: Position
    state: model.State


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of a moment: hurt (what really followed), and the alarm (what the body expects)."""

    hurt: BlendReading
    alarm: AlarmReading


@dataclass(frozen=True, slots=True)
class CueChange:
    """The change of a cue's expected alarm in its two parts, and the moments with it learnt from before and since."""

    change: healing.Change
    before: int
    since: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was learnt of everything lived up to a time, to ask several questions of."""

    _at: datetime
    _state: model.State = field(repr=False)
    _names: _Names = field(repr=False)

    def expect(
        self, *, people: Iterable[UUID] = (), cues: Iterable[CueSeen] = (), setting: UUID | None = None
    ) -> Expectation:
        """What is expected in a moment like this one: of the moment, never of a person (care rule 6)."""
        event = question(self._at, self._names.follow, people=people, cues=cues, setting=setting)
        hurt = blend.read(self._state.blend, event, self._names.params)
        return Expectation(hurt, alarm.read(self._state.alarm, event))


class Mind:
    """What was learnt from the moments of one open vault. Safe to call from any thread."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._lock = RLock()
        self._learnt: tuple[_Learnt, ...] = ()  # the one that was asked for last comes first
        vault.when_forgotten(self._let_go)

    def at(self, at: datetime) -> Outlook:
        """What is known up to a time: a moment dated ahead waits until its time has come."""
        return Outlook(at, *self._now(at))

    def expect(
        self,
        at: datetime,
        *,
        people: Iterable[UUID] = (),
        cues: Iterable[CueSeen] = (),
        setting: UUID | None = None,
    ) -> Expectation:
        """As :meth:`Outlook.expect`, of what is known up to ``at``."""
        return self.at(at).expect(people=people, cues=cues, setting=setting)

    def share(self, at: datetime, moment: Moment) -> Attribution | TooEarly:
        """What part of the alarm expected in a moment like this one may be older than the relationship, and why."""
        state, names = self._now(at)
        event = replace(event_of(moment, names.follow), time=question(at, names.follow).time)
        return attribute(state.alarm, event, names.since)

    def forecast(self, at: datetime, cue: UUID) -> healing.Forecast:
        """How loud a cue may ring now, and after quiet weeks in which nothing happens."""
        state, names = self._now(at)
        event = question(at, names.follow, cues=[CueSeen(cue=cue)])
        return healing.forecast(healing.asking(alarm.read, state.alarm, event, alarm.Params()), event.time)

    def change(self, at: datetime, since: datetime, cue: UUID) -> CueChange | None:
        """How the alarm expected of a cue has changed between two times, and what the change was made of.

        None while fewer than :data:`ENOUGH` moments with the cue had been learnt from by then, or since.
        """
        told = []
        for moment in (since, at):
            state, names = self._now(moment)
            event = question(moment, names.follow, cues=[CueSeen(cue=cue)])
            told.append((situations(state.alarm, event, day_of(since)), alarm.read(state.alarm, event).seen))
        (before, then), (after, now) = told
        if then < ENOUGH or now - then < ENOUGH:
            return None
        return CueChange(healing.split(before, after), then, now - then)

    def _let_go(self) -> None:
        """Something was forgotten: nothing that was learnt from it stays in memory."""
        with self._lock:
            self._learnt = ()

    def _now(self, at: datetime) -> tuple[model.State, _Names]:
        with self._lock:
            until = (microseconds(at), _AFTER_ANY_ID)
            self._learnt, names, worth = self._vault.read(lambda rows: _catch_up(rows, self._learnt, until))
            learnt = self._learnt[0]
            if worth:
                self._vault.write(lambda rows: _keep(rows, learnt, worth))
            return learnt.state, names


def aliases(rows: Rows) -> Aliases:
    """All merges of a vault, of people and cues together, those in the bin included (ids never collide)."""
    return rows.kept(("aliases",), (Person, Cue), lambda: Aliases(everyone(rows)))


def everyone(rows: Rows) -> list[Person | Cue]:
    """Every person and cue, live or in the bin."""
    return [*rows.all(Person), *rows.all(Cue), *rows.all(Person, live=False), *rows.all(Cue, live=False)]


def _names(rows: Rows, until: Position = _EVER) -> _Names:
    def known() -> dict[str, float]:
        return known_since((one for one in everyone(rows) if isinstance(one, Person)), follow)

    follow = aliases(rows)
    since = rows.kept(("mind.since",), (Person, Cue), known)
    brought = _brought(rows, follow, until)
    learnt = rows.get_setting(_PRIORS)
    params = model.PLACEHOLDERS if learnt is None else loads(learnt).blend()
    told = json.dumps([sorted(since.items()), [astuple(memory) for memory in brought], learnt]).encode()
    return _Names(follow, since, brought, params, f"{model.VERSION}/{hashlib.sha256(told).hexdigest()[:16]}")


def priors(rows: Rows) -> Priors | None:
    """The priors learnt from a cohort that all readings begin with; None for the built-in placeholders."""
    told = rows.get_setting(_PRIORS)
    return None if told is None else loads(told)


def use_priors(rows: WritableRows, learnt: Priors | None) -> None:
    """Let all readings begin with these priors, or with the placeholders again. What was learnt is replayed.

    Raises :class:`PriorsError` unless they are of a binary outcome: the mind reads whether something hurt.
    """
    if learnt is not None and learnt.params.outcome != "binary":
        raise PriorsError("these priors are not of a binary outcome")
    rows.set_setting(_PRIORS, None if learnt is None else dumps(learnt))


def _brought(rows: Rows, follow: Aliases, until: Position) -> tuple[alarm.Memory, ...]:
    """What the person brings along. It enters before the first moment at the latest, also if it is dated later."""
    told = [memory_of(memory, follow) for memory in rows.all(Memory)[:MOST_MEMORIES]]
    if not told:
        return ()
    first = rows.first_position() or until
    latest = min(first[0], until[0]) / _DAY_US
    return tuple(replace(memory, time=min(memory.time, latest)) for memory in told)


def _catch_up(
    rows: Rows, before: Sequence[_Learnt], until: Position
) -> tuple[tuple[_Learnt, ...], _Names, Sequence[_Worth]]:
    """What a replay of everything up to a time gives, before other states that still hold; the names as they are; and
    states worth a checkpoint.
    """
    names = _names(rows, until)
    good = [one for one in (_still_good(rows, one, names.version) for one in before) if one is not None]
    reach = max((one for one in good if one.last is not None and one.last <= until), key=_last, default=None)
    known = _from_checkpoint(rows, names, until, reach)
    state, last, loose = known.state, known.last, known.loose
    worth: Sequence[_Worth] = ()
    for moment in rows.moments_from(last):
        position = position_of(moment)
        if position > until:
            break
        if last is not None and position <= last:
            continue
        event = event_of(moment, names.follow)
        since = min((names.since[one] for one in event.people if one in names.since), default=None)
        state = model.step(state, event, answer_of(moment, since), moment.id, names.params)
        last, loose = position, loose + 1
        if loose == SPACING:
            worth, loose = _thinned([*worth, _Worth(position, state)]), 0
    learnt = replace(known, state=state, last=last, loose=loose, passed=False)
    others = [one for one in good if one.last != last]
    if reach is not None and known is reach and last != reach.last:  # of those that were passed, the last one stays
        others = [replace(reach, passed=True), *(one for one in others if one is not reach and not one.passed)]
    return (learnt, *others[: IN_MIND - 1]), names, worth


def _still_good(rows: Rows, before: _Learnt, version: str) -> _Learnt | None:
    """What is in memory, unless the record changed within it."""
    if before.version != version or before.last is None:
        return None
    sequence, dirty = rows.changed_since(before.sequence)
    return replace(before, sequence=sequence) if dirty is None or dirty > before.last else None


def _last(learnt: _Learnt) -> Position:
    return learnt.last or FIRST


def _from_checkpoint(rows: Rows, names: _Names, until: Position, held: _Learnt | None) -> _Learnt:
    """The newest checkpoint before a time that no change has made stale; what is held in memory, if that is as new;
    else nothing learnt yet.
    """
    sequence, stale = rows.changed_since(rows.get_setting(_CONSUMED) or 0)
    end = until if stale is None else min(stale, until)
    if held is not None and _last(held) >= max(
        (one for one in rows.checkpoint_positions(names.version) if one < end), default=FIRST
    ):
        return held
    found = rows.latest_checkpoint(names.version, end)
    if found is None:
        return _Learnt(version=names.version, sequence=sequence, state=model.start(names.memories, names.params))
    state = model.load(found.blob)
    return _Learnt(version=names.version, sequence=sequence, state=state, last=found.position)


def _keep(rows: WritableRows, learnt: _Learnt, worth: Sequence[_Worth]) -> None:
    """Keep checkpoints that are good as of what was learnt, unless the record has changed since."""
    if rows.changed_since(learnt.sequence)[1] is not None:
        return
    _, stale = rows.changed_since(rows.get_setting(_CONSUMED) or 0)
    if stale is not None:
        rows.drop_checkpoints(stale)
    if not rows.checkpoint_positions(learnt.version):
        rows.drop_checkpoints(None)
    for one in worth:
        rows.put_checkpoint(Checkpoint(version=learnt.version, position=one.position, blob=model.dump(one.state)))
    kept = rows.checkpoint_positions(learnt.version)
    for position in set(kept).difference(_thinned(kept)):
        rows.drop_checkpoint(position)
    rows.set_setting(_CONSUMED, learnt.sequence)


def _thinned(items: Sequence[T]) -> Sequence[T]:
    """At most as many as are kept: of the older half every second goes, again and again."""
    while len(items) > KEPT:
        items = [*items[1 : KEPT // 2 : 2], *items[KEPT // 2 :]]
    return items
