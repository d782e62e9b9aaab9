"""Simulated diaries: an additive logistic world whose weights drift, written apart from the engine's own code.

For one fictional person: each weight w is Gaussian around the mean of its block and follows an Ornstein-Uhlenbeck
process, w(t + dt) = c + exp(-dt / tau) (w(t) - c) + noise that keeps its variance. The centre c of people and of cues
is itself such a process. The log-odds of hurt are bias + people / sqrt(n) + cues + setting + people x cues.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from homing.engine.events import Event
from homing.engine.world import Block, Params

TRUTH = Params(
    bias=Block(-0.5, 0.5, 80.0),
    person_mean=Block(0.0, 0.2, 90.0),
    cue_mean=Block(0.2, 0.1, 90.0),
    person=Block(0.0, 0.9, 60.0),
    cue=Block(0.0, 0.7, 60.0),
    setting=Block(0.0, 0.3, 50.0),
    person_cue=Block(0.0, 0.3, 40.0),
)
"""The laws of the simulated world; the parameters of the filter when it is told the truth."""


@dataclass
class Lived:
    """One moment: what the diary holds, the probability it came from, and what really followed."""

    event: Event
    p: float
    hurt: float


class World:
    """One simulated person's world; deterministic under its seed."""

    def __init__(self, seed: int, law: Params = TRUTH, people: int = 4, cues: int = 8, settings: int = 3) -> None:
        self.rng = np.random.default_rng(seed)
        self.law = law
        self.people = [f"p{i}" for i in range(people)]
        self.cues = [f"c{i}" for i in range(cues)]
        self.settings = [f"s{i}" for i in range(settings)]
        self.time = 0.0
        blocks = {
            "bias": ([""], law.bias),
            "person_mean": ([""], law.person_mean),
            "cue_mean": ([""], law.cue_mean),
            "person": (self.people, law.person),
            "cue": (self.cues, law.cue),
            "setting": (self.settings, law.setting),
            "person_cue": ([a + b for a in self.people for b in self.cues], law.person_cue),
        }
        self.names = [(kind, name) for kind, (names, _) in blocks.items() for name in names]
        laws = [block for names, block in blocks.values() for _ in names]
        self.centre = np.array([block.mean for block in laws])
        self.spread = np.sqrt([block.variance for block in laws])
        self.tau = np.array([block.tau for block in laws])
        self.w = self.centre + self.spread * self.rng.standard_normal(len(laws))

    def weight(self, kind: str, name: str = "") -> float:
        """The weight as it is now, apart from what its block has in common."""
        return float(self.w[self.names.index((kind, name))])

    def moment(self, labelled: float) -> Lived:
        """Let some time pass and live one moment; its outcome is noted with probability ``labelled``."""
        rng, gap = self.rng, float(self.rng.exponential(0.5))
        self.time += gap
        a = np.exp(-gap / self.tau)
        noise = self.spread * np.sqrt(1.0 - a * a) * rng.standard_normal(len(a))
        self.w = self.centre + a * (self.w - self.centre) + noise
        who = list(rng.choice(self.people, size=rng.choice([0, 1, 2], p=[0.1, 0.75, 0.15]), replace=False))
        what = [
            (str(c), float(rng.uniform(0.3, 1.0)))
            for c in rng.choice(self.cues, size=rng.integers(0, 4), replace=False)
        ]
        where = str(rng.choice(self.settings)) if rng.random() < 0.7 else None
        p = 1.0 / (1.0 + math.exp(-self.log_odds([str(name) for name in who], what, where)))
        hurt = float(rng.random() < p)
        seen = hurt if rng.random() < labelled else None
        return Lived(Event(self.time, tuple(map(str, who)), tuple(what), where, seen), p, hurt)

    def log_odds(self, who: list[str], what: list[tuple[str, float]], where: str | None) -> float:
        """The true log-odds of hurt now."""
        share = 1.0 / math.sqrt(max(len(who), 1))
        total = self.weight("bias") + (0.0 if where is None else self.weight("setting", where))
        total += sum(share * (self.weight("person_mean") + self.weight("person", name)) for name in who)
        for cue, x in what:
            total += x * (self.weight("cue_mean") + self.weight("cue", cue))
            total += sum(share * x * self.weight("person_cue", name + cue) for name in who)
        return total


def diary(seed: int, moments: int, labelled: float = 0.6, law: Params = TRUTH) -> list[Lived]:
    """One simulated diary of about two moments a day."""
    world = World(seed, law)
    return [world.moment(labelled) for _ in range(moments)]


def events(seed: int, moments: int) -> list[Event]:
    """The events of one simulated diary."""
    return [lived.event for lived in diary(seed, moments)]
