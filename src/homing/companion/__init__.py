"""The use cases: one function, one transaction. Knows no screen."""

from homing.companion import backups, exchange, expectations, holds, memories, moments, names, pages, readings
from homing.companion.desk import Ambient, Desk, NotFound
from homing.companion.exchange import fill_with_sample
from homing.companion.moments import NewCue, NewNames

__all__ = [
    "Ambient",
    "Desk",
    "NewCue",
    "NewNames",
    "NotFound",
    "backups",
    "exchange",
    "expectations",
    "fill_with_sample",
    "holds",
    "memories",
    "moments",
    "names",
    "pages",
    "readings",
]
