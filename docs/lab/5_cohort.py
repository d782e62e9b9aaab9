"""5. A cohort: one model, many people, every core of the machine.

A thousand people are invented. The table is cut into blocks of people; each block is one array operation a row, and the
blocks go to the processes of this machine (or, with ``engine="ray"``, to a cluster). What comes out never depends on
where a block was computed or on how many workers there were, and this script checks that.

    python docs/lab/5_cohort.py
"""

import time

import numpy as np

from homing.lab.cohort import Predict, blocks, predict
from homing.lab.table import Spec

PEOPLE, ROWS, SEED = 1000, 50, 11


def invented() -> dict[str, np.ndarray]:
    """A table of one row a moment: two cues, and an outcome that the first of them foretells, more for some people."""
    rng = np.random.default_rng(SEED)
    cues = (rng.random((PEOPLE, ROWS, 2)) < 0.5).astype(float)
    chance = 0.2 + 0.6 * rng.random((PEOPLE, 1)) * cues[:, :, 0]
    return {
        "person": np.repeat(np.arange(PEOPLE), ROWS),
        "trial": np.tile(np.arange(ROWS), PEOPLE),
        "louder": cues[:, :, 0].ravel(),
        "late": cues[:, :, 1].ravel(),
        "hurt": (rng.random((PEOPLE, ROWS)) < chance).astype(float).ravel(),
    }


def main() -> None:
    """Predict everyone with two models, on one core and on two, and compare."""
    table = invented()
    spec = Spec("person", "trial", "outcome", "binary", cues=("louder", "late"), outcome="hurt")
    cohort = blocks(table, spec, people=128)
    print(f"{cohort.people} people in {len(cohort)} blocks, {ROWS} rows each")

    for model in ("rescorla_wagner", "kalman_rescorla_wagner"):
        found = {}
        for engine, workers in (("serial", 1), ("processes", 2)):
            begun = time.perf_counter()
            expected = np.full(PEOPLE * ROWS, np.nan)
            for block, said in predict(cohort, model, engine=engine, workers=workers):
                here = block.rows >= 0  # padding has no row in the table
                expected[block.rows[here]] = said[here]
            found[engine] = expected
            print(f"  {model:<24}{engine:<11}{time.perf_counter() - begun:5.1f} s", end="")
            print(f"   mean squared error {np.mean((expected - table['hurt']) ** 2):.4f}")
        print(f"  the same to the last bit: {np.array_equal(found['serial'], found['processes'])}")

    # A block is computed by a plain function of the block: that is why it can be sent anywhere, and sent again.
    first = next(iter(cohort))
    again = Predict("rescorla_wagner")(first)
    print(f"The first block holds {len(first.people)} people; its result has the shape {again.shape}.")
    print("Starting processes costs about a second, so two cores pay off for large cohorts, not for this one.")


if __name__ == "__main__":
    main()
