"""Counts of answers and promises are those of the raw record, whatever was done to it; no held person has any."""

from __future__ import annotations

import ast
import inspect
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from homing.care import Reason
from homing.companion import NewNames, NotFound, holds, moments, names
from homing.companion.forgetting import forget_person
from homing.companion.practice import promises
from homing.companion.practice.answers import Asked, Tally
from homing.companion.practice.feels_safe import feels_safe
from homing.companion.practice.trust import Ledger, trust
from homing.record import (
    Afterwards,
    Answer,
    Danger,
    FuzzyDate,
    Kept,
    LivedTime,
    Moment,
    Move,
    Outcome,
    Person,
    Promise,
    PromiseSize,
    Received,
    Record,
    Safe,
    Whose,
)
from homing.words import answers as answer_words
from homing.words import feels_safe as safe_words
from homing.words import trust as trust_words
from tests.desks import NOW, ZONE, Clock, contents, new_desk, put
from tests.examples import examples
from tests.unit.web import markup
from tests.unit.web.support import House

LABELS = ("Quillon", "Marigold", "Oxbow")
MOMENTS = [UUID(int=0x100 + n) for n in range(8)]
PROMISES = [UUID(int=0x200 + n) for n in range(6)]
WHO = st.sampled_from(LABELS)
DAYS = st.sampled_from([9, 80, 91, 92, 93, 360, 400])
"""Long enough ago that no mark on them is harm of this week; on either side of three months, and of a year."""
ANSWERS = st.none() | st.sampled_from(Answer)


@dataclass
class Raw:
    """The record as it stands, replayed in plain Python: who stands for whom, who is held, what is live."""

    live: list[Record]
    bin: list[Record]
    today: date
    now: Any

    def people(self) -> dict[UUID, Person]:
        """Everyone, live or in the bin."""
        return {one.id: one for one in (*self.live, *self.bin) if isinstance(one, Person)}

    def meant(self, one: UUID) -> UUID:
        """Whom an id stands for."""
        known = self.people()
        while one in known and known[one].merged_into in known:
            into = known[one].merged_into
            assert into is not None
            one = into
        return one

    def is_held(self, person: UUID) -> bool:
        """Whether a danger mark stands on someone, under any name, that was not lifted for that name."""
        for moment in (*self.live, *self.bin):
            if isinstance(moment, Moment) and (moment.danger or moment.safe is Safe.NO):
                for one in moment.people:
                    known = self.people().get(one)
                    if self.meant(one) == person and (known is None or moment.id not in known.lifted):
                        return True
        return False

    def told(self, person: UUID) -> list[Moment]:
        """The live moments of a year with someone and with nobody who is held, none of them still to come."""
        return [
            moment
            for moment in self.live
            if isinstance(moment, Moment)
            and self.now - timedelta(days=365) <= moment.when.utc <= self.now
            and person in map(self.meant, moment.people)
            and not any(self.is_held(self.meant(one)) for one in moment.people)
        ]

    def promised(self, person: UUID) -> list[Promise]:
        """The live promises with someone."""
        return [
            one for one in self.live if isinstance(one, Promise) and one.person and self.meant(one.person) == person
        ]

    def asked(self, person: UUID, field: str, good: Iterable[StrEnum]) -> tuple[Any, ...]:
        """Counted lately, counted before, on how many days, set apart, shared."""
        lately, before, days = Counter[str](), Counter[str](), set[date]()
        apart = shared = 0
        for moment in self.told(person):
            word = getattr(moment, field)
            if word is None:
                continue
            protective = {Move.LEFT, Move.FROZE, Move.GAVE_IN, Move.HID} & set(moment.moves)
            dangerous = moment.danger or moment.safe is Safe.NO or moment.outcome is Outcome.FRIGHTENED
            if word in good and (protective or moment.protected or dangerous or moment.used_against):
                apart += 1
                continue
            (lately if (self.today - moment.when.day).days < 92 else before)[word] += 1
            days.add(moment.when.day)
            shared += len({self.meant(one) for one in moment.people}) > 1
        return lately, before, len(days), apart, shared

    def ledgers(self, person: UUID) -> dict[tuple[str, str], tuple[Any, ...]]:
        """By side and size: ended lately, ended before, agreed anew, open."""
        found: dict[tuple[str, str], tuple[Counter[str], Counter[str], Counter[str]]] = {}
        for one in self.promised(person):
            lately, before, rest = found.setdefault(
                (one.whose.value, one.size.value), (Counter(), Counter(), Counter())
            )
            if one.kept is None or one.kept is Kept.RENEGOTIATED:
                rest[str(one.kept)] += 1
                continue
            day = one.ended.day if one.ended else date.fromisoformat(one.due.text) if one.due else one.made.day
            (lately if (self.today - day).days < 92 else before)[one.kept] += 1
        return {key: (one[0], one[1], one[2]["renegotiated"], one[2]["None"]) for key, one in found.items()}

    def cared(self, person: UUID) -> tuple[int, int]:
        """How many of the finished moments were met with care."""
        finished = [one for one in self.told(person) if one.evidence.value in ("hurt", "no_hurt")]
        kind = [one for one in finished if one.outcome is Outcome.CARE and not one.used_against]
        return sum(not one.is_dangerous for one in kind), len(finished)


def plain(asked: Asked | Ledger) -> tuple[Counter[str], Counter[str]]:
    """The two tallies without their zeros."""

    def said(tally: Tally) -> Counter[str]:
        return Counter({word.value: k for word, k in tally.counts if k})

    return said(asked.lately), said(asked.before)


class Trusting(RuleBasedStateMachine):
    """A record that is written, edited, merged, binned, brought back and forgotten in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.desk = new_desk(self.clock)

    @initialize(answers=st.lists(st.sampled_from(Answer), min_size=3, max_size=3))
    def begin(self, answers: list[Answer]) -> None:
        """Each of the three is known, with a moment and a promise, before anything is joined."""
        for at, (label, word) in enumerate(zip(LABELS, answers, strict=True)):
            told = Moment(id=MOMENTS[at], when=self.ago(9), listened=word, outcome=Outcome.CARE)
            moments.keep(self.desk, told, NewNames(people=(label,)))
            promises.add(self.desk, Promise(id=PROMISES[at], label="ring", whose=Whose.MINE, made=self.ago(9)), label)

    def teardown(self) -> None:
        """Close it."""
        self.desk.vault.close()

    def known(self) -> dict[str, UUID]:
        """Everyone who is live, by name."""
        return {one.label: one.id for one in self.desk.vault.read(lambda rows: rows.all(Person))}

    def ago(self, days: int) -> LivedTime:
        """So many days ago."""
        return LivedTime.at(self.clock() - timedelta(days=days), ZONE)

    @rule(
        which=st.sampled_from(MOMENTS),
        who=st.lists(WHO, max_size=2, unique=True),
        days=DAYS,
        listened=ANSWERS,
        respected=ANSWERS,
        honest=ANSWERS,
        afterwards=st.none() | st.sampled_from(Afterwards),
        received=st.none() | st.sampled_from(Received),
        used_against=st.booleans(),
        outcome=st.none() | st.sampled_from(Outcome),
        moves=st.lists(st.sampled_from([Move.STAYED, Move.GAVE_IN]), max_size=1),
        danger=st.sampled_from([()] * 11 + [(Danger.FORCED,)]),
    )
    def tell(self, which: UUID, who: list[str], days: int, moves: list[Move], **told: Any) -> None:
        """A moment, written for the first time or told anew."""
        if self.desk.vault.read(lambda rows: rows.is_forgotten(which)):
            return
        live = self.desk.vault.read(lambda rows: rows.find(Moment, which))
        if live is None and self.desk.vault.read(lambda rows: rows.holds_id(which)):
            return
        moment = Moment(id=which, when=self.ago(days), moves=tuple(moves), **told)
        moments.keep(self.desk, moment, NewNames(people=tuple(who)))

    @rule(which=st.sampled_from(MOMENTS), field=st.sampled_from(["listened", "respected", "honest"]), word=ANSWERS)
    def answer_anew(self, which: UUID, field: str, word: Answer | None) -> None:
        """One answer is changed, or taken back."""
        moment = self.desk.vault.read(lambda rows: rows.find(Moment, which))
        if moment is not None:
            moments.keep(self.desk, replace(moment, **{field: word}))  # type: ignore[arg-type]

    @rule(
        which=st.sampled_from(PROMISES),
        who=WHO,
        whose=st.sampled_from(Whose),
        size=st.sampled_from(PromiseSize),
        days=st.none() | DAYS,
    )
    def promise(self, which: UUID, who: str, whose: Whose, size: PromiseSize, days: int | None) -> None:
        """A promise, or one in another form."""
        held = self.desk.vault.read(lambda rows: rows.holds_id(which) or rows.is_forgotten(which))
        due = None if days is None else FuzzyDate(self.ago(days).day.isoformat())
        told = Promise(id=which, label="ring", whose=whose, size=size, made=self.ago(0), due=due)
        try:
            if held:
                before = promises.find(self.desk, which)
                promises.change(self.desk, replace(told, kept=before.kept, ended=before.ended), who)
            else:
                self.clock.forward(seconds=9)
                promises.add(self.desk, told, who)
        except NotFound:
            return

    @rule(which=st.sampled_from(PROMISES), how=st.none() | st.sampled_from(Kept), days=st.none() | DAYS)
    def went(self, which: UUID, how: Kept | None, days: int | None) -> None:
        """How it went; perhaps with another day, or, as in an import, with none."""
        try:
            told = promises.answer(self.desk, which, how)
        except NotFound:
            return
        if how is not None:
            promises.change(self.desk, replace(told, ended=None if days is None else self.ago(days)))

    @rule(which=st.sampled_from(PROMISES))
    def agree_anew(self, which: UUID) -> None:
        """A new one beside the old."""
        try:
            fresh = promises.anew(self.desk, which)
        except NotFound:
            return
        assert promises.find(self.desk, which).kept is Kept.RENEGOTIATED
        assert fresh.kept is None

    @rule(
        which=st.sampled_from([*MOMENTS, *PROMISES]),
        how=st.sampled_from(["remove", "restore", "restore", "forget"]),
    )
    def put_away(self, which: UUID, how: str) -> None:
        """Into the bin, out of it, or forgotten."""

        def work(rows: Any) -> None:
            rows.remove(which, self.clock())

        try:
            if how == "remove":
                self.desk.vault.write(work)
            else:
                (moments.restore if how == "restore" else moments.forget)(self.desk, which)
        except (NotFound, KeyError):
            return

    @rule(who=WHO, other=WHO, back=st.booleans())
    def merge(self, who: str, other: str, *, back: bool) -> None:
        """One stands for another; perhaps that is taken back."""
        known = self.known()
        try:
            names.merge(self.desk, known[who], known[other])
        except (LookupError, ValueError):
            return
        self.counts_are_those_of_the_record()
        if back:
            names.unmerge(self.desk, known[who])

    @rule(who=WHO, how=st.sampled_from([1, 2, 3, 3, 4, 4, 5, 6]))
    def people(self, who: str, how: int) -> None:
        """Unmerge, remove, bring back, lift, forget with and without entries."""
        known = self.known()
        binned = self.desk.vault.read(lambda rows: rows.all(Person, live=False))
        try:
            match how:
                case 1:
                    names.unmerge(self.desk, known[who])
                case 2:
                    names.remove(self.desk, known[who])
                case 3 if binned:
                    moments.restore(self.desk, binned[0].id)
                case 4:
                    holds.lift_hold(self.desk, known[who])
                case 5 | 6:
                    forget_person(self.desk, known[who], with_entries=how == 6)
        except (LookupError, ValueError):
            return

    @rule(days=st.sampled_from([1, 12]))
    def wait(self, days: int) -> None:
        """Time passes, and what was lately is before."""
        self.clock.forward(days=days)

    @invariant()
    def counts_are_those_of_the_record(self) -> None:
        """Each count about each person equals a replay of the raw moments and promises."""
        live, bin_, _ = contents(self.desk)
        raw = Raw(live, bin_, self.desk.ambient.lived_now().day, self.clock())
        for person in [one for one in live if isinstance(one, Person) and raw.meant(one.id) == one.id]:
            found, safe = trust(self.desk, person.id), feels_safe(self.desk, person.id)
            assert bool(found.verdict) == bool(safe.verdict) == (not raw.is_held(person.id))
            if found.counted is None or safe.three is None:
                assert found.counted is None
                assert safe.three is None
                assert found.verdict.reason is safe.verdict.reason is Reason.HOLD
                continue
            yes = {Answer.YES, Answer.PARTLY}
            for asked, field, good in (
                (safe.three.listened, "listened", yes),
                (safe.three.respected, "respected", yes),
                (safe.three.afterwards, "afterwards", {Afterwards.CALM_SAFE}),
                (found.counted.listened, "listened", yes),
                (found.counted.honest, "honest", yes),
                (found.counted.received, "received", {Received.HEARD}),
            ):
                assert (*plain(asked), asked.days, asked.apart, asked.shared) == raw.asked(person.id, field, good)
                assert asked.is_early == (asked.n < 5 or asked.days < 3)
            told = {(one.whose.value, one.size.value): one for one in found.counted.ledgers}
            assert {key: (*plain(one), one.renegotiated, one.open) for key, one in told.items()} == raw.ledgers(
                person.id
            )
            cared = found.counted.cared_lately, found.counted.cared_before
            assert (sum(one.k for one in cared), sum(one.n for one in cared)) == raw.cared(person.id)
            these = raw.told(person.id)
            assert found.counted.used.k == sum(one.used_against for one in these)
            assert found.counted.used.n == sum(one.used_against or one.received is not None for one in these)
            assert {one.id for one in found.counted.promises} == {one.id for one in raw.promised(person.id)}


TestTrusting = pytest.mark.care("C2")(pytest.mark.system("S17")(pytest.mark.system("S19")(Trusting.TestCase)))
TestTrusting.settings = settings(max_examples=examples(8, 150), stateful_step_count=25, deadline=None)


COUNTS = st.lists(st.integers(0, 9), min_size=4, max_size=4)
SHARE = re.compile(r"%|\bin 100\b|percent|\b(?:best|worst|rank\w*|score\w*)\b", re.IGNORECASE)


def numbers_in(text: str) -> list[list[int]]:
    """The numbers of each sentence."""
    return [[int(one) for one in re.findall(r"\d+", part)] for part in re.split(r"(?<=[.:;]) ", text)]


@pytest.mark.care("C6")
@pytest.mark.system("S19")
@given(lately=COUNTS, before=COUNTS, days=st.integers(0, 9), apart=st.integers(0, 3), shared=st.integers(0, 3))
def test_no_answer_is_said_without_its_n(
    lately: list[int], before: list[int], days: int, apart: int, shared: int
) -> None:
    """Whatever was answered: a number stands beside the number it is of, and nothing is a share or a rank."""
    for scale, say in (
        (Answer, safe_words.listened),
        (Answer, safe_words.respected),
        (Answer, trust_words.honest),
        (Afterwards, safe_words.afterwards),
        (Received, trust_words.received),
    ):
        each = [Tally(tuple(zip(scale, [*counts, 1, 2], strict=False))) for counts in (lately, before)]
        asked = Asked(lately=each[0], before=each[1], days=days, apart=apart, shared=min(shared, each[0].n))
        told = say(asked)
        assert told
        assert not any(SHARE.search(text) or "{" in text for text in told)
        for text in told:
            spoken = [int(one) for one in re.findall(r"\d+", text)]
            assert not spoken or {asked.n, asked.n + apart, each[0].n} & set(spoken)
        early = any("Too early" in text for text in told)
        assert early == (asked.is_early and asked.n > 0)


@pytest.mark.care("C6")
@pytest.mark.system("S17")
@given(
    lately=st.lists(st.integers(0, 9), min_size=3, max_size=3), before=COUNTS, rest=st.tuples(*[st.integers(0, 3)] * 2)
)
def test_no_promise_is_counted_without_its_n(lately: list[int], before: list[int], rest: tuple[int, int]) -> None:
    """Whatever became of promises: each number stands beside the number it is of."""
    each = [Tally(tuple(zip(Kept, [*counts[:3], 0], strict=True))) for counts in (lately, before)]
    for whose in Whose:
        ledger = Ledger(
            whose=whose,
            size=PromiseSize.SMALL,
            lately=each[0],
            before=each[1],
            renegotiated=rest[0],
            open=rest[1],
        )
        for text in trust_words.promises(ledger):
            assert "{" not in text
            assert not SHARE.search(text)
            for spoken in numbers_in(text):
                assert len(spoken) != 1 or ledger.all == 1


QUIET = "Homing counts nothing here"
"""What is said of a held person instead."""

HELD, OTHER = Person(id=UUID(int=0x31), label="Heron of the lock"), Person(id=UUID(int=0x32), label="Plover")


@cache
def sentences() -> list[str]:
    """Every piece of every sentence that counts how someone was."""
    found = set()
    for module in (safe_words, trust_words, answer_words):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("gettext", "ngettext", "N_"):
                for told in node.args:
                    if isinstance(told, ast.Constant) and isinstance(told.value, str):
                        found |= {piece.strip() for piece in re.split(r"\{\w+\}", told.value)}
    return sorted(piece for piece in found if len(piece) >= 20 and "Too few" not in piece and QUIET not in piece)


@pytest.mark.care("C2")
@settings(max_examples=examples(4, 30), deadline=None)
@given(
    told=st.lists(st.tuples(DAYS, st.booleans(), st.sampled_from(Afterwards), ANSWERS), min_size=3, max_size=9),
    mark=st.sampled_from(Danger),
)
def test_nothing_is_counted_of_a_held_person(
    told: list[tuple[int, bool, Afterwards, Answer | None]], mark: Danger
) -> None:
    """A mark set later silences what was told before: their pages and their moments hold none of it."""
    with tempfile.TemporaryDirectory() as folder, House(Path(folder) / "homing").open() as house:
        desk = new_desk(Clock(NOW))
        lived = [
            Moment(
                id=UUID(int=0x400 + at),
                when=LivedTime.at(NOW - timedelta(days=days), ZONE),
                people=(HELD.id, OTHER.id) if both else (HELD.id,),
                afterwards=after,
                listened=answer,
                respected=answer,
                honest=answer,
                received=Received.HEARD,
            )
            for at, (days, both, after, answer) in enumerate(told)
        ]
        ring = Promise(id=UUID(int=0x500), label="ring", whose=Whose.THEIRS, made=lived[0].when, person=HELD.id)
        alias = Person(id=UUID(int=0x33), label="H.", merged_into=HELD.id)
        marked = Moment(id=UUID(int=0x600), when=lived[0].when, people=(alias.id,), danger=(mark,))
        put(desk, HELD, OTHER, alias, *lived, replace(ring, kept=Kept.BROKEN), marked)
        browser = house.lend(desk)
        pages = [f"/people/{HELD.id}", f"/people/{HELD.id}/trust", f"/people/{alias.id}/trust", "/promises", "/today"]
        pages += [f"/promises/{ring.id}", *(f"/moments/{one.id}/more" for one in lived[:2])]
        for path in pages:
            answer = browser.get(path)
            assert answer.status_code == 200
            text = " ".join(markup.read(answer.text).text.split())
            assert [piece for piece in sentences() if piece in text] == [], path
        counted = trust(desk, OTHER.id).counted
        assert counted is not None
        assert not counted.moments
        assert not counted.listened.n
        house.keeper.lock()
