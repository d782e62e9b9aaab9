"""A peer to stand beside: plain online logistic regression by stochastic gradient descent, same features, NumPy.

It has one learning rate, no drift, no uncertainty and no bound on its weights: the least a learner can do.
"""

from __future__ import annotations

import numpy as np

from homing.engine._features import Key, features
from homing.engine._logistic import sigmoid
from homing.engine.events import Event


class PlainLogistic:
    """Weights by name, changed in place."""

    def __init__(self, room: int = 4096, rate: float = 0.05) -> None:
        self.slots: dict[Key, int] = {}
        self.weights = np.zeros(room)
        self.rate = rate

    def step(self, event: Event) -> float:
        """The probability before learning; then one gradient step if there is an outcome."""
        keys, values = features(event, 253)
        rows = np.array([self.slots.setdefault(key, len(self.slots)) for key in keys])
        x = np.array(values)
        p = sigmoid(float(x @ self.weights[rows]))
        if event.outcome is not None:
            self.weights[rows] += self.rate * (event.outcome - p) * x
        return p
