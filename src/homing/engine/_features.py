"""From a moment to named features: which weights it touches, and how strongly."""

from __future__ import annotations

import math

from .events import Event

Key = tuple[str, ...]
"""The name of one weight: its block, then the ids it belongs to."""

BLOCKS = ("bias", "person_mean", "cue_mean", "person", "cue", "setting", "person_cue", "recent")
"""The kinds of weight. The index in this tuple is the code of the block."""

CODE = {name: code for code, name in enumerate(BLOCKS)}

RESIDENT: tuple[Key, ...] = (("bias",), ("person_mean",), ("cue_mean",))
"""The weights that never leave: the bias, and what people and cues have in common."""


RECENT: Key = ("recent",)
"""The weight of what was lately found with these people; only filters with a memory use it."""


def features(event: Event, limit: int) -> tuple[list[Key], list[float]]:
    """The weights a moment touches and their values, in an order that does not depend on how it was written down.

    People and cues are sets: naming one twice is naming it once (the strongest intensity counts). At most ``limit``
    features beside the residents are returned; people come first, then the setting, the strongest cues and the
    products, so that a hostile moment with a thousand cues stays cheap. What is cut still acts through its mean.
    """
    people = sorted(set(event.people))
    strength: dict[str, float] = {}
    for cue, intensity in event.cues:
        strength[cue] = max(intensity, strength.get(cue, 0.0))
    cues = sorted(((c, x) for c, x in strength.items() if x > 0.0), key=lambda pair: (-pair[1], pair[0]))

    # Several people share one moment: each enters with 1/sqrt(n). The prior variance of the moment then does not
    # depend on n (with 1 each a crowd would be extreme by definition, with 1/n certain by definition), and the
    # squared shares sum to 1, so that one outcome is spread over the people, not counted once for each.
    share = 1.0 / math.sqrt(len(people)) if people else 0.0

    keys: list[Key] = [("person", person) for person in people]
    values = [share] * len(people)
    if event.setting is not None:
        keys.append(("setting", event.setting))
        values.append(1.0)
    keys += [("cue", cue) for cue, _ in cues]
    values += [x for _, x in cues]
    for cue, x in cues:
        if len(keys) >= limit:
            break
        keys += [("person_cue", person, cue) for person in people]
        values += [share * x] * len(people)

    # Each person's effect is (what people have in common) + (their own deviation); likewise each cue's. The common
    # part is a weight of its own whose value is the sum of the shares: the hierarchy, written as plain regression.
    common = (1.0, share * len(people), sum(x for _, x in cues))
    shared = [(key, x) for key, x in zip(RESIDENT, common, strict=True) if x > 0.0]
    return [key for key, _ in shared] + keys[:limit], [x for _, x in shared] + values[:limit]
