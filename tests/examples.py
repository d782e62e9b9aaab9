"""How many examples a property is tried on: a representative few by default, all of them in the slow suite.

``make test-slow`` tries every property again under Hypothesis's profile ``exhaustive``.
"""

from __future__ import annotations

from hypothesis import Phase, settings

EXHAUSTIVE = "exhaustive"
FEW = "few"

settings.register_profile(EXHAUSTIVE, max_examples=200)
settings.register_profile(FEW, max_examples=30, phases=set(Phase) - {Phase.explain})
settings.load_profile(FEW)


def examples(few: int, many: int) -> int:
    """``many`` under the profile ``exhaustive``, else ``few``: for properties whose examples take long."""
    return many if settings.get_current_profile_name() == EXHAUSTIVE else few
