"""Compiled: the very numbers that ``numpy.random.default_rng((seed, number))`` draws, without making a generator.

PCG64 (O'Neill 2014, HMC-CS-2014-0905) behind NumPy's seed sequence (after O'Neill's ``seed_seq_fe128``). Numbers that a
step draws are keyed by its seed and its place, so the array path makes a generator for each; that costs more there than
a whole compiled step. Every constant is theirs, and the contract is equality to the last bit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ._kernels import kernel

Words = NDArray[np.uint64]
Ints = NDArray[np.int64]
_U = np.uint64
_ALL = _U(0xFFFFFFFF)
_HALF = _U(32)
_SHIFT = _U(16)
_ONE = _U(1)
_A, _A_TIMES = _U(0x43B0D7E5), _U(0x931E8875)
_B, _B_TIMES = _U(0x8B51F9DD), _U(0x58F38DED)
_LEFT, _RIGHT = _U(0xCA01F9DD), _U(0x4973F715)
_STEP_HIGH, _STEP_LOW = _U(0x2360ED051FC65DA4), _U(0x4385DF649FCCF645)
WORDS = 17
"""Room that a generator needs: its state, increment, half a word left over, and the pool it was seeded from."""
_POOL = 6


@kernel
def _hashed(value: np.uint64, by: np.uint64, following: np.uint64) -> np.uint64:
    value = ((value ^ by) * following) & _ALL
    return value ^ (value >> _SHIFT)


@kernel
def _mixed(one: np.uint64, two: np.uint64) -> np.uint64:
    value = (_LEFT * one - _RIGHT * two) & _ALL
    return value ^ (value >> _SHIFT)


@kernel
def seeded(g: Words, seed: int, number: int) -> None:
    """Make ``g`` (WORDS,) the generator of this seed and number, both in [0, 2^63)."""
    words, count = g[10:14], 0
    for given in (seed, number):
        rest = _U(given)
        words[count] = rest & _ALL
        count += 1
        if rest >> _HALF:
            words[count] = rest >> _HALF
            count += 1
    pool, by = g[_POOL:10], _A
    for n in range(4):
        following = (by * _A_TIMES) & _ALL
        pool[n] = _hashed(words[n] if n < count else _U(0), by, following)
        by = following
    for source in range(4):
        for n in range(4):
            if n != source:
                following = (by * _A_TIMES) & _ALL
                pool[n] = _mixed(pool[n], _hashed(pool[source], by, following))
                by = following
    by = _B
    for n in range(4):  # two halves of 32 bits, the lower first, from the pool read in a circle
        following = (by * _B_TIMES) & _ALL
        low = _hashed(pool[2 * n % 4], by, following)
        by = following
        following = (by * _B_TIMES) & _ALL
        g[n] = low | (_hashed(pool[(2 * n + 1) % 4], by, following) << _HALF)
        by = following
    high, low = g[0], g[1]
    g[2], g[3] = (g[2] << _ONE) | (g[3] >> _U(63)), (g[3] << _ONE) | _ONE
    g[0], g[1], g[4] = g[2], g[3], _U(0)
    g[1] += low
    g[0] += high + (_ONE if g[1] < low else _U(0))
    _advance(g)


@kernel
def _advance(g: Words) -> None:
    """state = state x step + increment, all of 128 bits."""
    low, high = g[1], g[0]
    a, b, c, d = low & _ALL, low >> _HALF, _STEP_LOW & _ALL, _STEP_LOW >> _HALF
    middle = b * c + ((a * c) >> _HALF)
    other = a * d + (middle & _ALL)
    carried = b * d + (middle >> _HALF) + (other >> _HALF)
    g[1] = low * _STEP_LOW + g[3]
    g[0] = carried + low * _STEP_HIGH + high * _STEP_LOW + g[2] + (_ONE if g[1] < g[3] else _U(0))


@kernel
def word(g: Words) -> np.uint64:
    """The next 64 bits."""
    _advance(g)
    folded, turn = g[0] ^ g[1], g[0] >> _U(58)
    turned: np.uint64 = (folded >> turn) | (folded << ((_U(64) - turn) & _U(63)))
    return turned


@kernel
def uniform(g: Words) -> float:
    """The next number in [0, 1)."""
    return float(word(g) >> _U(11)) * (1.0 / 9007199254740992.0)


@kernel
def _half_word(g: Words) -> np.uint64:
    """The next 32 bits: the lower half of a word, then its upper half."""
    if g[4]:
        g[4] = _U(0)
        kept: np.uint64 = g[5]
        return kept
    whole = word(g)
    g[4], g[5] = _ONE, whole >> _HALF
    return whole & _ALL


@kernel
def below(g: Words, most: int) -> int:
    """A whole number from 0 to ``most``: as many bits as it has, drawn anew while they are too large."""
    limit, mask = _U(most), _U(1)
    while mask < limit:
        mask = (mask << _ONE) | _ONE
    drawn = _half_word(g) & mask
    while drawn > limit:
        drawn = _half_word(g) & mask
    return int(drawn)


@kernel
def shuffled(g: Words, into: Ints) -> None:
    """The numbers 0 to n - 1 in a drawn order, as ``Generator.permutation(n)``."""
    for n in range(len(into)):
        into[n] = n
    for n in range(len(into) - 1, 0, -1):
        other = below(g, n)
        into[n], into[other] = into[other], into[n]
