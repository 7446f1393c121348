"""Where a body's mass is."""

from collections.abc import Mapping
from typing import Final

from project.rules.library.figures.vectors import Vector

# Shares of the whole, each with the joints that the part lies between.
_SHARES: Final = (
    (0.08, "head", "head"),
    (0.14, "pelvis", "waist"),
    (0.15, "waist", "chest"),
    (0.21, "chest", "throat"),
    *((0.027, f"{side}_shoulder", f"{side}_elbow") for side in ("left", "right")),
    *((0.023, f"{side}_elbow", f"{side}_grip") for side in ("left", "right")),
    *((0.1, f"{side}_hip", f"{side}_knee") for side in ("left", "right")),
    *((0.06, f"{side}_knee", f"{side}_toes") for side in ("left", "right")),
)


def centre_of_mass(joints: Mapping[str, Vector]) -> Vector:
    """Return the centre of mass of a body with these joints."""
    found = Vector(0.0, 0.0, 0.0)
    for share, first, second in _SHARES:
        found = found.plus(joints[first], share / 2).plus(joints[second], share / 2)
    return found
