"""Every method's score of every window, what is tuned being tuned on the other people only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from homing.lab.columns import Floats
from homing.lab.heart.areas import Scored, auc
from homing.lab.heart.filtering import SETTINGS, Felt, Setting, felt
from homing.lab.heart.plain import features, held, logistic, others_z, said
from homing.lab.heart.windows import Windows, own_z, speaks

Bools = NDArray[np.bool_]
Progress = Callable[[str, int, int], None]
Scores = Sequence[Floats]
"""One array (N,) a person."""

OURS = "filter"


class Found(NamedTuple):
    """``same``: each method's scores, tuned and compared where ``spoken`` (a mask a person) holds. ``anywhere``: scores
    that pass over nothing, NaN where there is none. ``chosen``: how often each setting of the filter was.
    """

    spoken: Sequence[Bools]
    same: Mapping[str, Scores]
    anywhere: Mapping[str, Scores]
    chosen: Mapping[Setting, int]


def score(everyone: Sequence[Windows], progress: Progress) -> Found:
    """All methods on all people."""
    labelled = [np.isfinite(one.stress) for one in everyone]
    own = [own_z(one.rate) for one in everyone]
    spoken = [speaks(one, z) & known for one, z, known in zip(everyone, own, labelled, strict=True)]
    stress = [one.stress for one in everyone]
    felts = _felts(own, "the body filter", progress)
    unlike = _felts([others_z(at, everyone) for at in range(len(everyone))], "without own rest", progress)
    settings, ours = _tuned(stress, spoken, _arousal(felts))
    in_z, in_rate = ([features(values) for values in of] for of in (own, [one.published for one in everyone]))
    same = {
        OURS: ours,
        "filter_on_edge": _tuned(stress, spoken, _edge(felts))[1],
        "filter_placeholders": _arousal(felts)[SETTINGS[0]],
        "filter_others_rest": _tuned(stress, spoken, _arousal(unlike))[1],
        "heart_own_rest": [held(z) for z in own],
        "heart": [held(one.rate) for one in everyone],
        "logistic_own_rest": _logistic(stress, spoken, in_z),
        "logistic": _logistic(stress, spoken, in_rate),
    }
    anyhow = [own_z(one.rate, 1) for one in everyone]
    anywhere = {
        OURS: [felt(z, setting).arousal for z, setting in zip(anyhow, settings, strict=True)],
        "heart": [one.published for one in everyone],
        "logistic": _logistic(stress, labelled, in_rate),
    }
    return Found(spoken, same, anywhere, Counter(settings))


def chosen_windows(everyone: Sequence[Windows], scores: Scores, where: Sequence[Bools]) -> list[Scored]:
    """The windows of each person where there is a score; people without any are left out."""
    masks = [mask & np.isfinite(values) for values, mask in zip(scores, where, strict=True)]
    parts = zip(everyone, scores, masks, strict=True)
    return [Scored(one.stress[mask], values[mask]) for one, values, mask in parts if mask.any()]


_Felts = Mapping[Setting, Sequence[Felt]]
_Choices = Mapping[Setting, Scores]


def _felts(of: Scores, name: str, progress: Progress) -> _Felts:
    found: dict[Setting, list[Felt]] = {}
    for at, setting in enumerate(SETTINGS):
        progress(name, at, len(SETTINGS))
        found[setting] = [felt(z, setting) for z in of]
    return found


def _arousal(felts: _Felts) -> _Choices:
    return {setting: [one.arousal for one in of] for setting, of in felts.items()}


def _edge(felts: _Felts) -> _Choices:
    return {setting: [one.edge for one in of] for setting, of in felts.items()}


def _tuned(stress: Scores, where: Sequence[Bools], choices: _Choices) -> tuple[list[Setting], list[Floats]]:
    """For each person the setting with the greatest pooled area on all the others, the first of equals."""
    truth = np.concatenate([one[mask] for one, mask in zip(stress, where, strict=True)])
    owner = np.repeat(np.arange(len(where)), [int(mask.sum()) for mask in where])
    areas = {}
    for setting, of in choices.items():
        told = np.concatenate([one[mask] for one, mask in zip(of, where, strict=True)])
        areas[setting] = [auc(truth[owner != at], told[owner != at]) for at in range(len(where))]
    settings = [max(areas, key=lambda setting: areas[setting][at]) for at in range(len(where))]
    return settings, [choices[setting][at] for at, setting in enumerate(settings)]


def _logistic(stress: Scores, where: Sequence[Bools], inputs: Sequence[Floats]) -> list[Floats]:
    """Fitted on the windows of all others that hold and are known, and asked of all windows."""
    found = []
    for out, asked in enumerate(inputs):
        fit = [
            (one[mask & np.isfinite(x[:, 0])], x[mask & np.isfinite(x[:, 0])])
            for at, (one, mask, x) in enumerate(zip(stress, where, inputs, strict=True))
            if at != out
        ]
        found.append(said(asked, logistic(np.concatenate([y for y, _ in fit]), np.concatenate([x for _, x in fit]))))
    return found
