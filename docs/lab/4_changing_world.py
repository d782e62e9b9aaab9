"""4. A changing world: how fast should one learn?

For 160 trials someone keeps their word four times in five. Then they turn every twenty trials: mostly reliable, mostly
not. A fixed learning rate is too fast for the first half or too slow for the second. The hierarchical Gaussian filter
(Mathys et al. 2011) carries its own uncertainty, so its step follows the world; here it stands beside Rescorla-Wagner.

    python docs/lab/4_changing_world.py
"""

import numpy as np

from homing.engine.published import hgf_binary, rescorla_wagner

SEED, STABLE, TURNS = 4, 160, 8


def log_loss(expected: np.ndarray, seen: np.ndarray) -> float:
    """How surprised a forecaster is: 0.693 is a coin."""
    p = np.clip(expected, 0.01, 0.99)
    return float(-np.mean(seen * np.log(p) + (1.0 - seen) * np.log(1.0 - p)))


def main() -> None:
    """Make the world, run both models, and compare them in both halves."""
    chance = np.concatenate([np.full(STABLE, 0.8), np.tile(np.repeat([0.2, 0.8], 20), TURNS // 2)])
    seen = (np.random.default_rng(SEED).random(len(chance)) < chance).astype(float)
    cue, times = np.ones((len(seen), 1)), np.arange(1.0, len(seen) + 1.0)
    halves = {"stable": slice(20, STABLE), "changing": slice(STABLE, None)}

    print("Log loss on outcomes not yet seen:      stable  changing")
    for rate in (0.05, 0.2, 0.4):
        fixed = rescorla_wagner.run(cue, seen, times, rescorla_wagner.Params(rate=rate)).expected
        print(f"  Rescorla-Wagner, rate {rate:<4}             ", end="")
        print("    ".join(f"{log_loss(fixed[half], seen[half]):.3f}" for half in halves.values()))
    filtered = hgf_binary.run(cue, seen, times)
    print("  hierarchical Gaussian filter            ", end="")
    print("    ".join(f"{log_loss(filtered.expected[half], seen[half]):.3f}" for half in halves.values()))
    known = "    ".join(f"{log_loss(chance[half], seen[half]):.3f}" for half in halves.values())
    print(f"  someone who knew the true chance        {known}")

    # The learning rate that the filter chose for itself: how far the expected chance moved, for its error.
    step = np.diff(filtered.expected) / (seen - filtered.expected)[:-1]
    calm, busy = step[20:STABLE].mean(), step[STABLE:].mean()
    print(f"\nThe filter's own rate: {calm:.3f} while stable, {busy:.3f} while changing.")

    # A gap in the record is only time: uncertainty grows, and nothing is learnt from what nobody saw.
    gap = seen.copy()
    gap[250:290] = np.nan
    blind = hgf_binary.run(cue, gap, times)
    print(f"After forty trials that nobody noted it expects {blind.expected[290]:.2f}, ", end="")
    print(f"and is less sure: precision {blind.predicted2[290]:.2f} instead of {filtered.predicted2[290]:.2f}.")
    print("These parameters are those of a reference run, not of a person; people's are estimated, and differ.")


if __name__ == "__main__":
    main()
