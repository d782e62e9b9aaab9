"""Every sentence with a number carries its n, for every finding there can be."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing import words
from homing.mind import Code, findings
from homing.record import Evidence, Outcome
from homing.vault import Fact
from tests.desks import NOW

KINDS = st.tuples(st.none() | st.integers(0, 10), st.sampled_from(Evidence))


@pytest.mark.care("C3")
@pytest.mark.care("C6")
@given(kinds=st.lists(KINDS, max_size=40))
def test_a_number_never_stands_alone(kinds: list[tuple[int | None, Evidence]]) -> None:
    """A sentence holds no other numbers than its k and n, and never a k above one without the n."""
    facts = [
        Fact(UUID(int=n), NOW.date(), (n, ""), alarm, Outcome.HURT if how is Evidence.HURT else None, how, False)
        for n, (alarm, how) in enumerate(kinds)
    ]
    for finding in findings(facts):
        told = words.say(finding)
        spoken = {int(number) for number in re.findall(r"\d+", told)}
        assert spoken <= {finding.k, finding.n}
        assert not spoken or finding.n in spoken
        assert finding.n == 1 or finding.code in (Code.NOTHING_YET, Code.TOO_FEW) or finding.n in spoken
        assert "{" not in told
        assert "%" not in told
