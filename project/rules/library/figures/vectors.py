"""Points and directions in space: x forward, y up, z towards the viewer of a side view."""

from math import acos, cos, degrees, hypot, radians, sin
from typing import NamedTuple


class Vector(NamedTuple):
    """A point or a direction, in centimetres."""

    x: float
    y: float
    z: float

    def plus(self, other: "Vector", times: float = 1.0) -> "Vector":
        return Vector(self.x + other.x * times, self.y + other.y * times, self.z + other.z * times)

    def minus(self, other: "Vector") -> "Vector":
        return self.plus(other, -1.0)

    def times(self, factor: float) -> "Vector":
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def dot(self, other: "Vector") -> float:
        return self.x * other.x + self.y * other.y + self.z * other.z

    def cross(self, other: "Vector") -> "Vector":
        return Vector(
            self.y * other.z - self.z * other.y,
            self.z * other.x - self.x * other.z,
            self.x * other.y - self.y * other.x,
        )

    @property
    def length(self) -> float:
        return hypot(*self)

    @property
    def unit(self) -> "Vector":
        return self.times(1 / self.length) if self.length else self

    def without(self, axis: "Vector") -> "Vector":
        """Return what of this stands upright on ``axis``, of length one."""
        return self.plus(axis, -self.dot(axis) / axis.dot(axis)).unit


def towards(first: Vector, second: Vector, angle: float) -> Vector:
    """Return ``first`` turned by degrees towards ``second``, which stands upright on it."""
    turn = radians(angle)
    return first.times(cos(turn)).plus(second, sin(turn))


def angle_between(first: Vector, second: Vector) -> float:
    """Return the angle of two directions in degrees."""
    return degrees(acos(max(-1.0, min(1.0, first.unit.dot(second.unit)))))


def middle(*points: Vector) -> Vector:
    return Vector(*(sum(each) / len(points) for each in zip(*points, strict=True)))
