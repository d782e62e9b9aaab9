"""Homing: a private companion for safe connection, and the engine beneath it."""

__version__ = "0.1.0"
