"""Small signs beside a figure that need no language: arrows, and clocks for what is held."""

from collections.abc import Iterator, Sequence
from math import atan2, cos, sin
from typing import Any

from project.rules.library.figures.camera import Camera, Dot
from project.rules.library.figures.limbs import Part
from project.rules.library.figures.vectors import Vector

FRONT = 1000.0


def mark_parts(marks: Sequence[Sequence[Any]], camera: Camera, index: int) -> list[Part]:
    """Return the signs of one pose; the last word of a mark may say which pose it belongs to."""
    return [part for mark in marks for part in _drawn(mark, camera, index)]


def _drawn(mark: Sequence[Any], camera: Camera, index: int) -> Iterator[Part]:
    kind, pose, *where = mark
    if pose not in (index, "both"):
        return
    if kind == "arrow":
        x1, y1, x2, y2, *rest = where
        z = rest[0] if rest else 0.0
        yield from _arrow(
            camera.seen(Vector(x1, y1, z)), camera.seen(Vector(x2, y2, rest[-1] if rest else 0.0))
        )
    elif kind == "clock":
        yield from _clock(camera.seen(Vector(where[0], where[1], 0.0)))
    elif kind == "line":
        x1, y1, x2, y2 = where
        yield Part(
            "",
            "d",
            [camera.seen(Vector(x1, y1, 0.0)), camera.seen(Vector(x2, y2, 0.0))],
            -900,
            closed=False,
        )


def _arrow(start: Dot, end: Dot) -> Iterator[Part]:
    way = atan2(end[1] - start[1], end[0] - start[0])
    wings = [(end[0] - 16 * cos(way + turn), end[1] - 16 * sin(way + turn)) for turn in (0.6, -0.6)]
    yield Part("", "j", [start, end], FRONT, closed=False)
    yield Part("", "j", [wings[0], end, wings[1]], FRONT, closed=False)


def _clock(centre: Dot) -> Iterator[Part]:
    x, y = centre
    ring = [(x + 14 * cos(turn * 0.5236), y + 14 * sin(turn * 0.5236)) for turn in range(12)]
    yield Part("", "j", ring, FRONT)
    yield Part("", "j", [(x, y - 8), (x, y), (x + 6, y + 3)], FRONT, closed=False)
