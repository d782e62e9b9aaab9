"""2. Priors: what do many people teach about one?

A person's first ratings say little. What other people's have in common can stand in until there are more: how high
ratings are, how far people differ, what an unfair turn does to them, how noisy they are. Those priors are learnt from a
cohort by maximum marginal likelihood, and then used for people who were not in it.

    python docs/lab/2_priors.py
"""

from itertools import pairwise

import numpy as np

from homing.engine import population, world
from homing.engine.events import Event


def diary(seed: int) -> list[Event]:
    """Someone invented watches twelve fair or unfair turns and says after each how much harm was meant (0 to 100)."""
    rng = np.random.default_rng([seed, 2])
    level, unfair, told = rng.normal(45.0, 14.0), rng.normal(18.0, 8.0), []
    for trial in range(12):
        turn = "unfair" if rng.random() < 0.5 else "fair"
        meant = level + (unfair if turn == "unfair" else -unfair) + rng.normal(0.0, 9.0)
        told.append(Event(float(trial), cues=((turn, 1.0),), value=float(np.clip(meant, 0.0, 100.0))))
    return told


def error(people: list[list[Event]], params: world.Params, trials: slice) -> float:
    """How far predictions are from ratings not yet seen: root mean square, in points."""
    squares = []
    for one in people:
        _, readings = world.many(world.start(params), one, params)
        squares += [
            (said.p - (event.value or 0.0)) ** 2 for said, event in list(zip(readings, one, strict=True))[trials]
        ]
    return float(np.sqrt(np.mean(squares)))


def main() -> None:
    """Learn priors from forty people and try them on forty others."""
    cohort, others = [diary(seed) for seed in range(40)], [diary(seed) for seed in range(1000, 1040)]

    # A starting point on the scale of the ratings; "fair" and "unfair" mean the same for everyone.
    begin = population.starting_point(cohort, "real", [("cue", "fair"), ("cue", "unfair")])
    found = population.fit(cohort, begin)
    print(f"{found.people} people, {found.outcomes} ratings. Evidence per rating never falls, step by step:")
    print("  " + " ".join(f"{value:.2f}" for value in found.evidence))
    for (_, cue), block in found.params.named:
        print(f"  a turn that is {cue:<6} moves a rating by {block.mean:+.0f}, give or take {block.variance**0.5:.0f}")
    print(f"  the rest is noise of {found.params.noise**0.5:.0f} points\n")

    last = [(a.value or 0.0) - (b.value or 0.0) for one in others for a, b in pairwise(one)]
    print("Error in points on forty people who were not in the cohort:")
    for said, trials in (
        ("first rating", slice(0, 1)),
        ("ratings 2 to 4", slice(1, 4)),
        ("ratings 9 to 12", slice(8, 12)),
    ):
        before, after = error(others, begin, trials), error(others, found.params, trials)
        print(f"  {said:<16} starting point {before:5.1f}   learnt priors {after:5.1f}")
    print(f"  saying the last rating again, for comparison: {np.sqrt(np.mean(np.square(last))):.1f}")
    print("The command `homing lab fit` learns such priors from a table of yours, and writes them to a small file.")


if __name__ == "__main__":
    main()
