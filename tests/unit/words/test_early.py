"""What is said of early relationships: numbers with their n, and never a label."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.companion.practice.early import OfKind
from homing.engine.attachment import Answers, Kind, prior, with_events
from homing.engine.counts import jeffreys
from homing.record import AGREE_MAX, Early
from homing.words import early as said

pytestmark = [pytest.mark.system("S22"), pytest.mark.care("C8")]


def told(kind: Kind, k: int, n: int, answers: Answers | None = None) -> OfKind:
    """A kind of cue after so many finished moments."""
    before = prior(kind, answers or Answers(worry=1.0, distance=1.0))
    return OfKind(kind=kind, is_told=True, before=before, now=with_events(before, k, n), hurt=jeffreys(k, n))


@pytest.mark.care("C6")
@given(
    kind=st.sampled_from(Kind),
    n=st.integers(0, 60),
    hurt=st.integers(0, 60),
    worry=st.floats(-2, 2),
    distance=st.floats(-2, 2),
)
def test_a_number_never_stands_alone(kind: Kind, n: int, hurt: int, worry: float, distance: float) -> None:
    """Own moments are told as k of n, what was brought along as moments, and shares in the numbers alone."""
    k = min(hurt, n)
    one = told(kind, k, n, Answers(worry, distance))
    assert [int(number) for number in re.findall(r"\d+", said.own(one))] == ([k, n] if n else [])
    assert [int(number) for number in re.findall(r"\d+", said.weight(one, 3.0))] == ([3, n] if n else [3])
    before, now = said.numbers(one)
    assert "from your answers alone" in before
    assert f"with {n} finished moments of your own" in now
    for sentence in (said.own(one), said.weight(one, 3.0), before, now):
        assert "{" not in sentence


def test_who_has_the_say() -> None:
    """What was brought along while there is nothing else; own moments once they weigh more; between the two, soon."""
    words = [said.weight(told(Kind.ABSENCE, 0, n), 3.0) for n in (0, 1, 3, 4)]
    assert "it is all there is, and it is weak" in words[0]
    assert all("a few more, and they have the say" in one for one in words[1:3])
    assert words[3] == (
        "What you brought along counts as about 3 moments. You have finished 4 like these: they have the say now."
    )


def test_few_are_said_to_be_few() -> None:
    """Below twenty, as everywhere with moments."""
    assert said.own(told(Kind.OTHER, 2, 12)).endswith("Too few to say more.")
    assert said.own(told(Kind.OTHER, 2, 20)) == "Your own moments: hurt followed in 2 of 20 finished ones."


def test_each_field_has_a_sentence_and_each_step_a_word() -> None:
    """The four fields of the record, five steps, all worded differently."""
    assert set(said.SENTENCES) <= set(Early.__slots__)
    assert len({said.sentence(field) for field in said.SENTENCES}) == 4
    assert [value for value, _ in said.agreement()] == [str(step) for step in range(AGREE_MAX + 1)]
    assert len({word for _, word in said.agreement()} | {said.agreed(None)}) == AGREE_MAX + 2


def test_no_word_labels_anyone() -> None:
    """No type, no style, no name of one."""
    spoken = [said.placeholder(), *map(said.sentence, said.SENTENCES), *map(said.title, Kind), *map(said.why, Kind)]
    for word in ("anxious", "avoidant", "attach", "secure", "style", "type", "disorder"):
        assert not any(word in sentence.lower() for sentence in spoken)
