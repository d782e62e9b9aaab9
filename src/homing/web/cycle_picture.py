"""Where everything stands in the picture of a cycle: stations round a ring, arrows between them.

One person's moves are round, the other's have cut corners, and each says whose it is. Stations stand in two columns
with one at the top (and one at the bottom), clockwise in the order in which one tends to come by, so that no two of
them can meet. An arrow is as broad as its count, and a small count looks small. All lengths are units of the picture,
360 wide.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from homing.companion.practice.cycle import Station
from homing.companion.practice.cycle_reading import Reading
from homing.record import By
from homing.web.bubble_picture import breadth

WIDTH = 360
MOST = 10
"""So many stations are drawn, those that came most often. The table has all."""

MOST_ARROWS = 14
"""So many arrows are drawn, those with the highest counts. The table has all."""

LETTER, SMALL = 14.0, 11.5
"""The sizes of a move's word, and of what stands below it."""

PITCH = 96.0
"""The distance of two rows."""

REACH = 116.0
"""From the middle to the middle of a station at the side."""

HIGH, MORE = 44.0, 16.0
"""The height of a station, and what a third line adds to it."""

_LINE = 16.0
_NARROWEST, _WIDEST = 88.0, 124.0
_ALL_ALONG = tuple(step / 24 for step in range(25))
_FREE = 2
"""So many of a curve's points may lie near an arrow that is drawn already: it crosses one."""

_PULLS = (0.0, 0.4, 0.8, 1.15)
_SIDES = (1.0, 0.35, 1.8, 2.6, -0.7, -1.5)
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stop:
    """A station and the words that stand in it: the move, whose and how often, where it turned back (or nothing)."""

    station: Station
    word: str
    below: str
    turned: str


@dataclass(frozen=True, slots=True)
class Place:
    """One station in the picture, around its middle. ``lines`` are its word, cut where it is too long."""

    stop: Stop
    x: float
    y: float
    wide: float
    high: float
    lines: tuple[str, ...]

    @property
    def is_mine(self) -> bool:
        """Whether it is drawn round."""
        return self.stop.station.by is By.ME

    @property
    def outline(self) -> str:
        """Its edge as an SVG path: round ends, or cut corners."""
        x, y, w, h = self.x - self.wide / 2, self.y - self.high / 2, self.wide, self.high
        if self.is_mine:
            r = HIGH / 2
            arc = f"a{r:g} {r:g} 0 0 1"
            across, down = w - 2 * r, h - 2 * r
            return (
                f"M{x + r:.1f} {y:.1f}h{across:.1f}{arc} {r:g} {r:g}v{down:.1f}{arc} {-r:g} {r:g}"
                f"h{-across:.1f}{arc} {-r:g} {-r:g}v{-down:.1f}{arc} {r:g} {-r:g}Z"
            )
        cut = 12.0
        return (
            f"M{x + cut:.1f} {y:.1f}h{w - 2 * cut:.1f}l{cut:g} {cut:g}v{h - 2 * cut:.1f}l{-cut:g} {cut:g}"
            f"h{2 * cut - w:.1f}l{-cut:g} {-cut:g}v{2 * cut - h:.1f}Z"
        )


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow: its line and its head as SVG paths, how broad, how strong (0 to 1), and where its count stands."""

    line: str
    head: str
    k: int
    wide: float
    strong: float
    text_x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole, from ``top`` down. ``ring`` is an SVG path; ``left_out`` counts what is in the table alone."""

    wide: float
    top: float
    high: float
    ring: str
    places: tuple[Place, ...]
    arrows: tuple[Arrow, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class _Curve:
    """A quadratic Bézier curve."""

    start: Point
    control: Point
    end: Point

    def at(self, t: float) -> Point:
        """The point at a share of its parameter."""
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        (x0, y0), (x1, y1), (x2, y2) = self.start, self.control, self.end
        return a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2

    def points(self) -> list[Point]:
        """Points along it, evenly in its parameter."""
        return [self.at(t) for t in _ALL_ALONG]

    def part(self, since: float, until: float) -> _Curve:
        """The curve between two of its points."""
        (x0, y0), (x1, y1), (x2, y2) = self.start, self.control, self.end
        a, b, c = (1 - since) * (1 - until), since + until - 2 * since * until, since * until
        return _Curve(self.at(since), (a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2), self.at(until))


def picture(reading: Reading, stops: Sequence[Stop]) -> Picture:
    """The picture of a reading; ``stops`` are its stations with their words, in its order."""
    often = sorted(stops, key=lambda stop: -reading.came[stop.station])[:MOST]
    drawn = [stop for stop in stops if stop in often]
    places = {place.stop.station: place for place in _placed(drawn)}
    between = [(pair, k) for pair, k in reading.arrows.items() if pair[0] in places and pair[1] in places]
    shown = sorted(between, key=lambda one: (-one[1], one[0][0].key, one[0][1].key))[:MOST_ARROWS]
    loops = {pair[0] for pair, _ in shown if pair[0] == pair[1]}
    top = min((_top(place, loops) for place in places.values()), default=0.0)
    bottom = max((place.y + place.high / 2 for place in places.values()), default=0.0)
    return Picture(
        wide=WIDTH,
        top=round(top - 6.0),
        high=round(bottom - top + 12.0),
        ring=_ring(list(places.values())),
        places=tuple(places.values()),
        arrows=tuple(_arrows(shown, places)),
        left_out=len(stops) - len(drawn) + len(reading.arrows) - len(shown),
    )


def _top(place: Place, loops: Collection[Station]) -> float:
    return place.y - place.high / 2 - (30.0 if place.stop.station in loops else 0.0)


def _ring(places: Sequence[Place]) -> str:
    """A round line through the stations, behind everything: it is the circle that is looked at."""
    if len(places) < 3:
        return ""
    points = [(place.x, place.y) for place in places]
    told = [f"M{_pair(points[0])}"]
    for at, point in enumerate(points):
        before, after, beyond = (points[(at + step) % len(points)] for step in (-1, 1, 2))
        first = (point[0] + (after[0] - before[0]) / 6, point[1] + (after[1] - before[1]) / 6)
        second = (after[0] - (beyond[0] - point[0]) / 6, after[1] - (beyond[1] - point[1]) / 6)
        told.append(f"C{_pair(first)} {_pair(second)} {_pair(after)}")
    return "".join([*told, "Z"])


def _placed(stops: Sequence[Stop]) -> Iterator[Place]:
    rows, at_bottom = max(0, len(stops) - 1) // 2, len(stops) % 2 == 0
    half = max(PITCH * (rows + (1.0 if at_bottom else 0.5)), 160.0) / 2 if len(stops) > 1 else 0.0
    steps = rows + (1.0 if at_bottom else 0.5)
    levels = [-1.0 + 2.0 * (row + 1) / steps for row in range(rows)]
    sides = [(max(66.0, REACH * math.sqrt(1.0 - level * level)), half * level) for level in levels]
    spots: list[Point] = [(0.0, -half), *sides]
    spots += [(0.0, half)] if at_bottom and stops else []
    spots += [(-x, y) for x, y in reversed(sides)]
    for stop, (x, y) in zip(stops, spots, strict=False):
        lines = _wrapped(stop.word)
        widest = max(*(breadth(line, LETTER) + 20.0 for line in lines), breadth(stop.below, SMALL) + 14.0)
        wide = min(max(widest, breadth(stop.turned, SMALL) + 34.0, _NARROWEST), _WIDEST)
        high = HIGH + _LINE * (len(lines) - 1) + (MORE if stop.turned else 0.0)
        yield Place(stop, round(x, 1), round(y, 1), round(wide, 1), high, lines)


def _arrows(shown: Sequence[tuple[tuple[Station, Station], int]], places: dict[Station, Place]) -> Iterator[Arrow]:
    """The most frequent first, each where it meets neither stations nor the arrows before it."""
    taken, drawn = list[Point](), list[Point]()
    for (start, end), k in shown:
        one, other = places[start], places[end]
        curve = _loop(one) if start == end else _between(one, other, list(places.values()), drawn)
        drawn += curve.points()[2:-2]
        yield _arrow(curve, k, min(1.0 + 0.8 * k, 6.6), taken, list(places.values()))


def _arrow(curve: _Curve, k: int, wide: float, taken: list[Point], places: Sequence[Place]) -> Arrow:
    """The line ends where its head begins; the count stands on the line, where no other stands."""
    long = 7.0 + 1.1 * wide
    back = next((t / 100 for t in range(99, 0, -1) if math.dist(curve.at(t / 100), curve.end) >= long), 0.5)
    line, (x, y), (tip_x, tip_y) = curve.part(0.0, back), curve.at(back), curve.end
    turn = math.atan2(tip_y - y, tip_x - x)
    side_x, side_y = -math.sin(turn) * (2.8 + 0.95 * wide), math.cos(turn) * (2.8 + 0.95 * wide)
    label = _label(line, taken, places)
    taken.append(label)
    return Arrow(
        line=f"M{_pair(line.start)}Q{_pair(line.control)} {_pair(line.end)}",
        head=f"M{_pair(curve.end)}L{_pair((x + side_x, y + side_y))} {_pair((x - side_x, y - side_y))}Z",
        k=k,
        wide=round(wide, 1),
        strong=round(min(1.0, 0.6 + 0.08 * k), 2),
        text_x=round(label[0], 1),
        text_y=round(label[1], 1),
    )


def _between(one: Place, other: Place, places: Sequence[Place], drawn: Sequence[Point]) -> _Curve:
    """The curve from edge to edge: a little to the left of the way, so that there and back are two; round what stands
    in between.
    """
    tried = [_bent(one, other, pull, side) for pull, side in product(_PULLS, _SIDES)]
    points = _points(tried)
    free = ~(_inside(points, one, 2.0) | _inside(points, other, 3.0))
    met = np.abs(points[..., 0]) > WIDTH / 2 - 4.0
    for place in places:
        if place not in (one, other):
            met |= _inside(points, place, 5.0)
    beside = np.zeros_like(met)
    if drawn:
        x, y = np.array(drawn).T
        beside = (np.abs(points[..., :1] - x) + np.abs(points[..., 1:] - y) < 11.0).any(-1)
    cost = (4 * (met & free) + (beside & free)).sum(-1)
    return _clipped(tried[int(np.argmin(np.maximum(cost, _FREE)))], one, other)


def _points(curves: Sequence[_Curve]) -> NDArray[np.float64]:
    """Points along each curve: shape (curves, points, 2)."""
    t = np.array(_ALL_ALONG)[:, None]
    start, control, end = np.array([(one.start, one.control, one.end) for one in curves]).swapaxes(0, 1)[:, :, None]
    told: NDArray[np.float64] = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t * t * end
    return told


def _bent(one: Place, other: Place, pull: float, side: float) -> _Curve:
    dx, dy = other.x - one.x, other.y - one.y
    far = math.hypot(dx, dy)
    off = side * (10.0 + 0.09 * far)
    middle = ((one.x + other.x) / 2 * (1.0 - pull), (one.y + other.y) / 2)
    control = (middle[0] + 2 * off * dy / far, middle[1] - 2 * off * dx / far)
    return _Curve((one.x, one.y), control, (other.x, other.y))


def _inside(points: NDArray[np.float64], place: Place, room: float) -> NDArray[np.bool_]:
    """Which points (…, 2) lie in a station, or so near."""
    across = np.abs(points[..., 0] - place.x) <= place.wide / 2 + room
    return across & (np.abs(points[..., 1] - place.y) <= place.high / 2 + room)


def _clipped(curve: _Curve, one: Place, other: Place) -> _Curve:
    steps = [step / 80 for step in range(81)]
    since = max((t for t in steps if t < 0.6 and _is_in(curve.at(t), one, 2.0)), default=0.0)
    until = min((t for t in steps if t > 0.4 and _is_in(curve.at(t), other, 3.0)), default=1.0)
    return curve.part(since, max(until, since + 0.02))


def _loop(place: Place) -> _Curve:
    """From a station to itself, above it."""
    top = place.y - place.high / 2 - 2.0
    return _Curve((place.x + 6.0, top), (place.x + 26.0, top - 52.0), (place.x + 40.0, top))


def _label(line: _Curve, taken: Sequence[Point], places: Sequence[Place]) -> Point:
    def crowded(point: Point) -> float:
        near = sum(max(0.0, 20.0 - math.dist(point, other)) for other in taken)
        return near + 30.0 * sum(_is_in(point, place, 9.0) for place in places)

    return min((line.at(t) for t in _ALONG), key=crowded)


def _is_in(point: Point, place: Place, room: float) -> bool:
    return abs(point[0] - place.x) <= place.wide / 2 + room and abs(point[1] - place.y) <= place.high / 2 + room


def _wrapped(word: str) -> tuple[str, ...]:
    """The word in at most two lines, each cut where it is too long for the widest station."""
    lines = [""]
    for part in word.split():
        longer = f"{lines[-1]} {part}".strip()
        if not lines[-1] or breadth(longer, LETTER) <= _WIDEST - 20.0:
            lines[-1] = longer
        else:
            lines.append(part)
    return tuple(_cut(line) for line in [lines[0], *([" ".join(lines[1:])] if lines[1:] else [])])


def _cut(line: str) -> str:
    kept = line
    while kept and breadth(kept, LETTER) > _WIDEST - 20.0:
        kept = kept[:-1]
    return line if kept == line else f"{kept[:-1].rstrip()}…"


def _pair(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
