"""Place the names in a chart: beside their points, without overlaps, and always in the same place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import east_asian_width

Box = tuple[float, float, float, float]
Segment = tuple[float, float, float, float]
DISTANCES = (1.5, 5.0, 10.0, 16.0, 24.0, 34.0, 46.0, 60.0, 78.0, 100.0)
DIRECTIONS = 24
LEADER_FROM = 4.0
APART = 1.5
"""Room left and right of a name, so that two names do not read as one."""


@dataclass(frozen=True)
class Point:
    """A point to be named: centre, radius of its mark, and the name."""

    key: str
    x: float
    y: float
    radius: float
    text: str


@dataclass(frozen=True)
class Label:
    """A placed name: its box, the baseline's start, and a leader line where it stands apart from its point."""

    key: str
    text: str
    box: Box
    x: float
    baseline: float
    leader: Segment | None


def text_width(text: str, size: float) -> float:
    """Estimate the width of a text from above: 1 em for a Han character, at most 0.68 em for a Latin one."""
    return size * sum(_advance(character) for character in text)


@cache
def _advance(character: str) -> float:
    if east_asian_width(character) in "WFA":
        return 1.0
    return 0.68 if character.isupper() or character in "mw%" else 0.58


def place_labels(
    points: Sequence[Point], frame: Box, size: float, taken: Sequence[Box] = (), lines: Sequence[Segment] = ()
) -> list[Label]:
    """Find a place for every name, the first in the sequence first.

    Each name tries places around its point, near ones before far ones, and takes the first that lies inside the frame
    and touches no other name, mark or leader line. A name without such a place is left out.

    Parameters
    ----------
    points
        In order of priority.
    frame
        Left, top, right, bottom of the room allowed.
    size
        Font size in the units of the chart.
    taken
        Boxes that are not free.
    lines
        Lines that no name may lie upon; leader lines may cross them.
    """
    marks = [(p.x - p.radius, p.y - p.radius, p.x + p.radius, p.y + p.radius) for p in points]
    boxes: list[Box] = list(taken)
    leaders: list[Segment] = list(lines)
    placed: list[Label] = []
    for point in points:
        label = _first_free(point, frame, size, boxes, marks, leaders)
        if label is not None:
            placed.append(label)
            boxes.append(label.box)
            if label.leader:
                leaders.append(label.leader)
    return placed


def _first_free(
    point: Point, frame: Box, size: float, boxes: list[Box], marks: list[Box], leaders: list[Segment]
) -> Label | None:
    width, height = text_width(point.text, size), size * 1.12
    for distance in DISTANCES:
        for step in range(DIRECTIONS):
            label = _candidate(point, distance, step, width, height)
            apart = (label.box[0] - APART, label.box[1], label.box[2] + APART, label.box[3])
            if not _inside(label.box, frame) or any(overlap(apart, box) for box in boxes):
                continue
            if any(overlap(label.box, mark) for mark in marks) or any(crosses(line, label.box) for line in leaders):
                continue
            if label.leader and any(crosses(label.leader, box) for box in boxes):
                continue
            return label
    return None


def _candidate(point: Point, distance: float, step: int, width: float, height: float) -> Label:
    angle = 2 * math.pi * step / DIRECTIONS
    across, down = math.cos(angle), -math.sin(angle)
    reach = point.radius + distance
    near_x, near_y = point.x + across * reach, point.y + down * reach
    left = near_x - width * (1 - across) / 2
    top = near_y - height * (1 - down) / 2
    box = (left, top, left + width, top + height)
    leader = None
    if distance > LEADER_FROM:
        edge = point.radius
        end_x = min(max(point.x, box[0]), box[2])
        end_y = min(max(point.y, box[1]), box[3])
        leader = (point.x + across * edge, point.y + down * edge, end_x, end_y)
    return Label(point.key, point.text, box, left, top + height * 0.80, leader)


def overlap(one: Box, other: Box) -> bool:
    """Return whether two boxes share an area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def crosses(line: Segment, box: Box) -> bool:
    """Return whether a segment passes through the inside of a box (Liang & Barsky 1984)."""
    x1, y1, x2, y2 = line
    start, end = 0.0, 1.0
    for delta, before, after in ((x2 - x1, x1 - box[0], box[2] - x1), (y2 - y1, y1 - box[1], box[3] - y1)):
        if delta == 0:
            if before <= 0 or after <= 0:
                return False
            continue
        entry, leave = sorted((-before / delta, after / delta))
        start, end = max(start, entry), min(end, leave)
    return end - start > 1e-9


def _inside(box: Box, frame: Box) -> bool:
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
