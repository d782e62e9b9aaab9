"""How the levels of a hierarchical Gaussian filter are coupled: a parent is the log-volatility of its child's walk.

Mathys, Daunizeau, Friston & Stephan 2011 (Front Hum Neurosci 5:39) and Mathys et al. 2014 (Front Hum Neurosci 8:825).
The equations are those of the papers' level updates, as restated in the documentation of pyhgf.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from homing.engine.published._protocol import Bools, Floats, Row

_BOUNDLESS = 500.0  # a log-volatility beyond this is as good as infinite, and stays within a double


class Belief(NamedTuple):
    """A Gaussian: ``mean`` and ``precision``, both (P,)."""

    mean: Floats
    precision: Floats


class Walk(NamedTuple):
    """How a child moved: ``elapsed`` (P,) time, ``coupling`` kappa and ``tonic`` omega of its log-volatility."""

    elapsed: Floats
    coupling: float
    tonic: float

    def variance(self, parent: Floats) -> Floats:
        """What the walk adds to the child's variance, given the parent's mean (P,)."""
        added: Floats = self.elapsed * np.exp(np.minimum(self.coupling * parent + self.tonic, _BOUNDLESS))
        return added


def predicted(belief: Belief, added: Floats) -> Belief:
    """The belief after a walk that adds this variance (P,)."""
    return Belief(belief.mean, 1.0 / (1.0 / belief.precision + added))


def parent_update(child: Belief, after: Belief, parent: Belief, walk: Walk, *, enhanced: bool) -> Belief:
    """The parent's belief once its child has learnt.

    ``child`` and ``parent`` are predictions, ``after`` is the child's posterior. The standard filter moves the mean by
    the new precision. The enhanced one (eHGF) moves it by the predicted precision, and keeps that precision where the
    new one would not be above zero.
    """
    share = walk.variance(parent.mean) * child.precision  # gamma: the walk's share of the child's uncertainty
    surprise = child.precision * (1.0 / after.precision + (after.mean - child.mean) ** 2) - 1.0  # Delta
    pull = 0.5 * walk.coupling * share * surprise
    curve = 0.5 * walk.coupling**2 * share * (share + (2.0 * share - 1.0) * surprise)
    precision = parent.precision + curve
    if not enhanced:
        return Belief(parent.mean + pull / precision, precision)
    return Belief(parent.mean + pull / parent.precision, np.where(precision > 0.0, precision, parent.precision))


def elapsed(row: Row, before: Floats, first: float) -> Floats:
    """Time since the last known row (P,); ``first`` where there was none (``before`` NaN), or this one is not known."""
    return np.where(row.known & ~np.isnan(before), row.time - before, first)


def gaussian_surprise(belief: Belief, seen: Floats) -> Floats:
    """The negative logarithm of a Gaussian density, shape (P,)."""
    surprise: Floats = 0.5 * (np.log(2.0 * np.pi / belief.precision) + belief.precision * (seen - belief.mean) ** 2)
    return surprise


def refuse_negative(precision: Floats, known: Bools) -> None:
    """Raise ``ValueError`` where the standard filter has left the range in which its approximation holds."""
    if np.any(known & ~(precision > 0.0)):
        raise ValueError(
            "a precision fell to zero or below: these rows and parameters are beyond the standard filter; "
            "take enhanced=True, or a lower omega of the volatility"
        )
