"""An Ornstein-Uhlenbeck process whose mean and pace switch with a hidden state: exact moments between events.

With p_s the probability of state s, M_s = E[a; s] and S_s = E[a^2; s] (the arousal a, and its square, on the paths
that are in s), a generator Q (rows sum to 0), pace r_s, mean m_s and stationary variance v_s of the process in s:

    p' = Q'p      M' = Q'M - r M + r m p      S' = Q'S - 2 r S + 2 r m M + 2 r v p

This is linear, so that one matrix exponential of shape (9, 9) gives the moments after any time without approximation,
and waiting twice is exactly waiting once (compare Blom & Bar-Shalom 1988, IEEE Trans. Autom. Control 33:780, whose
interacting filters approximate this mixing; here only what an observation teaches is approximated).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_APART = 1e6
"""The condition of the modes' vectors up to which rounding keeps ten digits."""

_TERMS = 14
"""Terms of the Taylor series at a norm of at most a half: the rest is below 1e-15."""


def moment_flow(generator: Floats, paces: Floats, means: Floats, variances: Floats) -> Floats:
    """The matrix (3n, 3n) of the linear law above, for (p, M, S) stacked; rates in whatever unit time has.

    >>> flow = moment_flow(np.zeros((1, 1)), np.array([2.0]), np.array([3.0]), np.array([1.0]))
    >>> flow.tolist()
    [[0.0, 0.0, 0.0], [6.0, -2.0, 0.0], [4.0, 12.0, -4.0]]
    """
    n = len(paces)
    flow, turn, pace = np.zeros((3, n, 3, n)), generator.T, np.diag(paces)
    flow[0, :, 0] = turn
    flow[1, :, 1] = turn - pace
    flow[2, :, 2] = turn - 2.0 * pace
    flow[1, :, 0] = pace * means
    flow[2, :, 1] = 2.0 * pace * means
    flow[2, :, 0] = 2.0 * pace * variances
    return flow.reshape(3 * n, 3 * n)


def expm(matrix: Floats) -> Floats:
    """The exponential of a square matrix, by scaling, a Taylor series, and squaring.

    >>> np.round(expm(np.array([[0.0, 1.0], [-1.0, 0.0]])), 12).tolist()  # cos 1 and sin 1
    [[0.540302305868, 0.841470984808], [-0.841470984808, 0.540302305868]]
    """
    norm = float(np.abs(matrix).sum(axis=0).max())
    halvings = max(0, int(np.ceil(np.log2(2.0 * norm)))) if norm > 0.5 else 0
    scaled, one = matrix * 0.5**halvings, np.eye(len(matrix))
    power = one
    for term in range(_TERMS, 0, -1):
        power = one + (scaled @ power) / term
    for _ in range(halvings):
        power = power @ power
    return power


class Flow(NamedTuple):
    """A flow taken apart once: matrix = vectors @ diag(rates) @ inverse, each (3n, 3n), ``rates`` (3n,).

    Real or complex. ``rates`` is None where two modes lie too near each other for that; then time takes an
    exponential each time.
    """

    matrix: Floats
    rates: NDArray[Any] | None
    vectors: NDArray[Any]
    inverse: NDArray[Any]

    @classmethod
    def of(cls, matrix: Floats) -> Flow:
        """The flow of this matrix."""
        rates, vectors = np.linalg.eig(matrix)
        apart = np.linalg.cond(vectors) < _APART
        return cls(matrix, rates if apart else None, vectors, np.linalg.inv(vectors) if apart else vectors)

    def after(self, elapsed: float, moments: Floats) -> Floats:
        """The moments (3n,) after a time, as ``expm(elapsed * matrix) @ moments`` gives them."""
        if self.rates is None:
            return expm(elapsed * self.matrix) @ moments
        if elapsed == 0.0:
            return moments.copy()
        told: Floats = (self.vectors @ (np.exp(elapsed * self.rates) * (self.inverse @ moments))).real
        return told


def stationary(flow: Floats) -> Floats:
    """The moments (3n,) that time leaves as they are; the generator must lead from every state to every other.

    >>> stationary(moment_flow(np.zeros((1, 1)), np.array([2.0]), np.array([3.0]), np.array([1.0]))).tolist()
    [1.0, 3.0, 10.0]
    """
    size = len(flow)
    bound = flow.copy()
    bound[0] = 0.0
    bound[0, : size // 3] = 1.0  # the probabilities sum to one, in place of a row that the others imply
    return np.linalg.solve(bound, np.eye(size)[0])


def slowest(flow: Floats) -> float:
    """The slowest rate at which the moments forget where they were, in 1 / unit of time.

    >>> slowest(moment_flow(np.zeros((1, 1)), np.array([2.0]), np.array([3.0]), np.array([1.0])))
    2.0
    """
    return float(np.sort(np.abs(np.linalg.eigvals(flow).real))[1])
