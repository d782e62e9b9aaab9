"""How a command can end: its exit code, and the one way to stop early."""

from __future__ import annotations

from enum import IntEnum


class Code(IntEnum):
    """The exit codes. ``docs/command-line.md`` tells them, and so does ``homing --help``."""

    FINE = 0
    UNEXPECTED = 1
    USAGE = 2
    WRONG_PASSPHRASE = 3
    PLACE = 4
    REFUSED = 5
    BUSY = 6
    DAMAGED = 7
    DISK = 8
    INTERRUPTED = 130
    PIPE_CLOSED = 141


MEANINGS = {
    Code.FINE: "it worked",
    Code.UNEXPECTED: "a fault in Homing itself",
    Code.USAGE: "the command was not understood",
    Code.WRONG_PASSPHRASE: "the passphrase, or the recovery code, does not open the diary",
    Code.PLACE: "there is no diary yet, or there is one already",
    Code.REFUSED: "what was given was refused, and nothing was changed",
    Code.BUSY: "another program has the diary, or the port",
    Code.DAMAGED: "the diary is damaged, or a newer Homing wrote it",
    Code.DISK: "the disk is full or may not be written",
    Code.INTERRUPTED: "stopped with Ctrl-C",
    Code.PIPE_CLOSED: "the program that read the output has gone",
}


class Stop(Exception):
    """Ends a command with one sentence on standard error. The sentence holds nothing from the diary."""

    def __init__(self, code: Code, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
