"""The counts equal a naive recomputation, for any moments at all."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.mind import Code, findings
from homing.record import Evidence, Outcome
from homing.vault import Fact
from tests.desks import NOW

KINDS = st.tuples(st.none() | st.integers(0, 10), st.sampled_from(Evidence))


def fact(number: int, alarm: int | None, evidence: Evidence) -> Fact:
    """A moment as the index knows it."""
    outcome = Outcome.HURT if evidence is Evidence.HURT else None
    return Fact(UUID(int=number), NOW.date(), (number, ""), alarm, outcome, evidence, False)


@pytest.mark.care("C3")
@pytest.mark.care("C10")
@given(kinds=st.lists(KINDS, min_size=2, max_size=40))
def test_counts_are_what_anyone_would_count(kinds: list[tuple[int | None, Evidence]]) -> None:
    """Each k and n, counted by hand; every hurt is in some count, and nothing open or protected is in a share."""
    found = {finding.code: finding for finding in findings([fact(n, *kind) for n, kind in enumerate(kinds)])}
    ended = [(alarm, how) for alarm, how in kinds if how in (Evidence.HURT, Evidence.NO_HURT)]
    by_hand = {
        Code.RANG: ([alarm >= 5 for alarm, _ in kinds if alarm is not None]),
        Code.BEFORE_HURT: ([how is Evidence.HURT for alarm, how in ended if alarm is not None and alarm >= 5]),
        Code.QUIET_YET_HURT: ([how is Evidence.HURT for alarm, how in ended if alarm is not None and alarm < 5]),
        Code.HURT: ([how is Evidence.HURT for _, how in ended]),
        Code.PROTECTED: ([how is Evidence.PROTECTED for _, how in kinds]),
        Code.OPEN: ([how is Evidence.OPEN for _, how in kinds]),
    }
    for code, hits in by_hand.items():
        if code in found:
            assert (found[code].k, found[code].n) == (sum(hits), len(hits))
            assert len(found[code].ids) == found[code].k
    assert all((code in found) == any(by_hand[code]) for code in (Code.QUIET_YET_HURT, Code.PROTECTED, Code.OPEN))
    assert (Code.RANG in found) == bool(by_hand[Code.RANG])
    told = {
        one for code in (Code.BEFORE_HURT, Code.QUIET_YET_HURT, Code.HURT) if code in found for one in found[code].ids
    }
    assert told == {UUID(int=n) for n, (_, how) in enumerate(kinds) if how is Evidence.HURT}
