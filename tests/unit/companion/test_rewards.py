"""What safety made possible: kept, and read again, the newest first; never counted."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from uuid import UUID

import pytest

from homing.companion import Desk, NotFound, names, rest
from homing.companion.practice import rewards
from homing.record import Danger, LivedTime, Outcome, Reward, RewardKind, Safe
from tests.desks import NOW, ZONE, everything_written, keep

pytestmark = pytest.mark.system("S25")

SANG = Reward(id=UUID(int=7), when=LivedTime.at(NOW, ZONE), label="sang aloud", kind=RewardKind.DARED, note="off key")
HOUSE = Reward(id=UUID(int=8), when=LivedTime.at(NOW + timedelta(days=1), ZONE), label="a blue door")


def test_it_is_kept_and_read_again(desk: Desk) -> None:
    """Alone or with someone, the newest first by when it was; who was forgotten meanwhile is left out."""
    rewards.put(desk, HOUSE)
    kept = rewards.put(desk, replace(SANG, people=(UUID(int=9),)), ["Wren", " "])
    wren = names.add_person(desk, "Wren")
    assert kept == replace(SANG, people=(wren.id,))
    assert rewards.all_of(desk).rewards == (HOUSE, kept)
    assert rewards.find(desk, kept.id) == kept
    names.forget(desk, wren.id, with_moments=False)
    assert rewards.find(desk, kept.id) == SANG


def test_nothing_is_counted() -> None:
    """The page of rewards holds the things themselves, and no number."""
    assert {one.name for one in fields(rewards.Rewards)} == {"rewards", "asks", "book"}


@pytest.mark.care("C16")
def test_nothing_good_is_asked_for_after_harm_or_while_resting(desk: Desk) -> None:
    """The form waits behind a fold then; what is kept stays to be read."""
    rewards.put(desk, SANG)
    assert rewards.all_of(desk).asks
    rest.begin(desk, 1)
    assert not rewards.all_of(desk).asks
    rest.end(desk)
    keep(desk, "Rook", outcome=Outcome.FRIGHTENED)
    found = rewards.all_of(desk)
    assert (found.asks, found.rewards) == (False, (SANG,))


def test_a_good_moment_leads_here(desk: Desk) -> None:
    """Its people and time are taken along while it is a moment of safety; of any other nothing is."""
    good = keep(desk, "Wren", outcome=Outcome.CARE)
    unsure = keep(desk, "Wren", outcome=Outcome.CARE, safe=Safe.NOT_SURE)
    assert rewards.begun_from(desk, good.id) == good
    assert rewards.begun_from(desk, unsure.id) is None
    with pytest.raises(NotFound):
        rewards.begun_from(desk, UUID(int=0x77))


@pytest.mark.care("C2")
def test_no_reward_is_begun_from_a_moment_with_a_held_person(desk: Desk) -> None:
    """Nobody on whom a hold stands is put into the form as someone with whom it was safe."""
    both, alone = keep(desk, "Wren", "Lark", outcome=Outcome.CARE), keep(desk, "Lark", outcome=Outcome.CARE)
    keep(desk, "Wren", days=30, danger=(Danger.FORCED,))
    assert rewards.begun_from(desk, both.id) is None
    assert rewards.begun_from(desk, alone.id) == alone


def test_forgetting_is_for_good(desk: Desk) -> None:
    """Nothing of it is left; what is not there is not found."""
    rewards.put(desk, SANG)
    rewards.forget(desk, SANG.id)
    assert "off key" not in everything_written(desk)
    for gone in (rewards.find, rewards.forget):
        with pytest.raises(NotFound):
            gone(desk, SANG.id)
