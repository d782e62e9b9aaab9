"""A look at an old cue: present safety first, counts next, the own answer, and the record's part on request alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from homing.care import Reason
from homing.companion import Desk, NotFound, expectations, looks, memories, moments, names, rest
from homing.engine.attribution import Attribution, Thin, TooEarly
from homing.record import (
    Belongs,
    Channel,
    CueSeen,
    Danger,
    Direction,
    FuzzyDate,
    LivedTime,
    Look,
    Memory,
    Moment,
    Move,
    Outcome,
    Person,
    Safe,
)
from tests.desks import ZONE, Clock, keep, put

LOUDER = "voice gets louder"


def louder(desk: Desk, *people: str, days: float, alarm: int = 8, outcome: Outcome = Outcome.OKAY) -> Moment:
    """A moment in which the voice got louder."""
    return keep(desk, *people, cues=(LOUDER,), days=days, outcome=outcome, alarm=alarm)


def cue_id(desk: Desk, label: str = LOUDER) -> UUID:
    """The cue of this name."""
    return names.add_cue(desk, label, Channel.VOICE).id


def known_since(desk: Desk, year: str, label: str = "Sam") -> Person:
    """Someone, known since a year."""
    person = replace(names.add_person(desk, label), known_since=FuzzyDate(year))
    names.change(desk, person)
    return person


def something_older(desk: Desk, *people: str, about: str = "2003") -> Memory:
    """The kitchen at the weir, long before Sam."""
    memory = Memory(id=desk.ambient.new_id(), label="the weir", about=FuzzyDate(about), alarm=9, cues=(cue_id(desk),))
    return memories.add(desk, memory, people)


def begun(desk: Desk, moment: Moment | None = None, safe: Safe = Safe.YES) -> Look:
    """A look at the cue, perhaps from a moment."""
    look = looks.begin(desk, cue_id(desk), safe, moment.id if moment else None)
    assert look is not None
    return look


def looked(desk: Desk, look: Look) -> Look:
    """The look as it is kept now."""
    return looks.look(desk, look.id).look


@pytest.fixture
def loud(desk: Desk) -> Moment:
    """The newest of a dozen loud moments with Sam, who has been known for a few years, and something older."""
    known_since(desk, "2022")
    something_older(desk)
    return [louder(desk, "Sam", days=day) for day in range(36, 0, -3)][-1]


@pytest.mark.system("S7")
@pytest.mark.care("C2")
def test_present_safety_is_kept_before_anything_else(desk: Desk, loud: Moment) -> None:
    """A look begins with what the person said about now; the cue, the moment and the time stand with it."""
    look = begun(desk, loud)
    assert (look.cue, look.moment, look.safe, look.belongs) == (cue_id(desk), loud.id, Safe.YES, None)
    assert look.when == desk.ambient.lived_now()
    assert looks.history(desk, look.cue) == (look,)


@pytest.mark.system("S7")
@pytest.mark.care("C2")
@pytest.mark.parametrize(
    "told",
    [
        {"alarm": 4, "outcome": Outcome.OKAY},
        {"alarm": None, "outcome": Outcome.OKAY},
        {"alarm": 9, "outcome": Outcome.HURT},
        {"alarm": 9, "outcome": None},
        {"alarm": 9, "outcome": Outcome.OKAY, "protected": True},
        {"alarm": 9, "outcome": Outcome.CARE, "moves": (Move.GAVE_IN,)},
        {"alarm": 9, "outcome": Outcome.OKAY, "danger": (Danger.FOLLOWED,)},
    ],
)
def test_a_moment_leads_in_only_where_the_alarm_was_far_above_what_followed(desk: Desk, told: dict[str, Any]) -> None:
    """Rung, not hurt, not protected, no danger: else there is no way in, also not by asking for it."""
    kept = keep(desk, "Sam", cues=(LOUDER,), days=4, **told)
    assert not looks.leads_here(desk, kept)
    with pytest.raises(NotFound):
        looks.door_of(desk, kept.id)
    assert looks.begin(desk, cue_id(desk), Safe.YES, kept.id) is None


def test_a_moment_offers_what_came_to_it(desk: Desk) -> None:
    """The strongest first, then the place; not what came from oneself, each once, and none that lies in the bin."""
    first = keep(
        desk, "Sam", cues=(LOUDER, "a sigh", "a cough"), place="kitchen", days=3, alarm=8, outcome=Outcome.OKAY
    )
    one, sigh, cough = (seen.cue for seen in first.cues)
    told = (
        CueSeen(cue=one, strength=0.5),
        CueSeen(cue=sigh, strength=1.0),
        CueSeen(cue=sigh, strength=0.25),
        CueSeen(cue=cough, direction=Direction.SENT),
    )
    kept = moments.keep(desk, replace(first, cues=told))
    assert [cue.label for cue in looks.door_of(desk, kept.id).cues] == ["a sigh", LOUDER, "kitchen"]
    assert looks.begin(desk, cough, Safe.YES, kept.id) is None
    names.remove(desk, sigh)
    assert [cue.label for cue in looks.door_of(desk, kept.id).cues] == [LOUDER, "kitchen"]


def test_a_moment_without_a_cue_has_no_way_in(desk: Desk) -> None:
    """There is nothing to look at."""
    kept = keep(desk, "Sam", days=3, alarm=8, outcome=Outcome.OKAY)
    assert not looks.leads_here(desk, kept)


@pytest.mark.care("C2")
def test_a_cue_that_is_mostly_a_held_one_s_is_never_looked_at(desk: Desk) -> None:
    """Neither by itself nor from a moment with someone else, whose other cues can still be looked at."""
    for day in range(9):
        louder(desk, "Reed", days=60 + day)
    kept = keep(desk, "Sam", cues=(LOUDER, "a sigh"), days=3, alarm=8, outcome=Outcome.OKAY)
    keep(desk, "Reed", days=50, danger=(Danger.HARMED,))
    assert looks.door(desk, cue_id(desk)).question.reason is Reason.HOLD
    assert looks.begin(desk, cue_id(desk), Safe.YES, kept.id) is None
    assert [cue.label for cue in looks.door_of(desk, kept.id).cues] == ["a sigh"]


@pytest.mark.system("S7")
@pytest.mark.care("C3")
def test_counts_come_first_and_leave_nobody_out(desk: Desk, loud: Moment) -> None:
    """The same people and cue, and all with the cue: hurt with anyone counts, or a right alarm would look old."""
    louder(desk, "Robin", days=5, outcome=Outcome.HURT)
    page = looks.look(desk, begun(desk, loud).id)
    assert page.evidence is not None
    assert page.evidence.together is not None
    assert len(page.evidence.together.facts) == 12
    assert len(page.evidence.whole.facts) == 13
    alone = looks.look(desk, begun(desk).id).evidence
    assert alone is not None
    assert alone.together is None
    assert alone.whole == page.evidence.whole


@pytest.mark.system("S9")
@pytest.mark.usefixtures("loud")
def test_a_cue_is_linked_across_people_and_years(desk: Desk) -> None:
    """Those of something older count too, merged names once, and the earliest year is told."""
    something_older(desk, "Old Reed", "Sam", about="1994-05")
    robin = louder(desk, "Robin", days=5).people[0]
    other = louder(desk, "R.", days=6).people[0]
    names.merge(desk, other, robin)
    page = looks.look(desk, begun(desk).id)
    assert page.evidence is not None
    across = page.evidence.across
    assert (across.n, across.since) == (3, 1994)
    assert [(one.person.label, len(one.counted.facts), one.about) for one in across.people] == [
        ("Sam", 12, ("1994-05",)),
        ("Robin", 2, ()),
        ("Old Reed", 0, ("1994-05",)),
    ]


@pytest.mark.system("S9")
@pytest.mark.care("C2")
@pytest.mark.usefixtures("loud")
def test_of_held_people_nothing_is_told_beyond_the_count(desk: Desk) -> None:
    """They are counted, or the count would lie; who they are, since when and what they left behind is not told."""
    something_older(desk, "Old Reed", about="1989")
    keep(desk, "Old Reed", days=50, danger=(Danger.HARMED,))
    page = looks.look(desk, begun(desk).id)
    assert page.evidence is not None
    assert page.evidence.across.n == 2
    assert [one.person.label for one in page.evidence.across.people] == ["Sam"]
    assert page.evidence.across.since == 2003
    nobody = keep(desk, cues=("a sigh",), days=2, alarm=8, outcome=Outcome.OKAY)
    look = looks.begin(desk, nobody.cues[0].cue, Safe.YES)
    assert look is not None
    alone = looks.look(desk, look.id).evidence
    assert alone is not None
    assert (alone.across.n, alone.across.people, alone.across.since) == (0, (), None)


@pytest.mark.care("C2")
def test_a_cue_of_something_older_with_a_held_person_alone_is_held(desk: Desk) -> None:
    """A cue that came with nobody else is theirs, also where no moment names it."""
    something_older(desk, "Old Reed")
    assert looks.door(desk, cue_id(desk)).question
    keep(desk, "Old Reed", days=50, danger=(Danger.HARMED,))
    assert looks.door(desk, cue_id(desk)).question.reason is Reason.HOLD
    louder(desk, "Sam", days=3)
    assert looks.door(desk, cue_id(desk)).question


@pytest.mark.care("C3")
def test_the_own_answer_comes_before_the_share(desk: Desk, loud: Moment) -> None:
    """Without an answer the record adds nothing; each of the four is kept, and then a share with reasons is there."""
    look = begun(desk, loud)
    assert looks.ask_share(desk, look.id) is None
    for mine in Belongs:
        assert looks.answer(desk, look.id, mine, "in my throat")
        assert (looked(desk, look).belongs, looked(desk, look).words) == (mine, "in my throat")
        assert moments.find(desk, loud.id).belongs is mine
        added = looks.ask_share(desk, look.id)
        assert added is not None
        assert added.of is not None
        assert added.of.id == loud.id
        assert isinstance(added.share, Attribution)
        assert sum(reason.log_odds for reason in added.share.reasons) == pytest.approx(added.share.log_odds)
    assert looks.answer(desk, look.id, None, "and in the hands")
    assert (looked(desk, look).belongs, looked(desk, look).words) == (list(Belongs)[-1], "and in the hands")


@pytest.mark.system("S7")
@pytest.mark.care("C2")
def test_what_the_record_adds_names_the_older_things(desk: Desk) -> None:
    """Older moments and memories that speak for then are named, but not one with danger or with someone held."""
    old = something_older(desk)
    lived = [louder(desk, ("Reed", "Ivy")[at % 2], days=120 + 4 * at, alarm=8) for at in range(12)]
    reed, ivy = lived[0].people, lived[1].people
    known_since(desk, "2026-02")
    here = [louder(desk, "Sam", days=day, alarm=8) for day in range(12, 0, -3)][-1]
    look = begun(desk, here)
    looks.answer(desk, look.id, Belongs.THEN, "")
    for held in (False, True):
        added = looks.ask_share(desk, look.id)
        assert added is not None
        assert isinstance(added.share, Attribution)
        assert {moment.people for moment in added.moments} == ({ivy} if held else {reed, ivy})
        assert [memory.id for memory in added.memories] == [old.id]
        keep(desk, "Reed", days=70, danger=(Danger.FOLLOWED,))


@pytest.mark.system("S7")
def test_from_a_cue_the_newest_loud_moment_is_asked_about(desk: Desk, loud: Moment) -> None:
    """Without a moment the newest like it is taken, and named; quiet, lonely and dangerous ones are passed over."""
    louder(desk, "Sam", days=0.5, alarm=2)
    keep(desk, cues=(LOUDER,), days=0.4, alarm=9)
    look = begun(desk)
    looks.answer(desk, look.id, Belongs.BOTH, "")
    added = looks.ask_share(desk, look.id)
    assert added is not None
    assert added.of is not None
    assert added.of.id == loud.id


@pytest.mark.care("C2")
def test_from_a_cue_a_moment_that_frightened_is_passed_over(desk: Desk) -> None:
    """It is counted, and never the one to ask of then and now."""
    calm = louder(desk, "Sam", days=20)
    louder(desk, "Ivy", days=9, outcome=Outcome.FRIGHTENED)
    look = begun(desk)
    looks.answer(desk, look.id, Belongs.BOTH, "")
    added = looks.ask_share(desk, look.id)
    assert added is not None
    assert added.of is not None
    assert added.of.id == calm.id


def test_with_nobody_there_it_is_too_early(desk: Desk) -> None:
    """A cue that came with nobody has no "since then" to compare with."""
    keep(desk, cues=(LOUDER,), days=2, alarm=9)
    look = begun(desk)
    looks.answer(desk, look.id, Belongs.THEN, "")
    added = looks.ask_share(desk, look.id)
    assert added is not None
    assert (added.of, added.share, added.moments, added.memories) == (None, TooEarly(Thin.NOBODY), (), ())


@pytest.mark.system("S7")
@pytest.mark.parametrize(("year", "thin"), [("2019", Thin.NOTHING_OLDER), ("", Thin.UNKNOWN_START)])
def test_too_early_says_why(desk: Desk, year: str, thin: Thin) -> None:
    """With nothing older than the acquaintance, or without its beginning, that is what is said."""
    if year:
        known_since(desk, year)
    told = [louder(desk, "Sam", days=day) for day in range(36, 0, -3)][-1]
    look = begun(desk, told)
    looks.answer(desk, look.id, Belongs.NOW, "")
    added = looks.ask_share(desk, look.id)
    assert added is not None
    assert added.share == TooEarly(thin)


@pytest.mark.system("S8")
def test_an_answer_is_evidence_and_no_command(desk: Desk, loud: Moment) -> None:
    """Saying "mostly then" of a moment moves what it is taken for, and what really followed not at all."""
    _, before = expectations.expect(desk, people=loud.people, cues=loud.cues)
    for moment in desk.vault.read(lambda rows: rows.moments()):
        looks.answer(desk, begun(desk, moment).id, Belongs.THEN, "")
    _, after = expectations.expect(desk, people=loud.people, cues=loud.cues)
    assert before is not None
    assert after is not None
    assert after.hurt == before.hurt
    assert after.alarm != before.alarm


@pytest.mark.care("C2")
def test_not_sure_gets_counts_and_own_words_alone(desk: Desk, loud: Moment) -> None:
    """Who is not sure is not asked of then or now, whatever a form says, and gets no share and no step."""
    look = begun(desk, loud, Safe.NOT_SURE)
    assert looks.look(desk, look.id).evidence is not None
    assert looks.answer(desk, look.id, Belongs.THEN, "my throat")
    assert (looked(desk, look).belongs, looked(desk, look).words) == (None, "my throat")
    assert moments.find(desk, loud.id).belongs is None
    assert looks.ask_share(desk, look.id) is None
    assert not looks.step(desk, look.id, "tea")
    assert looks.again(desk, look.id, desk.ambient.lived_now().day + timedelta(days=3))


@pytest.mark.care("C2")
def test_not_safe_now_stops_everything_for_a_day(desk: Desk, clock: Clock, loud: Moment) -> None:
    """After "no" there is no question and no number for this cue until a day has gone, or it was a slip."""
    answered = begun(desk, loud)
    looks.answer(desk, answered.id, Belongs.THEN, "")
    look = begun(desk, loud, Safe.NO)
    for one in (answered, look):
        page = looks.look(desk, one.id)
        assert (page.question.reason, page.evidence, page.earlier) == (Reason.NOT_SAFE, None, ())
        assert not looks.answer(desk, one.id, Belongs.NOW, "x")
        assert looks.ask_share(desk, one.id) is None
    assert looks.begin(desk, cue_id(desk), Safe.YES) is None
    assert expectations.over_time(desk, cue_id(desk))[0].reason is Reason.NOT_SAFE
    assert looks.door(desk, names.add_cue(desk, "a sigh", None).id).question
    clock.forward(days=1, minutes=1)
    assert looks.door(desk, cue_id(desk)).question
    assert looks.look(desk, look.id).evidence is None
    again = begun(desk, loud, Safe.NO)
    looks.forget(desk, again.id)
    assert looks.door(desk, cue_id(desk)).question


@pytest.mark.care("C2")
def test_not_safe_can_be_kept_with_the_moment_in_one_tap(desk: Desk, clock: Clock, loud: Moment) -> None:
    """The tap marks the moment, and the hold stands; nothing is marked without "no", or without a moment."""
    assert not looks.mark(desk, begun(desk, loud).id)
    cueless = begun(desk, safe=Safe.NO)
    assert not looks.mark(desk, cueless.id)
    looks.forget(desk, cueless.id)
    look = begun(desk, loud, Safe.NO)
    assert looks.mark(desk, look.id)
    assert moments.find(desk, loud.id).safe is Safe.NO
    clock.forward(days=3)
    assert looks.look(desk, look.id).question.reason is Reason.DANGER_IN_MOMENT
    with pytest.raises(NotFound):
        looks.door_of(desk, loud.id)


def marked(desk: Desk, told: Moment) -> None:
    """The moment itself is marked."""
    moments.keep(desk, replace(told, danger=(Danger.FORCED,)))


def not_safe(desk: Desk, told: Moment) -> None:
    """It was not safe to be there."""
    moments.keep(desk, replace(told, safe=Safe.NO))


def frightened(desk: Desk, told: Moment) -> None:
    """It frightened after all."""
    moments.keep(desk, replace(told, outcome=Outcome.FRIGHTENED))


def another_marked(desk: Desk, _: Moment) -> None:
    """Another moment with the same people is marked."""
    keep(desk, "Sam", days=20, danger=(Danger.FORCED,))


def marked_and_removed(desk: Desk, told: Moment) -> None:
    """The moment is marked, and goes into the bin."""
    marked(desk, told)
    moments.remove(desk, told.id)


def merged_with_a_held_one(desk: Desk, told: Moment) -> None:
    """They turn out to be someone under a hold."""
    held = keep(desk, "Reed", days=20, danger=(Danger.FORCED,)).people[0]
    names.merge(desk, told.people[0], held)


def a_held_one_joins(desk: Desk, told: Moment) -> None:
    """Someone under a hold was there, too."""
    held = keep(desk, "Reed", days=20, danger=(Danger.FORCED,)).people[0]
    moments.keep(desk, replace(told, people=(*told.people, held)))


def harm_elsewhere(desk: Desk, _: Moment) -> None:
    """Something frightened today, with someone else."""
    keep(desk, "Jay", days=0.2, outcome=Outcome.FRIGHTENED)


def resting(desk: Desk, _: Moment) -> None:
    """A rest begins."""
    rest.begin(desk, 3)


EITHER = [marked, not_safe, frightened, another_marked, marked_and_removed, merged_with_a_held_one, harm_elsewhere,
          resting]  # fmt: skip


@pytest.mark.care("C2")
@pytest.mark.parametrize(
    ("later", "from_moment"),
    [*((later, True) for later in (*EITHER, a_held_one_joins)), *((later, False) for later in EITHER)],
)
def test_a_mark_that_comes_later_silences_a_look(
    desk: Desk, clock: Clock, loud: Moment, later: Callable[[Desk, Moment], None], from_moment: bool
) -> None:
    """A look begun and answered before shows nothing and takes nothing afterwards; only forgetting is left."""
    look = begun(desk, loud if from_moment else None)
    looks.answer(desk, look.id, Belongs.THEN, "old words")
    looks.again(desk, look.id, desk.ambient.lived_now().day + timedelta(days=1))
    later(desk, loud)
    page = looks.look(desk, look.id)
    assert not page.question
    assert (page.evidence, page.earlier) == (None, ())
    assert not page.step
    kept = page.look
    assert not looks.answer(desk, look.id, Belongs.NOW, "new words")
    assert looks.ask_share(desk, look.id) is None
    assert not looks.again(desk, look.id, None)
    assert not looks.step(desk, look.id, "tea")
    assert looked(desk, look) == kept
    assert looks.history(desk, look.cue) == ()
    clock.forward(hours=26)
    due = looks.due(desk)
    assert due is None or looks.look(desk, due.id).question
    looks.forget(desk, look.id)
    with pytest.raises(NotFound):
        looks.look(desk, look.id)


@pytest.mark.system("S7")
@pytest.mark.care("C16")
def test_a_look_is_due_once_and_gently(desk: Desk, clock: Clock, loud: Moment) -> None:
    """On its day one look is due, the longest waiting; not before, not while resting, and not after a new one."""
    today = desk.ambient.lived_now().day
    look = begun(desk, loud)
    assert looks.due(desk) is None
    for day in (today, today - timedelta(days=1)):
        with pytest.raises(ValueError, match="lies ahead"):
            looks.again(desk, look.id, day)
    assert looks.again(desk, look.id, today + timedelta(weeks=2))
    sigh = keep(desk, "Robin", cues=("a sigh",), days=1, alarm=7, outcome=Outcome.OKAY)
    other = looks.begin(desk, sigh.cues[0].cue, Safe.YES)
    assert other is not None
    assert looks.again(desk, other.id, today + timedelta(weeks=1))
    clock.forward(days=6)
    assert looks.due(desk) is None
    clock.forward(days=9)
    due = looks.due(desk)
    assert due is not None
    assert due.id == other.id
    rest.begin(desk, 1)
    assert looks.due(desk) is None
    rest.end(desk)
    assert looks.again(desk, other.id, None)
    due = looks.due(desk)
    assert due is not None
    assert due.id == look.id
    begun(desk)
    assert looks.due(desk) is None


@pytest.mark.system("S8")
def test_a_later_look_shows_before_and_after(desk: Desk, clock: Clock, loud: Moment) -> None:
    """Counts on both sides of the first look, the change since, and the earlier answer as it was."""
    first = begun(desk, loud)
    looks.answer(desk, first.id, Belongs.THEN, "a tight throat")
    page = looks.look(desk, first.id)
    assert page.evidence is not None
    assert (page.evidence.before, page.evidence.after, page.earlier) == (None, None, ())
    clock.forward(days=42)
    for day in range(36, 0, -6):
        louder(desk, "Sam", days=day, alarm=2, outcome=Outcome.CARE)
    second = begun(desk)
    page = looks.look(desk, second.id)
    assert page.evidence is not None
    assert page.evidence.before is not None
    assert page.evidence.after is not None
    assert [len(one.facts) for one in (page.evidence.before, page.evidence.after)] == [12, 6]
    assert [(one.belongs, one.words) for one in page.earlier] == [(Belongs.THEN, "a tight throat")]
    looks.answer(desk, second.id, Belongs.BOTH, "")
    assert [one.belongs for one in looks.history(desk, second.cue)] == [Belongs.THEN, Belongs.BOTH]
    added = looks.ask_share(desk, second.id)
    assert added is not None
    assert added.since == first.when
    assert added.change is not None
    assert (added.change.before, added.change.since) == (12, 6)
    assert added.change.change.experience < 0.0
    assert added.forecast.later


@pytest.mark.care("C2")
@pytest.mark.care("C10")
def test_a_step_is_never_toward_someone_held(desk: Desk, loud: Moment) -> None:
    """Own words, after five finished moments; where one held person has this cue too, only with someone else named."""
    look, alone = begun(desk, loud), begun(desk)
    assert looks.step(desk, look.id, "one cup of tea")
    assert looks.step(desk, alone.id, "say it aloud")
    assert looked(desk, look).step == "one cup of tea"
    louder(desk, "Reed", days=7)
    keep(desk, "Reed", days=9, danger=(Danger.AFRAID_TO_SAY_NO,))
    assert looks.look(desk, alone.id).question
    assert looks.look(desk, alone.id).step.reason is Reason.HOLD
    assert not looks.step(desk, alone.id, "tea with Reed")
    assert looks.step(desk, look.id, "two cups")


@pytest.mark.care("C10")
def test_a_step_waits_for_five_finished_moments(desk: Desk) -> None:
    """With fewer there is none, and nothing is kept."""
    told = [louder(desk, "Sam", days=day) for day in range(4, 0, -1)][-1]
    look = begun(desk, told)
    assert looks.look(desk, look.id).step.reason is Reason.TOO_FEW
    assert not looks.step(desk, look.id, "tea")
    assert looked(desk, look).step == ""


@pytest.mark.usefixtures("loud")
def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    """No look, no cue, no moment: each says so."""
    nowhere = UUID(int=9)
    for ask in (looks.look, looks.ask_share, looks.forget, looks.mark, looks.door, looks.door_of):
        with pytest.raises(NotFound):
            ask(desk, nowhere)
    with pytest.raises(NotFound):
        looks.begin(desk, cue_id(desk), Safe.YES, nowhere)


def test_a_look_outlives_its_moment_and_goes_with_its_cue(desk: Desk, loud: Moment) -> None:
    """Of a moment forgotten or in the bin the look stays, at the cue; a forgotten cue takes it along."""
    look = begun(desk, loud)
    looks.answer(desk, look.id, Belongs.NOW, "")
    moments.remove(desk, loud.id)
    assert looks.look(desk, look.id).moment is None
    assert looks.answer(desk, look.id, Belongs.THEN, "")
    assert looks.ask_share(desk, look.id) is not None
    moments.forget(desk, loud.id)
    assert looked(desk, look).moment is None
    names.forget(desk, look.cue, with_moments=False)
    with pytest.raises(NotFound):
        looks.look(desk, look.id)


@pytest.mark.usefixtures("loud")
def test_a_look_without_a_word_of_safety_shows_nothing(desk: Desk) -> None:
    """A look from a file that does not say whether it is safe now waits for that."""
    look = Look(id=UUID(int=5), when=LivedTime.at(desk.ambient.now(), ZONE), cue=cue_id(desk), belongs=Belongs.THEN)
    put(desk, look)
    page = looks.look(desk, look.id)
    assert page.question
    assert page.evidence is None
    assert not looks.answer(desk, look.id, Belongs.NOW, "")
    assert looks.ask_share(desk, look.id) is None
