"""Hypothesis strategies for every noun of a record, hostile content included.

``diaries()`` draws whole sets of records in which every reference leads somewhere.
"""

from tests.strategies.bubble import looks, needs, windows
from tests.strategies.diaries import Diary, diaries, practised, records
from tests.strategies.lived import (
    checkins,
    cues,
    cues_seen,
    memories,
    moments,
    people,
    reassurances,
    tombstones,
    unknown,
    windows_seen,
)
from tests.strategies.pieces import (
    EDGES,
    HOSTILE,
    IDS,
    ZONES,
    extras,
    fuzzy_dates,
    jsons,
    labels,
    lived_times,
    texts,
    zones,
)
from tests.strategies.practice import earlies, promises, rewards, rhythms, rituals, rounds, spaces, steps, turns
from tests.strategies.settling import anchors, pauses, settlings, terms

__all__ = [
    "EDGES",
    "HOSTILE",
    "IDS",
    "ZONES",
    "Diary",
    "anchors",
    "checkins",
    "cues",
    "cues_seen",
    "diaries",
    "earlies",
    "extras",
    "fuzzy_dates",
    "jsons",
    "labels",
    "lived_times",
    "looks",
    "memories",
    "moments",
    "needs",
    "pauses",
    "people",
    "practised",
    "promises",
    "reassurances",
    "records",
    "rewards",
    "rhythms",
    "rituals",
    "rounds",
    "settlings",
    "spaces",
    "steps",
    "terms",
    "texts",
    "tombstones",
    "turns",
    "unknown",
    "windows",
    "windows_seen",
    "zones",
]
