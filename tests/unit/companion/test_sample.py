"""The sample diary keeps the promises it makes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import mean
from typing import TypeVar, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.companion.sample import CUE_IDS, PERSON_IDS, sample_records
from homing.record import (
    PROTECTIVE,
    Afterwards,
    Anchor,
    Answer,
    Belongs,
    By,
    Channel,
    CheckIn,
    ComingBack,
    Cue,
    CycleMove,
    Danger,
    Direction,
    Early,
    Ended,
    Evidence,
    Expected,
    FeltState,
    Helped,
    Kept,
    LivedTime,
    Look,
    Moment,
    Move,
    Need,
    Opening,
    Outcome,
    Pause,
    Person,
    Practised,
    Promise,
    PromiseSize,
    Reassurance,
    Received,
    Record,
    Respect,
    Reward,
    RewardKind,
    Rhythm,
    Ritual,
    Round,
    Safe,
    Settling,
    Size,
    Space,
    Step,
    Terms,
    Tool,
    Whose,
    Window,
)
from homing.record.diary import from_json, to_json
from homing.record.references import references
from tests.examples import examples

R = TypeVar("R", bound=Record)

TODAY = LivedTime(local=datetime.fromisoformat("2026-11-21T09:30"), zone="Europe/Berlin")
RECORDS = sample_records(TODAY)
MOMENTS = [record for record in RECORDS if isinstance(record, Moment)]
CHECKINS = [record for record in RECORDS if isinstance(record, CheckIn)]


def of_type(kind: type[R]) -> list[R]:
    """The sample's records of this kind, in its order."""
    return [record for record in RECORDS if isinstance(record, kind)]


def alone_with(name: str) -> list[Moment]:
    """The moments with this one person and nobody else, oldest first."""
    return [moment for moment in MOMENTS if moment.people == (PERSON_IDS[name],)]


def received(moment: Moment, cue: str) -> bool:
    """Whether this cue reached the narrator in the moment."""
    return any(seen.cue == CUE_IDS[cue] and seen.direction is Direction.RECEIVED for seen in moment.cues)


def count(moments: list[Moment], evidence: Evidence) -> int:
    """How many of them say this."""
    return sum(moment.evidence is evidence for moment in moments)


def test_it_is_as_large_as_promised() -> None:
    """It holds four people, about ninety days, 110 to 140 moments and about forty check-ins."""
    assert sum(isinstance(record, Person) for record in RECORDS) == 4
    assert 14 <= sum(isinstance(record, Cue) for record in RECORDS) <= 18
    assert 110 <= len(MOMENTS) <= 140
    assert 38 <= len(CHECKINS) <= 44
    assert {moment.when.day for moment in MOMENTS} >= {TODAY.day, TODAY.day - timedelta(days=89)}
    assert 40 <= sum(bool(moment.note) for moment in MOMENTS) <= 80


def test_it_is_the_same_every_time() -> None:
    """The same day gives equal records."""
    assert sample_records(TODAY) == RECORDS


@given(
    day=st.dates(date(1971, 1, 1), date(2100, 1, 1)),
    minute=st.integers(0, 24 * 60 - 1),
    zone=st.sampled_from(["Europe/Berlin", "America/St_Johns", "Atlantic/Azores", "Pacific/Kiritimati", "UTC"]),
)
@settings(max_examples=examples(8, 25), deadline=None)
def test_any_day_will_do(day: date, minute: int, zone: str) -> None:
    """On any day, in any zone, around any change of clocks: the same ids, in lived order, nothing in the future."""
    today = LivedTime(local=datetime.combine(day, time(minute // 60, minute % 60)), zone=zone)
    records = sample_records(today)
    lived = [record.when.utc for record in records if isinstance(record, Moment | CheckIn)]
    assert {record.id for record in records} == {record.id for record in RECORDS}
    assert lived == sorted(lived)
    assert lived[-1] <= today.utc


def test_no_two_records_share_an_id() -> None:
    """Every id is used once, and every reference leads to a record."""
    ids = [record.id for record in RECORDS]
    assert len(set(ids)) == len(ids)
    for record in RECORDS:
        assert {one for _, _, one in references(record)} <= set(ids)


@pytest.mark.care("C24")
def test_everyone_in_it_is_invented_and_says_so() -> None:
    """Each person has a nickname and a note that says they are invented."""
    people = [record for record in RECORDS if isinstance(record, Person)]
    assert {person.label for person in people} == {"Wren", "Bram the baker", "Old Hawthorn", "Tansy at the mill"}
    assert all(person.note.startswith("Invented for this sample.") for person in people)
    assert all(alone_with(name) for name in PERSON_IDS)


@pytest.mark.system("S2")
def test_with_wren_the_alarm_rings_more_often_than_it_is_right() -> None:
    """When Wren's voice gets louder the alarm rang 9 to 12 times, and hurt followed at most twice."""
    rising = [moment for moment in alone_with("wren") if received(moment, "louder")]
    rang = [moment for moment in rising if moment.rang]
    assert 9 <= len(rang) <= 12
    assert count(rang, Evidence.HURT) == 2
    assert count(rang, Evidence.PROTECTED) >= 1
    assert count(rang, Evidence.OPEN) >= 1


@pytest.mark.system("S7")
def test_with_wren_the_alarm_grows_quieter() -> None:
    """Over the three months the alarm at Wren's louder voice falls, and never by a jump."""
    alarms = [m.alarm for m in alone_with("wren") if received(m, "louder") and m.alarm is not None]
    third = len(alarms) // 3
    assert mean(alarms[:third]) - mean(alarms[-third:]) >= 3
    assert max(abs(a - b) for a, b in pairwise(alarms)) <= 2


@pytest.mark.system("S24")
def test_with_bram_it_is_mostly_settled() -> None:
    """With Bram most moments end settled and without hurt, though once it missed and once it was brushed off."""
    moments = alone_with("bram")
    assert sum(moment.state_after is FeltState.SETTLED for moment in moments) >= 0.8 * len(moments)
    assert count(moments, Evidence.HURT) == 0
    assert {Outcome.MISSED, Outcome.BRUSHED_OFF} <= {moment.outcome for moment in moments}


@pytest.mark.system("S2")
def test_with_hawthorn_the_alarm_is_often_right() -> None:
    """With Old Hawthorn hurt followed in more than half of the moments in which the alarm rang."""
    rang = [moment for moment in alone_with("hawthorn") if moment.rang]
    assert count(rang, Evidence.HURT) > len(rang) / 2
    assert count(rang, Evidence.NO_HURT) > 0


@pytest.mark.system("S2")
def test_with_tansy_it_was_quiet_and_yet_it_hurt() -> None:
    """With Tansy the alarm never rang, and it hurt three times: once what was told with care was used later."""
    moments = alone_with("tansy")
    assert not any(moment.rang for moment in moments)
    assert count(moments, Evidence.HURT) == 3
    (later,) = (moment for moment in MOMENTS if moment.used_against)
    assert (later.people, later.outcome, later.received) == (moments[3].people, Outcome.CARE, Received.HEARD)


@pytest.mark.care("C2")
def test_danger_is_marked_with_one_person_in_the_middle() -> None:
    """The danger marks are all with Old Hawthorn, a few, and in the middle of the three months; no hold is lifted."""
    dangerous = [moment for moment in MOMENTS if moment.is_dangerous]
    assert 2 <= len(dangerous) <= 4
    assert {moment.people for moment in dangerous} == {(PERSON_IDS["hawthorn"],)}
    assert all(30 <= (TODAY.day - moment.when.day).days <= 60 for moment in dangerous)
    assert len({mark for moment in dangerous for mark in moment.danger}) >= 3
    assert {mark for moment in dangerous for mark in moment.danger} <= set(Danger)
    assert not any(record.lifted for record in RECORDS if isinstance(record, Person))


@pytest.mark.care("C10")
def test_protected_endings_are_there_and_count_as_no_safety() -> None:
    """All four ways of protecting oneself occur, and none of these moments counts as one without hurt."""
    protected = [moment for moment in MOMENTS if moment.protected]
    assert {move for moment in protected for move in moment.moves} >= PROTECTIVE
    assert {moment.evidence for moment in protected} == {Evidence.PROTECTED}
    assert len(protected) >= 7
    moved = [moment for moment in MOMENTS if PROTECTIVE & set(moment.moves)]
    assert {moment.evidence for moment in moved} == {Evidence.PROTECTED, Evidence.HURT}


def test_there_is_some_of_everything_a_moment_can_hold() -> None:
    """Half-finished, alone, several people, sent cues, head and body apart, every channel, feeling, fear and ending."""
    people = [len(moment.people) for moment in MOMENTS]
    seen = [cue for moment in MOMENTS for cue in moment.cues]
    assert count(MOMENTS, Evidence.OPEN) >= 6
    assert people.count(0) >= 8
    assert sum(number >= 2 for number in people) >= 6
    assert sum(cue.direction is Direction.SENT for cue in seen) >= 2
    assert any(cue.strength < 1 for cue in seen)
    assert sum(bool(moment.head and moment.body) for moment in MOMENTS) >= 6
    assert {record.channel for record in RECORDS if isinstance(record, Cue)} == set(Channel)
    assert {cue.cue for cue in seen} | {moment.setting for moment in MOMENTS} >= set(CUE_IDS.values())
    assert {moment.outcome for moment in MOMENTS} >= set(Outcome)
    assert {fear for moment in MOMENTS for fear in moment.expected} == set(Expected)
    assert {moment.safe for moment in MOMENTS} >= set(Safe)
    assert {c.state for c in CHECKINS} == set(FeltState)
    assert {move for moment in MOMENTS for move in moment.moves} >= set(Move) - {Move.BLOCKED_WAY}


def test_good_moments_have_equal_room() -> None:
    """At least as many notes speak of moments met with care or okay as of the other endings."""
    noted = [moment for moment in MOMENTS if moment.note and moment.outcome is not None]
    good = [moment for moment in noted if moment.outcome in (Outcome.CARE, Outcome.OKAY) and not moment.protected]
    assert len(good) >= len(noted) / 2


def test_a_trip_lies_in_another_zone() -> None:
    """A few moments were lived in another time zone, and not the one of today."""
    away = [moment for moment in MOMENTS if moment.when.zone != TODAY.zone]
    assert 3 <= len(away) <= 8
    at_sea = LivedTime(local=TODAY.local, zone=away[0].when.zone)
    assert {r.when.zone for r in sample_records(at_sea) if isinstance(r, Moment)} - {at_sea.zone}


@pytest.mark.care("C16")
def test_notes_are_short_and_quiet() -> None:
    """No text is longer than 200 characters, and none raises its voice."""
    for moment in MOMENTS:
        for text in (moment.note, moment.head, moment.body, moment.expected_words):
            assert len(text) <= 200
            assert "!" not in text


@pytest.mark.care("C9")
def test_cues_carry_no_meaning_of_their_own() -> None:
    """A cue of the sample has a label and a channel and nothing that says what it means."""
    assert all(not record.note and record.merged_into is None for record in RECORDS if isinstance(record, Cue))


def test_every_record_survives_the_diary_format() -> None:
    """Written as JSON and read again, each record is equal to itself."""
    assert [from_json(to_json(record)) for record in RECORDS] == list(RECORDS)


@pytest.mark.system("S5")
@pytest.mark.care("C12")
def test_the_bubble_has_a_window_of_every_opening() -> None:
    """Six windows, one at least as far open as each word says, with touch at most ajar and money closed."""
    windows = [record for record in RECORDS if isinstance(record, Window)]
    assert len(windows) == 6
    assert {window.standing(TODAY.utc) for window in windows} == set(Opening)
    assert {window.standing(TODAY.utc) for window in windows if window.never_consent} == {Opening.AJAR, Opening.CLOSED}
    assert {window.size for window in windows} == set(Size)
    assert {seen.respect for moment in MOMENTS for seen in moment.windows} == set(Respect)
    assert not any(window.why.count("!") for window in windows)


@pytest.mark.parametrize("clock", ["00:00", "20:59", "21:00", "23:59"])
def test_the_window_until_the_evening_still_stands_open(clock: str) -> None:
    """Whenever the sample is opened, one window is open until an evening within a day and an hour, and then closed."""
    today = LivedTime(local=datetime.combine(TODAY.day, time.fromisoformat(clock)), zone="Europe/Berlin")
    (window,) = (record for record in sample_records(today) if isinstance(record, Window) and record.until is not None)
    assert window.until is not None
    assert timedelta(hours=1) <= window.until.utc - today.utc < timedelta(hours=26)
    assert (window.standing(today.utc), window.standing(window.until.utc)) == (Opening.HALF, Opening.CLOSED)


@pytest.mark.system("S20")
def test_needs_say_what_the_narrator_will_do() -> None:
    """Both needs have a sentence that begins with "I will", and one was said already."""
    needs = [record for record in RECORDS if isinstance(record, Need)]
    assert len(needs) == 2
    assert all(need.will.startswith("I will ") for need in needs)
    assert sum(bool(need.tellings) for need in needs) == 1


@pytest.mark.care("C2")
def test_the_look_is_at_a_safe_moment_and_leaves_both_answers() -> None:
    """The one look began from a moment without danger, safety was asked first, and a day to look again is set."""
    (look,) = (record for record in RECORDS if isinstance(record, Look))
    (moment,) = (moment for moment in MOMENTS if moment.id == look.moment)
    assert (look.safe, look.belongs) == (Safe.YES, Belongs.BOTH)
    assert not moment.is_dangerous
    assert moment.when.utc < look.when.utc < TODAY.utc
    assert look.again is not None
    assert look.again.text > TODAY.day.isoformat()


@pytest.mark.system("S23")
@pytest.mark.care("C15")
def test_what_settles_the_narrator() -> None:
    """Four anchors were tried, several tries helped, one breath made it worse, and breath was not tried again."""
    anchors = {record.id for record in RECORDS if isinstance(record, Anchor)}
    tries = [record for record in RECORDS if isinstance(record, Settling)]
    assert len(anchors) == 4
    assert len(tries) == 12
    assert {one.anchor for one in tries if one.anchor} == anchors
    assert [one.helped for one in tries if one.tool is Tool.BREATHE] == [Helped.WORSE]
    assert sum(one.helped in (Helped.YES, Helped.A_LITTLE) for one in tries) >= 8
    assert all(one.when.utc < TODAY.utc for one in tries)
    assert all(PERSON_IDS["hawthorn"] not in one.people for one in tries)


@pytest.mark.system("S13")
@pytest.mark.care("C11")
def test_three_pauses_and_what_was_agreed() -> None:
    """Two pauses were kept, one of them longer than first said; one was missed; terms were agreed with one person."""
    pauses = [record for record in RECORDS if isinstance(record, Pause)]
    (terms,) = (record for record in RECORDS if isinstance(record, Terms))
    assert [pause.ended for pause in pauses] == [Ended.BACK, Ended.BACK, None]
    assert [pause.coming_back for pause in pauses] == [ComingBack.EASIER, ComingBack.SAME, ComingBack.NOT_YET]
    assert [pause.back == pause.first_back for pause in pauses] == [True, False, True]
    assert all(pause.began and pause.began.utc < pause.back.utc < TODAY.utc for pause in pauses)
    assert (terms.people, terms.minutes) == ((PERSON_IDS["wren"],), 30)


@pytest.mark.system("S18")
@pytest.mark.care("C10")
def test_the_ladder_has_a_dismissal_in_it() -> None:
    """Four steps were tried, in order, one brushed off and yet followed by another; one is untried, one set aside."""
    steps = of_type(Step)
    tried = [(moment.step, moment.outcome) for moment in MOMENTS if moment.step]
    assert [outcome for _, outcome in tried] == [Outcome.CARE, Outcome.BRUSHED_OFF, Outcome.CARE, Outcome.CARE]
    assert [step.id for step in steps[1:5]] == [step for step, _ in tried]
    assert [step.set_aside for step in steps] == [False] * 5 + [True]
    assert all(step.way_out for step in steps)
    assert [step.alarm for step in steps] == sorted(step.alarm or 0 for step in steps)


@pytest.mark.system("S12")
def test_the_evening_door_can_be_set_beside_evenings_without_it() -> None:
    """One ritual with Wren was done five times, once on an evening that hurt; there are meetings without it, too."""
    (ritual,) = of_type(Ritual)
    met = [moment for moment in MOMENTS if moment.occasion is ritual.occasion]
    assert len([moment for moment in met if moment.ritual == ritual.id]) == 5
    assert len([moment for moment in met if moment.ritual is None]) >= 4
    assert {moment.people for moment in met} == {ritual.people} == {(PERSON_IDS["wren"],)}


@pytest.mark.system("S17")
def test_small_promises_are_kept_after_a_large_one_was_broken() -> None:
    """Wren broke a large promise and kept smaller ones since; every ending occurs; one of mine is due today."""
    promises = of_type(Promise)
    wrens = [one for one in promises if one.whose is Whose.THEIRS and one.person == PERSON_IDS["wren"]]
    assert [(one.size, one.kept) for one in wrens[:1]] == [(PromiseSize.LARGE, Kept.BROKEN)]
    assert [one.kept for one in wrens[1:]] == [Kept.LATE, Kept.KEPT, Kept.KEPT, Kept.KEPT]
    assert {one.kept for one in promises} == {*Kept, None}
    due = [one for one in promises if one.due and one.kept is None]
    assert [(one.whose, one.due.text) for one in due if one.due] == [(Whose.MINE, TODAY.day.isoformat())]
    assert all(one.ended is None or one.made.utc < one.ended.utc < TODAY.utc for one in promises)
    assert {(one.kept is None) is (one.ended is None) for one in promises} == {True}


@pytest.mark.system("S11")
def test_the_quarrels_blame_nobody() -> None:
    """Four rounds with Wren, both make hard moves, two turned back at a kind last move, what is underneath is mine."""
    rounds = of_type(Round)
    kind = {CycleMove.PAUSE, CycleMove.REPAIR, CycleMove.WARM}
    assert [one.turned_back for one in rounds] == [False, False, True, True]
    assert [one.moves[-1].move in kind for one in rounds] == [False, False, True, True]
    for by in By:
        assert {turn.move for one in rounds for turn in one.moves if turn.by is by} - kind
    assert not [turn for one in rounds for turn in one.moves if turn.by is By.THEM and turn.underneath]
    assert any(one.reunion for one in rounds)


@pytest.mark.system("S19")
def test_answers_of_every_kind_were_given() -> None:
    """Each answer of one tap was given somewhere, familiar calm beside safe calm, and to some people too few."""
    assert {moment.listened for moment in MOMENTS} == {*Answer, None}
    assert {moment.afterwards for moment in MOMENTS} == {*Afterwards, None}
    assert {moment.honest for moment in MOMENTS} == {*Answer, None}
    assert {Received.HEARD, Received.FIXED, Received.MOVED_ON} < {moment.received for moment in MOMENTS}
    given = {(one.kind, one.direction) for moment in MOMENTS for one in moment.reassured}
    assert {kind for kind, _ in given} == set(Reassurance)
    assert {direction for _, direction in given} == set(Direction)


@pytest.mark.care("C2")
def test_nothing_is_practised_under_the_hold() -> None:
    """Nothing of practice names Old Hawthorn, and no moment with him has an answer."""
    hawthorn = PERSON_IDS["hawthorn"]
    practised = [record for record in RECORDS if isinstance(record, get_args(Practised))]
    assert {type(record) for record in practised} == set(get_args(Practised))
    assert not [record for record in practised if hawthorn in {one for _, _, one in references(record)}]
    assert not [moment for moment in MOMENTS if hawthorn in moment.people and (moment.tells_of_practice or moment.step)]


def test_joys_spaces_and_early_words() -> None:
    """There is one joy of each kind, three spaces, a rhythm, and early words that name no type of anybody."""
    assert {one.kind for one in of_type(Reward)} == set(RewardKind)
    assert all(one.when.utc < TODAY.utc for one in of_type(Reward))
    assert len({one.kind for one in of_type(Space)}) == 3
    assert [one.person for one in of_type(Rhythm)] == [PERSON_IDS["bram"]]
    (early,) = of_type(Early)
    assert "attach" not in early.words
