"""The log holds when, how grave, who, what kind and where: never content (claim P7)."""

from __future__ import annotations

import io
import logging
import sys
import threading
import warnings

import pytest
import structlog

from homing import logs

CANARY = "kestrel-4711 came home"

pytestmark = [pytest.mark.claim("P7"), pytest.mark.usefixtures("unchanged_logs")]


@pytest.fixture
def written() -> io.StringIO:
    """Where the configured log writes."""
    stream = io.StringIO()
    logs.configure(stream)
    return stream


def test_only_allowed_keys_are_written(written: io.StringIO) -> None:
    """A key that is not on the list is dropped, a value that is not plain is left out."""
    structlog.get_logger("homing.x").error("unexpected", kind="KeyError", note=CANARY, place=f"a.py:1 {CANARY}!\n")
    line = written.getvalue()
    assert "event='unexpected' kind='KeyError' place='(left out)'" in line
    assert "level='error'" in line
    assert "kestrel" not in line


def test_a_librarys_own_message_is_left_out(written: io.StringIO) -> None:
    """Messages, arguments and tracebacks of other loggers do not reach the log."""
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("some.library").exception("it was %s", CANARY)
    logging.getLogger("some.library").info("quiet")
    line = written.getvalue()
    assert line.startswith("level='error' logger='some.library' kind='ValueError' place='test_logs.py:")
    assert "kestrel" not in line
    assert line.count("\n") == 1


def test_warnings_and_lost_errors_are_written_without_their_message(written: io.StringIO) -> None:
    """A warning, and an error that nobody caught in a thread or while cleaning up, tell only kind and place."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logs.configure(written)
        warnings.warn(CANARY, UserWarning, stacklevel=1)

    def fail() -> None:
        raise KeyError(CANARY)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

    class Careless:
        def __del__(self) -> None:
            raise OSError(CANARY)

    Careless()
    told = written.getvalue()
    assert "logger='py.warnings'" in told
    assert "kind='KeyError'" in told
    assert "kind='OSError'" in told
    assert "kestrel" not in told


def test_the_log_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    """Unless told otherwise, lines go to standard error, so that a result stays a result."""
    logs.configure()
    structlog.get_logger("homing").warning("trouble", kind="VaultFull")
    told = capsys.readouterr()
    assert told.out == ""
    assert "kind='VaultFull'" in told.err
    assert sys.unraisablehook is not sys.__unraisablehook__


def test_a_place_without_a_trace_is_unknown() -> None:
    """An error without frames has no place to tell."""
    assert logs.place_of(None) == "unknown"
