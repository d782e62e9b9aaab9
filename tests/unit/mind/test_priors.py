"""Priors learnt from a cohort: where every estimate of a diary may begin, and how they are taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from homing.companion import Desk, expectations
from homing.engine import blend, world
from homing.engine.events import Event
from homing.engine.priors import Priors, PriorsError
from homing.engine.world import Block
from homing.mind import Mind
from homing.record import Outcome
from tests.desks import keep

GRIM = Priors(replace(world.Params(), bias=Block(1.5, 0.4, 60.0)), people=12, outcomes=300)


def test_without_moments_the_estimate_is_that_of_the_priors(desk: Desk) -> None:
    """The blend with these priors and nothing learnt yet says exactly what the mind says."""
    now = desk.ambient.now()
    assert expectations.begun_from(desk) is None
    expectations.begin_from(desk, GRIM)
    assert expectations.begun_from(desk) == GRIM
    params = GRIM.blend()
    event = Event(time=now.timestamp() / 86400)
    assert desk.mind.expect(now).hurt == blend.read(blend.start(params), event, params)


@pytest.mark.system("S2")
def test_other_priors_replay_what_was_learnt_and_can_be_taken_back(desk: Desk) -> None:
    """The estimate follows the priors at once, equals a replay from scratch, and returns when they are taken back."""
    now = desk.ambient.now()
    for day in range(9, 0, -1):
        keep(desk, "Sam", days=day, outcome=Outcome.OKAY)
    plain = desk.mind.expect(now)
    expectations.begin_from(desk, GRIM)
    grim = desk.mind.expect(now)
    assert grim.hurt.p != plain.hurt.p
    assert grim == Mind(desk.vault).expect(now)
    assert grim.alarm == plain.alarm
    expectations.begin_from(desk, None)
    assert desk.mind.expect(now) == plain


def test_priors_of_another_kind_of_outcome_are_refused(desk: Desk) -> None:
    """A diary reads whether something hurt: priors of a number are refused, and nothing changes."""
    with pytest.raises(PriorsError, match="binary"):
        expectations.begin_from(desk, replace(GRIM, params=replace(GRIM.params, outcome="real")))
    assert expectations.begun_from(desk) is None
