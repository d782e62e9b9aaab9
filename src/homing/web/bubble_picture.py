"""Where everything stands in the picture of the bubble: a plan of a round house, seen from above.

Windows and doors stand in the wall, their sashes swing outward, their handles are inside. Each has its label beside
it, inside. Labels stand in two columns of rows, one row for each window, so that no two of them can meet; the widths
of letters are guessed generously, and what is longer is cut. All lengths are units of the picture, 360 wide.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from homing.record import Opening, Size

WIDTH = 360
MOST = 14
"""So many windows are drawn, each large enough for a thumb. The list has all."""

ROW = 53.0
"""The least distance of two rows: a thumb (44 CSS pixels) on a screen 320 pixels wide."""

LETTER, WORD_LETTER = 13.5, 11.25
"""The size of a label, which is bold; and of the word for the state, which is 12.5 and narrower for not being bold."""

LINE = 15.0
LINES, MORE_LINES, FEW_ROWS = 2, 3, 3
"""A label has so many lines; more where there are few rows."""

RADIUS = 133.0
REACH = 48.0
"""Beyond the wall: as far as a door swings."""

GAP = {Size.HATCH: 24.0, Size.WINDOW: 40.0, Size.DOOR: 46.0}
"""How wide each is."""

_SPACING = {1: 0.0, 2: 118.0, 3: 82.0, 4: 68.0, 5: 57.0, 6: ROW}
_YOU = (-22.0, 40.0)
_HALF_YOU, _BESIDE_YOU = 4.0, 28.0
_HANDLE = 30.0
_SAMPLES = 360
_NARROW, _SLIM = frozenset("iljI.,:;'’!| "), frozenset("tfr()[]-")
_BROAD = frozenset("mwMW@%—…")


@dataclass(frozen=True, slots=True)
class Pane:
    """What is drawn of one window: its id, its words, how large it is, how far it stands open, and that in a word."""

    id: UUID
    label: str
    size: Size
    opening: Opening
    word: str


@dataclass(frozen=True, slots=True)
class Place:
    """One window in the picture. ``turn`` in degrees leads from straight up to outward; ``anchor`` as in SVG."""

    pane: Pane
    x: float
    y: float
    turn: float
    gap: float
    text_x: float
    text_y: float
    anchor: str
    lines: tuple[str, ...]

    @property
    def top(self) -> float:
        """Where the label begins."""
        return self.text_y - LETTER

    @property
    def bottom(self) -> float:
        """Where the label, with its word for the state, ends."""
        return self.text_y + LINE * len(self.lines) + 3.0

    @property
    def span(self) -> tuple[float, float]:
        """From where to where the label's widest line reaches."""
        wide = max(*map(breadth, self.lines), breadth(self.pane.word, WORD_LETTER))
        start = {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return self.text_x - start, self.text_x - start + wide


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole. ``wall`` is an SVG path with gaps where windows stand, ``room`` the same without; around (0, 0)."""

    wide: float
    high: float
    room: str
    wall: str
    places: tuple[Place, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Wall:
    """A superellipse: round for a few windows, taller and fuller for many."""

    rx: float
    ry: float
    power: float

    def x(self, y: float) -> float:
        return float(self.rx * max(0.0, 1.0 - abs(y / self.ry) ** self.power) ** (1.0 / self.power))

    def turn(self, x: float, y: float) -> float:
        """The direction outward, in degrees clockwise from straight up."""
        across = math.copysign(abs(x) ** (self.power - 1.0) / self.rx**self.power, x)
        down = math.copysign(abs(y) ** (self.power - 1.0) / self.ry**self.power, y)
        return math.degrees(math.atan2(across, -down))

    def points(self) -> Iterator[tuple[float, float]]:
        for number in range(_SAMPLES):
            at = 2.0 * math.pi * number / _SAMPLES
            sine, cosine = math.sin(at), math.cos(at)
            yield (
                math.copysign(self.rx * abs(sine) ** (2.0 / self.power), sine),
                -math.copysign(self.ry * abs(cosine) ** (2.0 / self.power), cosine),
            )


def picture(panes: Sequence[Pane]) -> Picture:
    """The picture of these windows. Beyond :data:`MOST` those that stand open are drawn first, in their order."""
    drawn = _drawn(panes)
    rows, at_top, at_bottom = _rows(len(drawn))
    wall, ys = _house(rows, at_top, at_bottom)
    right = [(wall.x(y), y, "end") for y in ys]
    left = [(-wall.x(y), y, "start") for y in reversed(ys)]
    spots = [(0.0, -wall.ry, "middle")] * at_top + right + [(0.0, wall.ry, "middle")] * at_bottom + left
    most = MORE_LINES if rows <= FEW_ROWS else LINES
    places = tuple(_place(pane, wall, most, *spot) for pane, spot in zip(drawn, spots, strict=True))
    return Picture(
        wide=WIDTH,
        high=round(2.0 * (wall.ry + (REACH if places else 6.0))),
        room=_path(wall, ()),
        wall=_path(wall, places),
        places=places,
        left_out=len(panes) - len(drawn),
    )


def breadth(text: str, letter: float = LETTER) -> float:
    """How wide a text may be at most, guessed without the font: as in the widest bold one that a system may have."""
    return sum(_em(one) for one in text) * letter


def _em(one: str) -> float:
    if unicodedata.combining(one):
        return 0.0
    if unicodedata.east_asian_width(one) in "WF":
        return 1.05
    if one in _NARROW:
        return 0.4
    if one in _SLIM:
        return 0.5
    return 1.05 if one in _BROAD else 0.8 if one.isupper() else 0.7


def _drawn(panes: Sequence[Pane]) -> list[Pane]:
    if len(panes) <= MOST:
        return list(panes)
    first = sorted(panes, key=lambda pane: pane.opening is Opening.CLOSED)[:MOST]
    return [pane for pane in panes if pane in first]


def _rows(count: int) -> tuple[int, bool, bool]:
    """How many rows of two, and whether one stands at the top and one at the bottom."""
    at_top = count % 2 == 1 or count >= 8
    at_bottom = count % 2 == 0 and count >= 8
    return (count - at_top - at_bottom) // 2, at_top, at_bottom


def _house(rows: int, at_top: bool, at_bottom: bool) -> tuple[_Wall, list[float]]:
    extent = _SPACING.get(rows, 0.0) * (rows - 1) / 2 if rows else 0.0
    shift = 16.0 if at_top and not at_bottom and rows else 0.0
    ry = max(RADIUS, extent + (112.0 - shift if at_top else 60.0))
    fuller = min(1.0, (ry - RADIUS) / 90.0)
    wall = _Wall(RADIUS, ry, 2.1 + 0.7 * fuller)
    return wall, [shift - extent + _SPACING[rows] * number for number in range(rows)]


def _place(pane: Pane, wall: _Wall, most: int, x: float, y: float, anchor: str) -> Place:
    if anchor == "middle":
        lines = _wrapped(pane.label, 2.0 * wall.x(wall.ry - 50.0) - 40.0, LINES)
        high = LINE * (len(lines) + 1)
        top = -wall.ry + 44.0 if y < 0 else wall.ry - 32.0 - high + LETTER
        text_x = 0.0
    else:
        half = LINE * (most + 1) / 2
        inner = min(abs(x) - _HANDLE, *(wall.x(y + way * half) - 12.0 for way in (-1, 1)))
        beside = _BESIDE_YOU if y + half > _YOU[0] and y - half < _YOU[1] else _HALF_YOU
        lines = _wrapped(pane.label, inner - beside, most)
        top = y - LINE * (len(lines) + 1) / 2 + LETTER - 1.0
        text_x = math.copysign(inner, x)
    return Place(
        pane=pane,
        x=round(x, 1),
        y=round(y, 1),
        turn=round(wall.turn(x, y), 1),
        gap=GAP[pane.size],
        text_x=round(text_x, 1),
        text_y=round(top, 1),
        anchor=anchor,
        lines=lines,
    )


def _wrapped(text: str, room: float, most: int) -> tuple[str, ...]:
    """The text in at most so many lines, cut where it is longer."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if breadth(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(_cut(line, room) for line in lines)


def _cut(line: str, room: float) -> str:
    if breadth(line) <= room:
        return line
    kept = line
    while kept and breadth(f"{kept}…") > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _path(wall: _Wall, places: Sequence[Place]) -> str:
    """The wall as a path, left out where windows stand."""
    parts, is_open = list[str](), True
    points = list(wall.points())
    for x, y in [*points, points[0]]:
        if any(math.dist((x, y), (one.x, one.y)) < one.gap / 2 for one in places):
            is_open = True
            continue
        parts.append(f"{'M' if is_open else 'L'}{x:.1f} {y:.1f}")
        is_open = False
    return "".join(parts)
