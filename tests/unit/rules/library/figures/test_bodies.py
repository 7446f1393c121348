"""Every figure is a body that could stand in a gym: bones, joints, contacts, balance."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import pytest

from project.rules.library.figures.balance import centre_of_mass
from project.rules.library.figures.drawing import Figure
from project.rules.library.figures.motion import between
from project.rules.library.figures.reading import figures
from project.rules.library.figures.skeleton import HIP, LENGTHS, SIDES, SKIN, Body, Pose, solve
from project.rules.library.figures.vectors import Vector, angle_between, middle
from project.rules.library.starter_library import starter_library
from tests.support.figures import assert_every_figure

pytestmark = pytest.mark.unit

HELD = {
    level.key
    for ladder in starter_library()
    if ladder.counting_type == "duration"
    for level in ladder.levels
}
BONES = {
    "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
    "hand": ("wrist", "grip"),
    "thigh": ("hip", "knee"),
    "shank": ("knee", "ankle"),
}


@cache
def poses(key: str) -> tuple[Body, ...]:
    """Return the body in each pose of a figure, solved once for all rules."""
    return tuple(solve(pose) for pose in figures()[key].poses)


@cache
def bodies(key: str) -> tuple[Body, ...]:
    """Return the body in each pose, and half-way if there are two."""
    found = poses(key)
    return (*found, between(*found)) if len(found) > 1 else found


def limbs(body: Body) -> Iterator[tuple[str, str, Vector]]:
    for side in SIDES:
        for bone, (first, second) in BONES.items():
            way = body.joints[f"{side}_{second}"].minus(body.joints[f"{side}_{first}"])
            yield side, bone, way


def test_every_starter_level_has_a_figure_and_no_figure_is_without_one() -> None:
    levels = [level.key for ladder in starter_library() for level in ladder.levels]
    assert sorted(figures()) == sorted(levels)


def test_bones_keep_their_length_in_every_pose_and_on_the_way() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        for body in bodies(figure.key):
            for side, bone, way in limbs(body):
                if abs(way.length - LENGTHS[bone]) > 0.05:
                    yield side, bone, way.length

    assert_every_figure(rule)


def test_joints_bend_as_far_as_people_do_and_no_further() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        for body in poses(figure.key):
            ways = {(side, bone): way for side, bone, way in limbs(body)}
            for side in SIDES:
                yield from bent_too_far(body, ways, side)
                yield from bent_the_wrong_way(body, ways, side)

    assert_every_figure(rule)


Ways = Mapping[tuple[str, str], Vector]


def bent_too_far(body: Body, ways: Ways, side: str) -> Iterator[object]:
    """Hold elbow, knee and hip against how far they fold."""
    elbow = angle_between(ways[side, "upper_arm"], ways[side, "forearm"])
    knee = angle_between(ways[side, "thigh"], ways[side, "shank"])
    hip = angle_between(ways[side, "thigh"], body.pelvis.up.times(-1))
    for joint, angle, most in (("elbow", elbow, 155), ("knee", knee, 160), ("hip", hip, 165)):
        if angle > most:
            yield side, joint, angle


def bent_the_wrong_way(body: Body, ways: Ways, side: str) -> Iterator[object]:
    """Hold hip and knee against how little they go past straight."""
    behind = ways[side, "thigh"].unit.dot(body.pelvis.front)
    if behind < 0 and ways[side, "thigh"].dot(body.pelvis.up) < 0:
        level = ways[side, "thigh"].without(body.pelvis.right)
        back = angle_between(level, body.pelvis.up.times(-1))
        if back > 40:
            yield side, "hip backwards", back
    # A knee bends backwards only: the shin never swings out in front of the thigh.
    thigh, shank = ways[side, "thigh"].unit, ways[side, "shank"].unit
    front = thigh.cross(body.pelvis.right).times(-1)
    if abs(thigh.dot(body.pelvis.right)) < 0.3 and shank.dot(front) > 0.2:
        yield side, "knee forwards", shank.dot(front)


def test_spines_bend_within_what_spines_do() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        for pose in figure.poses:
            if not -100 <= pose.spine <= 60:
                yield "spine", pose.spine
            if not -45 <= pose.neck <= 45:
                yield "neck", pose.neck
            if not all(-135 <= angle <= 195 for angle in pose.shoulder):
                yield "shoulder", pose.shoulder

    assert_every_figure(rule)


def test_hands_and_feet_are_where_the_figure_says_they_hold_on() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        for pose, body in zip(figure.poses, poses(figure.key), strict=True):
            for side, spot in pose.hands.items():
                flat = pose.palm[SIDES.index(side)]
                end = body.joints[f"{side}_wrist" if flat else f"{side}_grip"]
                if end.minus(spot).length >= 1:
                    yield side, "hand", end.minus(spot).length
            for side, spot in pose.feet.items():
                if body.joints[f"{side}_ankle"].minus(spot).length >= 1:
                    yield side, "foot", body.joints[f"{side}_ankle"].minus(spot).length

    assert_every_figure(rule)


def test_somebody_touches_each_bar_rail_and_ring() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        for prop in figure.props:
            if prop[0] not in ("bar", "bars", "parallettes"):
                continue
            x, y = held_at(figure, prop)
            held = [
                body.joints[f"{side}_{joint}"]
                for body in poses(figure.key)
                for side in SIDES
                for joint in ("grip", "ankle")
            ]
            towels = any(each[0] == "towel" for each in figure.props)
            nearest = min(
                max(abs(each.x - x) * (prop[0] == "bar"), abs(each.y - y)) for each in held
            )
            if nearest >= (40 if towels else 12):
                yield prop, nearest

    assert_every_figure(rule)


def held_at(figure: Figure, prop: Sequence[Any]) -> Sequence[float]:
    """Return where a bar is: where its figure says, else in the first pose's right hand."""
    if prop[0] == "bar" and len(prop) > 1:
        return prop[1:3]
    return poses(figure.key)[0].joints["right_grip"][:2]


def test_nothing_goes_through_floor_or_wall() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        floored = any(prop[0] == "floor" for prop in figure.props)
        walls = [prop[1] for prop in figure.props if prop[0] == "wall"]
        for body in poses(figure.key):
            for name, point in body.joints.items():
                if floored and point.y < _thin(name) - 1.5:
                    yield name, "below the floor", point.y
                for wall in walls:
                    inside = point.x - wall if wall >= 0 else wall - point.x
                    if inside > -_thin(name) + 2.5:
                        yield name, "in the wall", inside

    assert_every_figure(rule)


def _thin(joint: str) -> float:
    """Return how far a joint is from the nearest skin, at the least."""
    limb = joint.rsplit("_", maxsplit=1)[-1]
    known = {
        "toes": 2.0,
        "heel": 2.0,
        "grip": 2.0,
        "wrist": 2.5,
        "ankle": 4.0,
        "elbow": 4.0,
        "knee": 5.0,
    }
    return {**known, "head": 9.0, "hip": 8.0, "pelvis": 8.0}.get(limb, 7.0)


def test_nobody_is_inside_of_a_box() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        boxes = [prop for prop in figure.props if prop[0] in ("box", "cushion")]
        for body in poses(figure.key):
            for _, low, high, top, *rest in boxes:
                deep = rest[1] if rest else 30
                for name, point in body.joints.items():
                    inside = low + 3 < point.x < high - 3 and abs(point.z) < deep - 3
                    if inside and point.y < top - 1:
                        yield name, point

    assert_every_figure(rule)


def test_no_trunk_and_no_head_is_where_a_bar_is() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        for prop in figure.props:
            if prop[0] != "bar":
                continue
            x, y = held_at(figure, prop)
            for body in poses(figure.key):
                for point in along_the_trunk(body):
                    if ((point.x - x) ** 2 + (point.y - y) ** 2) ** 0.5 <= 7:
                        yield point

    assert_every_figure(rule)


def along_the_trunk(body: Body) -> Iterator[Vector]:
    line = [body.joints[name] for name in ("pelvis", "waist", "chest", "throat", "head")]
    for start, end in itertools.pairwise(line):
        for step in range(5):
            yield start.plus(end.minus(start), step / 4)


def test_what_is_held_still_has_its_mass_above_or_below_its_support() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        # A pole is pushed and pulled: the mass hangs beside it.
        if any(prop[0] == "pole" for prop in figure.props):
            return
        for pose, body in zip(figure.poses, poses(figure.key), strict=True):
            mass = centre_of_mass(body.joints)
            support = [point.x for point in _support(figure, pose, body)]
            if not support:
                yield "no support"
            elif not min(support) - 9 <= mass.x <= max(support) + 9:
                yield mass.x, min(support), max(support)

    assert_every_figure(rule, [key for key in figures() if key in HELD and "fahne" not in key])


def _support(figure: Figure, pose: Pose, body: Body) -> Iterator[Vector]:
    hanging = any(prop[0] in ("bar", "parallettes", "rings") for prop in figure.props)
    walls = [prop[1] for prop in figure.props if prop[0] == "wall"]
    for name, point in body.joints.items():
        limb = name.split("_")[-1]
        if limb == "grip" and hanging and point.y > 20:
            yield point
        if any(abs(point.x - wall) < 14 for wall in walls):
            yield point
        tops = [
            0.0,
            *(
                prop[3]
                for prop in figure.props
                if prop[0] == "box" and prop[1] - 3 < point.x < prop[2] + 3
            ),
        ]
        if not (hanging and len(figure.props) == 1) and any(
            abs(point.y - top) < _reach(limb) for top in tops
        ):
            yield point


def _reach(limb: str) -> float:
    return 1.5 + {
        "hip": SKIN["hips"],
        "pelvis": SKIN["hips"],
        "waist": 11,
        "chest": 11,
        "knee": 6,
        "shoulder": 8,
        "ankle": 8,
    }.get(limb, 5.0)


def test_left_is_left_and_right_is_right() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        for body in bodies(figure.key):
            right = body.joints["right_hip"].minus(body.joints["left_hip"])
            if abs(right.dot(body.pelvis.right) - 2 * HIP) > 0.6:
                yield "hips", right
            across = body.joints["right_shoulder"].minus(body.joints["left_shoulder"])
            if across.dot(body.chest.right) <= 30:
                yield "shoulders", across
            hips = middle(*(body.joints[f"{side}_hip"] for side in SIDES))
            if hips.minus(body.joints["pelvis"]).length >= 0.6:
                yield "pelvis", hips

    assert_every_figure(rule)


def test_a_standing_body_faces_right_and_turns_its_right_side_to_the_viewer() -> None:
    body = solve(Pose(foot=(0.0, 0.0)))
    assert body.joints["right_hip"].z > 0 > body.joints["left_hip"].z
    assert body.joints["right_toes"].x > body.joints["right_heel"].x
    assert body.joints["head"].y == pytest.approx(175 - 11, abs=6)


def test_a_rule_names_every_figure_that_breaks_it() -> None:
    def rule(figure: Figure) -> Iterator[object]:
        if figure.key.startswith("l-"):
            raise ValueError("no such body")
        if figure.key == "planche":
            yield "mass", 12

    with pytest.raises(AssertionError) as told:
        assert_every_figure(rule)
    assert "planche: ('mass', 12)" in str(told.value)
    broken = [key for key in figures() if key.startswith("l-")]
    assert broken
    assert all(f"{key}: no such body" in str(told.value) for key in broken)
