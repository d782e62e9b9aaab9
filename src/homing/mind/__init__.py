"""The only bridge from a record to the engine."""

from homing.mind.encode import event_of
from homing.mind.findings import FEW, Code, Finding, findings
from homing.mind.mind import Expectation, Mind, aliases, everyone

__all__ = ["FEW", "Code", "Expectation", "Finding", "Mind", "aliases", "event_of", "everyone", "findings"]
