"""The log: its one configuration, and the short list of what may be in it (claim P7).

A line says when, how grave, which part of Homing, what kind of thing happened and where in the code. Whatever else a
caller hands over is dropped, since it might hold a note, a name or a key. The same holds for libraries that log by
themselves, for warnings, and for errors that nobody caught.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

# structlog takes rich along wherever that is installed: sixty modules, among them tracebacks with the values of
# variables, which must never be shown here. So it is imported as if there were none.
_RICH = sys.modules.get("rich")
sys.modules["rich"] = None  # type: ignore[assignment]
import structlog  # noqa: E402

if _RICH is None:
    del sys.modules["rich"]
else:
    sys.modules["rich"] = _RICH

ALLOWED = ("timestamp", "level", "logger", "event", "kind", "place")
"""The only keys of a line. Each has a short value in plain letters, or none."""

_PLAIN = re.compile(r"[A-Za-z0-9_.:+\- ]{1,80}", re.ASCII)
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40, "critical": 50}


def configure(stream: TextIO | None = None) -> None:
    """Let every log of this process, ours or a library's, pass through :func:`only_allowed` to standard error."""
    out = sys.stderr if stream is None else stream
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.add_log_level,
            only_allowed,
            structlog.processors.KeyValueRenderer(key_order=list(ALLOWED), drop_missing=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS["warning"]),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    logging.root.handlers[:] = [ByPlaceAlone(out)]
    logging.root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    threading.excepthook = _from_thread
    sys.unraisablehook = _from_nowhere


def get_logger(name: str) -> Any:
    """The log of this part of Homing."""
    return structlog.get_logger(name)


def only_allowed(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """The line without every key and every value that might hold content.

    >>> only_allowed(None, "error", {"event": "unexpected", "kind": "KeyError", "note": "she came home"})
    {'event': 'unexpected', 'kind': 'KeyError'}
    """
    return {key: _plain(line[key]) for key in ALLOWED if key in line}


class ByPlaceAlone(logging.Handler):
    """Writes of a library's log record who logged it and where in the code, never its message."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        error = record.exc_info[0] if record.exc_info else None
        line = {
            "level": record.levelname.lower(),
            "logger": record.name,
            "kind": error.__name__ if error else None,
            "place": f"{Path(record.pathname).name}:{record.lineno}",
        }
        told = " ".join(f"{key}={_plain(value)!r}" for key, value in line.items() if value)
        self._stream.write(f"{told}\n")
        self._stream.flush()


def place_of(trace: TracebackType | None) -> str:
    """File and line of the innermost frame; code alone, no content."""
    place = "unknown"
    while trace is not None:
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _plain(value: object) -> str:
    text = str(value) if isinstance(value, str | int) else ""
    return text if _PLAIN.fullmatch(text) else "(left out)"


def _from_thread(args: threading.ExceptHookArgs) -> None:
    _uncaught(args.exc_type, args.exc_traceback)


def _from_nowhere(args: sys.UnraisableHookArgs) -> None:
    _uncaught(args.exc_type, args.exc_traceback)


def _uncaught(kind: type[BaseException], trace: TracebackType | None) -> None:
    get_logger("homing").error("uncaught", kind=kind.__name__, place=place_of(trace))
