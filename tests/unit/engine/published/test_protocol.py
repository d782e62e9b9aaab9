"""What the published models have in common: checked rows, a step taken along a block, one person's whole path."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from homing.engine.published._protocol import Events, Floats, Row, along, checked, one_person, over


class Sum(NamedTuple):
    """The outcomes so far, as a column, to have two axes."""

    total: Floats


def start(people: int, cues: int, params: float) -> Sum:
    """Nothing so far."""
    del cues
    return Sum(np.full((people, 1), params))


def step(state: Sum, row: Row, params: float) -> tuple[Sum, Floats]:
    """Add what is known."""
    del params
    return Sum(state.total + np.where(row.known, row.outcome, 0.0)[:, None]), state.total[:, 0]


def run_block(state: Sum, events: Events, params: float) -> tuple[Sum, Floats]:
    """Add up a block."""
    return over(step, state, events, params, cues=1)


def events() -> Events:
    """Two people, one of them with a gap in the middle and nonsense in it."""
    there = np.array([[True, True, True], [True, False, True]])
    times = np.array([[0.0, 0.0, 2.0], [1.0, np.nan, 1.0]])
    cues = np.where(there, 1.0, np.nan)[:, :, None]
    return Events(cues, np.array([[1.0, np.nan, 3.0], [1.0, np.inf, 5.0]]), times, there)


def test_padding_is_blanked_out() -> None:
    """Where nobody is there, cues are 0, the outcome is not known, and the time is the last one there was."""
    x, r, tau, there = checked(events(), 2, 1)
    assert x[1, :, 0].tolist() == [1.0, 0.0, 1.0]
    assert np.isnan(r[1]).tolist() == [False, True, False]
    assert tau[1].tolist() == [1.0, 1.0, 1.0]
    assert there[1].tolist() == [True, False, True]


def test_padding_before_everything_has_a_time() -> None:
    """Padding in front, with no time before it, is given time 0."""
    given = events()
    late = Events(given.cues[:1], given.outcomes[:1], given.times[:1] - 9.0, np.array([[False, False, True]]))
    assert checked(late, 1, 1).times.tolist() == [[0.0, 0.0, -7.0]]


def test_step_is_taken_where_people_are() -> None:
    """Each row changes those who are there, unknown outcomes are left out, and nothing is expected on padding."""
    state, expected = run_block(start(2, 1, 0.5), events(), 0.5)
    assert state.total[:, 0].tolist() == [4.5, 6.5]
    np.testing.assert_array_equal(expected, [[0.5, 1.5, 1.5], [0.5, np.nan, 1.5]])


def test_one_person_is_followed_row_by_row() -> None:
    """``along`` gives the state after every row, and what was expected before it."""
    state, expected = along(start, run_block, ([[1.0]] * 3, [1.0, 2.0, 3.0], [0.0, 1.0, 2.0]), 0.0)
    assert state.total[:, 0].tolist() == [1.0, 3.0, 6.0]
    assert expected.tolist() == [0.0, 1.0, 3.0]


def test_nobody_is_followed_nowhere() -> None:
    """Without rows there are no states."""
    state, expected = along(start, run_block, (np.zeros((0, 1)), [], []), 0.0)
    assert state.total.shape == (0, 1)
    assert expected.shape == (0,)


def test_one_person_is_a_block_of_one() -> None:
    """A person's rows become a block of one, copied, everywhere there."""
    cues = np.ones((2, 3))
    block = one_person(cues, [1.0, np.nan], [0.0, 0.0])
    assert block.cues.shape == (1, 2, 3)
    assert block.there.all()
    assert not np.shares_memory(block.cues, cues)


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (events()._replace(cues=np.ones((2, 3, 2))), "cues must have the shape"),
        (events()._replace(outcomes=np.ones((2, 2))), "must have the shape"),
        (events()._replace(outcomes=np.full((2, 3), -np.inf)), "must be finite"),
        (events()._replace(times=np.full((2, 3), np.nan)), "must be finite"),
        (events()._replace(cues=np.full((2, 3, 1), np.nan)), "must be finite"),
        (events()._replace(times=np.array([[0.0, 1.0, 2.0], [1.0, 9.0, 0.0]])), "must not fall"),
    ],
)
def test_events_that_do_not_fit_are_refused(bad: Events, sentence: str) -> None:
    """What cannot be meant is refused, saying why."""
    with pytest.raises(ValueError, match=sentence):
        checked(bad, 2, 1)


def test_rows_that_do_not_fit_are_refused() -> None:
    """One person's rows must be as many cues as outcomes and times."""
    with pytest.raises(ValueError, match="every row needs cues, an outcome and a time"):
        one_person([[1.0]], [1.0, 0.0], [0.0])
