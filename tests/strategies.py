"""Hypothesis strategies for every noun of a record, hostile content included.

``diaries()`` draws whole sets of records in which every reference leads somewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import strategies as st

from homing.record import (
    About,
    Anchor,
    Anchoring,
    Belongs,
    BodyPlace,
    Channel,
    CheckIn,
    Choice,
    ComingBack,
    Cue,
    CueSeen,
    Danger,
    Direction,
    Ended,
    Expected,
    FeltState,
    Forgotten,
    FuzzyDate,
    Heard,
    Helped,
    LivedTime,
    Look,
    Memory,
    Moment,
    Move,
    Need,
    Opening,
    Outcome,
    Pause,
    Person,
    Precision,
    Record,
    Respect,
    Safe,
    Settling,
    Size,
    Telling,
    Terms,
    Tool,
    Unknown,
    Window,
    WindowSeen,
)

T = TypeVar("T")

HOSTILE = (
    "🫂👩‍👩‍👧‍👦🏳️‍🌈",
    "\U0001f600\U00020000\U0010ffff",
    "שלום مرحبا \u202eevil\u202c \u2066x\u2069",
    "<script>alert(1)</script>&amp;<!--]]>",
    "<img src=x onerror=alert(1)>\"'`",
    "'); DROP TABLE moments; --",
    "{{ 7*7 }} {% raw %} ${x} %s %n",
    "nul\x00bell\x07esc\x1b[31mdel\x7f\x9f",
    "tab\tline\nreturn\rboth\r\nsep\u2028para\u2029nel\x85",
    "=1+1",
    "'=1+1",
    "''@x",
    "-2+3",
    '@SUM(A1);"a","b"',
    "\t=x",
    "a;b\\;c:d*0.5",
    "sent:voice:louder*0.5",
    "id:00000000-0000-0000-0000-000000000001",
    "id:00000000-0000-0000-0000-000000000001:half:respected",
    " leading and trailing ",
    "e\u0301 \u00e9 \ufb01 \ufeff\u200b",
    '"quoted", with, commas',
    "../../etc/passwd",
    "NULL",
    "Z" * 5000,
)
"""Texts that have broken other programs."""

ZONES = (
    "UTC",
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Antarctica/Troll",
)
"""Zones with whole, half and quarter hours, negative summer time, and a day that never was."""

EDGES = (
    ("Europe/Berlin", datetime(2026, 3, 29, 2, 30)),  # noqa: DTZ001 - local by design; skipped
    ("Europe/Berlin", datetime(2026, 10, 25, 2, 30)),  # noqa: DTZ001 - twice
    ("America/New_York", datetime(2026, 11, 1, 1, 59)),  # noqa: DTZ001 - twice
    ("Australia/Lord_Howe", datetime(2026, 4, 5, 1, 45)),  # noqa: DTZ001 - half an hour twice
    ("Pacific/Apia", datetime(2011, 12, 30, 12, 0)),  # noqa: DTZ001 - a skipped day
    ("Europe/Berlin", datetime(1900, 1, 1, 0, 0)),  # noqa: DTZ001 - local mean time before
    ("UTC", datetime(2100, 12, 31, 23, 59)),  # noqa: DTZ001 - the last minute
)
"""Local times at which clocks jump, with their zones."""

_NOUNS = (Person, Cue, Moment, CheckIn, Memory, Window, Need, Look, Anchor, Settling, Pause, Terms)

_FIELDS = frozenset(["type", "id", "when", "label", "note", "extra"]) | {
    name for noun in _NOUNS for name in noun.__dataclass_fields__
}

IDS = st.uuids()
"""Any id."""


@dataclass(frozen=True, slots=True)
class Diary:
    """Records that belong together: every id in them is another's, unique, and known."""

    people: tuple[Person, ...] = ()
    cues: tuple[Cue, ...] = ()
    moments: tuple[Moment, ...] = ()
    checkins: tuple[CheckIn, ...] = ()
    memories: tuple[Memory, ...] = ()
    windows: tuple[Window, ...] = ()
    needs: tuple[Need, ...] = ()
    looks: tuple[Look, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    settlings: tuple[Settling, ...] = ()
    pauses: tuple[Pause, ...] = ()
    terms: tuple[Terms, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    forgotten: tuple[Forgotten, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """Everything but the tombstones."""
        named: tuple[Record, ...] = (*self.people, *self.cues)
        lived: tuple[Record, ...] = (*self.moments, *self.checkins, *self.memories)
        settling: tuple[Record, ...] = (*self.anchors, *self.settlings, *self.pauses, *self.terms)
        return (*named, *lived, *self.windows, *self.needs, *self.looks, *settling, *self.unknown)


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Any text that UTF-8 can hold, hostile ones often, the empty one too."""
    plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=max_size)
    return st.one_of(plain, st.sampled_from(HOSTILE))


def labels() -> st.SearchStrategy[str]:
    """Names that show something."""
    return texts(20).filter(lambda text: bool(text.strip()))


def extras() -> st.SearchStrategy[dict[str, Any]]:
    """Fields that no Homing knows yet."""
    return st.dictionaries(texts(8).filter(lambda name: name not in _FIELDS), jsons(), max_size=2)


def jsons() -> st.SearchStrategy[Any]:
    """Any JSON value that a diary allows."""
    whole = st.integers(-(2**53 - 1), 2**53 - 1)
    leaf = st.one_of(st.none(), st.booleans(), whole, st.floats(allow_nan=False, allow_infinity=False), texts(10))
    return st.recursive(
        leaf,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(6), inner, max_size=3),
        max_leaves=5,
    )


def zones() -> st.SearchStrategy[str]:
    """Names of time zones."""
    return st.sampled_from(ZONES)


@st.composite
def lived_times(draw: st.DrawFn) -> LivedTime:
    """Times from 1900 to 2100, with both readings of doubled hours, and offsets of travellers."""
    edge = st.sampled_from(EDGES)
    early, late = datetime(1900, 1, 1), datetime(2100, 12, 31, 23, 59)  # noqa: DTZ001 - local by design
    anywhen = st.tuples(zones(), st.datetimes(early, late))
    zone, local = draw(edge | anywhen)
    if draw(st.booleans()):
        local = local.replace(second=0, microsecond=0)
    return LivedTime(
        local=local.replace(fold=draw(st.integers(0, 1))),
        zone=zone,
        offset=draw(st.none() | st.integers(-86399, 86399)),
        precision=draw(st.sampled_from(Precision)),
    )


def fuzzy_dates() -> st.SearchStrategy[FuzzyDate]:
    """A year, a month or a day."""
    return st.builds(lambda day, length: FuzzyDate(day.isoformat()[:length]), st.dates(), st.sampled_from((4, 7, 10)))


def people(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[Person]:
    """Anyone; what they refer to may be nowhere."""
    return st.builds(
        Person,
        id=IDS if ids is None else ids,
        label=labels(),
        known_since=st.none() | fuzzy_dates(),
        note=texts(),
        lifted=_tuples(IDS),
        merged_into=st.none() | IDS,
        extra=extras(),
    )


def cues(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[Cue]:
    """Any cue; what it was merged into may be nowhere."""
    return st.builds(
        Cue,
        id=IDS if ids is None else ids,
        label=labels(),
        channel=st.none() | st.sampled_from(Channel),
        note=texts(),
        merged_into=st.none() | IDS,
        extra=extras(),
    )


def cues_seen(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[CueSeen]:
    """A cue in a moment."""
    return st.builds(
        CueSeen,
        cue=IDS if ids is None else ids,
        direction=st.sampled_from(Direction),
        strength=st.just(1.0) | st.floats(0, 1),
    )


def windows_seen(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[WindowSeen]:
    """A window in a moment."""
    return st.builds(
        WindowSeen,
        window=IDS if ids is None else ids,
        opening=st.sampled_from(Opening),
        respect=st.none() | st.sampled_from(Respect),
    )


def moments(
    people_ids: st.SearchStrategy[UUID] | None = None,
    cue_ids: st.SearchStrategy[UUID] | None = None,
    ids: st.SearchStrategy[UUID] | None = None,
    window_ids: st.SearchStrategy[UUID] | None = None,
) -> st.SearchStrategy[Moment]:
    """Any moment, half-finished ones too; give strategies for the ids that it may speak of."""
    return st.builds(
        Moment,
        id=IDS if ids is None else ids,
        when=lived_times(),
        people=_tuples(IDS if people_ids is None else people_ids),
        setting=st.none() | (IDS if cue_ids is None else cue_ids),
        cues=_tuples(cues_seen(cue_ids)),
        state=st.none() | st.sampled_from(FeltState),
        state_after=st.none() | st.sampled_from(FeltState),
        alarm=st.none() | st.integers(0, 10),
        expected=_tuples(st.sampled_from(Expected)),
        expected_words=texts(),
        head=texts(),
        body=texts(),
        choice=st.none() | st.sampled_from(Choice),
        small_thing=texts(),
        moves=_tuples(st.sampled_from(Move)),
        outcome=st.none() | st.sampled_from(Outcome),
        protected=st.booleans(),
        safe=st.none() | st.sampled_from(Safe),
        danger=_tuples(st.sampled_from(Danger)),
        belongs=st.none() | st.sampled_from(Belongs),
        note=texts(),
        aperture=st.just(1.0) | st.floats(0, 1),
        windows=_tuples(windows_seen(window_ids)),
        extra=extras(),
    )


def memories(
    ids: st.SearchStrategy[UUID] | None = None,
    people_ids: st.SearchStrategy[UUID] | None = None,
    cue_ids: st.SearchStrategy[UUID] | None = None,
) -> st.SearchStrategy[Memory]:
    """Something old; give strategies for the ids that it may speak of."""
    return st.builds(
        Memory,
        id=IDS if ids is None else ids,
        label=labels(),
        about=fuzzy_dates(),
        alarm=st.integers(0, 10),
        people=_tuples(IDS if people_ids is None else people_ids),
        cues=_tuples(IDS if cue_ids is None else cue_ids),
        note=texts(),
        extra=extras(),
    )


def windows(
    ids: st.SearchStrategy[UUID] | None = None, people_ids: st.SearchStrategy[UUID] | None = None
) -> st.SearchStrategy[Window]:
    """Any window, expired ones too; give a strategy for the ids of those it may be for."""
    return st.builds(
        Window,
        id=IDS if ids is None else ids,
        label=labels(),
        about=st.none() | st.sampled_from(About),
        size=st.sampled_from(Size),
        people=_tuples(IDS if people_ids is None else people_ids),
        circle=texts(),
        opening=st.sampled_from(Opening),
        until=st.none() | lived_times(),
        closes_when=texts(),
        why=texts(),
        extra=extras(),
    )


def needs(
    ids: st.SearchStrategy[UUID] | None = None,
    people_ids: st.SearchStrategy[UUID] | None = None,
    window_ids: st.SearchStrategy[UUID] | None = None,
) -> st.SearchStrategy[Need]:
    """Any need, said or not; give strategies for the ids that it may speak of."""
    someone = IDS if people_ids is None else people_ids
    told = st.builds(Telling, when=lived_times(), to=st.none() | someone, heard=st.none() | st.sampled_from(Heard))
    return st.builds(
        Need,
        id=IDS if ids is None else ids,
        label=labels(),
        will=texts(),
        people=_tuples(someone),
        window=st.none() | (IDS if window_ids is None else window_ids),
        tellings=_tuples(told),
        extra=extras(),
    )


def looks(
    ids: st.SearchStrategy[UUID] | None = None,
    cue_ids: st.SearchStrategy[UUID] | None = None,
    moment_ids: st.SearchStrategy[UUID] | None = None,
) -> st.SearchStrategy[Look]:
    """Any look at an old cue; give strategies for the ids that it may speak of."""
    return st.builds(
        Look,
        id=IDS if ids is None else ids,
        when=lived_times(),
        cue=IDS if cue_ids is None else cue_ids,
        moment=st.none() | (IDS if moment_ids is None else moment_ids),
        safe=st.none() | st.sampled_from(Safe),
        belongs=st.none() | st.sampled_from(Belongs),
        words=texts(),
        step=texts(),
        again=st.none() | fuzzy_dates(),
        extra=extras(),
    )


def checkins(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[CheckIn]:
    """Any check-in."""
    return st.builds(
        CheckIn,
        id=IDS if ids is None else ids,
        when=lived_times(),
        state=st.sampled_from(FeltState),
        strength=st.none() | st.integers(0, 10),
        places=_tuples(st.sampled_from(BodyPlace)),
        note=texts(),
        extra=extras(),
    )


def anchors(
    ids: st.SearchStrategy[UUID] | None = None, people_ids: st.SearchStrategy[UUID] | None = None
) -> st.SearchStrategy[Anchor]:
    """Any anchor; give a strategy for the ids of those it may be."""
    return st.builds(
        Anchor,
        id=IDS if ids is None else ids,
        label=labels(),
        kind=st.none() | st.sampled_from(Anchoring),
        words=texts(),
        person=st.none() | (IDS if people_ids is None else people_ids),
        extra=extras(),
    )


def settlings(
    ids: st.SearchStrategy[UUID] | None = None,
    people_ids: st.SearchStrategy[UUID] | None = None,
    cue_ids: st.SearchStrategy[UUID] | None = None,
    anchor_ids: st.SearchStrategy[UUID] | None = None,
) -> st.SearchStrategy[Settling]:
    """Any try at settling, with or without an answer; give strategies for the ids that it may speak of."""
    return st.builds(
        Settling,
        id=IDS if ids is None else ids,
        when=lived_times(),
        anchor=st.none() | (IDS if anchor_ids is None else anchor_ids),
        tool=st.none() | st.sampled_from(Tool),
        before=st.none() | st.sampled_from(FeltState),
        after=st.none() | st.sampled_from(FeltState),
        minutes=st.none() | st.integers(1, 10_000),
        helped=st.none() | st.sampled_from(Helped),
        people=_tuples(IDS if people_ids is None else people_ids),
        setting=st.none() | (IDS if cue_ids is None else cue_ids),
        note=texts(),
        extra=extras(),
    )


def pauses(
    ids: st.SearchStrategy[UUID] | None = None, people_ids: st.SearchStrategy[UUID] | None = None
) -> st.SearchStrategy[Pause]:
    """Any pause, kept, missed or called before unlocking; give a strategy for the ids of those it may name."""
    return st.builds(
        Pause,
        id=IDS if ids is None else ids,
        back=lived_times(),
        first_back=st.none() | lived_times(),
        began=st.none() | lived_times(),
        people=_tuples(IDS if people_ids is None else people_ids),
        before=st.none() | st.sampled_from(FeltState),
        ended=st.none() | st.sampled_from(Ended),
        ended_at=st.none() | lived_times(),
        after=st.none() | st.sampled_from(FeltState),
        coming_back=st.none() | st.sampled_from(ComingBack),
        note=texts(),
        extra=extras(),
    )


def terms(
    ids: st.SearchStrategy[UUID] | None = None, people_ids: st.SearchStrategy[UUID] | None = None
) -> st.SearchStrategy[Terms]:
    """Any terms, for someone or for everyone; give a strategy for the ids of those they are agreed with."""
    return st.builds(
        Terms,
        id=IDS if ids is None else ids,
        people=_tuples(IDS if people_ids is None else people_ids),
        minutes=st.integers(1, 24 * 60),
        sentence=texts(),
        place=texts(),
        returning=texts(),
        extra=extras(),
    )


def unknown(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[Unknown]:
    """Records of a type from the future."""
    known = {"diary", "", Forgotten.type, *(noun.type for noun in _NOUNS)}
    kinds = st.sampled_from(("lantern", "kite", "harbour")) | texts(8).filter(lambda kind: kind not in known)
    return st.builds(Unknown, id=IDS if ids is None else ids, type=kinds, body=extras())


def tombstones(ids: st.SearchStrategy[UUID] | None = None) -> st.SearchStrategy[Forgotten]:
    """Something that was forgotten."""
    return st.builds(Forgotten, id=IDS if ids is None else ids)


def records() -> st.SearchStrategy[Record]:
    """One record of any type."""
    named, lived = st.one_of(people(), cues()), st.one_of(moments(), checkins(), memories())
    bubble, settling = st.one_of(windows(), needs(), looks()), st.one_of(anchors(), settlings(), pauses(), terms())
    return st.one_of(named, lived, bubble, settling, unknown())


@st.composite
def diaries(draw: st.DrawFn, max_moments: int = 6) -> Diary:
    """A whole diary: unique ids, every reference known, merges without circles, some things forgotten."""
    some_moments = draw(_counted(_MOMENTS, max_moments))
    some_people, some_cues = draw(_counted(_PEOPLE, 4)), draw(_counted(_CUES, 5))
    others = draw(st.tuples(_counted(_CHECKINS, 2), _counted(_UNKNOWN, 2), _counted(_TOMBSTONES, 2)))
    older, bubble = draw(_counted(_MEMORIES, 2)), draw(_counted(_WINDOWS, 2))
    said, looked = draw(_counted(_NEEDS, 2)), draw(_counted(_LOOKS, 2))
    held, tried = draw(_counted(_ANCHORS, 2)), draw(_counted(_SETTLINGS, 2))
    paused, agreed = draw(_counted(_PAUSES, 2)), draw(_counted(_TERMS, 1))
    first = draw(st.integers(0, 2**100))
    ids = [UUID(int=first + number) for number in range(31 + max_moments)]
    who = [replace(person, id=ids.pop()) for person in some_people]
    what = [replace(cue, id=ids.pop()) for cue in some_cues]
    when = [replace(moment, id=ids.pop()) for moment in some_moments]
    panes = [replace(window, id=ids.pop()) for window in bubble]
    kit = [replace(anchor, id=ids.pop()) for anchor in held]

    def pick(items: Sequence[Any], most: int) -> tuple[UUID, ...]:
        return tuple(item.id for item in draw(st.lists(st.sampled_from(items), max_size=most))) if items else ()

    def one(items: Sequence[Any]) -> UUID | None:
        return next(iter(pick(items, 1)), None)

    return Diary(
        people=tuple(replace(person, lifted=pick(when, 2), merged_into=one(who[:at])) for at, person in enumerate(who)),
        cues=tuple(replace(cue, merged_into=one(what[:at])) for at, cue in enumerate(what)),
        moments=tuple(
            replace(
                moment,
                people=pick(who, 3),
                setting=one(what),
                cues=tuple(replace(seen, cue=cue) for seen, cue in zip(moment.cues, pick(what, 3), strict=False)),
                windows=tuple(
                    replace(seen, window=pane) for seen, pane in zip(moment.windows, pick(panes, 3), strict=False)
                ),
            )
            for moment in when
        ),
        checkins=tuple(replace(item, id=ids.pop()) for item in others[0]),
        memories=tuple(replace(item, id=ids.pop(), people=pick(who, 2), cues=pick(what, 2)) for item in older),
        windows=tuple(replace(window, people=pick(who, 2)) for window in panes),
        needs=tuple(
            replace(
                need,
                id=ids.pop(),
                people=pick(who, 2),
                window=one(panes),
                tellings=tuple(replace(telling, to=one(who)) for telling in need.tellings),
            )
            for need in said
        ),
        looks=tuple(
            replace(look, id=ids.pop(), cue=draw(st.sampled_from(what)).id, moment=one(when)) for look in looked if what
        ),
        anchors=tuple(replace(anchor, person=one(who)) for anchor in kit),
        settlings=tuple(
            replace(item, id=ids.pop(), anchor=one(kit), people=pick(who, 2), setting=one(what)) for item in tried
        ),
        pauses=tuple(replace(item, id=ids.pop(), people=pick(who, 2)) for item in paused),
        terms=tuple(replace(item, id=ids.pop(), people=pick(who, 2)) for item in agreed),
        unknown=tuple(replace(item, id=ids.pop()) for item in others[1]),
        forgotten=tuple(replace(item, id=ids.pop()) for item in others[2]),
    )


def _tuples(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=3).map(tuple)


def _counted(items: st.SearchStrategy[T], most: int) -> st.SearchStrategy[list[T]]:
    return st.lists(items, max_size=most)


_PEOPLE, _CUES, _MOMENTS = people(), cues(), moments()
_WINDOWS, _NEEDS, _LOOKS = windows(), needs(), looks()
_ANCHORS, _SETTLINGS, _PAUSES, _TERMS = anchors(), settlings(), pauses(), terms()
_CHECKINS, _MEMORIES, _UNKNOWN, _TOMBSTONES = checkins(), memories(), unknown(), tombstones()
