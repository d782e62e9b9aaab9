"""Two halves of the experiments: settings are chosen on one, and the other is looked at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from homing.lab.ccnlab.reading import Experiment


def halves(experiments: Iterable[Experiment], seed: int) -> tuple[frozenset[str], frozenset[str]]:
    """The names in the first and in the second half: every category shared out as evenly as can be.

    Inside a category the order is drawn from ``seed``; along all categories, sorted by name, every second experiment
    goes to the first half. The order in the file does not matter.
    """
    categories: dict[str, list[str]] = {}
    for one in experiments:
        categories.setdefault(one.category, []).append(one.name)
    rng, order = np.random.default_rng(seed), []
    for category in sorted(categories):
        names = sorted(categories[category])
        order += [names[at] for at in rng.permutation(len(names))]
    return frozenset(order[0::2]), frozenset(order[1::2])
