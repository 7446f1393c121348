"""One adult's skeleton: joint angles in, points in space out; contacts hold.

What a hand or foot holds on to is not written as angles but solved for, so a hand on the bar is on
the bar. Lengths are those of an adult of 175 cm. All angles are degrees.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import acos, cos, degrees, radians, sin
from typing import Final

from project.rules.library.figures.balance import centre_of_mass
from project.rules.library.figures.vectors import Vector, middle, towards

LENGTHS: Final = {
    "lower_trunk": 17.0,
    "middle_trunk": 16.0,
    "upper_trunk": 19.0,
    "neck": 11.0,
    "upper_arm": 31.0,
    "forearm": 26.0,
    "hand": 8.0,
    "thigh": 43.0,
    "shank": 42.0,
}
SHOULDER: Final = 18.0  # from the middle to a shoulder
HIP: Final = 9.0
HEAD: Final = 10.5
# How far the skin is from the middle of a joint; soles and toes reach further down.
SKIN: Final = {
    "grips": 0.0,
    "palms": 3.0,
    "elbows": 4.5,
    "shoulders": 8.0,
    "chest": 11.0,
    "seat": 10.0,
    "hips": 10.0,
    "knees": 6.0,
    "ankles": 8.0,
    "heels": 3.0,
    "toes": 3.0,
    "head": HEAD,
}
SIDES: Final = ("left", "right")
Pair = tuple[float, float]
Spot = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """Joint angles, zero when somebody stands with arms at their sides; pairs are left, right.

    ``lean`` is the direction of the trunk in the side view: 90 upright, 0 lying on the belly with
    the head to the right, 180 on the back with the head to the left. ``pin`` places a point of the
    body, ``touch`` turns the body about that point until another one is where it should be.
    ``aside`` moves it towards the viewer of a side view. ``balance`` names the point that the mass has to be above or below: the shoulders are turned
    until it is. ``hands`` and ``feet`` are what they hold on to, by side.
    """

    lean: float = 90.0
    roll: float = 0.0
    turn: float = 0.0
    aside: float = 0.0
    spine: float = 0.0
    bend: float = 0.0
    neck: float = 0.0
    shrug: float = 0.0
    shoulder: Pair = (0.0, 0.0)
    open: Pair = (4.0, 4.0)
    elbow: Pair = (0.0, 0.0)
    twist: Pair = (0.0, 0.0)
    hip: Pair = (0.0, 0.0)
    spread: Pair = (0.0, 0.0)
    rotate: Pair = (0.0, 0.0)
    knee: Pair = (0.0, 0.0)
    ankle: Pair = (0.0, 0.0)
    foot: tuple[float | None, float | None] = (None, None)
    palm: tuple[Spot | None, Spot | None] = (None, None)
    elbows: Spot = (-0.5, -0.5, 0.5)
    knees: Spot = (1.0, 0.0, 0.1)
    pin: tuple[str, float, float] | None = None
    touch: tuple[str, str, float] | None = None
    balance: str = ""
    hands: Mapping[str, Vector] = field(default_factory=dict)
    feet: Mapping[str, Vector] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """How a part of the body is turned: where its head, belly and right side are."""

    up: Vector
    front: Vector

    @property
    def right(self) -> Vector:
        return self.front.cross(self.up)


@dataclass(frozen=True, slots=True)
class Body:
    """A skeleton in space: its joints by name (``left_knee``), how trunk and head are turned."""

    joints: Mapping[str, Vector]
    pelvis: Frame
    chest: Frame
    face: Frame

    def point(self, name: str) -> Vector:
        """Return a joint, or the middle of a pair by its plural; the skin is further out."""
        if name in self.joints:
            return self.joints[name]
        single = {"feet": "ankle", "seat": "hip"}.get(name, name.removesuffix("s"))
        return middle(*(self.joints[f"{side}_{_SINGLE.get(single, single)}"] for side in SIDES))

    def moved(self, by: Vector) -> "Body":
        joints = {name: point.plus(by) for name, point in self.joints.items()}
        return Body(joints, self.pelvis, self.chest, self.face)


_SINGLE: Final = {"grip": "grip", "palm": "wrist", "toe": "toes", "seat": "hip"}


def solve(pose: Pose) -> Body:
    """Return the body in this pose, with its contacts."""
    if pose.balance:
        pose = _balanced(pose)
    body = _placed(pose, 0.0)
    if pose.touch is not None:
        body = _placed(pose, _turned(pose, pose.touch))
    return _held(pose, body)


def _turned(pose: Pose, touch: tuple[str, str, float]) -> float:
    """Return by how much the trunk has to lean more until the touching point is where it should."""
    name, axis, wanted = touch

    def missing(lean: float) -> float:
        point = _placed(pose, lean).point(name)
        if axis == "y":
            return point.y - SKIN.get(name, 0.0) - wanted
        return point.x - wanted

    return _zero(missing, f"{name} cannot touch {axis} = {wanted}")


def _balanced(pose: Pose) -> Pose:
    """Return the pose with its arms so that the mass is above or below the point."""

    def swung(more: float) -> Pose:
        return replace(pose, shoulder=(pose.shoulder[0] + more, pose.shoulder[1] + more))

    def missing(more: float) -> float:
        body = _placed(swung(more), 0.0)
        return centre_of_mass(body.joints).x - body.point(pose.balance).x

    return swung(_zero(missing, "The arms cannot bring the mass above the hands"))


def _zero(missing: Callable[[float], float], refusal: str) -> float:
    """Return the angle nearest to none at which nothing is missing."""
    steps = sorted(range(-70, 70, 2), key=lambda step: abs(step + 1))
    found = next((s for s in steps if missing(s) * missing(s + 2.0) <= 0), None)
    if found is None:
        raise ValueError(refusal)
    low, high = float(found), found + 2.0
    for _ in range(30):
        half = (low + high) / 2
        if missing(low) * missing(half) <= 0:
            high = half
        else:
            low = half
    return (low + high) / 2


def _placed(pose: Pose, more: float) -> Body:
    body = _free(pose, pose.lean + more)
    if pose.pin is None:
        lowest = min(point.y - _skin(name) for name, point in body.joints.items())
        return body.moved(Vector(-body.point("seat").x, -lowest, 0.0))
    name, x, y = pose.pin
    point = body.point(name)
    skin = SKIN.get(name, 0.0)
    return body.moved(Vector(x - point.x, y + skin - point.y, pose.aside))


def _skin(joint: str) -> float:
    plain = joint.rsplit("_", maxsplit=1)[-1]
    known = {"toes": "toes", "wrist": "palms", "grip": "palms"}
    return SKIN.get(known.get(plain, f"{plain}s"), 8.0) if plain != "ankle" else 6.0


def _yawed(vector: Vector, angle: float) -> Vector:
    """Return a direction turned about the vertical, seen from above against the clock."""
    turn = radians(angle)
    return Vector(
        vector.x * cos(turn) + vector.z * sin(turn),
        vector.y,
        vector.z * cos(turn) - vector.x * sin(turn),
    )


def _bent(frame: Frame, forward: float, right: float = 0.0) -> Frame:
    """Return a part of the trunk bent against the one below it."""
    up = towards(frame.up, frame.front, forward)
    front = towards(frame.front, frame.up.times(-1), forward)
    if right:
        up = towards(up, front.cross(up), right)
    return Frame(up, front)


def _free(pose: Pose, lean: float) -> Body:
    """Return the body by its angles alone, the pelvis in the origin."""
    turn = radians(lean)
    up, front = Vector(cos(turn), sin(turn), 0.0), Vector(sin(turn), -cos(turn), 0.0)
    front = towards(front, front.cross(up), pose.roll)
    pelvis = Frame(_yawed(up, pose.turn), _yawed(front, pose.turn))
    loins = _bent(pelvis, pose.spine / 2, pose.bend / 2)
    chest = _bent(loins, pose.spine / 2, pose.bend / 2)
    face = _bent(chest, pose.neck)
    joints: dict[str, Vector] = {"pelvis": Vector(0.0, 0.0, 0.0)}
    joints["waist"] = pelvis.up.times(LENGTHS["lower_trunk"])
    joints["chest"] = joints["waist"].plus(loins.up, LENGTHS["middle_trunk"])
    joints["throat"] = joints["chest"].plus(chest.up, LENGTHS["upper_trunk"])
    joints["head"] = joints["throat"].plus(face.up, LENGTHS["neck"] + HEAD * 0.7)
    for index, side in enumerate(SIDES):
        out = chest.right.times(-1 if side == "left" else 1)
        shoulder = joints["throat"].plus(out, SHOULDER).plus(chest.up, pose.shrug - 4.0)
        arm, bend = _swung(chest, out, pose.shoulder[index], pose.open[index])
        bend = towards(bend, arm.cross(bend).times(1 if side == "left" else -1), pose.twist[index])
        fore = towards(arm, bend, pose.elbow[index])
        joints[f"{side}_shoulder"] = shoulder
        joints[f"{side}_elbow"] = shoulder.plus(arm, LENGTHS["upper_arm"])
        joints[f"{side}_wrist"] = joints[f"{side}_elbow"].plus(fore, LENGTHS["forearm"])
        joints[f"{side}_grip"] = joints[f"{side}_wrist"].plus(fore, LENGTHS["hand"])
        joints |= _leg(pose, pelvis, side, index)
    return Body(joints, pelvis, chest, face)


def _swung(frame: Frame, out: Vector, flexed: float, spread: float) -> tuple[Vector, Vector]:
    """Return the direction of a limb, and where its front is."""
    down = frame.up.times(-1)
    limb, front = towards(down, frame.front, flexed), towards(frame.front, frame.up, flexed)
    return towards(limb, out, spread), front


def _leg(pose: Pose, pelvis: Frame, side: str, index: int) -> dict[str, Vector]:
    out = pelvis.right.times(-1 if side == "left" else 1)
    hip = out.times(HIP)
    thigh, front = _swung(pelvis, out, pose.hip[index], pose.spread[index])
    outward = out.without(thigh)
    front = towards(front, outward.without(front), pose.rotate[index])
    shank = towards(thigh, front.times(-1), pose.knee[index])
    knee = hip.plus(thigh, LENGTHS["thigh"])
    ankle = knee.plus(shank, LENGTHS["shank"])
    return {
        f"{side}_hip": hip,
        f"{side}_knee": knee,
        f"{side}_ankle": ankle,
        **_foot(pose, side, ankle, shank, towards(front, thigh, pose.knee[index])),
    }


def _foot(pose: Pose, side: str, ankle: Vector, shank: Vector, front: Vector) -> dict[str, Vector]:
    """Return heel and ball of a foot; ``front`` is the shin's."""
    index = SIDES.index(side)
    absolute = pose.foot[index]
    toes = towards(front, shank, pose.ankle[index])
    if absolute is not None:
        turn = radians(absolute)
        toes = _yawed(Vector(cos(turn), sin(turn), 0.0), pose.turn)
    sole = toes.cross(shank.cross(front)).unit
    return {
        f"{side}_heel": ankle.plus(toes, -4.0).plus(sole, 5.0),
        f"{side}_toes": ankle.plus(toes, 14.0).plus(sole, 5.0),
    }


def _held(pose: Pose, body: Body) -> Body:
    """Return the body with hands and feet brought to what they hold on to."""
    joints = dict(body.joints)
    for index, side in enumerate(SIDES):
        mirror = -1 if side == "left" else 1
        if side in pose.hands:
            frame, flat = body.chest, pose.palm[index]
            pole = _pole(frame, pose.elbows, mirror)
            reach = LENGTHS["forearm"] + (0.0 if flat else LENGTHS["hand"])
            elbow, end = two_bones(
                joints[f"{side}_shoulder"], pose.hands[side], LENGTHS["upper_arm"], reach, pole
            )
            fore = end.minus(elbow).unit
            wrist = elbow.plus(fore, LENGTHS["forearm"])
            joints[f"{side}_elbow"], joints[f"{side}_wrist"] = elbow, wrist
            hand = Vector(*flat).unit if flat else fore
            joints[f"{side}_grip"] = wrist.plus(hand, LENGTHS["hand"])
        elif (flat := pose.palm[index]) is not None:
            joints[f"{side}_grip"] = joints[f"{side}_wrist"].plus(
                Vector(*flat).unit, LENGTHS["hand"]
            )
        if side in pose.feet:
            joints |= _stood(pose, body, side, index)
    return Body(joints, body.pelvis, body.chest, body.face)


def _stood(pose: Pose, body: Body, side: str, index: int) -> dict[str, Vector]:
    pole = _pole(body.pelvis, pose.knees, -1 if side == "left" else 1)
    hip = body.joints[f"{side}_hip"]
    knee, ankle = two_bones(hip, pose.feet[side], LENGTHS["thigh"], LENGTHS["shank"], pole)
    shank = ankle.minus(knee).unit
    front = pole.without(shank)
    return {
        f"{side}_knee": knee,
        f"{side}_ankle": ankle,
        **_foot(pose, side, ankle, shank, front),
    }


def _pole(frame: Frame, wish: Spot, mirror: int) -> Vector:
    return frame.front.times(wish[0]).plus(frame.up, wish[1]).plus(frame.right, wish[2] * mirror)


def two_bones(
    root: Vector, target: Vector, first: float, second: float, pole: Vector
) -> tuple[Vector, Vector]:
    """Return where the middle joint and the end are; the end comes as near as it can."""
    way = target.minus(root)
    far = max(abs(first - second) + 0.01, min(first + second - 0.001, way.length))
    along = way.unit
    cosine = (first * first + far * far - second * second) / (2 * first * far)
    opening = degrees(acos(max(-1.0, min(1.0, cosine))))
    joint = root.plus(towards(along, pole.without(along), opening), first)
    return joint, root.plus(along, far)
