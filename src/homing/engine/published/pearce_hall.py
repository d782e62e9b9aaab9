"""Associability after Pearce & Hall 1980 (Psychol Rev 87:532-552): cues that were followed by surprise are attended to.

Explains: latent inhibition, Hall-Pearce negative transfer (a well predicted cue learns slowly when the outcome
changes), faster learning after a surprise.
Does not explain: spontaneous recovery, renewal, backward blocking, anything that needs time or several causes; that a
*good* predictor can also gain attention (Mackintosh 1975).

Form taken: the hybrid of Li, Schiller, Schoenbaum, Phelps & Daw 2011 (Nat Neurosci 14:1250-1252), in which the error
drives the weight, as in Rescorla-Wagner, and associability the rate. The pure model of 1980 learns excitation and
inhibition apart and takes no error for the first; later forms (Pearce, Kaye & Hall 1982; Le Pelley 2004, which
multiplies in Mackintosh's attention) have more free parameters. The hybrid is what present work fits to people. It was
stated for one cue at a time; here the cues of a row share one expectation and one error, as in 1980. The two equations
were read in public code that cites Li et al., not in the article, and the default values are ours: the paper fits them.
Surprise is at most 1, the size of the outcome in 1980, so that associability stays in [0, 1]. As in Rescorla-Wagner,
predictions do not settle if kappa times the number of cues shown together is above 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from homing.engine.published._protocol import Events, Floats, Row, along, over


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters: ``rate`` kappa scales learning, ``surprise`` eta how fast associability follows surprise.

    ``associability`` alpha of a new cue.
    """

    rate: float = 0.3
    surprise: float = 0.3
    associability: float = 1.0


class State(NamedTuple):
    """``weights`` (P, D) and ``associability`` (P, D)."""

    weights: Floats
    associability: Floats


class Result(NamedTuple):
    """``response`` (T,), ``expected`` (T,), both the summed prediction; after each row ``weights``, ``associability``.

    Both are (T, D).
    """

    response: Floats
    expected: Floats
    weights: Floats
    associability: Floats


_DEFAULT = Params()


def start(people: int, cues: int, params: Params = _DEFAULT) -> State:
    """The state of ``people`` who have seen none of the ``cues``."""
    return State(np.zeros((people, cues)), np.full((people, cues), params.associability))


def run_block(state: State, events: Events, params: Params = _DEFAULT) -> tuple[State, Floats]:
    """Run a block of people: their last state and the expected outcomes (P, T).

    Raises ``ValueError`` if the events do not fit the state (see ``_protocol.checked``).
    """
    return over(_step, state, events, params, cues=state.weights.shape[1])


def run(cues: ArrayLike, outcomes: ArrayLike, times: ArrayLike, params: Params = _DEFAULT, *, seed: int = 0) -> Result:
    """Run one person over T rows: ``cues`` (T, D), ``outcomes`` (T,), ``times`` (T,); no chance, so no use of ``seed``.

    Raises ``ValueError`` if the rows do not fit together.

    >>> result = run([[1.0], [1.0]], [1.0, 1.0], [0.0, 1.0], Params(rate=0.5, surprise=0.5))
    >>> result.weights.tolist(), result.associability.tolist()
    ([[0.5], [0.75]], [[1.0], [0.75]])
    """
    del seed
    state, expected = along(start, run_block, (cues, outcomes, times), params)
    return Result(expected.copy(), expected, state.weights, state.associability)


def _step(state: State, row: Row, params: Params) -> tuple[State, Floats]:
    expected = (state.weights * row.cues).sum(axis=1)
    error = np.where(row.known, row.outcome - expected, 0.0)[:, None]  # delta = lambda - sum V
    weights = state.weights + params.rate * state.associability * error * row.cues  # V + kappa alpha delta
    surprise = np.minimum(np.abs(error), 1.0)
    followed = state.associability + params.surprise * (surprise - state.associability)  # eta|delta| + (1-eta)alpha
    learnt = row.known[:, None] & (row.cues != 0.0)  # only cues that are there are followed by a surprise
    return State(weights, np.where(learnt, followed, state.associability)), expected
