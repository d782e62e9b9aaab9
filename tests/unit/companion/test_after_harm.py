"""After harm there is no reading of anything for a day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from homing.care import Reason
from homing.companion import Desk, exchange, expectations, moments, names, pages, readings
from homing.record import CueSeen, Danger, LivedTime, Moment, Outcome, Safe
from tests.desks import ZONE, Clock, keep

pytestmark = pytest.mark.care("C2")

HARM: list[dict[str, Any]] = [{"outcome": Outcome.FRIGHTENED}, {"safe": Safe.NO}, {"danger": (Danger.FORCED,)}]


def is_quiet(desk: Desk, *people: str) -> bool:
    """Whether a reading with these people says nothing at all."""
    ids = [names.add_person(desk, label).id for label in people]
    found = readings.read(desk, people=ids)
    if not found.counts:
        assert found.counts.reason is found.estimates.reason is Reason.AFTER_HARM
        assert found.tallies == ()
        assert expectations.expect(desk, people=ids)[1] is None
    return not found.counts


@pytest.mark.parametrize("harm", HARM, ids=str)
def test_harm_just_now_quiets_every_reading(desk: Desk, clock: Clock, harm: dict[str, Any]) -> None:
    """With the same person, with others, and on every page, for one day and no longer."""
    kept = keep(desk, "Sam", cues=("louder",), **harm)
    robin = keep(desk, "Robin", days=3, outcome=Outcome.CARE)
    for hours in (0, 23.9):
        clock.forward(hours=hours)
        assert is_quiet(desk, "Sam")
        assert is_quiet(desk, "Robin")
        assert is_quiet(desk)
        assert not readings.reading_of(desk, kept).counts
        for page in (
            pages.person(desk, kept.people[0]),
            pages.person(desk, robin.people[0]),
            pages.cue(desk, kept.cues[0].cue),
        ):
            assert (page.facts, page.findings, page.beside) == ((), (), ())
            assert page.n == 1
            assert len(page.moments) == 1
    clock.forward(hours=0.2)
    assert not is_quiet(desk, "Sam")
    assert not is_quiet(desk, "Robin")
    assert pages.person(desk, kept.people[0]).facts
    assert pages.cue(desk, kept.cues[0].cue).facts


def test_hurt_alone_does_not_quiet(desk: Desk) -> None:
    """Hurt is counted and read; it is fright, harm and danger that come first."""
    keep(desk, "Sam", outcome=Outcome.HURT, safe=Safe.NOT_SURE)
    assert not is_quiet(desk, "Sam")


@pytest.mark.parametrize("days", [1.5, 3, 6.9])
def test_harm_of_the_last_week_quiets_from_when_it_was_written(desk: Desk, clock: Clock, days: float) -> None:
    """Who writes it down days later is given a day, too."""
    keep(desk, "Sam", days=days, outcome=Outcome.FRIGHTENED)
    assert is_quiet(desk, "Sam")
    clock.forward(hours=23.9)
    assert is_quiet(desk, "Sam")
    clock.forward(hours=0.2)
    assert not is_quiet(desk, "Sam")


def test_harm_of_long_ago_does_not_quiet(desk: Desk) -> None:
    """An old diary that is written down or imported today can be read today."""
    keep(desk, "Sam", days=7.1, outcome=Outcome.FRIGHTENED)
    assert not is_quiet(desk, "Sam")


def test_it_counts_from_when_it_was_first_told_as_harm(desk: Desk, clock: Clock) -> None:
    """An ending told later quiets from then; a later change of something else does not begin a new day."""
    moment = keep(desk, "Sam", days=2)
    assert not is_quiet(desk, "Sam")
    clock.forward(days=1)
    moment = moments.keep(desk, replace(moment, outcome=Outcome.FRIGHTENED))
    clock.forward(hours=20)
    moments.keep(desk, replace(moment, note="more"))
    assert is_quiet(desk, "Sam")
    clock.forward(hours=5)
    assert not is_quiet(desk, "Sam")


def test_what_is_dated_ahead_quiets_from_when_it_was_written(desk: Desk, clock: Clock) -> None:
    """A slip in the date does not silence Homing for years."""
    keep(desk, "Sam", days=-900, outcome=Outcome.FRIGHTENED)
    assert is_quiet(desk, "Sam")
    clock.forward(days=1.1)
    assert not is_quiet(desk, "Sam")


def test_a_clock_set_back_stays_quiet(desk: Desk, clock: Clock) -> None:
    """If the clock says that harm is yet to come, Homing keeps quiet."""
    keep(desk, "Sam", safe=Safe.NO)
    clock.forward(days=-2)
    assert is_quiet(desk, "Sam")


def test_removing_the_moment_does_not_end_the_quiet(desk: Desk) -> None:
    """Whoever hides what happened is still given the day; forgetting it for good ends it."""
    moment = keep(desk, "Sam", outcome=Outcome.FRIGHTENED)
    moments.remove(desk, moment.id)
    assert is_quiet(desk, "Sam")
    moments.forget(desk, moment.id)
    assert not is_quiet(desk, "Sam")


def test_a_dangerous_moment_without_people_quiets_too(desk: Desk, clock: Clock) -> None:
    """Danger with nobody named quiets every reading for a day, and its own estimate for good."""
    moment = keep(desk, cues=("louder",), danger=(Danger.FOLLOWED,))
    assert not readings.reading_of(desk, moment).counts
    assert is_quiet(desk, "Sam")
    clock.forward(days=2)
    told = readings.reading_of(desk, moment)
    assert told.counts
    assert told.estimates.reason is Reason.DANGER_IN_MOMENT


def test_a_moment_that_is_not_kept_yet_counts(desk: Desk, clock: Clock) -> None:
    """The reading beside a draft of harm is quiet although nothing was saved."""
    now = LivedTime.at(clock(), ZONE)
    draft = Moment(
        id=desk.ambient.new_id(), when=now, outcome=Outcome.FRIGHTENED, cues=(CueSeen(cue=desk.ambient.new_id()),)
    )
    assert not readings.reading_of(desk, draft).counts


def test_imported_harm_of_this_week_quiets(desk: Desk, other_desk: Desk, clock: Clock) -> None:
    """Harm that comes in with a file counts from the import, if it is recent."""
    keep(other_desk, "Sam", days=3, outcome=Outcome.FRIGHTENED)
    keep(other_desk, "Robin", days=300, outcome=Outcome.FRIGHTENED)
    clock.forward(days=2)
    exchange.import_jsonl(desk, exchange.export_jsonl(other_desk))
    assert is_quiet(desk, "Robin")
    clock.forward(days=1.1)
    assert not is_quiet(desk, "Robin")
