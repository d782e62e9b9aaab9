"""Cohorts: the same model on many people, a block of them at a time, on one core, on all of them, or on a cluster.

Results never depend on where a block was computed, on how many workers there were, or on one of them dying.
"""

from .blocks import Block, Blocks, blocks
from .engines import ENGINES
from .mapping import map_blocks
from .predicting import Predict, params_of, predict
from .states import States, begin, run_block
from .troubles import BlockFailed, BlockLost, CohortError

__all__ = [
    "ENGINES",
    "Block",
    "BlockFailed",
    "BlockLost",
    "Blocks",
    "CohortError",
    "Predict",
    "States",
    "begin",
    "blocks",
    "map_blocks",
    "params_of",
    "predict",
    "run_block",
]
