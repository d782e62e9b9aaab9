"""What holds of the planner and of the split for all facts there can be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.engine.events import Reading
from homing.engine.healing import Candidate, Ending, Facts, Past, Plan, Proposal, Refusal, Why, propose, split
from tests.examples import examples

UNIT = st.floats(0.0, 1.0)
ANY = st.floats()
PEOPLE = st.frozensets(st.sampled_from("abc"), max_size=2)
PLACES = st.none() | st.sampled_from("xyz")
DAYS = st.floats(0.0, 40.0) | st.floats(allow_nan=False, allow_infinity=False)
MILD = st.builds(lambda p: Reading(p, 0.0, 0.4, -2.0, 1.0, 5), st.floats(0.0, 0.25))
WILD = st.builds(Reading, ANY, ANY, ANY, ANY, ANY, st.integers())
CANDIDATES = st.lists(
    st.builds(
        Candidate, st.uuids().map(str), PEOPLE, PLACES, st.none() | UNIT | st.just(0.45), st.none() | MILD | WILD
    ),
    max_size=5,
)
PAST = st.builds(
    Past,
    st.uuids().map(str),
    DAYS,
    PEOPLE,
    PLACES,
    st.sampled_from([Ending.FINE, Ending.FINE, *Ending]),
    st.booleans(),
    st.sampled_from([False] * 9 + [True]),
)
FACTS = st.builds(
    lambda now, danger, held, past: Facts(now=now, danger=danger, held=held, past=tuple(past)),
    DAYS | st.just(40.0),
    st.booleans(),
    st.frozensets(st.sampled_from("abc")),
    st.lists(PAST, max_size=25),
)


@pytest.mark.care("C2")
@settings(max_examples=examples(40, 200), deadline=None)
@given(CANDIDATES, FACTS)
def test_danger_never_yields_an_approach(candidates: list[Candidate], facts: Facts) -> None:
    """Under a danger mark nothing is proposed; nor after harm, with someone held, or what has frightened before."""
    dangerous = propose(candidates, replace(facts, danger=True))
    assert isinstance(dangerous, Refusal)
    assert dangerous.reason is Why.DANGER
    harm = Past("harm", facts.now, frozenset("z"), ending=Ending.FRIGHTENING)
    assert isinstance(propose(candidates, replace(facts, past=(*facts.past, harm))), Refusal)
    answer = propose(candidates, facts)
    if isinstance(answer, Refusal):
        assert {name for name, _ in answer.refused} == {one.id for one in candidates}
        return
    chosen = next(one for one in candidates if one.id == answer.id)
    assert not facts.danger
    assert not chosen.people & facts.held
    assert not any(past.harm and past.people & chosen.people for past in facts.past)
    marked = replace(facts, past=(*facts.past, Past("mark", facts.now - 9.0, chosen.people, danger=True, of=chosen.id)))
    again = propose(candidates, marked)
    assert not isinstance(again, Proposal) or again.id != chosen.id


@pytest.mark.care("C10")
@settings(max_examples=examples(30, 150), deadline=None)
@given(st.lists(st.builds(replace, PAST, danger=st.just(False)), max_size=12), st.permutations(range(3)))
def test_a_proposal_rests_on_five_finished_moments(past: list[Past], order: list[int]) -> None:
    """Whatever is proposed rests on five finished moments, a middling alarm and rest, in any order of candidates."""
    risk = Reading(0.1, 0.0, 0.3, -2.0, 1.0, 5)
    base = [Past(f"{who}{i}", float(i), frozenset(who), "x", Ending.FINE) for who in "ab" for i in range(4)]
    facts = Facts(now=40.0, past=(*base, *past))
    candidates = [Candidate(f"c{i}", frozenset("ab"[i % 2]), "xyz"[i], 0.2 + 0.2 * i, risk) for i in range(3)]
    answer = propose(candidates, facts)
    assert answer == propose([candidates[i] for i in order], facts)
    if isinstance(answer, Proposal):
        chosen = next(one for one in candidates if one.id == answer.id)
        plan = Plan()
        done = (Ending.FINE, Ending.UNMET, Ending.HURT)
        assert answer.finished >= 5
        assert answer.finished == sum(
            chosen.people <= p.people and p.ending in done and p.time <= 40.0 for p in facts.past
        )
        assert plan.low <= (chosen.alarm or 0.0) <= plan.high
        assert all(40.0 - p.time >= plan.rest for p in facts.past if p.step)


@st.composite
def causes(draw: st.DrawFn) -> dict[str, tuple[float, float]]:
    """Shares that sum to one over some causes, and their alarms."""
    names = draw(st.lists(st.sampled_from("pqrst"), min_size=1, unique=True))
    weights = [draw(st.floats(0.001, 1.0)) for _ in names]
    return {name: (weight / sum(weights), draw(UNIT)) for name, weight in zip(names, weights, strict=True)}


@pytest.mark.system("S8")
@settings(max_examples=examples(40, 200), deadline=None)
@given(causes(), causes())
def test_the_split_sums_to_the_whole_and_is_symmetric(
    before: dict[str, tuple[float, float]], after: dict[str, tuple[float, float]]
) -> None:
    """Experience and insight sum to the change, over causes too, and going back undoes both."""
    change, back = split(before, after), split(after, before)
    assert change.experience + change.insight == pytest.approx(change.after - change.before, abs=1e-12)
    assert sum(part[1] + part[2] for part in change.parts) == pytest.approx(change.after - change.before, abs=1e-12)
    assert back.experience == pytest.approx(-change.experience, abs=1e-15)
    assert back.insight == pytest.approx(-change.insight, abs=1e-15)
    assert max(abs(change.experience), abs(change.insight)) <= 1.0
