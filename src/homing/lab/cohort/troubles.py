"""What can go wrong with a cohort, in one sentence each."""

from __future__ import annotations


class CohortError(Exception):
    """A cohort that cannot be run as asked."""


class BlockFailed(CohortError):
    """The work raised on one block, ``number`` from 0; the cause is the work's own exception. It is not tried again."""

    def __init__(self, number: int, error: BaseException) -> None:
        super().__init__(f"block {number} could not be computed: {type(error).__name__}: {error}")
        self.number = number


class BlockLost(CohortError):
    """Every worker that took up this block died, ``number`` from 0."""

    def __init__(self, number: int, tries: int) -> None:
        super().__init__(
            f"block {number} was lost (tries: {tries}): the process that computed it ended each time; perhaps there "
            "was too little memory for it, and a smaller block would fit"
        )
        self.number = number
