"""What is counted, and what never is."""

from __future__ import annotations

from uuid import UUID

import pytest

from homing.mind import FEW, Code, Finding, findings
from homing.record import Evidence, Outcome
from homing.vault import Fact
from tests.desks import NOW


def fact(number: int, alarm: int | None, evidence: Evidence = Evidence.NO_HURT) -> Fact:
    """A moment as the index knows it."""
    outcome = {Evidence.HURT: Outcome.HURT, Evidence.OPEN: None}.get(evidence, Outcome.OKAY)
    return Fact(UUID(int=number), NOW.date(), (number, str(number)), alarm, outcome, evidence, False)


def said(*facts: Fact) -> dict[Code, tuple[int, int]]:
    """Each finding with its k and n."""
    found = findings(facts)
    assert len({finding.code for finding in found}) == len(found)
    return {finding.code: (finding.k, finding.n) for finding in found}


def test_nothing_is_made_of_nothing() -> None:
    """No moment, and one moment, say just that; the one is not judged, however it ended."""
    assert said() == {Code.NOTHING_YET: (0, 0)}
    assert said(fact(1, 9, Evidence.HURT)) == {Code.ONE_MOMENT: (1, 1)}


@pytest.mark.system("S2")
@pytest.mark.care("C3")
def test_alarm_and_outcome_stand_side_by_side() -> None:
    """Rung and hurt, rung and fine, quiet yet hurt: each is counted among the finished ones."""
    facts = [fact(1, 8, Evidence.HURT), fact(2, 5), fact(3, 4, Evidence.HURT), fact(4, 0), fact(5, 9, Evidence.OPEN)]
    assert said(*facts) == {
        Code.RANG: (3, 5),
        Code.BEFORE_HURT: (1, 2),
        Code.QUIET_YET_HURT: (1, 2),
        Code.OPEN: (1, 5),
        Code.TOO_FEW: (2, 5),
    }


@pytest.mark.care("C10")
def test_protected_endings_are_never_counted_as_safe() -> None:
    """What was protected is in no share of hurt: it is told by itself, like what has no ending."""
    facts = [fact(1, 8, Evidence.HURT), *(fact(number, 8, Evidence.PROTECTED) for number in range(2, 9))]
    assert said(*facts) == {
        Code.RANG: (8, 8),
        Code.BEFORE_HURT: (1, 1),
        Code.PROTECTED: (7, 8),
        Code.TOO_FEW: (1, 8),
    }


@pytest.mark.care("C10")
def test_hurt_counts_where_no_alarm_was_noted() -> None:
    """Hurt in moments without an alarm is told, also beside alarms that rang and came to nothing."""
    facts = [fact(1, 7), *(fact(number, None, Evidence.HURT) for number in range(2, 6))]
    found = said(*facts)
    assert found[Code.RANG] == (1, 1)
    assert found[Code.BEFORE_HURT] == (0, 1)
    assert found[Code.HURT] == (4, 5)


def test_hurt_is_told_where_the_alarm_never_rang() -> None:
    """Without any alarm that rang and ended, hurt is counted over all that ended."""
    assert said(fact(1, 2, Evidence.HURT), fact(2, 0))[Code.HURT] == (1, 2)
    assert said(fact(1, None), fact(2, None))[Code.HURT] == (0, 2)
    assert said(fact(1, 9, Evidence.OPEN), fact(2, 1))[Code.HURT] == (0, 1)


def test_what_only_some_noted_is_marked_as_such() -> None:
    """The count of alarms tells whether every moment could take part in it."""
    partly, wholly = findings([fact(1, 7), fact(2, None)])[0], findings([fact(1, 7), fact(2, 7)])[0]
    assert (partly.n, partly.partly, wholly.n, wholly.partly) == (1, True, 2, False)


def test_few_is_said_below_twenty() -> None:
    """At twenty finished moments Homing stops saying that they are too few."""
    many = [fact(number, 6) for number in range(FEW)]
    assert Code.TOO_FEW in said(*many[1:])
    assert Code.TOO_FEW not in said(*many)


def test_every_finding_names_its_moments() -> None:
    """The ids of a count are the moments that it counts, oldest first."""
    facts = [fact(1, 8, Evidence.HURT), fact(2, 8), fact(3, 1, Evidence.PROTECTED)]
    ids = {finding.code: finding.ids for finding in findings(facts)}
    assert ids[Code.RANG] == (UUID(int=1), UUID(int=2))
    assert ids[Code.BEFORE_HURT] == (UUID(int=1),)
    assert ids[Code.PROTECTED] == (UUID(int=3),)


def test_a_finding_has_an_interval() -> None:
    """The interval of a share contains it, and an empty share leaves everything open."""
    interval = Finding(Code.HURT, 2, 9).interval
    assert 0.04 < interval.low < 2 / 9 < interval.high < 0.56
    empty = Finding(Code.NOTHING_YET, 0, 0).interval
    assert (empty.low, empty.high) == (0.0, 1.0)
