"""The cycle of disconnection, move by move: what most often comes next, where it turned back, and slow erosion.

A Markov chain over the person's own words for moves, with a Dirichlet belief about each row: the counterpart, for few
data, of a model of two people that diaries could not identify (science page, section 4.1). A row borrows from how often
moves occur at all, so that a move seen once does not seem certain of its follower. Counts come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from ._beta import beta_quantile
from ._erosion import Trend, erosion
from .counts import Count, jeffreys

__all__ = [
    "END",
    "Chain",
    "Next",
    "Round",
    "Trend",
    "Turned",
    "erosion",
    "learn",
    "likely_next",
    "next_moves",
    "turned_back",
]

END = ""
"""The cycle ended here. An empty word cannot be a move."""

CONCENTRATION = 2.0
"""The pseudo-moves that a row's prior is worth: a placeholder, no data stand behind it."""

ENOUGH = 3
"""Times a move must have been followed by anything before its likeliest follower is named: a convention."""


@dataclass(frozen=True, slots=True)
class Round:
    """One time round: the moves in order, in the person's own words (opaque keys).

    ``turned_back``: whether it was turned round at its last move (a repair, a pause, a kind word). ``reunion``:
    whether it began on meeting again. Moves stay out of ``repr``. Raises ``ValueError`` for no moves or an empty one.
    """

    moves: tuple[str, ...] = field(repr=False)
    turned_back: bool = False
    reunion: bool = False

    def __post_init__(self) -> None:
        if not self.moves or END in self.moves:
            raise ValueError("a round has at least one move, and no move is empty")


@dataclass(frozen=True, slots=True)
class Chain:
    """How often each move was followed by each other, or by ``END``; ``rounds`` counts the rounds learnt from."""

    rounds: int
    followed: Mapping[tuple[str, str], int] = field(repr=False)
    seen: Mapping[str, int] = field(repr=False)

    @property
    def moves(self) -> tuple[str, ...]:
        """Every move, in alphabetical order."""
        return tuple(sorted(move for move in self.seen if move != END))


class Next(NamedTuple):
    """What may follow: expected share ``p`` in [0, 1] with bounds, and the count ``k`` of ``n`` it rests on.

    ``move`` is ``END`` if nothing follows.
    """

    move: str
    p: float
    low: float
    high: float
    k: int
    n: int


class Turned(NamedTuple):
    """Of the rounds that came by this move, how many turned back there, with the interval of the share."""

    move: str
    share: Count


def learn(rounds: Iterable[Round], *, reunion: bool | None = None) -> Chain:
    """The chain of these rounds: all, or those on reuniting (True), or the others (False). Order does not matter.

    >>> chain = learn([Round(("criticise", "defend", "withdraw")), Round(("criticise", "withdraw"), reunion=True)])
    >>> chain.rounds, chain.moves, chain.followed["criticise", "defend"]
    (2, ('criticise', 'defend', 'withdraw'), 1)
    """
    chosen = [one for one in rounds if reunion is None or one.reunion is reunion]
    followed = Counter(pair for one in chosen for pair in pairwise((*one.moves, END)))
    seen = Counter(move for one in chosen for move in (*one.moves, END))
    return Chain(len(chosen), MappingProxyType(followed), MappingProxyType(seen))


def next_moves(chain: Chain, move: str, level: float = 0.8) -> tuple[Next, ...]:
    """What may follow this move, the likeliest first; every known move and ``END`` has a share, and they sum to 1.

    The row is Dirichlet(c g + counts), where g are the shares of all moves that ever followed anything (each counted
    once more than it occurred) and c is ``CONCENTRATION``; a share's bounds are those of its Beta margin. For a move
    never seen, or an empty chain, that is the prior. Raises ``ValueError`` unless 0 < level < 1.

    >>> chain = learn([Round(("criticise", "defend"))] * 4 + [Round(("criticise", "withdraw"))])
    >>> first = next_moves(chain, "criticise")[0]
    >>> first.move, round(first.p, 2), round(first.low, 2), round(first.high, 2), first.k, first.n
    ('defend', 0.67, 0.44, 0.88, 4, 5)
    """
    if not 0.0 < level < 1.0:
        raise ValueError("the level of an interval lies between 0 and 1")
    names = (*chain.moves, END)
    occurred = {name: 1.0 + sum(k for (_, to), k in chain.followed.items() if to == name) for name in names}
    whole, n = sum(occurred.values()), sum(chain.followed.get((move, name), 0) for name in names)
    tail, told = 0.5 * (1.0 - level), []
    for name in names:
        k = chain.followed.get((move, name), 0)
        a = CONCENTRATION * occurred[name] / whole + k
        b = CONCENTRATION + n - a
        if len(names) == 1:  # an empty chain: the end is all there is
            told.append(Next(name, 1.0, 1.0, 1.0, k, n))
            continue
        p = a / (a + b)
        low, high = beta_quantile(tail, a, b), beta_quantile(1.0 - tail, a, b)
        told.append(Next(name, p, min(low, p), max(high, p), k, n))  # widened where a skewed share leaves its mean out
    return tuple(sorted(told, key=lambda one: (-one.p, one.move)))


def likely_next(chain: Chain, move: str, level: float = 0.8) -> Next | None:
    """The likeliest follower, or None: "too few to say" (the move was followed fewer than three times).

    >>> likely_next(learn([Round(("criticise", "defend"))]), "criticise") is None
    True
    """
    first = next_moves(chain, move, level)[0]
    return first if first.n >= ENOUGH else None


def turned_back(rounds: Iterable[Round], level: float = 0.95) -> tuple[Turned, ...]:
    """Where rounds turned back: for each move where any did, k of the n rounds that came by it; the most first.

    Of moves with equal counts the one with fewer rounds comes first, then the alphabet. Raises ``ValueError`` unless
    0 < level < 1.

    >>> lived = [Round(("criticise", "defend"), turned_back=True), Round(("criticise", "defend", "withdraw"))]
    >>> [(one.move, one.share.k, one.share.n) for one in turned_back(lived)]
    [('defend', 1, 2)]
    """
    known = list(rounds)
    came = Counter(move for one in known for move in set(one.moves))
    turned = Counter(one.moves[-1] for one in known if one.turned_back)
    told = [Turned(move, jeffreys(k, came[move], level)) for move, k in turned.items()]
    return tuple(sorted(told, key=lambda one: (-one.share.k, one.share.n, one.move)))
