"""Every figure is a body that could stand in a gym: bones, joints, contacts, balance."""

import itertools
from collections.abc import Iterator

import pytest

from project.rules.library.figures.balance import centre_of_mass
from project.rules.library.figures.drawing import Figure
from project.rules.library.figures.motion import between
from project.rules.library.figures.reading import figures
from project.rules.library.figures.skeleton import HIP, LENGTHS, SIDES, SKIN, Body, Pose, solve
from project.rules.library.figures.vectors import Vector, angle_between, middle
from project.rules.library.starter_library import starter_library

pytestmark = pytest.mark.unit

FIGURES = [pytest.param(figure, id=key) for key, figure in figures().items()]
HELD = {
    level.key
    for ladder in starter_library()
    if ladder.counting_type == "duration"
    for level in ladder.levels
}
every_figure = pytest.mark.parametrize("figure", FIGURES)
BONES = {
    "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
    "hand": ("wrist", "grip"),
    "thigh": ("hip", "knee"),
    "shank": ("knee", "ankle"),
}


def bodies(figure: Figure) -> list[Body]:
    found = [solve(pose) for pose in figure.poses]
    return [*found, between(*found)] if len(found) > 1 else found


def limbs(body: Body) -> Iterator[tuple[str, str, Vector]]:
    for side in SIDES:
        for bone, (first, second) in BONES.items():
            way = body.joints[f"{side}_{second}"].minus(body.joints[f"{side}_{first}"])
            yield side, bone, way


def test_every_starter_level_has_a_figure_and_no_figure_is_without_one() -> None:
    levels = [level.key for ladder in starter_library() for level in ladder.levels]
    assert sorted(figures()) == sorted(levels)


@every_figure
def test_bones_keep_their_length_in_every_pose_and_on_the_way(figure: Figure) -> None:
    for body in bodies(figure):
        for side, bone, way in limbs(body):
            assert way.length == pytest.approx(LENGTHS[bone], abs=0.05), (side, bone)


@every_figure
def test_joints_bend_as_far_as_people_do_and_no_further(figure: Figure) -> None:
    for body in bodies(figure)[: len(figure.poses)]:
        ways = {(side, bone): way for side, bone, way in limbs(body)}
        for side in SIDES:
            elbow = angle_between(ways[side, "upper_arm"], ways[side, "forearm"])
            knee = angle_between(ways[side, "thigh"], ways[side, "shank"])
            hip = angle_between(ways[side, "thigh"], body.pelvis.up.times(-1))
            assert elbow <= 155, (side, "elbow", elbow)
            assert knee <= 160, (side, "knee", knee)
            assert hip <= 165, (side, "hip", hip)
            behind = ways[side, "thigh"].unit.dot(body.pelvis.front)
            if behind < 0 and ways[side, "thigh"].dot(body.pelvis.up) < 0:
                back = angle_between(
                    ways[side, "thigh"].without(body.pelvis.right), body.pelvis.up.times(-1)
                )
                assert back <= 40, (side, "hip backwards", back)
            # A knee bends backwards only: the shin never swings out in front of the thigh.
            thigh, shank = ways[side, "thigh"].unit, ways[side, "shank"].unit
            front = thigh.cross(body.pelvis.right).times(-1)
            if abs(thigh.dot(body.pelvis.right)) < 0.3:
                assert shank.dot(front) <= 0.2, (side, "knee forwards", shank.dot(front))


@every_figure
def test_spines_bend_within_what_spines_do(figure: Figure) -> None:
    for pose in figure.poses:
        assert -100 <= pose.spine <= 60
        assert -45 <= pose.neck <= 45
        assert all(-135 <= angle <= 195 for angle in pose.shoulder)


@every_figure
def test_hands_and_feet_are_where_the_figure_says_they_hold_on(figure: Figure) -> None:
    for pose in figure.poses:
        body = solve(pose)
        for index, (side, spot) in enumerate(sorted(pose.hands.items())):
            flat = pose.palm[SIDES.index(side)]
            end = body.joints[f"{side}_wrist" if flat else f"{side}_grip"]
            assert end.minus(spot).length < 1, (side, "hand", end.minus(spot).length, index)
        for side, spot in pose.feet.items():
            assert body.joints[f"{side}_ankle"].minus(spot).length < 1, (side, "foot")


@every_figure
def test_somebody_touches_each_bar_rail_and_ring(figure: Figure) -> None:
    for prop in figure.props:
        if prop[0] not in ("bar", "bars", "parallettes"):
            continue
        first = solve(figure.poses[0]).joints["right_grip"]
        x, y = prop[1:3] if prop[0] == "bar" and len(prop) > 1 else first[:2]
        held = [
            body.joints[f"{side}_{joint}"]
            for body in map(solve, figure.poses)
            for side in SIDES
            for joint in ("grip", "ankle")
        ]
        towels = any(each[0] == "towel" for each in figure.props)
        nearest = min(max(abs(each.x - x) * (prop[0] == "bar"), abs(each.y - y)) for each in held)
        assert nearest < (40 if towels else 12), (figure.key, nearest)


@every_figure
def test_nothing_goes_through_floor_or_wall(figure: Figure) -> None:
    floored = any(prop[0] == "floor" for prop in figure.props)
    walls = [prop[1] for prop in figure.props if prop[0] == "wall"]
    for body in bodies(figure)[: len(figure.poses)]:
        for name, point in body.joints.items():
            if floored:
                assert point.y >= _thin(name) - 1.5, (name, point.y)
            for wall in walls:
                inside = point.x - wall if wall >= 0 else wall - point.x
                assert inside <= -_thin(name) + 2.5, (name, inside)


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


@every_figure
def test_nobody_is_inside_of_a_box(figure: Figure) -> None:
    boxes = [prop for prop in figure.props if prop[0] in ("box", "cushion")]
    for body in bodies(figure)[: len(figure.poses)]:
        for _, low, high, top, *rest in boxes:
            deep = rest[1] if rest else 30
            for name, point in body.joints.items():
                inside = low + 3 < point.x < high - 3 and abs(point.z) < deep - 3
                assert not (inside and point.y < top - 1), (name, point)


@every_figure
def test_no_trunk_and_no_head_is_where_a_bar_is(figure: Figure) -> None:
    for prop in figure.props:
        if prop[0] != "bar":
            continue
        first = solve(figure.poses[0]).joints["right_grip"]
        x, y = prop[1:3] if len(prop) > 1 else first[:2]
        for body in map(solve, figure.poses):
            line = [body.joints[name] for name in ("pelvis", "waist", "chest", "throat", "head")]
            for start, end in itertools.pairwise(line):
                for step in range(5):
                    point = start.plus(end.minus(start), step / 4)
                    assert ((point.x - x) ** 2 + (point.y - y) ** 2) ** 0.5 > 7, point


@pytest.mark.parametrize(
    "figure", [each for each in FIGURES if each.id in HELD and "fahne" not in str(each.id)]
)
def test_what_is_held_still_has_its_mass_above_or_below_its_support(figure: Figure) -> None:
    for pose in figure.poses:
        if any(prop[0] == "pole" for prop in figure.props):
            continue  # a pole is pushed and pulled: the mass hangs beside it
        body = solve(pose)
        mass = centre_of_mass(body.joints)
        support = [point.x for point in _support(figure, pose, body)]
        assert support
        assert min(support) - 9 <= mass.x <= max(support) + 9, (mass.x, min(support), max(support))


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


@every_figure
def test_left_is_left_and_right_is_right(figure: Figure) -> None:
    for body in bodies(figure):
        right = body.joints["right_hip"].minus(body.joints["left_hip"])
        assert right.dot(body.pelvis.right) == pytest.approx(2 * HIP, abs=0.6)
        across = body.joints["right_shoulder"].minus(body.joints["left_shoulder"])
        assert across.dot(body.chest.right) > 30
        assert (
            middle(*(body.joints[f"{side}_hip"] for side in SIDES))
            .minus(body.joints["pelvis"])
            .length
            < 0.6
        )


def test_a_standing_body_faces_right_and_turns_its_right_side_to_the_viewer() -> None:
    body = solve(Pose(foot=(0.0, 0.0)))
    assert body.joints["right_hip"].z > 0 > body.joints["left_hip"].z
    assert body.joints["right_toes"].x > body.joints["right_heel"].x
    assert body.joints["head"].y == pytest.approx(175 - 11, abs=6)
