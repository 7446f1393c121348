"""The way between two poses: the one half-way, in which limbs are as long as ever."""

from typing import Final

from project.rules.library.figures.skeleton import (
    LENGTHS,
    SIDES,
    Body,
    Frame,
    two_bones,
)
from project.rules.library.figures.vectors import Vector, middle

# Every bone from the pelvis outwards.
_BONES: Final = (
    ("pelvis", "waist"),
    ("waist", "chest"),
    ("chest", "throat"),
    ("throat", "head"),
    *(
        (f"{side}_{first}" if first not in ("throat", "pelvis") else first, f"{side}_{second}")
        for side in SIDES
        for first, second in (
            ("throat", "shoulder"),
            ("shoulder", "elbow"),
            ("elbow", "wrist"),
            ("wrist", "grip"),
            ("pelvis", "hip"),
            ("hip", "knee"),
            ("knee", "ankle"),
            ("ankle", "heel"),
            ("ankle", "toes"),
        )
    ),
)
_OPPOSITE: Final = 0.2  # of two directions together, when they point away from each other
_ROUND: Final = 1.0  # the same of an upper arm that goes more than a quarter round
_NEAR: Final = 22.0  # centimetres from shoulder to hand that an arm can be folded to
_STILL: Final = 1.0  # centimetres that a hand or a foot may move and still counts as resting


def between(start: Body, end: Body) -> Body:
    """Return the body half-way; hands and feet that rest in both poses rest in this one."""
    joints = {"pelvis": middle(start.joints["pelvis"], end.joints["pelvis"])}
    for first, second in _BONES:
        bones = [body.joints[second].minus(body.joints[first]) for body in (start, end)]
        along = bones[0].unit.plus(bones[1].unit)
        if "elbow" in second and along.length < _ROUND:  # the elbow leads the arm past the back
            along = start.chest.front.plus(start.chest.up, 0.5).times(-1)
        elif along.length < _OPPOSITE:  # any other limb goes past the front
            along = start.chest.front
        joints[second] = joints[first].plus(along.unit, sum(bone.length for bone in bones) / 2)
    rests = [
        name
        for name in (
            f"{side}_{joint}"
            for side in SIDES
            for joint in ("grip", "wrist", "ankle", "toes", "knee")
        )
        if start.joints[name].minus(end.joints[name]).length < _STILL
    ]
    if rests:
        shift = middle(*(start.joints[name].minus(joints[name]) for name in rests))
        joints = {name: point.plus(shift) for name, point in joints.items()}
    turned = [side for side in SIDES if f"{side}_grip" in rests and _turned(start, end, side)]
    if turned:  # over a bar: the shoulders pass behind it
        hands = middle(*(start.joints[f"{side}_grip"] for side in turned))
        shoulders = middle(*(joints[f"{side}_shoulder"] for side in turned))
        shift = hands.plus(start.chest.front, -_NEAR).minus(shoulders)
        joints = {name: point.plus(shift) for name, point in joints.items()}
    for side in SIDES:
        _rest(joints, start, side, rests)
    frames = [
        Frame(
            _halved(getattr(start, part).up, getattr(end, part).up),
            _halved(getattr(start, part).front, getattr(end, part).front),
        )
        for part in ("pelvis", "chest", "face")
    ]
    return Body(joints, *frames)


def _turned(start: Body, end: Body, side: str) -> bool:
    """Return whether an upper arm goes more than a quarter round on its way."""
    ways = [
        body.joints[f"{side}_elbow"].minus(body.joints[f"{side}_shoulder"]).unit
        for body in (start, end)
    ]
    return ways[0].plus(ways[1]).length < _ROUND


def _halved(first: Vector, second: Vector) -> Vector:
    found = first.plus(second)
    return found.unit if found.length > _OPPOSITE else first


def _rest(joints: dict[str, Vector], start: Body, side: str, rests: list[str]) -> None:
    """Bring the resting hand and foot of a side back to where they rest."""
    for end, root, bend, first, second in (
        ("wrist", "shoulder", "elbow", "upper_arm", "forearm"),
        ("ankle", "hip", "knee", "thigh", "shank"),
    ):
        if f"{side}_{end}" not in rests and not (end == "wrist" and f"{side}_grip" in rests):
            continue
        target = start.joints[f"{side}_{end}"]
        if f"{side}_{end}" not in rests:
            hand = joints[f"{side}_grip"].minus(joints[f"{side}_wrist"])
            target = start.joints[f"{side}_grip"].minus(hand)
        pole = joints[f"{side}_{bend}"].minus(
            middle(joints[f"{side}_{root}"], joints[f"{side}_{end}"])
        )
        moved = [name for name in ("grip",) if end == "wrist"] + [
            name for name in ("heel", "toes") if end == "ankle"
        ]
        old = joints[f"{side}_{end}"]
        joints[f"{side}_{bend}"], new = two_bones(
            joints[f"{side}_{root}"], target, LENGTHS[first], LENGTHS[second], pole
        )
        joints[f"{side}_{end}"] = new
        for name in moved:
            joints[f"{side}_{name}"] = joints[f"{side}_{name}"].plus(new.minus(old))
