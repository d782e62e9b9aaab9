"""What a phenomenon is: what was published, how ours is measured, by which rule it holds, and what a picture shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

Value: TypeAlias = float | str | list[float] | list[str]
"""What can be compared by eye: a number, a few numbers, or a short text."""


class Line(NamedTuple):
    """A curve: its label, and values ``y`` at ``x``. Published values are drawn as points, ours as a line."""

    label: str
    x: Sequence[float]
    y: Sequence[float]
    published: bool = False


class Panel(NamedTuple):
    """One pair of axes: curves, or bars of ``ours`` beside ``published`` (None where nothing was published)."""

    title: str
    x_label: str = ""
    y_label: str = "conditioned response"
    lines: tuple[Line, ...] = ()
    bars: tuple[tuple[str, float, float | None], ...] = ()
    logarithmic: bool = False


class Measured(NamedTuple):
    """What a model of ours gave, whether it holds by the rule of its phenomenon, and panels for the family's figure."""

    ours: Value
    holds: bool
    panels: tuple[Panel, ...] = ()


@dataclass(frozen=True, slots=True)
class Phenomenon:
    """One row to be measured. ``rule`` says in words what ``measure`` checks; ``measure(seed)`` does it."""

    name: str
    family: str
    source: str
    published: Value
    rule: str
    measure: Callable[[int], Measured]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table, measured. ``holds`` is computed by ``rule``, never told."""

    name: str
    family: str
    source: str
    published: Value
    ours: Value
    holds: bool
    rule: str
    panels: tuple[Panel, ...] = ()

    def told(self) -> dict[str, Any]:
        """The row for a program: name, source, published, ours, holds, and the rule by which it holds."""
        names = ("name", "source", "published", "ours", "holds", "rule")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Numbers:
    """A phenomenon of named numbers: each must lie within ``tolerance`` of the published one, and ``order`` must hold.

    ``order`` looks at our numbers by name, and ``order_said`` says what it looks for. The picture has bars, or, with
    ``x``, a curve over these values. ``title`` and the labels are those of the picture.
    """

    name: str
    family: str
    source: str
    published: Mapping[str, float]
    give: Callable[[int], Mapping[str, float]]
    tolerance: float = 2e-8
    order: Callable[[Mapping[str, float]], bool] = lambda _: True
    order_said: str = ""
    title: str = ""
    x: Sequence[float] = ()
    x_label: str = ""
    y_label: str = "conditioned response"
    logarithmic: bool = False

    def phenomenon(self) -> Phenomenon:
        """The row to be measured."""
        rule = f"each within {self.tolerance:g}" + (f", and {self.order_said}" if self.order_said else "")
        name = f"{self.name}: {', '.join(self.published)}"
        return Phenomenon(name, self.family, self.source, list(self.published.values()), rule, self._measure)

    def _measure(self, seed: int) -> Measured:
        ours = self.give(seed)
        pairs = [(ours[name], value) for name, value in self.published.items()]
        near = all(abs(mine - theirs) <= self.tolerance for mine, theirs in pairs)
        return Measured(rounded([mine for mine, _ in pairs], 8), near and self.order(ours), (self._panel(ours),))

    def _panel(self, ours: Mapping[str, float]) -> Panel:
        title = self.title or self.name
        if not self.x:
            bars = tuple((name, ours[name], value) for name, value in self.published.items())
            return Panel(title, self.x_label, self.y_label, bars=bars)
        theirs = Line("published", self.x, list(self.published.values()), published=True)
        lines = (Line("ours", self.x, [ours[name] for name in self.published]), theirs)
        return Panel(title, self.x_label, self.y_label, lines, logarithmic=self.logarithmic)


def rounded(values: Sequence[float], digits: int = 6) -> list[float]:
    """The values as plain numbers of so many digits, for reading."""
    return [round(float(value), digits) for value in values]


def falling(values: Sequence[float]) -> bool:
    """Whether every value is below the one before it."""
    return all(one > other for one, other in pairwise(values))


def rising(values: Sequence[float]) -> bool:
    """Whether every value is above the one before it."""
    return all(one < other for one, other in pairwise(values))
