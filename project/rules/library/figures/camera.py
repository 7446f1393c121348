"""Where a figure is looked at from, and points as they are seen from there."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

from project.rules.library.figures.vectors import Vector

# Turned away from the side towards the front, and raised: a pure side view hides half the body.
VIEWS: Final = {
    "side": (20.0, 9.0),
    "flat": (0.0, 14.0),
    "raised": (-12.0, 34.0),
    "corner": (48.0, 12.0),
    "front": (84.0, 12.0),
    "back": (-84.0, 12.0),
    "behind": (-48.0, 12.0),
    "above": (30.0, 32.0),
    "headlong": (86.0, 34.0),
}
UNITS: Final = 2.0  # of the drawing to a centimetre
Dot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Camera:
    """Looks from infinitely far, so that lengths stay what they are."""

    yaw: float
    pitch: float

    @classmethod
    def of(cls, view: str) -> "Camera":
        return cls(*VIEWS[view])

    def seen(self, point: Vector) -> Dot:
        """Return the point in the drawing; there y grows downwards."""
        turn, tilt = radians(self.yaw), radians(self.pitch)
        across = point.x * cos(turn) - point.z * sin(turn)
        near = point.x * sin(turn) + point.z * cos(turn)
        return across * UNITS, (near * sin(tilt) - point.y * cos(tilt)) * UNITS

    @property
    def right(self) -> Vector:
        turn = radians(self.yaw)
        return Vector(cos(turn), 0.0, -sin(turn))

    def depth(self, point: Vector) -> float:
        """Return how near the point is; more is nearer."""
        turn, tilt = radians(self.yaw), radians(self.pitch)
        return (point.x * sin(turn) + point.z * cos(turn)) * cos(tilt) + point.y * sin(tilt)

    def depth_of(self, points: Iterable[Vector]) -> float:
        depths = [self.depth(point) for point in points]
        return sum(depths) / len(depths)
