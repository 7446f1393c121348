"""The figures of the starter library, from its data file."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

from project.rules.library.figures.catalogue import FILE
from project.rules.library.figures.drawing import Figure
from project.rules.library.figures.skeleton import SIDES, Pose, solve
from project.rules.library.figures.vectors import Vector

_PAIRS: Final = frozenset(
    ("shoulder", "open", "elbow", "twist", "hip", "spread", "rotate", "knee", "ankle", "foot")
)
_Data = Mapping[str, Any]


@cache
def figures() -> Mapping[str, Figure]:
    """Return all figures by their key, in the order of the file; it is read once in a process."""
    data = json.loads(FILE.read_text("utf-8"))
    return {key: read_figure(key, each, data["poses"]) for key, each in data["figures"].items()}


def read_figure(key: str, data: _Data, bases: Mapping[str, _Data]) -> Figure:
    """Return one figure; ``end`` says what changes after ``start``, or begins anew by ``from``."""
    start = _whole(data["start"], bases)
    poses = [read_pose(start)]
    if "end" in data:
        end = _whole(data["end"], bases)
        last = read_pose(end if "from" in data["end"] else {**start, **end})
        poses.append(_kept(last, data["end"].get("keep", ()), poses[0]))
    return Figure(key, data["view"], data.get("props", ()), poses, data.get("marks", ()))


def _whole(data: _Data, bases: Mapping[str, _Data]) -> dict[str, Any]:
    """Return a pose with what it takes over from another one."""
    under = _whole(bases[data["from"]], bases) if "from" in data else {}
    return {**under, **{name: value for name, value in data.items() if name != "from"}}


def read_pose(data: _Data) -> Pose:
    """Return a pose; one value stands for both sides, a pair for left and right."""
    return Pose(**{name: _value(name, value) for name, value in data.items() if name != "keep"})


def _value(name: str, value: Any) -> Any:  # noqa: ANN401  whatever JSON holds
    if name in _PAIRS:
        return tuple(value) if isinstance(value, list) else (value, value)
    if name in ("hands", "feet"):
        return _spots(value)
    if name == "palm":
        return _palms(value)
    return tuple(value) if isinstance(value, list) else value


def _palms(value: list[Any]) -> tuple[Any, Any]:
    """Read where fingers point: one direction, mirrored for the left, or one for each side."""
    if value[0] is None or isinstance(value[0], list):
        left, right = (tuple(each) if each else None for each in value)
        return left, right
    x, y, z = value
    return (x, y, -z), (x, y, z)


def _spots(value: Any) -> dict[str, Vector]:  # noqa: ANN401  a list or an object of JSON
    """Read where hands or feet are: one spot, mirrored for the left, or one for each side."""
    if isinstance(value, dict):
        return {side: Vector(*each) for side, each in value.items()}
    x, y, z = value
    return {"left": Vector(x, y, -z), "right": Vector(x, y, z)}


def _kept(pose: Pose, kept: Iterable[str], start: Pose) -> Pose:
    """Return the pose with hands or feet where they are in the first one."""
    there = solve(start).joints
    hand = "grip" if start.palm == (None, None) else "wrist"
    hands, feet = dict(pose.hands), dict(pose.feet)
    for name in kept:
        for side in SIDES:
            if name in ("hands", f"{side}_hand"):
                hands[side] = there[f"{side}_{hand}"]
            elif name in ("feet", f"{side}_foot"):
                feet[side] = there[f"{side}_ankle"]
    return replace(pose, hands=hands, feet=feet)
