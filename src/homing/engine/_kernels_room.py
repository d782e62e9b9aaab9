"""Compiled: where everything of a replay lies. Three contiguous blocks, and a table that says where each array is.

A call from Python pays for each array it is given, and so does a call between kernels; so they hand on three blocks and
the table, and each kernel cuts the arrays it touches, in its first lines. People, cues, settings and pairs are whole
numbers there (the vocabulary of one replay).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._alarm_state import BINS, SEEN_BITS, SPOKEN
from ._kernels import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Marks = NDArray[np.uint8]

SCALARS = 48
SEEN = SEEN_BITS
MOST_ARRAYS = 64


class Sizes(NamedTuple):
    """How much room there is: weights of the world model, words, codes of blocks, columns, particles, places, names,
    and people of the third forecaster.
    """

    weights: int
    words: int
    codes: int
    columns: int
    particles: int
    places: int
    names: int
    people: int

    @property
    def pitch(self) -> int:
        """Numbers from one row of the covariance to the next: an odd number of cache lines, as rows meet else."""
        lines = -(-self.weights // 8)
        return 8 * (lines + 1 - lines % 2)

    @property
    def scratch(self) -> int:
        """How long a piece of scratch is: it holds a number for each place or for each weight."""
        return max(self.particles * self.places, self.weights)


def shapes(size: Sizes) -> dict[str, tuple[str, int, int]]:
    """Each array with its block (f, i or b), how many rows, and how long a row is (0: it has no rows).

    ``rule`` are parameters, ``now`` and ``count`` what changes; ``w_`` is of the world model, ``c_`` of the latent
    causes (n = particles x places), ``b_`` of the forgetting Beta, ``t_`` scratch.
    """
    n = size.particles * size.places
    return {
        **dict.fromkeys(("rule", "now"), ("f", SCALARS, 0)),
        **dict.fromkeys(("w_prior", "w_spread", "w_tau", "w_decay", "w_fresh"), ("f", size.codes, 0)),
        **dict.fromkeys(("w_mean", "w_left", "w_in", "w_gain"), ("f", size.weights, 0)),
        "w_cov": ("f", size.weights, size.pitch),
        "c_weights": ("f", size.particles, 0),
        "c_stats": ("f", size.columns, n),
        "c_lean": ("f", n, 0),
        **dict.fromkeys(("c_times", "c_masses", "c_well"), ("f", n, BINS)),
        "c_felt": ("f", n, SPOKEN),
        **dict.fromkeys(("b_hurt", "b_fine"), ("f", size.people, 0)),
        "scores": ("f", 3, 0),
        "tally": ("f", 10, 3),
        **dict.fromkeys(("t_like", "t_under", "t_curve", "t_share"), ("f", n, 0)),
        **dict.fromkeys(("t_one", "t_two", "t_three"), ("f", size.scratch, 0)),
        "t_sum": ("f", size.particles, 0),
        "count": ("i", SCALARS, 0),
        **dict.fromkeys(("w_code", "w_key"), ("i", size.weights, 0)),
        **dict.fromkeys(("w_slot", "c_name", "b_slot"), ("i", size.words, 0)),
        "c_labels": ("i", n, 0),
        "c_moments": ("i", n, SPOKEN),
        **dict.fromkeys(("c_key", "c_kind", "c_column", "c_last", "c_born"), ("i", size.names, 0)),
        **dict.fromkeys(("b_key", "b_born"), ("i", size.people, 0)),
        **dict.fromkeys(("t_rows", "t_chosen"), ("i", size.particles, 0)),
        "t_ints": ("i", size.scratch, 0),
        "w_marks": ("b", size.weights, SEEN),
        "c_marks": ("b", size.names, SEEN),
        "b_marks": ("b", size.people, SEEN),
        "t_marks": ("b", SEEN, 0),
    }


(
    RULE,
    NOW,
    W_PRIOR,
    W_SPREAD,
    W_TAU,
    W_DECAY,
    W_FRESH,
    W_MEAN,
    W_LEFT,
    W_IN,
    W_GAIN,
    W_COV,
    C_WEIGHTS,
    C_STATS,
    C_LEAN,
    C_TIMES,
    C_MASSES,
    C_WELL,
    C_FELT,
    B_HURT,
    B_FINE,
    SCORES,
    TALLY,
    T_LIKE,
    T_UNDER,
    T_CURVE,
    T_SHARE,
    T_ONE,
    T_TWO,
    T_THREE,
    T_SUM,
    COUNT,
    W_CODE,
    W_KEY,
    W_SLOT,
    C_NAME,
    B_SLOT,
    C_LABELS,
    C_MOMENTS,
    C_KEY,
    C_KIND,
    C_COLUMN,
    C_LAST,
    C_BORN,
    B_KEY,
    B_BORN,
    T_ROWS,
    T_CHOSEN,
    T_INTS,
    W_MARKS,
    C_MARKS,
    B_MARKS,
    T_MARKS,
) = range(53)
"""The arrays of :func:`shapes`, in its order."""


def table(size: Sizes) -> tuple[Ints, dict[str, int]]:
    """Where each array begins and ends in its block and how long its rows are; and the blocks' sizes."""
    o, long = np.zeros((3, MOST_ARRAYS), dtype=np.int64), {"f": 0, "i": 0, "b": 0}
    for k, (block, rows, row) in enumerate(shapes(size).values()):
        begin = long[block]
        long[block] = begin + rows * max(row, 1)
        o[:, k] = begin, long[block], row
    return o, long


def views(size: Sizes, o: Ints, blocks: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Every array by its name."""
    found = {}
    for k, (name, (block, rows, row)) in enumerate(shapes(size).items()):
        whole = blocks[block][o[0, k] : o[1, k]]
        found[name] = whole.reshape(rows, row) if row else whole
    return found


@kernel
def cut(block: NDArray[Any], o: Ints, which: int) -> NDArray[Any]:
    """One array."""
    return block[o[0, which] : o[1, which]]


@kernel
def grid(block: NDArray[Any], o: Ints, which: int) -> NDArray[Any]:
    """One array that has rows."""
    return block[o[0, which] : o[1, which]].reshape(-1, o[2, which])
