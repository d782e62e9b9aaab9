"""The settings on record: chosen on one half of the benchmark's experiments, for the split of seed 0.

``FIRST`` was chosen on the first half before our model was run on the second; ``SECOND`` on the second, afterwards.
Both by ``homing lab ccnlab FILE --tune``; ``docs/lab/ccnlab.md`` tells how.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from homing.lab.ccnlab.models import Setting

SEED = 0
FIRST: Mapping[str, Setting] = {
    "ours": {
        "discount": 0.98,
        "noise": 0.3,
        "diffusion": 0.003,
        "whole": 0.6,
        "pair": 0.2,
        "in_context": 0.3,
        "context": 0.1,
        "trace": 0.5,
        "threshold": 0.1,
        "slope": 9.0,
    },
    "td": {"rate": 0.5, "discount": 0.7, "threshold": 0.1, "slope": 6.0},
    "kalman": {"noise": 3.0, "diffusion": 0.0001, "threshold": 0.05, "slope": 9.0},
    "rw": {"rate": 0.03, "threshold": 0.1, "slope": 14.0},
}
SECOND: Mapping[str, Setting] = {
    "ours": {
        "discount": 0.9,
        "noise": 0.03,
        "diffusion": 0.001,
        "whole": 0.6,
        "pair": 0.35,
        "in_context": 0.0,
        "context": 0.1,
        "trace": 0.2,
        "threshold": 0.05,
        "slope": 4.0,
    },
    "td": {"rate": 0.3, "discount": 0.7, "threshold": 0.1, "slope": 14.0},
    "kalman": {"noise": 10.0, "diffusion": 0.01, "threshold": 0.05, "slope": 14.0},
    "rw": {"rate": 0.5, "threshold": 0.05, "slope": 6.0},
}

_FIRST_HALF = frozenset(
    {
        "Acquisition_ContinuousVsPartial",
        "Competition_Overexpectation",
        "Competition_OvershadowingAndForwardBlocking",
        "Competition_Superconditioning",
        "Discrimination_Biconditional",
        "Discrimination_FeaturePositive",
        "Discrimination_PositivePatterning",
        "Discrimination_ReinforcedVsNonreinforced",
        "Generalization_AddVsRemove",
        "HigherOrder_SecondOrderConditioning",
        "Inhibition_InhibitorExtinction",
        "PreExposure_USPreExposure",
        "Recovery_LatentInhibition",
        "Recovery_Overshadowing",
        "Recovery_SpontaneousRecovery",
    }
)


def fit(first: Iterable[str], second: Iterable[str]) -> bool:
    """Whether the settings on record were chosen on just this first half, and say nothing of the second."""
    return frozenset(first) == _FIRST_HALF and not _FIRST_HALF & frozenset(second)
